"""The audit, read: what was done in one meeting, or outside of all meetings, the newest act first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select, tuple_

from db.queries.commitments import Commitment, commitment_of
from db.schema import audit, commitments


@dataclass(frozen=True, slots=True)
class ActKey:
    """The place of an act in the order that no act shares: its time, then its id."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, as the audit keeps it: codes, ids and counts, no names of people."""

    id: UUID
    at: datetime
    actor: str
    action: str
    regency_code: str | None
    meeting_id: UUID | None
    detail: Any

    @property
    def key(self) -> ActKey:
        """Its place in the order."""
        return ActKey(self.at, self.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are wanted; an empty field asks for no part of them in particular.

    Attributes:
        meeting_id: None: the acts that belong to no meeting, such as sign-ins and imports.
        kind: the word before the dot of an action (``commitment``), or a whole action.
        village_code: acts about a village, and what its own card did.
        actor: as the audit names it.
        since, until: the first moment that counts, and the first that no longer does.
    """

    meeting_id: UUID | None
    kind: str = ""
    village_code: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActCount:
    """How often one actor did one thing, and when first and last."""

    action: str
    actor: str
    count: int
    first: datetime
    last: datetime


_COLUMNS = tuple(audit.c[name] for name in Act.__dataclass_fields__)


def acts(
    connection: Connection,
    asked: Asked,
    *,
    before: ActKey | None = None,
    down_to: ActKey | None = None,
    limit: int | None = None,
) -> list[Act]:
    """The acts that are wanted, newest first; at the same moment the greater id first.

    Pages are cut by the key of an act, so that nothing is lost or told twice while acts are added.

    Args:
        before: only acts that come after this one in the list.
        down_to: only this act and those above it.
    """
    query = _wanted(asked, select(*_COLUMNS)).order_by(audit.c.at.desc(), audit.c.id.desc())
    # The time stands alone in each condition: the index (meeting_id, at) ends where the page begins.
    if before:
        query = query.where(audit.c.at <= before.at, or_(audit.c.at < before.at, audit.c.id < before.id))
    if down_to:
        query = query.where(audit.c.at >= down_to.at, or_(audit.c.at > down_to.at, audit.c.id >= down_to.id))
    return [Act(*row) for row in connection.execute(query if limit is None else query.limit(limit))]


def act_counts(connection: Connection, meeting_id: UUID | None) -> list[ActCount]:
    """Every action and who did it in a meeting, or outside of all meetings, with counts."""
    query = (
        _wanted(
            Asked(meeting_id),
            select(audit.c.action, audit.c.actor, func.count(), func.min(audit.c.at), func.max(audit.c.at)),
        )
        .group_by(audit.c.action, audit.c.actor)
        .order_by(audit.c.action, audit.c.actor)
    )
    return [ActCount(*row) for row in connection.execute(query)]


def revisions(
    connection: Connection, meeting_id: UUID, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Commitment]:
    """The ledger rows of a meeting by village and revision; those that do not exist are left out."""
    pairs = sorted(set(wanted))
    if not pairs:
        return {}
    query = select(commitments).where(
        commitments.c.meeting_id == meeting_id,
        tuple_(commitments.c.village_code, commitments.c.revision).in_(pairs),
    )
    rows = connection.execute(query).mappings()
    return {(row["village_code"], row["revision"]): commitment_of(row) for row in rows}


def _wanted(asked: Asked, query: Select[Any]) -> Select[Any]:
    query = query.where(
        audit.c.meeting_id.is_(None) if asked.meeting_id is None else audit.c.meeting_id == asked.meeting_id
    )
    if asked.kind:
        within = audit.c.action.startswith(f"{asked.kind}.", autoescape=True)
        query = query.where(or_(audit.c.action == asked.kind, within))
    if asked.village_code:
        about = audit.c.detail["village"].as_string() == asked.village_code
        query = query.where(or_(about, audit.c.actor == f"village:{asked.village_code}"))
    if asked.actor:
        query = query.where(audit.c.actor == asked.actor)
    if asked.since:
        query = query.where(audit.c.at >= asked.since)
    if asked.until:
        query = query.where(audit.c.at < asked.until)
    return query


def newest_act_at(connection: Connection) -> datetime | None:
    """The latest moment that any act bears; None where nothing was done yet."""
    found: datetime | None = connection.scalar(select(func.max(audit.c.at)))
    return found
