"""Paid claims are imported as versions, and the families' page sums the current one."""

from __future__ import annotations

from db.engine import Database
from db.queries.claims import claims_paid
from domain.calendar import Month
from services.import_claims import ImportClaims, import_claims
from services.import_report import ImportReport
from tests.db.enrollment_files import as_csv
from tests.db.factories import AT_THE_MACHINE, KARTAMULIA, PUDU, SettableClock, footprint

HEADER = ["kode_desa", "nama_desa", "program", "jenis", "kasus", "rupiah"]
DEATHS = [KARTAMULIA, "Kartamulia", "JKM", "Meninggal", 2, "Rp 84.000.000"]


def claims(database: Database, clock: SettableClock, *rows: list[object], header: list[str] = HEADER) -> ImportReport:
    command = ImportClaims(as_csv([*rows], header=header), "klaim.csv", Month(2026, 10))
    return import_claims(command, database, clock, AT_THE_MACHINE)


def paid(database: Database) -> list[tuple[str, str, int, int]]:
    with database.reading() as connection:
        return [(c.programme, c.kind, c.cases, c.amount_rupiah) for c in claims_paid(connection, "62.08")]


def test_claims_by_village_and_of_the_regency_are_stored_and_summed(database: Database, clock: SettableClock) -> None:
    report = claims(
        database,
        clock,
        DEATHS,
        [PUDU, "Pudu", "jkm", "", 1, 42_000_000],
        ["", "", "JKK", "Perawatan", "1.200", "5 juta"],
    )

    assert (report.faults, report.stored) == ([], True)
    assert report.to_json()["totals"] == {"cases": 1203, "amount_rupiah": 131_000_000}
    assert paid(database) == [("JKK", "treatment", 1200, 5_000_000), ("JKM", "death", 3, 126_000_000)]
    assert claims(database, clock, DEATHS).rows["changed"] == 0


def test_several_months_are_summed_and_none_after_the_chosen_one(database: Database, clock: SettableClock) -> None:
    header = [*HEADER, "bulan"]
    late = claims(database, clock, [*DEATHS, "2026-11"], header=header)
    twice = claims(database, clock, [*DEATHS, "Okt-26"], [*DEATHS, "10/2026"], header=header)
    good = claims(database, clock, [*DEATHS, "2026-09"], [*DEATHS, "Oktober 2026"], header=header)

    assert [fault.column for fault in late.faults] == ["bulan"]
    assert [(fault.row, fault.column) for fault in twice.faults] == [(3, "program")]
    assert (good.stored, paid(database)) == (True, [("JKM", "death", 4, 168_000_000)])


def test_every_fault_of_a_claims_file_is_told_and_nothing_stored(database: Database, clock: SettableClock) -> None:
    before = footprint(database)

    report = claims(
        database, clock,
        ["", "", "BPJS", "", 1, 1], [KARTAMULIA, "Kartamulia", "JKM", "Cuti", "-", "1,5"],
        ["62.08.01.9999", "X", "JKK", "", 1, 1], ["", "", "JKK", "", "", 7], ["", "Jumlah", "", "", 9, 9],
    )  # fmt: skip

    assert [(fault.row, fault.column) for fault in report.faults] == [
        (2, "program"), (3, "jenis"), (3, "kasus"), (3, "rupiah"), (4, "kode_desa"), (5, "kasus"),
    ]  # fmt: skip
    assert footprint(database) == before
