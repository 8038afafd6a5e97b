"""Who is asking: proved by a card code, by the facilitator's cookie, or by sitting at the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from db.engine import Connection
from db.queries.meetings import card_with_digest
from db.settings import Settings
from db.stores.installation import card_key
from domain.card_codes import code_digest, normal_code
from domain.refusal import Refused
from services.facilitator_token import is_facilitator_cookie

UNKNOWN_CODE = (
    "Kode kartu tidak dikenal. Ketik delapan huruf dan angka dari kartu desa, atau minta bantuan fasilitator."
)


@dataclass(frozen=True, slots=True)
class CardCode:
    """A village speaks for itself, with the code of its card as it was typed or scanned."""

    typed: str


@dataclass(frozen=True, slots=True)
class FacilitatorCookie:
    """A facilitator, with the cookie that the printed link was exchanged for."""

    value: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Somebody at the machine itself, who could open the database file as well."""


Credential = CardCode | FacilitatorCookie | CommandLine


@dataclass(frozen=True, slots=True)
class Actor:
    """Who it was found to be. A village has a meeting and a village; a facilitator has neither."""

    kind: Literal["village", "facilitator", "command_line"]
    meeting_id: UUID | None = None
    village_code: str | None = None

    @property
    def label(self) -> str:
        """How the audit names the actor; never a person's name."""
        return f"village:{self.village_code}" if self.kind == "village" else self.kind

    @property
    def may_run_meetings(self) -> bool:
        """Whether this actor may prepare, open and close meetings and write for any village."""
        return self.kind != "village"


def identify(connection: Connection, credential: Credential) -> Actor:
    """Find out who asks.

    Raises:
        Refused: the code is no card's, or the cookie is not valid. The sentence is the same for
            every wrong code, so that nobody learns whose it nearly was.
    """
    if isinstance(credential, CommandLine):
        return Actor("command_line")
    if isinstance(credential, FacilitatorCookie):
        if not is_facilitator_cookie(credential.settings, credential.value):
            raise Refused(
                "identity.facilitator", "Masuk dulu lewat tautan fasilitator yang dicetak saat program mulai."
            )
        return Actor("facilitator")
    code = normal_code(credential.typed)
    key = card_key(connection)
    card = card_with_digest(connection, code_digest(key, code)) if code and key else None
    if card is None:
        raise Refused("identity.card_code", UNKNOWN_CODE, field="card_code")
    return Actor("village", card.meeting_id, card.village_code)


def require_facilitator(connection: Connection, credential: Credential) -> Actor:
    """The actor, if it may run meetings.

    Raises:
        Refused: it may not.
    """
    actor = identify(connection, credential)
    if not actor.may_run_meetings:
        raise Refused("identity.forbidden", "Hanya fasilitator yang dapat melakukan ini.")
    return actor
