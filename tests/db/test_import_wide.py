"""Enrollment of a province or the nation: a version of each regency, all of them or none."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from db.engine import Database
from db.queries.enrollment import current_dataset, rows_of
from db.schema import audit, datasets
from domain.calendar import Month
from domain.coverage import Counts
from services.identity import CardCode
from services.import_regions import ImportRegions, import_regions
from services.import_report import ImportReport
from services.import_wide import ImportWide, import_wide
from tests.db.enrollment_files import ELIGIBLE, ROWS, Table, as_csv, as_xlsx, changed, correct_table, import_file
from tests.db.factories import AT_THE_MACHINE, Breakdown, SettableClock, failing_at, footprint, refused

ELSEWHERE: Table = [
    ["11.01.01.2001", "Keude", "Petani", 9, 2, 1],
    ["11.01.01.2001", "Keude", "Nelayan", 8, 2, 1],
    ["62.01.01.2001", "Natai", "Petani", 7, 2, 1],
]
REGIONS = "kode,nama\n11.01.01.2001,Keude\n62.01.01.2001,Natai\n"


@pytest.fixture
def nation(database: Database, clock: SettableClock) -> Database:
    """Sukamara, a second regency of its province, and a regency of another one."""
    import_regions(ImportRegions(REGIONS.encode(), "wilayah.csv"), database, clock, AT_THE_MACHINE)
    return database


def bring(
    database: Database, clock: SettableClock, content: bytes, month: str = "2026-10", **values: Any
) -> ImportReport:
    command = ImportWide(content, "nasional.csv", Month.parse(month), **values)
    return import_wide(command, database, clock, AT_THE_MACHINE)


def months(database: Database) -> dict[str, str]:
    found = {}
    with database.reading() as connection:
        for code in ("11.01", "62.01", "62.08"):
            current = current_dataset(connection, code)
            found[code] = str(current.month) if current else ""
    return found


def count(database: Database, action: str) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(audit).where(audit.c.action == action)) or 0


def test_one_file_makes_a_version_of_each_regency(nation: Database, clock: SettableClock) -> None:
    shares: list[float] = []

    report = bring(
        nation, clock, as_csv(correct_table(nation) + ELSEWHERE), progress=lambda share, _: shares.append(share)
    )

    assert (report.faults, report.stored, report.regencies) == ([], True, 3)
    assert report.rows == {"new": ROWS + 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert isinstance(report.totals, Counts)
    assert report.totals.eligible == ELIGIBLE + 24
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with nation.reading() as connection:
        stored = connection.execute(select(datasets).order_by(datasets.c.regency_code)).all()
        assert rows_of(connection, stored[0].id) == {
            ("11.01.01.2001", "farmer"): Counts(9, 2, 1),
            ("11.01.01.2001", "fisher"): Counts(8, 2, 1),
        }
    assert [(one.regency_code, one.row_count) for one in stored] == [("11.01", 2), ("62.01", 1), ("62.08", ROWS)]
    assert len({one.file_sha256 for one in stored}) == 1
    assert months(nation) == {"11.01": "2026-10", "62.01": "2026-10", "62.08": "2026-10"}
    assert count(nation, "enrollment.imported") == 3


def test_it_stores_what_the_regencys_own_file_stores(nation: Database, clock: SettableClock) -> None:
    table = correct_table(nation)
    alone = import_file(nation, clock, as_csv(table), month="2026-09")
    assert alone.dataset is not None

    bring(nation, clock, as_xlsx(table))

    with nation.reading() as connection:
        current = current_dataset(connection, "62.08")
        assert current is not None
        assert rows_of(connection, current.id) == rows_of(connection, alone.dataset)


def test_the_same_file_again_changes_nothing_and_says_so(nation: Database, clock: SettableClock) -> None:
    content = as_csv(ELSEWHERE)
    bring(nation, clock, content)
    before = footprint(nation)

    again = bring(nation, clock, content)

    assert (again.stored, again.rows["unchanged"]) == (False, 3)
    assert again.warnings[0] == "Berkas yang sama untuk bulan ini sudah tersimpan; tidak ada yang diubah."
    assert footprint(nation) == before


def test_a_province_takes_its_own_villages_only(nation: Database, clock: SettableClock) -> None:
    content = as_csv(ELSEWHERE)

    report = bring(nation, clock, content, province_code="62")

    assert [fault.row for fault in report.faults] == [2, 3]
    assert months(nation) == {"11.01": "", "62.01": "", "62.08": ""}
    assert bring(nation, clock, as_csv(ELSEWHERE[2:]), province_code="62").stored
    assert refused(lambda: bring(nation, clock, content, province_code="99"), nation).code == "import.province"


def test_one_fault_in_one_regency_keeps_all_of_them_out(nation: Database, clock: SettableClock) -> None:
    before = footprint(nation)

    report = bring(nation, clock, as_csv(changed(correct_table(nation), 5, potensi="1,5") + ELSEWHERE))

    assert [(fault.row, fault.column) for fault in report.faults] == [(5, "potensi")]
    assert (report.stored, report.rows["refused"]) == (False, 1)
    assert footprint(nation) == before


@pytest.mark.parametrize("beginning", ["INSERT INTO datasets_in_force", "INSERT INTO audit"])
def test_a_breakdown_in_the_middle_leaves_the_old_versions(
    nation: Database, clock: SettableClock, beginning: str
) -> None:
    table = ELSEWHERE
    bring(nation, clock, as_csv(table), month="2026-09")
    before = footprint(nation)

    with failing_at(nation, beginning), pytest.raises(Breakdown):
        bring(nation, clock, as_csv(table))

    assert footprint(nation) == before


def test_rows_are_compared_with_each_regencys_current_data(nation: Database, clock: SettableClock) -> None:
    table = correct_table(nation)
    bring(nation, clock, as_csv(table + ELSEWHERE), month="2026-09")

    report = bring(nation, clock, as_csv(changed(table, 3, potensi=900)[1:] + ELSEWHERE[:1]), dry_run=True)

    assert report.rows == {"new": 0, "changed": 1, "unchanged": ROWS - 1, "refused": 0}
    assert report.missing == 2  # a row of Sukamara and one of Keude; the regency that is not in the file stays as it is
    assert any(text.startswith("Pekerja berhak berubah tajam sejak data sebelumnya") for text in report.warnings)
    assert any("kabupaten/kota tidak ada dalam berkas" in text for text in report.warnings)


def test_an_older_month_does_not_become_current(nation: Database, clock: SettableClock) -> None:
    import_file(nation, clock, as_csv(correct_table(nation)), month="2026-10")

    report = bring(nation, clock, as_csv(correct_table(nation) + ELSEWHERE), month="2026-09")

    assert report.warnings[-1] == "Di 1 kabupaten/kota yang dipakai tetap data bulan lain, karena lebih baru."
    assert months(nation) == {"11.01": "2026-09", "62.01": "2026-09", "62.08": "2026-10"}


def test_what_moved_since_the_preview_stops_it(nation: Database, clock: SettableClock) -> None:
    content = as_csv(ELSEWHERE)
    preview = bring(nation, clock, content, dry_run=True)
    bring(nation, clock, as_csv(ELSEWHERE[1:]), month="2026-09")

    reason = refused(lambda: bring(nation, clock, content, seen=preview.changes), nation)

    assert reason.code == "import.moved"


def test_warnings_want_a_reason_where_somebody_is_asked(nation: Database, clock: SettableClock) -> None:
    content = as_csv(ELSEWHERE)
    preview = bring(nation, clock, content, dry_run=True)
    assert preview.warnings

    assert refused(lambda: bring(nation, clock, content, reason=" "), nation).code == "import.reason"
    bring(nation, clock, content, reason="Sukamara menyusul", seen=preview.changes)

    with nation.reading() as connection:
        (kept,) = set(map(tuple, connection.scalars(select(datasets.c.warnings))))
    assert kept[-1] == "Diterima dengan alasan: Sukamara menyusul"


def test_only_a_facilitator_may_and_only_for_a_month_that_has_come(nation: Database, clock: SettableClock) -> None:
    command = ImportWide(as_csv(ELSEWHERE), "x.csv", Month(2026, 10))

    assert refused(lambda: import_wide(command, nation, clock, CardCode("x")), nation).code
    assert refused(lambda: bring(nation, clock, as_csv(ELSEWHERE), month="2026-12"), nation).code == "import.month"
