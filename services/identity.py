"""Who is asking: proved by a card code, by the facilitator's cookie, or by sitting at the machine."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from db.engine import Connection
from db.queries.facilitators import facilitator, valid_sign_in
from db.queries.meetings import card_with_digest, meeting
from db.settings import Settings
from db.stores.installation import card_key
from domain.card_codes import code_digest, normal_code
from domain.refusal import Refused
from services.clock import Clock, system_clock
from services.facilitator_token import facilitator_token

UNKNOWN_CODE = (
    "Kode kartu tidak dikenal. Ketik delapan huruf dan angka dari kartu desa, atau minta bantuan fasilitator."
)
REPLACED_CARD = "Kartu ini sudah diganti dengan yang baru; minta kartu terbaru kepada fasilitator."
SIGNED_OUT = (
    "Anda tidak lagi masuk sebagai fasilitator, jadi ini ditolak. "
    "Buka lagi tautan fasilitator Anda, atau minta tautan baru, lalu ulangi."
)
PRINTED_LINK = "Fasilitator (tautan program)"


@dataclass(frozen=True, slots=True)
class CardCode:
    """A village speaks for itself, with the code of its card as it was typed or scanned."""

    typed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FacilitatorCookie:
    """A facilitator, with the cookie that a link was exchanged for."""

    value: str = field(repr=False)
    settings: Settings
    clock: Clock = system_clock


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Somebody at the machine itself, who could open the database file as well."""


Credential = CardCode | FacilitatorCookie | CommandLine


@dataclass(frozen=True, slots=True)
class Actor:
    """Who it was found to be. A village has a meeting and a village; a facilitator has neither.

    Attributes:
        facilitator_id: of a facilitator with a link of their own; None for the installation's printed link.
    """

    kind: Literal["village", "facilitator", "command_line"]
    meeting_id: UUID | None = None
    village_code: str | None = None
    facilitator_id: UUID | None = None

    @property
    def label(self) -> str:
        """How the audit names the actor; never a person's name.

        >>> Actor("facilitator", facilitator_id=UUID("0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11")).label
        'facilitator:0b1c7c0e'
        """
        if self.kind == "village":
            return f"village:{self.village_code}"
        return f"{self.kind}:{str(self.facilitator_id)[:8]}" if self.facilitator_id else self.kind

    @property
    def may_run_meetings(self) -> bool:
        """Whether this actor may prepare, open and close meetings and write for any village."""
        return self.kind != "village"


def identify(connection: Connection, credential: Credential) -> Actor:
    """Find out who asks: one indexed look-up, made anew by every act.

    Raises:
        Refused: the code is no card's, the card was replaced, or the sign-in is none, has ended or expired.
            The sentence is the same for every wrong code, so that nobody learns whose it nearly was.
    """
    if isinstance(credential, CommandLine):
        return Actor("command_line")
    if isinstance(credential, FacilitatorCookie):
        own, printed = sign_in_digests(credential.value, credential.settings)
        found = valid_sign_in(connection, own=own, printed=printed, at=credential.clock())
        if found is None:
            raise Refused("identity.facilitator", SIGNED_OUT)
        return Actor("facilitator", facilitator_id=found.facilitator_id)
    code = normal_code(credential.typed)
    key = card_key(connection)
    card = card_with_digest(connection, code_digest(key, code)) if code and key else None
    if card is None:
        raise Refused("identity.card_code", UNKNOWN_CODE, field="card_code")
    if card.revoked_at is not None:
        # It helps nobody who guesses: one in 2^40 codes was ever a card's, replaced or not.
        raise Refused("identity.card_replaced", REPLACED_CARD, field="card_code")
    return Actor("village", card.meeting_id, card.village_code)


def sign_in_digests(cookie: str, settings: Settings) -> tuple[str, str]:
    """What the database would keep of a cookie: of a facilitator's own, and of one given for the printed link.

    The latter needs the token of that link, so that another token makes it worthless.
    """
    content = b"rembuk sign-in\x00" + cookie.encode()
    return hashlib.sha256(content).hexdigest(), hmac.new(
        facilitator_token(settings).encode(), content, "sha256"
    ).hexdigest()


def facilitator_name(connection: Connection, actor: Actor) -> str:
    """How the desk names who is signed in; for its screens only, never for the audit or the log."""
    found = facilitator(connection, actor.facilitator_id) if actor.facilitator_id else None
    return found.name if found else PRINTED_LINK


def require_own_village(connection: Connection, actor: Actor, meeting_id: UUID | None, village_code: str) -> None:
    """A village speaks for itself in its own meeting; who runs meetings speaks for any.

    Raises:
        Refused: the card is another village's or another meeting's; of the latter it says which.
    """
    if actor.may_run_meetings or (actor.meeting_id, actor.village_code) == (meeting_id, village_code):
        return
    own = meeting(connection, actor.meeting_id) if actor.meeting_id else None
    if own and own.id != meeting_id:
        reason = (
            f"Kartu ini untuk rapat lain: {own.title} ({own.state_label}). Minta kartu rapat ini kepada fasilitator."
        )
    else:
        reason = "Kartu ini untuk desa lain. Pakai kartu desa Anda."
    raise Refused("identity.forbidden", reason)


def require_facilitator(connection: Connection, credential: Credential) -> Actor:
    """The actor, if it may run meetings.

    Raises:
        Refused: it may not.
    """
    actor = identify(connection, credential)
    if not actor.may_run_meetings:
        raise Refused("identity.forbidden", "Hanya fasilitator yang dapat melakukan ini.")
    return actor
