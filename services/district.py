"""A regency as one dataset shows it: villages, subdistricts, totals. Immutable, so it can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID
from weakref import WeakKeyDictionary

from db.changes import counter_of, regency_topic, regions_topic
from db.engine import Connection, Database
from db.queries.enrollment import (
    Dataset,
    counts_by_group,
    counts_with_bpu,
    current_dataset,
    dataset,
    monthly_counts_of_village,
)
from db.queries.meetings import meeting, present_meeting, rate_table
from db.queries.rates import current_rate_table
from db.queries.regions import Village, home_regencies, region_name, villages
from db.queries.rollups import months_of_regency
from domain.calendar import WIB, Month
from domain.coverage import Counts, total, workers_to_target
from domain.meeting import Meeting
from domain.money import Rupiah
from domain.rates import TWO_PROGRAMMES, RateTable
from services.clock import Clock
from services.remembered import remembered


@dataclass(frozen=True, slots=True)
class VillagePicture:
    """A village with the counts of all its groups, and of those in the BPU segment."""

    village: Village
    counts: Counts
    bpu: Counts


@dataclass(frozen=True, slots=True)
class District:
    """A regency in one dataset."""

    regency_code: str
    name: str
    dataset: Dataset
    villages: tuple[VillagePicture, ...]

    @property
    def counts(self) -> Counts:
        """All workers of all desa and kelurahan."""
        return total(picture.counts for picture in self.villages)

    @property
    def bpu(self) -> Counts:
        """The BPU workers among them."""
        return total(picture.bpu for picture in self.villages)

    @property
    def desa(self) -> tuple[VillagePicture, ...]:
        """The villages that have a budget and can pledge."""
        return tuple(picture for picture in self.villages if picture.village.is_desa)

    def subdistricts(self) -> list[tuple[str, Counts]]:
        """Names and counts, in order of code."""
        found: dict[str, list[Counts]] = {}
        for picture in self.villages:
            found.setdefault(picture.village.subdistrict, []).append(picture.counts)
        return [(name, total(counts)) for name, counts in found.items()]

    def find(self, village_code: str) -> VillagePicture | None:
        """One village by its code."""
        return next((p for p in self.villages if p.village.code == village_code), None)


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and what a year of its BPU workers costs.

    Attributes:
        workers: missing to the target, or all uncovered workers where there is no target.
        bpu_workers: those of them that the BPU rate can pay for; the rest are village officials.
    """

    target_share: float | None
    workers: int
    bpu_workers: int
    unit_rupiah: Rupiah
    year_rupiah: Rupiah

    @property
    def officials(self) -> int:
        """Workers of the PU segment without whom the target is out of reach; not in the cost."""
        return self.workers - self.bpu_workers


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor looks at: the meeting (where there is one) and the district in its data."""

    meeting: Meeting | None
    district: District | None
    rates: RateTable

    @property
    def pledges_count(self) -> bool:
        """Whether the meeting's pledges belong to these figures.

        In data newer than the meeting's own, workers who were pledged may be active already: to add the
        pledges again would count them twice.
        """
        return bool(self.meeting and self.district and self.meeting.dataset_id == self.district.dataset.id)


@lru_cache(maxsize=32)
def district_of(database: Database, dataset_id: UUID) -> District:
    """The regency in one dataset; read once per process and kept, since a dataset never changes."""
    with database.reading() as connection:
        data = dataset(connection, dataset_id)
        assert data is not None
        counts = counts_with_bpu(connection, dataset_id)
        none = (Counts(), Counts())
        return District(
            data.regency_code,
            region_name(connection, data.regency_code),
            data,
            tuple(
                VillagePicture(village, *counts.get(village.code, none))
                for village in villages(connection, data.regency_code)
            ),
        )


def _notice_regions(database: Database, version: int) -> None:
    """Forget what is kept of the districts where a list of regions has been imported since."""
    if _regions_seen.setdefault(database, version) != version:
        _regions_seen[database] = version
        district_of.cache_clear()


_regions_seen: WeakKeyDictionary[Database, int] = WeakKeyDictionary()


@remembered
def view(
    database: Database,
    *,
    regency_code: str | None = None,
    meeting_id: UUID | None = None,
    as_opened: bool = False,
) -> View:
    """What a visitor looks at: while a meeting is open its own data, otherwise the current data.

    Args:
        meeting_id: shows this meeting, and the data it was opened on whatever its state.
        as_opened: shows the data that the meeting was opened on also after it has closed.
    """
    with database.reading() as connection:
        _notice_regions(database, counter_of(connection, regions_topic()))
        found = meeting(connection, meeting_id) if meeting_id else present_meeting(connection, regency_code)
        chosen = (found.regency_code if found else None) or regency_code or _regency(connection)
        dataset_id = found.dataset_id if found and (meeting_id or as_opened or found.state == "open") else None
        if dataset_id is None:
            current = current_dataset(connection, chosen) if chosen else None
            dataset_id = current.id if current else None
        rates = rate_table(connection, found) if found else current_rate_table(connection)
    return View(found, district_of(database, dataset_id) if dataset_id else None, rates)


def _regency(connection: Connection) -> str | None:
    found = home_regencies(connection)
    return found[0] if found else None


def gap_of(counts: Counts, bpu: Counts, rates: RateTable, *, year: int, target_points: int | None) -> Gap:
    """Workers that are missing, to the target where there is one, and the cost of twelve months at the BPU rate."""
    unit = rates.contribution("BPU", TWO_PROGRAMMES, Month(year, 1))
    workers = counts.uncovered if target_points is None else workers_to_target(counts, target_points)
    paid = min(workers, bpu.uncovered)
    cost = rates.cost("BPU", TWO_PROGRAMMES, workers=paid, start=Month(year, 1), months=12)
    return Gap(None if target_points is None else target_points / 10_000, workers, paid, unit, cost)


def budget_year_of(found: Meeting | None, clock: Clock) -> int:
    """The meeting's budget year; without a meeting next year, the one that is being planned."""
    return found.budget_year if found else clock().astimezone(WIB).year + 1


def trend_of(database: Database, dataset_id: UUID, village_code: str | None = None) -> tuple[tuple[Month, Counts], ...]:
    """Month by month up to a dataset's month, over the regency or one village.

    Kept until an import moves the regency's counter: a file for an earlier month changes the line.
    """
    topic = regency_topic(district_of(database, dataset_id).regency_code)
    with database.reading() as connection:
        version = counter_of(connection, topic)
    return _trend(database, dataset_id, village_code, version)


@lru_cache(maxsize=256)
def _trend(
    database: Database, dataset_id: UUID, village_code: str | None, _version: int
) -> tuple[tuple[Month, Counts], ...]:
    data = district_of(database, dataset_id).dataset
    with database.reading() as connection:
        if village_code:
            months = monthly_counts_of_village(connection, data.regency_code, village_code, is_sample=data.is_sample)
        else:
            months = months_of_regency(connection, data.regency_code, is_sample=data.is_sample)
    return tuple((month, counts) for month, counts in months if month <= data.month)


@lru_cache(maxsize=256)
def groups_of(database: Database, dataset_id: UUID, village_code: str) -> list[tuple[str, str, Counts]]:
    """A village's worker groups: name, segment, counts."""
    with database.reading() as connection:
        return counts_by_group(connection, dataset_id, village_code)
