"""Join what another database knows into this one: regions, rules, data, simulations, and who did what.

Whatever has an id of its own is added where it is missing and left alone where it is there, so that a second time
changes nothing. What both describe under the same key stays as it is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, UniqueConstraint, delete, insert, select, update

from db.changes import meeting_topic, raise_counter, regency_topic
from db.decision_tables import village_budgets
from db.import_tables import column_mappings
from db.mirror import batches, in_order, with_nulls
from db.people_tables import facilitators
from db.record_tables import budget_codes
from db.reference_data import RULES
from db.rule_tables import income_bases
from db.schema import (
    audit,
    claims,
    current_datasets,
    datasets,
    datasets_in_force,
    enrollment,
    meetings,
    region_aliases,
    regions,
    scenarios,
    worker_groups,
)
from db.stores.rollups import store_totals
from domain.refusal import Refused

Key = tuple[Hashable, ...]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Join:
    """Two databases while one is joined into the other, and what that has stored so far.

    Attributes:
        source: is only read.
        target: in a write transaction of its own.
        stored: rows by table.
        meetings: those of which anything was stored.
    """

    source: Connection
    target: Connection
    stored: Counter[str] = field(default_factory=Counter)
    meetings: set[UUID] = field(default_factory=set)
    regencies: set[str] = field(default_factory=set)

    def add(self, table: Table, rows: list[Row]) -> None:
        """Store rows that the target does not have."""
        if rows:
            self.target.execute(insert(table), [with_nulls(table, row) for row in rows])
            self.stored[table.name] += len(rows)

    def announce(self) -> None:
        """Tell the screens that follow what has changed."""
        for meeting_id in sorted(self.meetings, key=str):
            raise_counter(self.target, meeting_topic(meeting_id))
        for regency_code in sorted(self.regencies):
            raise_counter(self.target, regency_topic(regency_code))


def join_reference(join: Join) -> None:
    """Regions and their spellings, worker groups, and rules of law: what is missing here.

    Raises:
        Refused: both have a worker group of the same name under another code.
    """
    _require_same_groups(join)
    for table in (regions, region_aliases, worker_groups):
        _add_missing(join, table, list(table.primary_key.columns))
    for table in (*RULES, income_bases):
        unique = next((one for one in table.constraints if isinstance(one, UniqueConstraint)), None)
        key = list(unique.columns) if unique else [column for column in table.c if column.name != "id"]
        _add_missing(join, table, key, without="id")


def join_data(join: Join) -> None:
    """Datasets with their rows, which of them count, simulations, and the codes of the budget sheets.

    Sample data travel only where a meeting or a simulation was asked on them, or where there are no data here.

    Raises:
        Refused: a dataset of the same id holds something else here.
    """
    wanted = _wanted_datasets(join)
    here = {row["id"]: row for row in _rows(join.target, datasets)}
    for row in wanted.values():
        own = here.get(row["id"])
        if own and own["file_sha256"] != row["file_sha256"]:
            raise Refused("copy.dataset", f"Versi data {row['id']} isinya berbeda di kedua basis data.")
    missing = [row for key, row in wanted.items() if key not in here]
    join.add(datasets, missing)
    join.regencies.update(row["regency_code"] for row in missing)
    for row in missing:
        for table in (enrollment, claims, village_budgets):
            for rows in batches(join.source, select(table).where(table.c.dataset_id == row["id"])):
                join.add(table, rows)
    # Their rows of dataset_totals are added up again from what has arrived.
    store_totals(join.target, [row["id"] for row in missing])
    for table in (datasets_in_force, current_datasets):
        _choose_datasets(join, table, here | wanted)
    _add_missing(join, scenarios, [scenarios.c.id])
    said = column_mappings.c
    _add_missing(join, column_mappings, [said.regency_code, said.kind, said.fingerprint, said.set_at], without="id")
    _join_budget_codes(join)


def _join_budget_codes(join: Join) -> None:
    """What was written last stands; the audit of both sides keeps what stood there before."""
    here = {row["regency_code"]: row for row in _rows(join.target, budget_codes)}
    for row in _rows(join.source, budget_codes):
        code = row["regency_code"]
        if code in here and row["written_at"] <= here[code]["written_at"]:
            continue
        join.target.execute(delete(budget_codes).where(budget_codes.c.regency_code == code))
        join.add(budget_codes, [row])


def join_people(join: Join, at: datetime) -> None:
    """The names of facilitators, so that the audit can be read; their links open nothing here.

    The digest of a link is keyed with the secret of its installation, and who may run meetings here is decided here.
    """
    known = set(join.target.scalars(select(facilitators.c.id)))
    rows = [row for row in _rows(join.source, facilitators) if row["id"] not in known]
    join.add(facilitators, [row | {"revoked_at": row["revoked_at"] or at} for row in rows])


def join_audit(join: Join) -> None:
    """Acts in meetings and on data; those of the installation itself, such as sign-ins, stay where they were done."""
    belongs = audit.c.meeting_id.is_not(None) | audit.c.regency_code.is_not(None)
    known = set(join.target.scalars(select(audit.c.id).where(belongs)))
    for rows in batches(join.source, select(audit).where(belongs)):
        missing = [row for row in rows if row["id"] not in known]
        join.add(audit, missing)
        join.meetings.update(row["meeting_id"] for row in missing if row["meeting_id"])


def _rows(connection: Connection, table: Table) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _add_missing(join: Join, table: Table, key: list[Column[Any]], *, without: str | None = None) -> None:
    """Add the rows whose key is not here.

    Args:
        without: a column that the target numbers by itself.
    """
    known = {tuple(row) for row in join.target.execute(select(*key))}
    names = [column.name for column in key]
    for rows in batches(join.source, in_order(table, select(table))):
        missing = [row for row in rows if tuple(row[name] for name in names) not in known]
        join.add(table, [{name: value for name, value in row.items() if name != without} for row in missing])


def _require_same_groups(join: Join) -> None:
    here = {row["name"]: row["code"] for row in _rows(join.target, worker_groups)}
    for row in _rows(join.source, worker_groups):
        if here.get(row["name"], row["code"]) != row["code"]:
            reason = f"Kelompok pekerja “{row['name']}” mempunyai kode lain di basis data tujuan."
            raise Refused("copy.group", reason)


def _wanted_datasets(join: Join) -> dict[UUID, Row]:
    has_data = set(join.target.scalars(select(current_datasets.c.regency_code)))
    asked_on: set[UUID | None] = set()
    for column in (meetings.c.dataset_id, meetings.c.budget_dataset_id, scenarios.c.dataset_id):
        asked_on |= set(join.source.scalars(select(column).distinct()))
    return {
        row["id"]: row
        for row in _rows(join.source, datasets)
        if not row["is_sample"] or row["id"] in asked_on or row["regency_code"] not in has_data
    }


def _choose_datasets(join: Join, table: Table, known: dict[UUID, Row]) -> None:
    """Which dataset counts: real before sample, a later month before an earlier one, then who chose last."""
    key = [column.name for column in table.primary_key.columns]
    here = {tuple(row[name] for name in key): row["dataset_id"] for row in _rows(join.target, table)}
    rank_there, rank_here = _ranks(join.source, known), _ranks(join.target, known)
    for row in _rows(join.source, table):
        own, other = here.get(tuple(row[name] for name in key)), row["dataset_id"]
        if own == other or other not in known:
            continue
        if own is None:
            join.add(table, [row])
        elif not known[other]["is_sample"] and rank_there(other) > rank_here(own):
            same = [table.c[name] == row[name] for name in key]
            join.target.execute(update(table).where(*same).values(dataset_id=other))
            join.stored[table.name] += 1
        else:
            continue
        join.regencies.add(row["regency_code"])


def _ranks(connection: Connection, known: dict[UUID, Row]) -> Callable[[UUID], tuple[bool, str, datetime]]:
    """How strong the claim of a dataset is to be the one that counts."""
    chosen: dict[str, datetime] = {}
    acts = select(audit.c.at, audit.c.detail).where(audit.c.action.in_(("enrollment.restored", "budgets.restored")))
    for at, detail in connection.execute(acts.order_by(audit.c.at)):
        chosen[str(detail.get("dataset"))] = at

    def rank(dataset_id: UUID) -> tuple[bool, str, datetime]:
        row = known[dataset_id]
        at = max(row["imported_at"], chosen.get(str(dataset_id), row["imported_at"]))
        return not row["is_sample"], row["month"], at

    return rank
