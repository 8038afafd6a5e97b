"""Village budgets are imported as versions; what a failed import leaves (nothing)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from db.decision_tables import village_budgets
from db.engine import Database
from db.queries.enrollment import Dataset, current_dataset
from db.queries.regions import regencies_with_data
from db.queries.village_budgets import budget_rows, ceilings_by_village
from db.schema import audit, datasets
from domain.ceiling import Ceiling
from domain.money import Rupiah
from domain.refusal import Refused
from services.identity import CardCode
from services.import_budgets import ImportBudgets, import_budgets
from services.prepare_database import load_sample
from tests.db.factories import (
    KARTAMULIA,
    MENDAWAI,
    Breakdown,
    SettableClock,
    card_code_of,
    draft_meeting,
    failing_at,
    footprint,
)
from tests.support.budgets import PUDU, budget_file, budget_row, import_budget_file, with_ceilings


def current(database: Database) -> Dataset:
    with database.reading() as connection:
        found = current_dataset(connection, "62.08", "village-budgets")
    assert found is not None
    return found


def acts(database: Database) -> list[tuple[str, dict[str, object]]]:
    with database.reading() as connection:
        query = select(audit.c.action, audit.c.detail).where(audit.c.action.like("budgets.%")).order_by(audit.c.at)
        return [tuple(row) for row in connection.execute(query)]


def test_a_version_knows_its_rows_month_source_day_file_and_who_brought_it(database: Database) -> None:
    report = with_ceilings(
        database, budget_row(sudah="12.000.000"), budget_row(PUDU, sumber="DD", pagu="5 juta"), source="DPMD"
    )

    found = current(database)
    assert (found.id, str(found.month), found.source, found.is_sample) == (report.dataset, "2026-11", "DPMD", False)
    assert found.as_of == date(2026, 11, 22)  # the month has not ended
    with database.reading() as connection:
        assert budget_rows(connection, found.id) == {
            (KARTAMULIA, 2027, "APBDes", "ADD"): Ceiling("ADD", Rupiah(60_000_000), Rupiah(12_000_000)),
            (PUDU[0], 2027, "APBDes", "DD"): Ceiling("DD", Rupiah(5_000_000), None),
        }
        row = connection.execute(select(datasets)).one()
    assert (row.kind, row.row_count, row.imported_by) == ("village-budgets", 2, "command_line")
    assert report.to_json()["totals"] == {
        "ceiling_rupiah": 65_000_000, "planned_rupiah": 12_000_000, "planned_unknown": 1,
    }  # fmt: skip
    assert acts(database) == [
        ("budgets.imported", {"dataset": str(found.id), "month": "2026-11", "rows": 2}),
    ]


def test_the_ceilings_are_of_one_year_and_stage(database: Database) -> None:
    report = with_ceilings(
        database,
        budget_row(pagu=1),
        budget_row(pagu=2, tahap="Perubahan"),
        budget_row(pagu=3, tahun=2028),
        budget_row(pagu=4, sumber="PBH"),
    )

    assert report.dataset
    with database.reading() as connection:
        found = ceilings_by_village(connection, report.dataset, 2027, "APBDes")
    assert found == {KARTAMULIA: (Ceiling("ADD", Rupiah(1)), Ceiling("PBH", Rupiah(4)))}


def test_the_same_file_again_changes_nothing_and_says_so(database: Database) -> None:
    first = with_ceilings(database, budget_row())
    before = footprint(database)

    again = import_budget_file(database, budget_row())

    assert (again.stored, again.dataset) == (False, first.dataset)
    assert again.warnings[0] == "Berkas yang sama untuk bulan ini sudah tersimpan; tidak ada yang diubah."
    assert again.rows == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}
    assert footprint(database) == before


def test_a_correction_is_a_new_version_and_the_first_one_can_be_taken_back(database: Database) -> None:
    first = with_ceilings(database, budget_row(), budget_row(PUDU))

    second = with_ceilings(database, budget_row(pagu=50_000_000), budget_row(PUDU), budget_row(sumber="DD"))
    assert second.rows == {"new": 1, "changed": 1, "unchanged": 1, "refused": 0}
    assert current(database).id == second.dataset

    back = import_budget_file(database, budget_row(), budget_row(PUDU))

    assert (back.stored, back.dataset, current(database).id) == (False, first.dataset, first.dataset)
    assert [action for action, _ in acts(database)].count("budgets.restored") == 1


def test_an_older_month_is_kept_but_does_not_become_current(database: Database) -> None:
    newer = with_ceilings(database, budget_row())

    older = with_ceilings(database, budget_row(pagu=1), month="2026-10")

    assert older.warnings[-1] == "Yang dipakai tetap data November 2026, karena lebih baru."
    assert current(database).id == newer.dataset


def test_a_dry_run_and_a_strict_import_with_a_warning_store_nothing(database: Database) -> None:
    before = footprint(database)

    trial = import_budget_file(database, budget_row(), dry_run=True)
    strict = import_budget_file(database, budget_row(), strict=True)

    assert (trial.stored, trial.rows["new"], strict.stored) == (False, 1, False)
    assert strict.warnings[0].startswith("28 desa belum mempunyai pagu dalam berkas: ")
    assert "Mendawai" not in strict.warnings[0]  # a kelurahan has no village budget to miss
    assert footprint(database) == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (budget_row((MENDAWAI, "Mendawai")), "kode_desa"),
        (budget_row(sumber="APBD"), "sumber"),
        (budget_row(tahun=2040), "tahun"),
        (budget_row(pagu="-5"), "pagu"),
        (budget_row(PUDU), "sumber"),
    ],
)
def test_one_fault_stores_nothing_of_the_file(database: Database, row: tuple[object, ...], column: str) -> None:
    before = footprint(database)

    report = import_budget_file(database, budget_row(PUDU), row)

    assert [(fault.row, fault.column) for fault in report.faults] == [(3, column)]
    assert (report.stored, report.dataset, report.rows["refused"]) == (False, None, 1)
    assert footprint(database) == before


def test_a_breakdown_in_the_middle_leaves_nothing(database: Database) -> None:
    before = footprint(database)

    for statement in ("INSERT INTO village_budgets", "INSERT INTO current_datasets", "INSERT INTO audit"):
        with failing_at(database, statement), pytest.raises(Breakdown):
            import_budget_file(database, budget_row())
        assert footprint(database) == before

    assert import_budget_file(database, budget_row()).stored is True


def test_only_a_facilitator_imports(real_database: Database, clock: SettableClock) -> None:
    card = CardCode(card_code_of(KARTAMULIA, draft_meeting(real_database, clock), real_database))
    command = ImportBudgets(budget_file(budget_row()), "pagu.csv", current_month(real_database))
    before = footprint(real_database)

    with pytest.raises(Refused) as refusal:
        import_budgets(command, real_database, clock, card)

    assert refusal.value.code == "identity.forbidden"
    assert footprint(real_database) == before


def current_month(database: Database):
    with database.reading() as connection:
        found = current_dataset(connection, "62.08")
    assert found
    return found.month


def test_budgets_are_no_enrollment_data(database: Database, clock: SettableClock) -> None:
    report = with_ceilings(database, budget_row())

    with database.reading() as connection:
        assert current_dataset(connection, "62.08") is None
        assert regencies_with_data(connection) == []
    assert load_sample(database, clock) is True
    with pytest.raises(Refused) as refusal:
        draft_meeting(database, clock, dataset_id=report.dataset)
    assert refusal.value.code == "meeting.no_data"
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(village_budgets)) == 1
