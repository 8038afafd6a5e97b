from __future__ import annotations

from sqlalchemy import select

from db.engine import Database
from db.queries.enrollment import counts_by_village, current_dataset
from db.queries.regions import villages
from db.queries.rollups import months_of_regency
from db.schema import audit
from domain.coverage import Counts
from services.prepare_database import load_sample, migrate_and_load
from tests.db.factories import SettableClock, footprint, url_of
from tests.db.racer import Racers


def test_sample_data_has_a_version_for_each_of_two_years_months(sample_database: Database) -> None:
    with sample_database.reading() as connection:
        months = months_of_regency(connection, "62.08", is_sample=True)
        newest = current_dataset(connection, "62.08")
        acts = list(connection.scalars(select(audit.c.action)))

    assert [str(month) for month, _ in months][:: len(months) - 1] == ["2024-11", "2026-10"]
    assert [counts.eligible for _, counts in months] == [32_944] * 24
    assert newest is not None
    assert (str(newest.month), newest.is_sample, newest.source) == ("2026-10", True, "Data contoh Rembuk (buatan)")
    assert acts == ["sample.loaded"]


def test_every_desa_has_at_least_sixty_uncovered_bpu_workers(sample_database: Database) -> None:
    with sample_database.reading() as connection:
        newest = current_dataset(connection, "62.08")
        assert newest is not None
        counts = counts_by_village(connection, newest.id, segment="BPU")
        desa = [village.code for village in villages(connection, "62.08") if village.is_desa]
        everybody = sum(counts_by_village(connection, newest.id).values(), Counts())

    assert len(desa) == 29
    assert min(counts[code].uncovered for code in desa) >= 60
    assert everybody.eligible == 32_944


def test_sample_data_is_loaded_once(sample_database: Database, clock: SettableClock) -> None:
    before = footprint(sample_database)

    assert load_sample(sample_database, clock) is False
    assert footprint(sample_database) == before


def test_sample_data_does_not_come_where_real_data_is(real_database: Database, clock: SettableClock) -> None:
    before = footprint(real_database)

    assert load_sample(real_database, clock) is False
    assert footprint(real_database) == before


def test_reference_data_is_loaded_once(database: Database) -> None:
    before = footprint(database)

    assert migrate_and_load(database) is False
    assert footprint(database) == before


def test_processes_that_load_it_together_load_it_once(database: Database, racers: Racers) -> None:
    outcomes = racers.run([{"url": url_of(database), "action": "sample"}] * 2)

    assert sorted(did[0] for did in outcomes) == [False, True]
    assert footprint(database)["datasets"] == 24
