"""What became of the pledges of a closed meeting: from its frozen result, the recorded steps, and newer data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.enrollment import Dataset, counts_by_village, current_dataset
from db.queries.follow_up import all_budget_dates, meeting_steps
from db.queries.meetings import all_meetings, meeting, snapshot
from domain.activation import Activation
from domain.budget_calendar import Deadline, deadlines
from domain.calendar import WIB, Month
from domain.coverage import Counts
from domain.follow_up import PledgedLine, Step, require_frozen
from domain.follow_up_status import LineState, Summary, VillageState, line_states, summary_of
from domain.follow_up_words import agenda
from domain.meeting import Meeting
from domain.pledge_lines import line_from_json
from domain.refusal import Refused
from domain.worker_groups import Segment
from services.clock import Clock
from services.identity import CardCode, Credential, identify, require_own_village


@dataclass(frozen=True, slots=True)
class VillageFollowUp:
    """A village that pledged, and what became of it."""

    code: str
    name: str
    subdistrict: str
    state: VillageState
    activations: tuple[Activation, ...] = ()

    @property
    def title(self) -> str:
        """``Desa Pudu · Sukamara``: names repeat across subdistricts."""
        return f"Desa {self.name} · {self.subdistrict}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A meeting's pledges on a day.

    Attributes:
        without: names of the desa that were entitled and did not pledge.
        frozen_month: of the data that the meeting was opened on; None where a result has none.
        newer: the data that the last stage is filled from; None while there are none after the meeting's.
        last_number: of the newest step, 0 where there is none.
    """

    meeting: Meeting
    today: date
    villages: tuple[VillageFollowUp, ...]
    without: tuple[str, ...]
    summary: Summary
    deadlines: Mapping[str, Deadline]
    frozen_month: Month | None
    newer: Dataset | None
    last_number: int

    @property
    def lines(self) -> list[LineState]:
        """The lines of all villages."""
        return [line for village in self.villages for line in village.state.lines]

    @property
    def agenda(self) -> str:
        """The open ones as text for the next meeting."""
        found = [(village.title, village.state) for village in self.villages]
        return agenda(self.meeting.title, self.summary, found, self.today)

    def find(self, village_code: str | None) -> VillageFollowUp | None:
        """One village that pledged."""
        return next((village for village in self.villages if village.code == village_code), None)


def followed_meetings(database: Database, regency_code: str | None = None) -> list[Meeting]:
    """The meetings whose result is frozen: real ones before rehearsals, then the last one held first."""
    with database.reading() as connection:
        return _followed(connection, regency_code)


def _followed(connection: Connection, regency_code: str | None) -> list[Meeting]:
    frozen = [found for found in all_meetings(connection, regency_code) if found.state in ("closed", "published")]
    newest_first = sorted(frozen, key=lambda found: found.held_on, reverse=True)
    return sorted(newest_first, key=lambda found: found.is_rehearsal)


def follow_up(database: Database, clock: Clock, meeting_id: UUID) -> FollowUp:
    """What became of a meeting's pledges; public, as the pledges are, so without notes and who typed.

    Raises:
        Refused: no such meeting, or it has not closed.
    """
    with database.reading() as connection:
        found = meeting(connection, meeting_id)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        return _read(connection, found, clock)


def previous_follow_up(database: Database, clock: Clock, coming: Meeting) -> FollowUp | None:
    """What became of the pledges of the meeting before one that is prepared; None where there was none."""
    with database.reading() as connection:
        before = [found for found in _followed(connection, coming.regency_code) if found.id != coming.id]
        return _read(connection, before[0], clock) if before else None


def village_steps(database: Database, credential: Credential, meeting_id: UUID, village_code: str) -> list[Step]:
    """Every step of a village with its notes, for the village itself and for facilitators.

    Raises:
        Refused: somebody else asks.
    """
    with database.reading() as connection:
        actor = identify(connection, credential)
        require_own_village(connection, actor, meeting_id, village_code)
        return [step for step in meeting_steps(connection, meeting_id) if step.said.village_code == village_code]


