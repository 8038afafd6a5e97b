"""Join the meetings of another database: whoever went on with a meeting is believed, if nobody else went on too.

A meeting has several chains: its steps, its pledges, its decisions, its frozen results, its addenda, its follow-up. On
each the longer one counts if the shorter is its beginning. Where one side went on in one chain and the other in
another, two halls have held the same meeting, and nothing is joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Column, Connection, Table, delete, select, tuple_, update

from db.decision_tables import addenda, decisions
from db.follow_up_tables import follow_up_steps
from db.merge import Join, Row
from db.people_tables import attendees, drafts, paper_checks
from db.record_tables import minutes_details
from db.schema import audit, cards, commitments, meeting_snapshots, meetings
from db.stores.installation import ensure_card_key
from domain.card_codes import card_code, code_digest
from domain.refusal import Refused

Standing = Literal["new", "ahead", "same", "behind"]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Rows of a meeting that follow one another: their number, and what tells each from any other."""

    name: str
    table: Table
    number: Column[Any]
    mark: Column[Any]


_LEDGER = _Chain("buku komitmen", commitments, commitments.c.sequence, commitments.c.row_hash)
_CHAINS = (
    _LEDGER,
    _Chain("buku keputusan", decisions, decisions.c.sequence, decisions.c.row_hash),
    _Chain("hasil yang dibekukan", meeting_snapshots, meeting_snapshots.c.edition, meeting_snapshots.c.sha256),
    _Chain("adendum", addenda, addenda.c.number, addenda.c.row_hash),
    _Chain("tindak lanjut", follow_up_steps, follow_up_steps.c.number, follow_up_steps.c.id),
)
_STEPS = "langkah rapat"


def join_meetings(join: Join) -> None:
    """Every meeting of the source, with all that belongs to it but its acts, which `join_audit` adds.

    Raises:
        Refused: a meeting went different ways in the two; says which, and from which row on.
    """
    rows = sorted((dict(row) for row in join.source.execute(select(meetings)).mappings()), key=lambda r: str(r["id"]))
    for row in rows:
        here = join.target.execute(select(meetings).where(meetings.c.id == row["id"]).with_for_update()).first()
        standing = "new" if here is None else _standing(join, row)
        before = join.stored.total()
        _join_meeting(join, row, standing)
        if join.stored.total() > before:
            join.meetings.add(row["id"])
            join.regencies.add(row["regency_code"])


def _standing(join: Join, meeting: Row) -> Standing:
    """Which of the two went on with the meeting.

    Raises:
        Refused: both did.
    """
    there, here = _marks(join.source, meeting["id"]), _marks(join.target, meeting["id"])
    ahead, behind = [], []
    for name, marks in there.items():
        common = _common(marks, here[name])
        number = common + 1
        if common < min(len(marks), len(here[name])):
            raise _forked(meeting, f"{name} berbeda sejak baris {number}")
        ahead += [f"{name} baris {number} hanya ada di sumber"] if len(marks) > common else []
        behind += [f"{name} baris {number} hanya ada di tujuan"] if len(here[name]) > common else []
    if ahead and behind:
        raise _forked(meeting, f"{ahead[0]}, {behind[0]}")
    return "ahead" if ahead else "behind" if behind else "same"


def _marks(connection: Connection, meeting_id: UUID) -> dict[str, list[str]]:
    """What tells the rows of each chain from others, in their order."""
    found = {
        chain.name: list(
            connection.scalars(select(chain.mark).where(chain.table.c.meeting_id == meeting_id).order_by(chain.number))
        )
        for chain in _CHAINS
    }
    acts = select(audit.c.id, audit.c.detail).where(audit.c.meeting_id == meeting_id, audit.c.action.like("meeting.%"))
    steps = [(row.detail.get("revision", 0), str(row.id)) for row in connection.execute(acts)]
    return found | {_STEPS: [mark for _, mark in sorted(steps)]}


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first marks two chains share."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _forked(meeting: Row, what: str) -> Refused:
    reason = (
        f"Rapat “{meeting['title']}” ({meeting['id']}) dilanjutkan sendiri-sendiri di kedua basis data: {what}. "
        "Tidak ada yang disalin. Tentukan basis data mana yang berlaku."
    )
    return Refused("copy.forked", reason)


