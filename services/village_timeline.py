"""A village over all meetings of its regency: the pledges, and how far the promised months reach."""

from __future__ import annotations

import json
from dataclasses import dataclass

from db.engine import Connection, Database
from db.queries.benefits import all_benefits
from db.queries.commitments import newest_commitment
from db.queries.meetings import all_meetings, snapshot
from domain.meeting import Meeting
from domain.money import Rupiah
from domain.pledge_lines import line_from_json
from domain.village_timeline import MeetingPledge, PromisedMonths, promised_months
from services.remembered import remembered


@dataclass(frozen=True, slots=True)
class VillageTimeline:
    """What a village pledged in each meeting.

    Attributes:
        pledges: one for each meeting that was opened, the newest meeting first.
        scholarship_months: contributions that a JKM scholarship asks for; None where no row in force says it.
    """

    pledges: tuple[MeetingPledge, ...]
    promised: PromisedMonths
    scholarship_months: int | None


@remembered
def village_timeline(database: Database, regency_code: str, village_code: str, *, rehearsals: bool) -> VillageTimeline:
    """What everybody may know of a village: pledges are made in front of the hall.

    Args:
        rehearsals: whether meetings on sample data are told, or the others; never both.
    """
    with database.reading() as connection:
        held = [
            meeting
            for meeting in all_meetings(connection, regency_code)
            if meeting.state != "draft" and meeting.is_rehearsal is rehearsals
        ]
        pledges = tuple(_pledge(connection, meeting, village_code) for meeting in held)
        waits = [
            row.after_months
            for row in all_benefits(connection)
            if row.programme == "JKM" and row.item.startswith("scholarship") and row.valid_until is None
        ]
    newest_first = sorted(pledges, key=lambda pledge: pledge.held_on, reverse=True)
    return VillageTimeline(tuple(newest_first), promised_months(pledges), max(waits, default=None))


def _pledge(connection: Connection, meeting: Meeting, village_code: str) -> MeetingPledge:
    frozen = snapshot(connection, meeting.id) if meeting.state in ("closed", "published") else None
    if frozen:
        rows = json.loads(frozen[0])["villages"]
        row = next((row for row in rows if row["village_code"] == village_code), None)
        lines = tuple(line_from_json(line) for line in row["lines"]) if row else ()
        amount, is_withdrawn = (row["amount_rupiah"], row["withdrawn"]) if row else (0, False)
    else:
        now = newest_commitment(connection, meeting.id, village_code)
        lines = now.lines if now else ()
        amount, is_withdrawn = (now.amount_rupiah, now.is_withdrawn) if now else (0, False)
    return MeetingPledge(
        title=meeting.title,
        held_on=meeting.held_on,
        budget_year=meeting.budget_year,
        stage=meeting.stage,
        state_label=meeting.state_label,
        lines=lines,
        amount_rupiah=Rupiah(amount),
        is_frozen=frozen is not None,
        is_withdrawn=is_withdrawn,
    )
