"""The whole state of a meeting for the live screens, as plain JSON with its texts made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from db.changes import counters, meeting_topic
from db.engine import Database
from db.queries.addenda import addenda_count
from db.queries.attendance import Presence, presence
from db.queries.commitments import Commitment, latest_commitments
from db.queries.decisions import meeting_decisions
from db.queries.projections import projection_of
from db.queries.regions import region_name
from domain.calendar import date_label, time_label
from domain.coverage import percent_label, target_label
from domain.decision import Decision, standing
from domain.meeting import Meeting
from domain.money import format_number, format_rupiah, format_rupiah_short
from domain.projection import Projection
from services.clock import Clock
from services.district import District, VillagePicture, view
from services.follow_up import previous_follow_up
from services.projected import projected

SHOWN_LATEST = 4


def live_state(
    database: Database, clock: Clock, *, meeting_id: UUID | None = None, regency_code: str | None = None
) -> dict[str, Any]:
    """Everything that a live screen shows; public, so it holds counts and no names of people.

    The counter is read before the pledges: a screen may be newer than its counter, never older.
    """
    seen = view(database, meeting_id=meeting_id, regency_code=regency_code, as_opened=True)
    with database.reading() as connection:
        counter = counters(connection).get(meeting_topic(seen.meeting.id), 0) if seen.meeting else 0
        pledges = latest_commitments(connection, seen.meeting.id) if seen.meeting else []
        decided = meeting_decisions(connection, seen.meeting.id) if seen.meeting else []
        published = seen.meeting if seen.meeting and seen.meeting.state == "published" else None
        addenda = addenda_count(connection, published.id) if published else 0
        present = presence(connection, seen.meeting.id, seen.meeting.regency_code) if seen.meeting else None
        shown = projection_of(connection, seen.meeting.id) if seen.meeting else Projection()
        code = seen.meeting.regency_code if seen.meeting else regency_code
        regency_name = seen.district.name if seen.district else region_name(connection, code or "")
    return {
        "meeting": _meeting(seen.meeting, addenda),
        "regency": {
            "code": code or (seen.district.regency_code if seen.district else ""),
            "name": regency_name,
        },
        "data": _data(seen.district),
        "counter": counter,
        "received_at": time_label(clock(), seconds=True),
        "coverage": _coverage(seen.district, seen.meeting, pledges),
        "pledges": _pledges(seen.district, pledges),
        "attendance": _attendance(present),
        "villages": village_tiles(seen.district, pledges),
        "latest": _latest(seen.district, pledges),
        "decisions": _decisions(decided),
        "follow_up": _follow_up(database, clock, seen.meeting),
        "projection": projected(database, seen, shown, pledges),
    }


def _follow_up(database: Database, clock: Clock, coming: Meeting | None) -> str:
    """How the pledges of the meeting before stand, while the next one is prepared; empty otherwise."""
    found = previous_follow_up(database, clock, coming) if coming and coming.state == "draft" else None
    if found is None or not found.villages:
        return ""
    return f"Tindak lanjut rapat {date_label(found.meeting.held_on)}: {found.summary.text}."


def _meeting(found: Meeting | None, addenda: int) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "id": str(found.id),
        "title": found.title,
        "state": found.state,
        "state_label": found.state_label,
        "revision": found.revision,
        "addenda": addenda,
    }


def _data(district: District | None) -> dict[str, Any] | None:
    if district is None:
        return None
    return {
        "month_label": district.dataset.month.label,
        "source": district.dataset.source_label,
        "is_sample": district.dataset.is_sample,
    }


def _coverage(district: District | None, found: Meeting | None, pledges: list[Commitment]) -> dict[str, Any] | None:
    if district is None:
        return None
    counts = district.counts
    if_paid = counts.share_if_paid(sum(pledge.new_workers for pledge in pledges))
    target = found.target_share if found else None
    return {
        "eligible": counts.eligible,
        "active": counts.active,
        "uncovered": counts.uncovered,
        "share": counts.share,
        "percent": percent_label(counts.share),
        "if_paid_share": if_paid,
        "if_paid_percent": percent_label(if_paid),
        "target_share": target,
        "target_percent": target_label(target) if target is not None else None,
    }


def _pledges(district: District | None, pledges: list[Commitment]) -> dict[str, Any]:
    new_workers = sum(pledge.new_workers for pledge in pledges)
    continued = sum(pledge.continued_workers for pledge in pledges)
    amount = sum(pledge.amount_rupiah for pledge in pledges)
    return {
        "villages": sum(pledge.workers > 0 for pledge in pledges),
        "of": len(district.desa) if district else 0,
        "new_workers": new_workers,
        "new_workers_text": format_number(new_workers),
        "continued_workers": continued,
        "continued_workers_text": format_number(continued),
        "amount_rupiah": amount,
        "amount_text": format_rupiah_short(amount),
    }


def _attendance(present: Presence | None) -> dict[str, int] | None:
    return None if present is None else {"villages": present.villages, "of": present.of, "people": present.people}


def _decisions(rows: list[Decision]) -> list[dict[str, Any]]:
    """The decisions that stand, the newest first; who decided and what was typed beside it is not for the hall."""
    return [
        {
            "key": decision.row_hash,
            "title": f"Keputusan {decision.number}",
            "rule": division.rule_label,
            "amount": division.amount_text,
            "workers": division.workers_text,
            "villages": division.villages_text,
        }
        for decision in reversed(standing(rows))
        if (division := decision.division)
    ]


def village_tiles(district: District | None, pledges: list[Commitment]) -> list[dict[str, Any]]:
    """Every village for the tile map, with what it has pledged."""
    pledged = {pledge.village_code: pledge for pledge in pledges}
    pictures = district.villages if district else ()
    return [_tile(picture, pledged.get(picture.village.code)) for picture in pictures]


def _tile(picture: VillagePicture, pledge: Commitment | None) -> dict[str, Any]:
    village, counts = picture.village, picture.counts
    return {
        "code": village.code,
        "name": village.name,
        "kind": village.kind,
        "subdistrict": village.subdistrict,
        "column": village.column,
        "row": village.row,
        "eligible": counts.eligible,
        "active": counts.active,
        "share": counts.share,
        "percent": percent_label(counts.share, decimals=0),
        "new_workers": pledge.new_workers if pledge else 0,
        "committed": pledge is not None and pledge.workers > 0,
    }


def _latest(district: District | None, pledges: list[Commitment]) -> list[dict[str, Any]]:
    if district is None:
        return []
    names = {picture.village.code: picture.village.name for picture in district.villages}
    return [
        {
            "key": pledge.receipt,
            "time": time_label(pledge.created_at),
            "village": names.get(pledge.village_code, pledge.village_code),
            "text": pledge.text,
            "amount": format_rupiah(pledge.amount_rupiah),
        }
        for pledge in pledges[:SHOWN_LATEST]
    ]