def _join_meeting(join: Join, row: Row, standing: Standing) -> None:
    meeting_id = row["id"]
    if standing == "new":
        join.add(meetings, [row])
    elif standing == "ahead":
        values = {name: value for name, value in row.items() if name != "id"}
        join.target.execute(update(meetings).where(meetings.c.id == meeting_id).values(values))
        join.stored[meetings.name] += 1
    if standing in ("new", "ahead"):
        for chain in _CHAINS:
            _lengthen(join, chain, meeting_id)
        join.target.execute(delete(drafts).where(drafts.c.meeting_id == meeting_id))
        join.add(drafts, _of(join.source, drafts, meeting_id))
    _join_cards(join, row)
    _join_attendees(join, meeting_id, wins=standing in ("new", "ahead"))
    _join_minutes_details(join, meeting_id)
    known = {one["commitment_id"] for one in _of(join.target, paper_checks, meeting_id)}
    join.add(
        paper_checks, [one for one in _of(join.source, paper_checks, meeting_id) if one["commitment_id"] not in known]
    )


def _of(connection: Connection, table: Table, meeting_id: UUID) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table).where(table.c.meeting_id == meeting_id)).mappings()]


def _lengthen(join: Join, chain: _Chain, meeting_id: UUID) -> None:
    """Add the rows that come after the newest one here; the rows before are the same on both sides."""
    last = max((row[chain.number.name] for row in _of(join.target, chain.table, meeting_id)), default=0)
    rows = [row for row in _of(join.source, chain.table, meeting_id) if row[chain.number.name] > last]
    join.add(chain.table, sorted(rows, key=lambda row: row[chain.number.name]))


def _join_cards(join: Join, meeting: Row) -> None:
    """Cards open the same door here: their digests are made anew with this installation's key.

    The codes themselves come from the meeting's secret, which travels with it. A card that was replaced on one side
    is replaced on both.
    """
    key, secret = ensure_card_key(join.target), bytes.fromhex(meeting["secret"])
    here = {(card["village_code"], card["issue"]): card for card in _of(join.target, cards, meeting["id"])}
    for card in _of(join.source, cards, meeting["id"]):
        own = here.get((card["village_code"], card["issue"]))
        if own is None:
            digest = code_digest(key, card_code(secret, card["village_code"], card["issue"]))
            join.add(cards, [card | {"digest": digest}])
        elif card["revoked_at"] and not own["revoked_at"]:
            same = tuple_(cards.c.meeting_id, cards.c.village_code, cards.c.issue)
            which = (meeting["id"], card["village_code"], card["issue"])
            join.target.execute(update(cards).where(same == which).values(revoked_at=card["revoked_at"]))
            join.stored[cards.name] += 1


def _join_minutes_details(join: Join, meeting_id: UUID) -> None:
    """What was written last stands; the audit of both sides keeps what stood there before."""
    here = {row["meeting_id"]: row for row in _of(join.target, minutes_details, meeting_id)}
    for row in _of(join.source, minutes_details, meeting_id):
        if meeting_id in here and row["written_at"] <= here[meeting_id]["written_at"]:
            continue
        join.target.execute(delete(minutes_details).where(minutes_details.c.meeting_id == meeting_id))
        join.add(minutes_details, [row])


def _join_attendees(join: Join, meeting_id: UUID, *, wins: bool) -> None:
    """Who came: everybody of both sides; a name that was erased or removed on one side is gone on both.

    Args:
        wins: whether the source is believed where the two say different things of the same person.
    """
    here = {row["id"]: row for row in _of(join.target, attendees, meeting_id)}
    theirs = _of(join.source, attendees, meeting_id)
    join.add(attendees, [row for row in theirs if row["id"] not in here])
    for row in _changed(theirs, here, wins=wins):
        values = {name: value for name, value in row.items() if name != "id"}
        join.target.execute(update(attendees).where(attendees.c.id == row["id"]).values(values))
        join.stored[attendees.name] += 1


def _changed(theirs: Iterable[Row], here: dict[UUID, Row], *, wins: bool) -> list[Row]:
    def gone(row: Row) -> tuple[bool, bool, bool]:
        return row["erased_at"] is not None, row["removed_at"] is not None, bool(row["name"])

    found = [(row, here[row["id"]]) for row in theirs if row["id"] in here]
    return [row for row, own in found if gone(row) > gone(own) or (wins and gone(row) == gone(own) and row != own)]
