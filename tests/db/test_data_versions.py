"""Versions: told to everybody, made current again by facilitators; and an import that the world overtook."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.engine import Database
from db.queries.enrollment import current_dataset
from db.schema import audit, datasets
from domain.refusal import Refused
from services.data_versions import data_versions, use_version, version_differences
from services.import_report import ImportReport
from tests.db.enrollment_files import Table, as_csv, changed, correct_table, import_file
from tests.db.factories import AT_THE_MACHINE, SettableClock, footprint
from tests.db.racer import at_once


def current_id(database: Database) -> object:
    with database.reading() as connection:
        found = current_dataset(connection, "62.08")
    return found.id if found else None


def two_versions(database: Database, clock: SettableClock) -> tuple[Table, ImportReport, ImportReport]:
    table = correct_table(database)
    first = import_file(database, clock, as_csv(table))
    second = import_file(database, clock, as_csv(changed(table, 2, potensi=90)), name="dua.csv")
    return table, first, second


def test_everybody_sees_the_versions_with_which_one_counts(database: Database, clock: SettableClock) -> None:
    _, first, second = two_versions(database, clock)

    found = data_versions(database, "62.08")

    assert {v.dataset.id: v.is_current for v in found} == {first.dataset: False, second.dataset: True}
    assert {v.dataset.file_name for v in found} == {"berkas.csv", "dua.csv"}
    assert data_versions(database, "62.01") == ()


def test_an_earlier_version_counts_again_once_and_the_audit_says_so(database: Database, clock: SettableClock) -> None:
    _, first, _ = two_versions(database, clock)
    assert first.dataset

    use_version(first.dataset, database, clock, AT_THE_MACHINE)
    before = footprint(database)
    use_version(first.dataset, database, clock, AT_THE_MACHINE)

    assert current_id(database) == first.dataset
    assert footprint(database) == before
    with database.reading() as connection:
        actions = connection.scalars(select(audit.c.action)).all()
    assert actions.count("enrollment.restored") == 1


def test_sample_data_never_come_back_over_real_ones(sample_database: Database, clock: SettableClock) -> None:
    sample = current_id(sample_database)
    import_file(sample_database, clock, as_csv(correct_table(sample_database)))
    before = footprint(sample_database)

    with pytest.raises(Refused) as refusal:
        use_version(sample, sample_database, clock, AT_THE_MACHINE)  # type: ignore[arg-type]

    assert refusal.value.code == "data.sample"
    assert footprint(sample_database) == before
    assert [v.dataset.is_sample for v in data_versions(sample_database, "62.08")] == [False]


def test_two_versions_differ_village_by_village(database: Database, clock: SettableClock) -> None:
    _, first, second = two_versions(database, clock)
    assert first.dataset
    assert second.dataset

    (found,) = version_differences(database, first.dataset, second.dataset)

    assert found.before
    assert found.after
    assert (found.after[0] - found.before[0], found.after[1:] == found.before[1:]) == (80, True)
    assert version_differences(database, first.dataset, first.dataset) == ()


def test_what_the_file_no_longer_has_is_counted_and_a_jump_is_warned_of(
    database: Database, clock: SettableClock
) -> None:
    table, _, _ = two_versions(database, clock)

    report = import_file(database, clock, as_csv(changed(table[1:], 2, potensi=5_000)), dry_run=True)

    assert (report.missing, report.to_json()["missing"]) == (1, 1)
    assert report.warnings[-1].startswith("Pekerja berhak berubah tajam sejak Oktober 2026 di 1 desa: ")


def test_a_preview_that_the_world_overtook_is_not_stored_and_says_how(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    content = as_csv(table)
    seen = import_file(database, clock, content, dry_run=True).world
    import_file(database, clock, as_csv(changed(table, 2, potensi=90)), month="2026-09", source="Kantor lain")
    before = footprint(database)

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, content, seen=seen)

    assert refusal.value.code == "import.moved"
    assert "Data yang dipakai kini data September 2026 (Kantor lain" in refusal.value.reason
    assert "sebelumnya belum ada data" in refusal.value.reason
    assert footprint(database) == before


def test_a_village_that_was_renamed_since_the_preview_stops_the_import(
    database: Database, clock: SettableClock
) -> None:
    content = as_csv(correct_table(database))
    seen = import_file(database, clock, content, dry_run=True).world
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE regions SET name = 'Kertamulya' WHERE code = '62.08.01.2005'")

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, content, seen=seen)

    assert "Desa 62.08.01.2005: dulu Kartamulia" in refusal.value.reason


def test_of_two_previews_that_are_stored_at_once_one_wins(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    files = [as_csv(table), as_csv(changed(table, 2, potensi=90))]
    seen = [import_file(database, clock, content, dry_run=True).world for content in files]

    outcomes = at_once([lambda at=at: import_file(database, clock, files[at], seen=seen[at]).stored for at in range(2)])

    assert sorted(map(str, outcomes)) == ["True", "import.moved"]
    assert len(data_versions(database, "62.08")) == 1


def test_warnings_want_a_reason_where_somebody_is_asked_and_it_is_kept(
    database: Database, clock: SettableClock
) -> None:
    content = as_csv(correct_table(database)[:9])

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, content, reason=" ")
    report = import_file(database, clock, content, reason="Desa lain menyusul")

    assert (refusal.value.code, report.stored) == ("import.reason", True)
    with database.reading() as connection:
        (kept,) = connection.scalars(select(datasets.c.warnings))
    assert kept[-1] == "Diterima dengan alasan: Desa lain menyusul"
