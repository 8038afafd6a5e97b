"""Layar: the hall's screen; drawn once, then fed by the live stream without a rerun."""

from __future__ import annotations

from components.frame import asked_meeting
from components.projector import projector
from components.routes import state_of

asked = asked_meeting()
projector(state_of(asked), follow=str(asked) if asked else None)
