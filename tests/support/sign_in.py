"""Facilitators who are signed in, as a browser would be after opening a link."""

from __future__ import annotations

from db.engine import Database
from db.settings import Settings
from services.clock import Clock
from services.facilitator_token import facilitator_token
from services.facilitators import add_facilitator
from services.identity import CommandLine, FacilitatorCookie
from services.sign_in import sign_in


def by_printed_link(database: Database, clock: Clock, settings: Settings) -> FacilitatorCookie:
    """Signed in by the installation's own link."""
    return by_token(facilitator_token(settings), database, clock, settings)


def by_own_link(name: str, database: Database, clock: Clock, settings: Settings) -> FacilitatorCookie:
    """A new facilitator of this name, signed in by the link of their own."""
    return by_token(add_facilitator(name, database, clock, CommandLine()).token, database, clock, settings)


def by_token(token: str, database: Database, clock: Clock, settings: Settings) -> FacilitatorCookie:
    """Signed in by the link with this token."""
    return FacilitatorCookie(sign_in(token, database, clock, settings).cookie, settings, clock)
