"""Signing in at the desk by a link, and signing out: a row for each browser, which every act looks up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.facilitators import SignIn, facilitator_with_token, valid_sign_in
from db.retry import retried
from db.settings import Settings
from db.stores import facilitators as store
from db.stores.installation import card_key
from domain.refusal import Refused
from services.clock import Clock
from services.facilitator_token import is_facilitator_token
from services.facilitators import token_digest
from services.identity import Actor, FacilitatorCookie, facilitator_name, identify, sign_in_digests

LASTS = timedelta(days=14)
WRONG_LINK = "Tautan fasilitator ini tidak berlaku. Pakai tautan terbaru, atau minta yang baru kepada penyelenggara."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser keeps, and for how many seconds."""

    cookie: str = field(repr=False)
    seconds: int


@retried
def sign_in(token: str, database: Database, clock: Clock, settings: Settings, *, present: str = "") -> SignedIn:
    """Exchange a link's token for the value of a cookie; only its digest is stored.

    A browser has one sign-in, so that signing out ends it in all of its tabs: the same link again keeps and
    extends the one that it has, another facilitator's link ends it.

    Args:
        present: the cookie that the browser has, or nothing.

    Raises:
        Refused: it is no link's token, or that link was revoked.
    """
    with database.reading() as connection:  # whoever guesses holds up no writer
        _owner(connection, token, settings)
    with database.writing() as connection:
        owner = _owner(connection, token, settings, lock=True)
        now = clock()
        found = _present(connection, present, settings, clock)
        expires_at = now + LASTS
        if found and found.facilitator_id == owner:
            store.extend_sign_in(connection, found.digest, expires_at)
            return SignedIn(present, round(LASTS.total_seconds()))
        if found:
            _end(connection, found, clock)
        cookie = secrets.token_urlsafe(32)
        own, printed = sign_in_digests(cookie, settings)
        digest = own if owner else printed
        store.add_sign_in(connection, digest=digest, facilitator_id=owner, at=now, expires_at=expires_at)
        actor = Actor("facilitator", facilitator_id=owner)
        record(connection, at=now, actor=actor.label, action="facilitator.signed_in", detail={})
        return SignedIn(cookie, round(LASTS.total_seconds()))


@retried
def sign_out(cookie: str, database: Database, clock: Clock, settings: Settings) -> None:
    """End a browser's sign-in; sessions that are running are refused from their next act on."""
    with database.writing() as connection:
        if found := _present(connection, cookie, settings, clock):
            _end(connection, found, clock)


def is_signed_in(database: Database, credential: FacilitatorCookie) -> bool:
    """Whether a sign-in is good at this moment."""
    try:
        with database.reading() as connection:
            identify(connection, credential)
    except Refused:
        return False
    return True


def signed_in_as(database: Database, credential: FacilitatorCookie) -> str:
    """The name of who is signed in, for the desk.

    Raises:
        Refused: nobody is.
    """
    with database.reading() as connection:
        return facilitator_name(connection, identify(connection, credential))


def _owner(connection: Connection, token: str, settings: Settings, *, lock: bool = False) -> UUID | None:
    """Whose link it is; None for the installation's own."""
    if is_facilitator_token(settings, token):
        return None
    key = card_key(connection)
    found = facilitator_with_token(connection, token_digest(key, token), lock=lock) if key else None
    if found is None:
        raise Refused("identity.facilitator_link", WRONG_LINK)
    return found.id


def _present(connection: Connection, cookie: str, settings: Settings, clock: Clock) -> SignIn | None:
    own, printed = sign_in_digests(cookie, settings)
    return valid_sign_in(connection, own=own, printed=printed, at=clock())


def _end(connection: Connection, found: SignIn, clock: Clock) -> None:
    store.end_sign_in(connection, found.digest, clock())
    actor = Actor("facilitator", facilitator_id=found.facilitator_id)
    record(connection, at=clock(), actor=actor.label, action="facilitator.signed_out", detail={})
