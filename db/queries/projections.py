"""What the hall's screen of a meeting shows, read."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import Connection, select

from db.screen_tables import projections
from domain.projection import Projection, projection_from_json


def projection_of(connection: Connection, meeting_id: UUID) -> Projection:
    """What was chosen last; the progress of the meeting where nobody has chosen anything yet."""
    text = connection.execute(select(projections.c.detail).where(projections.c.meeting_id == meeting_id)).scalar()
    return projection_from_json(json.loads(text)) if text else Projection()
