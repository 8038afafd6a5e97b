"""Sums over regencies are those of the rows, whichever way the rows came."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from db.engine import Database
from db.queries.enrollment import rows_of
from db.rollup_tables import dataset_totals
from db.schema import datasets
from domain.calendar import Month
from domain.coverage import Counts, total
from domain.rollup import Line
from services.district import district_of, trend_of
from services.import_regions import ImportRegions, import_regions
from services.import_wide import ImportWide, import_wide
from services.prepare_database import load_sample
from services.rollup import rollup, rollups_above
from tests.db.enrollment_files import as_csv, correct_table, import_file
from tests.db.factories import AT_THE_MACHINE, SettableClock

ROWS = [
    ["11.01.01.2001", "Keude", "Petani", 10, 9, 1],
    ["11.01.01.2001", "Keude", "Perangkat desa", 8, 0, 1],
    ["62.01.01.2001", "Natai", "Petani", 10, 1, 1],
    ["62.08.01.2005", "Kartamulia", "Nelayan", 20, 10, 0],
]
REGIONS = "kode,nama\n11.01.01.2001,Keude\n62.01.01.2001,Natai\n"


@pytest.fixture
def nation(database: Database, clock: SettableClock) -> Database:
    """Three regencies of two provinces, in October 2026 and two of them in September."""
    import_regions(ImportRegions(REGIONS.encode(), "wilayah.csv"), database, clock, AT_THE_MACHINE)
    for month, rows in (("2026-09", ROWS[:3]), ("2026-10", ROWS)):
        report = import_wide(ImportWide(as_csv(rows), "x.csv", Month.parse(month)), database, clock, AT_THE_MACHINE)
        assert report.stored, report.faults
    return database


def test_the_nation_and_a_province_are_the_sums_of_their_regencies(nation: Database) -> None:
    whole, province = rollup(nation), rollup(nation, "62")

    assert whole is not None
    assert (whole.counts, whole.villages, whole.name) == (Counts(48, 20, 3), 3, "Indonesia")
    assert whole.provinces() == [
        Line("62", "Kalimantan Tengah", Counts(30, 11, 1), 2),
        Line("11", "Aceh", Counts(18, 9, 2), 1),
    ]
    assert [(line.code, line.counts.active) for line in whole.by_coverage()] == [
        ("62.01", 1), ("11.01", 9), ("62.08", 10),
    ]  # fmt: skip
    assert province is not None
    assert (province.counts, len(province.regencies)) == (Counts(30, 11, 1), 2)
    assert rollup(nation, "11") is None  # one regency is no sum


def test_only_months_in_which_all_have_data_make_a_line(nation: Database) -> None:
    whole, province = rollup(nation), rollup(nation, "62")

    assert whole is not None
    assert whole.months == ((Month(2026, 10), Counts(48, 20, 3)),)
    assert province is not None
    assert province.months == ((Month(2026, 10), Counts(30, 11, 1)),)


def test_a_regency_leads_up_to_the_sums_that_there_are(nation: Database) -> None:
    assert rollups_above(nation, "62.08") == {"62": "Provinsi Kalimantan Tengah", None: "Indonesia"}
    assert rollups_above(nation, "11.01") == {None: "Indonesia"}


def test_sample_data_are_never_added_up(sample_database: Database, clock: SettableClock) -> None:
    import_regions(ImportRegions(REGIONS.encode(), "wilayah.csv"), sample_database, clock, AT_THE_MACHINE)
    import_wide(ImportWide(as_csv(ROWS[2:3]), "x.csv", Month(2026, 10)), sample_database, clock, AT_THE_MACHINE)

    assert rollup(sample_database) is None
    assert rollups_above(sample_database, "62.08") == {}


def test_every_way_in_keeps_the_totals_of_its_rows(nation: Database, clock: SettableClock) -> None:
    import_file(nation, clock, as_csv(correct_table(nation)), month="2026-09", regency_code="62.08")

    with nation.reading() as connection:
        for dataset_id in connection.scalars(select(datasets.c.id)):
            kept = connection.execute(select(dataset_totals).where(dataset_totals.c.dataset_id == dataset_id)).one()
            rows = rows_of(connection, dataset_id)
            assert Counts(kept.eligible, kept.active, kept.inactive) == total(rows.values())
            bpu = total(counts for (_, group), counts in rows.items() if group != "village_official")
            assert Counts(kept.bpu_eligible, kept.bpu_active, kept.bpu_inactive) == bpu
            assert kept.villages == len({village for village, _ in rows})


def test_the_trend_of_a_regency_is_that_of_its_villages(database: Database, clock: SettableClock) -> None:
    load_sample(database, clock)
    with database.reading() as connection:
        latest = connection.scalar(select(datasets.c.id).order_by(datasets.c.month.desc()).limit(1))
        kept = connection.scalar(select(func.count()).select_from(dataset_totals))
    assert latest is not None

    months = trend_of(database, latest)

    assert len(months) == kept == 24
    assert months[-1][1] == district_of(database, latest).counts
