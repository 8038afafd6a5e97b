"""Benefits, case rates and claims as the database gives them, on both database systems."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from db.engine import Database
from db.queries.benefits import all_benefits, all_case_rates
from db.queries.claims import ClaimSum
from db.schema import claims, current_datasets, datasets
from domain.calendar import Month
from services.benefits_book import Regency, benefits_book, claims_paid, month_of, regency_of
from tests.db.factories import KARTAMULIA, PUDU, SettableClock

SUKAMARA = "62.08"
Row = tuple[str, str, str, int, int]


def claims_dataset(database: Database, rows: list[Row], *, is_sample: bool = False, current: bool = True) -> UUID:
    """A dataset of claims for September 2026, as an import stores it; rows are programme, kind, village, cases, rupiah."""
    dataset_id = uuid4()
    values: dict[str, Any] = {
        "id": dataset_id,
        "kind": "claims",
        "regency_code": SUKAMARA,
        "month": "2026-09",
        "source": "BPJS Ketenagakerjaan Pangkalan Bun",
        "as_of": date(2026, 9, 30),
        "file_name": "klaim.csv",
        "file_sha256": "0" * 64,
        "is_sample": is_sample,
        "row_count": len(rows),
        "warnings": [],
        "imported_by": "uji",
        "imported_at": datetime(2026, 10, 1, tzinfo=UTC),
    }
    names = ("programme", "kind", "village_code", "cases", "amount_rupiah")
    with database.writing() as connection:
        connection.execute(insert(datasets).values(**values))
        if rows:
            connection.execute(
                insert(claims), [{"dataset_id": dataset_id, **dict(zip(names, row, strict=True))} for row in rows]
            )
        if current:
            connection.execute(
                insert(current_datasets).values(regency_code=SUKAMARA, kind="claims", dataset_id=dataset_id)
            )
    return dataset_id


def test_without_a_claims_dataset_there_is_nothing(real_database: Database) -> None:
    assert claims_paid(real_database, SUKAMARA) == ()


def test_a_dataset_without_rows_is_nothing(database: Database) -> None:
    claims_dataset(database, [])

    assert claims_paid(database, SUKAMARA) == ()


def test_villages_are_summed_and_month_and_source_come_along(database: Database) -> None:
    claims_dataset(
        database,
        [
            ("JKM", "death", PUDU, 2, 84_000_000),
            ("JKM", "death", KARTAMULIA, 1, 10_000_000),
            ("JKK", "treatment", "", 3, 5_500_000_000),
        ],
    )

    known = (Month(2026, 9), "BPJS Ketenagakerjaan Pangkalan Bun", date(2026, 9, 30), False)
    assert claims_paid(database, SUKAMARA) == (
        ClaimSum("JKK", "treatment", 3, 5_500_000_000, *known),
        ClaimSum("JKM", "death", 3, 94_000_000, *known),
    )


def test_only_the_current_dataset_of_that_regency_counts(database: Database) -> None:
    claims_dataset(database, [("JKM", "death", PUDU, 9, 9)], current=False)
    claims_dataset(database, [("JKM", "death", PUDU, 1, 42_000_000)], is_sample=True)

    found = claims_paid(database, SUKAMARA)

    assert [(row.cases, row.amount_rupiah, row.is_sample) for row in found] == [(1, 42_000_000, True)]
    assert claims_paid(database, "62.01") == ()


def test_the_shipped_rows_are_read_as_the_rules_need_them(database: Database) -> None:
    with database.reading() as connection:
        benefits, rates = all_benefits(connection), all_case_rates(connection)

    by_item = {(row.programme, row.item): row for row in benefits}
    assert len(benefits) == len(by_item) == 23
    death = by_item["JKM", "death"]
    assert (death.amount_rupiah, death.base_points, death.after_months) == (20_000_000, None, 3)
    assert (death.valid_from, death.valid_until) == (Month(2025, 7), None)
    assert (by_item["JKK", "death"].amount_rupiah, by_item["JKK", "death"].base_points) == (None, 480_000)
    assert (by_item["JKK", "treatment"].amount_rupiah, by_item["JKK", "treatment"].base_points) == (None, None)
    assert [(rate.programme, rate.level, rate.per_100_workers_year) for rate in rates] == [
        ("JKK", "central", 0.3),
        ("JKK", "high", 0.4),
        ("JKK", "low", 0.2),
        ("JKM", "central", 0.35),
        ("JKM", "high", 0.69),
        ("JKM", "low", 0.22),
    ]


def test_the_book_is_read_once_per_database(database: Database) -> None:
    assert benefits_book(database) is benefits_book(database)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, Regency("62.08", "Kabupaten Sukamara")),
        ("62.08", Regency("62.08", "Kabupaten Sukamara")),
        ("62.09", None),
        ("'; --", None),
    ],
)
def test_a_regency_is_known_or_nothing(database: Database, asked: str | None, found: Regency | None) -> None:
    assert regency_of(database, asked) == found


def test_the_month_is_the_one_in_sukamara() -> None:
    clock = SettableClock()
    clock.now = datetime(2026, 12, 31, 18, tzinfo=UTC)  # 01.00 WIB of 1 January

    assert month_of(clock) == Month(2027, 1)
