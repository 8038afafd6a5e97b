"""Each import is a version; which one counts, and what a failed import leaves (nothing)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from db.changes import counters, regency_topic
from db.engine import Database
from db.queries.enrollment import Dataset, current_dataset
from db.queries.rollups import months_of_regency
from db.schema import audit, datasets
from domain.calendar import Month
from domain.coverage import Counts
from domain.refusal import Refused
from services.identity import CardCode
from services.import_enrollment import ImportEnrollment, import_enrollment
from tests.db.enrollment_files import ACTIVE, ROWS, Table, as_csv, as_xlsx, changed, correct_table, import_file
from tests.db.factories import (
    KARTAMULIA,
    Breakdown,
    SettableClock,
    card_code_of,
    draft_meeting,
    failing_at,
    footprint,
    url_of,
)
from tests.db.racer import Racers


def current(database: Database) -> Dataset:
    with database.reading() as connection:
        found = current_dataset(connection, "62.08")
    assert found is not None
    return found


def kept(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(datasets)) or 0


def months(database: Database, *, is_sample: bool) -> list[tuple[str, Counts]]:
    with database.reading() as connection:
        return [(str(month), c) for month, c in months_of_regency(connection, "62.08", is_sample=is_sample)]


def raised(database: Database) -> int:
    with database.reading() as connection:
        return counters(connection).get(regency_topic("62.08"), 0)


def restorations(database: Database) -> int:
    with database.reading() as connection:
        query = select(func.count()).select_from(audit).where(audit.c.action == "enrollment.restored")
        return connection.scalar(query) or 0


def other_numbers(table: Table) -> Table:
    return changed(table, 2, aktif=9, nonaktif=0)


def test_a_version_knows_its_month_source_day_file_and_who_brought_it(database: Database, clock: SettableClock) -> None:
    content = as_csv(correct_table(database))

    report = import_file(database, clock, content, name="okt.csv", source="Kantor cabang", as_of=date(2026, 10, 15))

    found = current(database)
    assert (found.id, str(found.month), found.is_sample) == (report.dataset, "2026-10", False)
    assert (found.source, found.as_of, found.file_name) == ("Kantor cabang", date(2026, 10, 15), "okt.csv")
    assert found.imported_at == datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    with database.reading() as connection:
        row = connection.execute(select(datasets)).one()
    assert (row.kind, row.row_count, row.imported_by, row.warnings) == ("enrollment", ROWS, "command_line", [])
    assert raised(database) > 0


def test_the_day_of_the_counts_is_the_end_of_the_month_where_nobody_says(
    database: Database, clock: SettableClock
) -> None:
    import_file(database, clock, as_csv(correct_table(database)), month="2026-02")

    assert current(database).as_of == date(2026, 2, 28)


def test_the_same_file_again_changes_nothing_and_says_so(database: Database, clock: SettableClock) -> None:
    content = as_csv(correct_table(database))
    first = import_file(database, clock, content)
    before = footprint(database)

    again = import_file(database, clock, content, name="copy.csv")

    assert (again.stored, again.dataset) == (False, first.dataset)
    assert again.warnings == ["Berkas yang sama untuk bulan ini sudah tersimpan; tidak ada yang diubah."]
    assert again.rows == {"new": 0, "changed": 0, "unchanged": ROWS, "refused": 0}
    assert footprint(database) == before


def test_the_same_file_for_another_month_is_another_version(database: Database, clock: SettableClock) -> None:
    content = as_csv(correct_table(database))
    import_file(database, clock, content, month="2026-09")

    assert import_file(database, clock, content, month="2026-10").stored is True
    assert str(current(database).month) == "2026-10"


def test_a_newer_month_becomes_current_and_the_report_counts_what_changed(
    database: Database, clock: SettableClock
) -> None:
    table = correct_table(database)
    import_file(database, clock, as_csv(table[1:]), month="2026-09")

    report = import_file(database, clock, as_csv(changed(table, 20, aktif=9)), month="2026-10")

    assert report.rows == {"new": 1, "changed": 1, "unchanged": ROWS - 2, "refused": 0}
    assert str(current(database).month) == "2026-10"
    assert kept(database) == 2


def test_an_older_month_is_kept_but_does_not_become_current(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    newer = import_file(database, clock, as_csv(table), month="2026-10")

    older = import_file(database, clock, as_csv(other_numbers(table)), month="2026-09")

    assert older.stored is True
    assert older.warnings == ["Yang dipakai tetap data Oktober 2026, karena lebih baru."]
    assert current(database).id == newer.dataset
    assert [month for month, _ in months(database, is_sample=False)] == ["2026-09", "2026-10"]


def test_a_correction_of_the_same_month_becomes_current_and_counts_for_the_month(
    database: Database, clock: SettableClock
) -> None:
    table = correct_table(database)
    import_file(database, clock, as_csv(table))

    correction = import_file(database, clock, as_csv(other_numbers(table)))

    assert current(database).id == correction.dataset
    assert kept(database) == 2
    assert [(month, counts.active) for month, counts in months(database, is_sample=False)] == [("2026-10", 859)]


def test_real_data_of_any_month_replaces_sample_data_and_is_not_mixed_with_it(
    sample_database: Database, clock: SettableClock
) -> None:
    assert current(sample_database).is_sample is True

    report = import_file(sample_database, clock, as_csv(correct_table(sample_database)), month="2025-01")

    assert report.rows == {"new": ROWS, "changed": 0, "unchanged": 0, "refused": 0}
    assert (current(sample_database).id, current(sample_database).is_sample) == (report.dataset, False)
    assert [month for month, _ in months(sample_database, is_sample=False)] == ["2025-01"]
    assert len(months(sample_database, is_sample=True)) == 24


def test_a_dry_run_tells_the_same_and_stores_nothing(database: Database, clock: SettableClock) -> None:
    content = as_csv(correct_table(database))
    before = footprint(database)

    trial = import_file(database, clock, content, dry_run=True)
    unchanged = footprint(database)
    real = import_file(database, clock, content)

    assert (trial.stored, trial.dataset, unchanged) == (False, None, before)
    assert (trial.rows, trial.totals) == (real.rows, real.totals)


def test_warnings_are_kept_with_the_version_and_stop_it_only_where_wanted(
    database: Database, clock: SettableClock
) -> None:
    content = as_csv(correct_table(database)[8:])  # without the first village
    before = footprint(database)

    strict = import_file(database, clock, content, strict=True)
    unchanged = footprint(database)
    easy = import_file(database, clock, content)

    assert strict.warnings == easy.warnings == ["1 desa tidak ada dalam berkas: Mendawai."]
    assert (strict.stored, unchanged) == (False, before)
    assert easy.stored is True
    with database.reading() as connection:
        assert connection.scalar(select(datasets.c.warnings)) == easy.warnings


def test_a_breakdown_in_the_middle_leaves_nothing(database: Database, clock: SettableClock) -> None:
    content = as_csv(correct_table(database))
    before = footprint(database)

    for statement in ("INSERT INTO enrollment", "INSERT INTO current_datasets", "INSERT INTO audit"):
        with failing_at(database, statement), pytest.raises(Breakdown):
            import_file(database, clock, content)
        assert footprint(database) == before

    assert import_file(database, clock, content).stored is True


def test_only_a_facilitator_imports(real_database: Database, clock: SettableClock) -> None:
    card = CardCode(card_code_of(KARTAMULIA, draft_meeting(real_database, clock), real_database))
    command = ImportEnrollment(as_csv(other_numbers(correct_table(real_database))), "x.csv", Month(2026, 10))
    before = footprint(real_database)

    with pytest.raises(Refused) as refusal:
        import_enrollment(command, real_database, clock, card)

    assert refusal.value.code == "identity.forbidden"
    assert footprint(real_database) == before


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"month": "2026-12"}, "import.month"),
        ({"regency_code": "62.07"}, "import.regency"),
        ({"regency_code": "62"}, "import.regency"),
    ],
)
def test_a_month_to_come_and_an_unknown_regency_are_refused(
    database: Database, clock: SettableClock, values: dict[str, str], code: str
) -> None:
    before = footprint(database)

    with pytest.raises(Refused) as refusal:
        import_file(database, clock, as_csv(correct_table(database)), **values)

    assert refusal.value.code == code
    assert footprint(database) == before


def test_the_month_that_has_begun_in_sukamara_is_not_to_come(database: Database, clock: SettableClock) -> None:
    clock.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # midnight there

    assert import_file(database, clock, as_xlsx(correct_table(database)), month="2026-12").stored is True


def test_two_processes_with_one_file_store_one_version(database: Database, racers: Racers) -> None:
    file = as_csv(correct_table(database)).decode()
    job = {"url": url_of(database), "action": "import", "file": file, "month": "2026-10"}

    outcomes = racers.run([job, job])

    assert sorted(did[0] for did in outcomes) == [False, True]
    assert kept(database) == 1


def test_the_right_file_again_after_a_wrong_one_counts_again(database: Database, clock: SettableClock) -> None:
    table = correct_table(database)
    right = import_file(database, clock, as_csv(table))
    wrong = import_file(database, clock, as_csv(changed(table, 20, aktif=9)))
    assert current(database).id == wrong.dataset

    again = import_file(database, clock, as_csv(table))

    assert (again.stored, again.dataset) == (False, right.dataset)
    assert again.warnings == ["Berkas yang sama sudah tersimpan; versi itu dipakai lagi untuk bulannya."]
    assert (current(database).id, kept(database)) == (right.dataset, 2)
    assert [(month, counts.active) for month, counts in months(database, is_sample=False)] == [("2026-10", ACTIVE)]
    assert restorations(database) == 1


def test_a_version_of_an_earlier_month_counts_again_for_that_month_only(
    database: Database, clock: SettableClock
) -> None:
    table = correct_table(database)
    old = as_csv(table)
    import_file(database, clock, old, month="2026-09")
    import_file(database, clock, as_csv(other_numbers(table)), month="2026-09")
    newest = import_file(database, clock, as_csv(table), month="2026-10")

    again = import_file(database, clock, old, month="2026-09")

    assert again.warnings == [
        "Berkas yang sama sudah tersimpan; versi itu dipakai lagi untuk bulannya.",
        "Yang dipakai tetap data Oktober 2026, karena lebih baru.",
    ]
    assert current(database).id == newest.dataset
    assert [counts.active for _, counts in months(database, is_sample=False)] == [ACTIVE, ACTIVE]


def test_the_file_of_an_earlier_month_again_does_not_replace_a_newer_month(
    database: Database, clock: SettableClock
) -> None:
    old = as_csv(correct_table(database))
    import_file(database, clock, old, month="2026-09")
    newest = import_file(database, clock, as_csv(correct_table(database)[1:]), month="2026-10")

    import_file(database, clock, old, month="2026-09")

    assert current(database).id == newest.dataset
