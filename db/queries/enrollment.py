"""Datasets of every kind, and the counts in those of enrollment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, func, select

from db.schema import current_datasets, datasets, datasets_in_force, enrollment, worker_groups
from domain.calendar import Month, date_label
from domain.coverage import Counts
from domain.pledge_lines import GroupCounts
from domain.worker_groups import Segment

DatasetKind = Literal["enrollment", "claims", "village-budgets"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One imported version of enrollment, claims or village budgets: whose, which month, from where."""

    id: UUID
    regency_code: str
    month: Month
    source: str
    as_of: date
    file_name: str
    file_sha256: str
    is_sample: bool
    imported_at: datetime
    kind: DatasetKind = "enrollment"

    @property
    def source_label(self) -> str:
        """Where it comes from, for a line under a figure."""
        return f"{self.source}, per {date_label(self.as_of)}"


def dataset_from(row: Any) -> Dataset:
    """A dataset of its row."""
    values = row._mapping
    kept = ("id", "regency_code", "source", "as_of", "file_name", "file_sha256", "is_sample", "imported_at", "kind")
    return Dataset(month=Month.parse(values["month"]), **{name: values[name] for name in kept})


def current_dataset(connection: Connection, regency_code: str, kind: DatasetKind = "enrollment") -> Dataset | None:
    """The regency's current dataset of a kind."""
    row = connection.execute(
        select(datasets)
        .join(current_datasets, current_datasets.c.dataset_id == datasets.c.id)
        .where(current_datasets.c.regency_code == regency_code, current_datasets.c.kind == kind)
    ).one_or_none()
    return dataset_from(row) if row else None


def dataset(connection: Connection, dataset_id: UUID) -> Dataset | None:
    """One dataset by its id."""
    row = connection.execute(select(datasets).where(datasets.c.id == dataset_id)).one_or_none()
    return dataset_from(row) if row else None


def dataset_of_file(
    connection: Connection, regency_code: str, month: Month, file_sha256: str, kind: DatasetKind = "enrollment"
) -> Dataset | None:
    """The dataset that was made of this very file for this month, where there is one."""
    row = connection.execute(
        select(datasets).where(
            datasets.c.regency_code == regency_code,
            datasets.c.kind == kind,
            datasets.c.month == str(month),
            datasets.c.file_sha256 == file_sha256,
        )
    ).first()
    return dataset_from(row) if row else None


_SUMS = (
    func.sum(enrollment.c.eligible).label("eligible"),
    func.sum(enrollment.c.active).label("active"),
    func.sum(enrollment.c.inactive).label("inactive"),
)


def _counts(row: Any) -> Counts:
    values = row._mapping
    return Counts(int(values["eligible"] or 0), int(values["active"] or 0), int(values["inactive"] or 0))


def counts_by_village(connection: Connection, dataset_id: UUID, *, segment: Segment | None = None) -> dict[str, Counts]:
    """Counts of each village, over all worker groups or those of one segment."""
    query = select(enrollment.c.village_code, *_SUMS).where(enrollment.c.dataset_id == dataset_id)
    if segment:
        query = query.join(worker_groups, worker_groups.c.code == enrollment.c.group_code).where(
            worker_groups.c.segment == segment
        )
    rows = connection.execute(query.group_by(enrollment.c.village_code))
    return {row.village_code: _counts(row) for row in rows}


def counts_with_bpu(connection: Connection, dataset_id: UUID) -> dict[str, tuple[Counts, Counts]]:
    """Counts of each village: over all worker groups, and over those of the BPU segment."""
    query = (
        select(enrollment.c.village_code, worker_groups.c.segment, *_SUMS)
        .join(worker_groups, worker_groups.c.code == enrollment.c.group_code)
        .where(enrollment.c.dataset_id == dataset_id)
        .group_by(enrollment.c.village_code, worker_groups.c.segment)
    )
    found: dict[str, tuple[Counts, Counts]] = {}
    for code, segment, eligible, active, inactive in connection.execute(query):
        counts = Counts(int(eligible), int(active), int(inactive))
        whole, bpu = found.get(code, (Counts(), Counts()))
        found[code] = (whole + counts, bpu + counts if segment == "BPU" else bpu)
    return found


def counts_by_group(connection: Connection, dataset_id: UUID, village_code: str) -> list[tuple[str, str, Counts]]:
    """A village's worker groups with their segment and counts, in the order of the groups."""
    query = (
        select(worker_groups.c.name, worker_groups.c.segment, enrollment)
        .join(worker_groups, worker_groups.c.code == enrollment.c.group_code)
        .where(enrollment.c.dataset_id == dataset_id, enrollment.c.village_code == village_code)
        .order_by(worker_groups.c.position)
    )
    return [(row.name, row.segment, _counts(row)) for row in connection.execute(query)]


def groups_by_village(connection: Connection, dataset_id: UUID) -> dict[str, dict[str, GroupCounts]]:
    """Every village's worker groups by code, in the order of the groups."""
    query = (
        select(worker_groups.c.name, worker_groups.c.segment, enrollment)
        .join(worker_groups, worker_groups.c.code == enrollment.c.group_code)
        .where(enrollment.c.dataset_id == dataset_id)
        .order_by(worker_groups.c.position)
    )
    found: dict[str, dict[str, GroupCounts]] = {}
    for row in connection.execute(query):
        groups = found.setdefault(row.village_code, {})
        groups[row.group_code] = GroupCounts(row.name, row.segment, _counts(row))
    return found


def rows_of(connection: Connection, dataset_id: UUID) -> dict[tuple[str, str], Counts]:
    """All rows of a dataset by village and group code."""
    query = select(enrollment).where(enrollment.c.dataset_id == dataset_id)
    return {(row.village_code, row.group_code): _counts(row) for row in connection.execute(query)}


def monthly_counts_of_village(
    connection: Connection, regency_code: str, village_code: str, *, is_sample: bool
) -> list[tuple[Month, Counts]]:
    """A village's counts month by month; sample and real data never mix."""
    query = (
        select(datasets_in_force.c.month, *_SUMS)
        .join(enrollment, enrollment.c.dataset_id == datasets_in_force.c.dataset_id)
        .where(
            datasets_in_force.c.regency_code == regency_code,
            datasets_in_force.c.kind == "enrollment",
            datasets_in_force.c.is_sample == is_sample,
            enrollment.c.village_code == village_code,
        )
        .group_by(datasets_in_force.c.month)
        .order_by(datasets_in_force.c.month)
    )
    return [(Month.parse(row.month), _counts(row)) for row in connection.execute(query)]


def dataset_before(connection: Connection, than: Dataset) -> UUID | None:
    """The regency's enrollment that is in force for the newest month before a dataset's; sample and real never mix."""
    query = (
        select(datasets_in_force.c.dataset_id)
        .where(
            datasets_in_force.c.regency_code == than.regency_code,
            datasets_in_force.c.kind == "enrollment",
            datasets_in_force.c.is_sample == than.is_sample,
            datasets_in_force.c.month < str(than.month),
        )
        .order_by(datasets_in_force.c.month.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()