def own_village(database: Database, credential: CardCode) -> tuple[UUID, str] | None:
    """The meeting and the village of a card; None where it is none any more."""
    with database.reading() as connection:
        try:
            actor = identify(connection, credential)
        except Refused:
            return None
    return (actor.meeting_id, actor.village_code) if actor.meeting_id and actor.village_code else None


def frozen_result(connection: Connection, found: Meeting) -> dict[str, Any]:
    """The newest frozen result of a meeting that is closed.

    Raises:
        Refused: it is not.
    """
    require_frozen(found.state)
    frozen = snapshot(connection, found.id)
    assert frozen is not None, "a closed meeting has a snapshot"
    body: dict[str, Any] = json.loads(frozen[0])
    return body


def pledged_lines(body: Mapping[str, Any]) -> list[PledgedLine]:
    """The lines of all pledges in a frozen result."""
    return [
        PledgedLine(village["village_code"], village["revision"], number, line_from_json(line))
        for village in body["villages"]
        if village["committed"]
        for number, line in enumerate(village["lines"], start=1)
    ]


def _read(connection: Connection, found: Meeting, clock: Clock) -> FollowUp:
    body = frozen_result(connection, found)
    today = clock().astimezone(WIB).date()
    due = deadlines(all_budget_dates(connection), found.stage, found.budget_year, found.held_on)
    steps = [_public(step) for step in meeting_steps(connection, found.id)]
    states = line_states(pledged_lines(body), steps, due, found.held_on, today)
    named = {village["village_code"]: village for village in body["villages"]}
    newer = _newer(connection, found, body)
    counts = _counts(connection, body, newer, states)
    return FollowUp(
        meeting=found,
        today=today,
        villages=tuple(
            VillageFollowUp(
                state.village_code,
                named[state.village_code]["name"],
                named[state.village_code]["subdistrict"],
                state,
                tuple(_activations(state, counts, body, newer)) if newer else (),
            )
            for state in states
        ),
        without=tuple(village["name"] for village in body["villages"] if not village["committed"]),
        summary=summary_of(states, len(body["villages"])),
        deadlines=due,
        frozen_month=Month.parse(body["dataset"]["month"]) if body["dataset"] else None,
        newer=newer,
        last_number=steps[-1].number if steps else 0,
    )


def _public(step: Step) -> Step:
    return replace(step, said=replace(step.said, note=""), typed_by="")


def _newer(connection: Connection, found: Meeting, body: Mapping[str, Any]) -> Dataset | None:
    """The regency's current data, if they are of a later month; sample and real data are never compared."""
    data, current = body["dataset"], current_dataset(connection, found.regency_code)
    if not data or not current or current.is_sample != data["is_sample"]:
        return None
    return current if current.month > Month.parse(data["month"]) else None


_BySegment = Mapping[tuple[str, Segment], Mapping[str, Counts]]


def _counts(
    connection: Connection, body: Mapping[str, Any], newer: Dataset | None, states: Sequence[VillageState]
) -> _BySegment:
    """The counts of every village before and now, for each segment that somebody pledged for."""
    if newer is None:
        return {}
    both = {"before": UUID(body["dataset"]["id"]), "now": newer.id}
    return {
        (when, segment): counts_by_village(connection, dataset_id, segment=segment)
        for segment in _segments(states)
        for when, dataset_id in both.items()
    }


def _segments(states: Iterable[VillageState]) -> list[Segment]:
    found = {line.pledged.line.segment for state in states for line in state.lines}
    return sorted(found)


def _activations(
    state: VillageState, counts: _BySegment, body: Mapping[str, Any], newer: Dataset
) -> Iterable[Activation]:
    for segment in _segments([state]):
        lines = [line for line in state.lines if line.pledged.line.segment == segment]
        yield Activation(
            segment=segment,
            before_month=Month.parse(body["dataset"]["month"]),
            before=counts["before", segment].get(state.village_code, Counts()).active,
            pledged=sum(line.pledged.line.workers for line in lines if line.pledged.line.nature == "new"),
            now_month=newer.month,
            now=counts["now", segment].get(state.village_code, Counts()).active,
            starts=min(line.pledged.line.start_month for line in lines),
            is_paid=any(line.paid_workers(newer.month) for line in lines),
        )
