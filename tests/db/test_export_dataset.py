"""What was imported comes out in the import's own form: the import finds nothing new in it."""

from __future__ import annotations

from uuid import UUID

from db.engine import Database
from db.queries.enrollment import dataset
from domain.calendar import Month
from services.export_dataset import import_form
from services.import_any import import_any
from services.import_budgets import ImportBudgets, import_budgets
from services.import_claims import ImportClaims, import_claims
from tests.db.enrollment_files import as_csv
from tests.db.factories import AT_THE_MACHINE, SettableClock, footprint
from tests.support.budgets import PUDU, budget_row, with_ceilings


def file_of(database: Database, dataset_id: UUID) -> bytes:
    with database.reading() as connection:
        found = dataset(connection, dataset_id)
        assert found
        return import_form(connection, found)


CLAIMS = ["kode_desa", "nama_desa", "program", "jenis", "kasus", "rupiah"]


def test_village_budgets_come_back_unchanged(database: Database, clock: SettableClock) -> None:
    stored = with_ceilings(
        database,
        budget_row(sudah="12.000.000"),
        budget_row(PUDU, sumber="DD", pagu=0, sudah=""),
        budget_row(PUDU, tahap="Perubahan", tahun=2028, pagu=5, sudah=0),
    )
    assert stored.dataset
    before = footprint(database)

    made = file_of(database, stored.dataset)

    assert footprint(database) == before
    assert made.decode("utf-8-sig").splitlines() == [
        "kode_desa,nama_desa,tahun,tahap,sumber,pagu,sudah_dianggarkan",
        "62.08.01.2002,Pudu,2027,APBDes,DD,0,",
        "62.08.01.2002,Pudu,2028,Perubahan,ADD,5,0",
        "62.08.01.2005,Kartamulia,2027,APBDes,ADD,60000000,12000000",
    ]
    command = ImportBudgets(made, "pagu-desa.csv", Month(2026, 11), dry_run=True)
    report = import_budgets(command, database, clock, AT_THE_MACHINE)
    assert (report.faults, report.missing) == ([], 0)
    assert report.rows == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}


def test_claims_come_back_unchanged(database: Database, clock: SettableClock) -> None:
    rows = [["62.08.01.2005", "Kartamulia", "JKM", "Meninggal", 2, 84_000_000], ["", "", "JHT", "", 5, 10]]
    month = Month(2026, 10)
    kept = ImportClaims(as_csv(rows, header=CLAIMS), "klaim.csv", month)
    stored = import_claims(kept, database, clock, AT_THE_MACHINE)
    assert stored.dataset

    made = file_of(database, stored.dataset)

    report = import_claims(ImportClaims(made, "klaim-2.csv", month, dry_run=True), database, clock, AT_THE_MACHINE)
    assert report.faults == []
    assert report.rows == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_sample_data_come_out_marked_and_are_not_taken_again(sample_database: Database, clock: SettableClock) -> None:
    with sample_database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT max(CAST(id AS text)), kind, max(month) FROM datasets GROUP BY kind")
        kept = kept.all()
    for dataset_id, kind, month in kept:
        made = file_of(sample_database, dataset_id if isinstance(dataset_id, UUID) else UUID(dataset_id))
        values = {"content": made, "file_name": "lain.csv", "month": Month.parse(month)}
        report = import_any(kind, values, sample_database, clock, AT_THE_MACHINE)
        assert (report.stored, {fault.value for fault in report.faults}) == (False, {"DATA CONTOH"})
