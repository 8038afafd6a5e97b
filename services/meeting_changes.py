"""What changed in a meeting since a form was drawn."""

from __future__ import annotations

from uuid import UUID

from db.engine import Connection
from db.queries.meeting_acts import acts_since
from domain.meeting_changes import changes_text


def changed_since(connection: Connection, meeting_id: UUID, revision: int, sentence: str) -> str:
    """The sentence, followed by what changed between that revision and now, where the audit knows it.

    Args:
        sentence: without its full stop: ``Fasilitator mengubah rapat ini sejak formulir dibuka``.
    """
    what = changes_text(acts_since(connection, meeting_id, revision))
    return f"{sentence}: {what}." if what else f"{sentence}."
