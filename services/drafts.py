"""Drafts: what a village has typed and not sent outlives a reload, a dead battery and a restart of the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.changes import meeting_topic, raise_counter
from db.engine import Database
from db.queries.commitments import newest_commitment
from db.queries.drafts import Draft, draft_of
from db.queries.meetings import meeting
from db.retry import retried_by_key
from db.stores.drafts import keep_draft, remove_draft
from domain.refusal import Refused
from domain.unsent_pledge import TypedLine, draft_text
from services.clock import Clock
from services.identity import CardCode, Credential, identify, require_own_village

LONGEST_CONTENT = 10_000


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """What stands in a village's form; `replaces` is the revision of its pledge that the form was begun on."""

    meeting_id: UUID
    village_code: str
    lines: Sequence[TypedLine]
    replaces: int


@retried_by_key
def save_draft(draft: SaveDraft, database: Database, clock: Clock, card: CardCode) -> None:
    """Keep what stands in the form of the card's village; without lines the draft is taken away.

    The desk is told when a village begins or ends, not at every key.

    Raises:
        Refused: another village's card, a meeting that is not open, or far too long.
    """
    here = draft.meeting_id, draft.village_code
    content = draft_text(draft.lines)
    if len(content) > LONGEST_CONTENT:
        raise Refused("draft.too_long", "Isian terlalu panjang untuk disimpan.")
    with database.writing_together() as connection:
        require_own_village(connection, identify(connection, card), *here)
        found = meeting(connection, draft.meeting_id)
        if found is None or found.state != "open":
            raise Refused("meeting.closed", "Rapat tidak sedang dibuka, jadi isian tidak disimpan.")
        if not draft.lines:
            changes_desk = remove_draft(connection, *here)
        else:
            changes_desk = draft_of(connection, *here) is None
            keep_draft(connection, *here, content=content, replaces=draft.replaces, at=clock())
        if changes_desk:
            raise_counter(connection, meeting_topic(draft.meeting_id))


def unsent_draft(meeting_id: UUID, village_code: str, database: Database, credential: Credential) -> Draft | None:
    """The village's own draft; None where none is kept, or where its pledge has moved on since.

    Raises:
        Refused: another village's card.
    """
    with database.reading() as connection:
        require_own_village(connection, identify(connection, credential), meeting_id, village_code)
        found = draft_of(connection, meeting_id, village_code)
        newest = newest_commitment(connection, meeting_id, village_code) if found else None
    return found if found and found.replaces == (newest.revision if newest else 0) else None
