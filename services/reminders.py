"""What the office sends to the villages after a meeting: a text for each, from the frozen result."""

from __future__ import annotations

from uuid import UUID

from db.engine import Database
from db.queries.meetings import meeting, snapshot
from domain.refusal import Refused
from domain.reminder import Reminder, reminders, tidy_note
from services.identity import Credential, require_facilitator
from services.records import read_record


def village_reminders(
    meeting_id: UUID, database: Database, credential: Credential, *, note: str = "", base_url: str = ""
) -> list[Reminder]:
    """The texts, in order of village.

    Args:
        note: what the office adds to each, at most 120 letters.
        base_url: where the villages reach the program; empty: the text names no address.

    Raises:
        Refused: not a facilitator, no such meeting, not closed, a record that was changed, or a note that is too long.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        found = meeting(connection, meeting_id)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        frozen = snapshot(connection, meeting_id) if found.state in ("closed", "published") else None
    if frozen is None:
        raise Refused("reminder.not_closed", "Hasil rapat belum beku. Tutup rapat dulu, lalu ingatkan desa.")
    return reminders(read_record(*frozen), tidy_note(note), base_url)
