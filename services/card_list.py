"""The cards of a meeting with their codes, to be handed out by the facilitator."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Database
from db.queries.meetings import meeting_secret, valid_cards
from db.queries.regions import villages
from domain.card_codes import card_code
from domain.meeting import Meeting
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A village's card: its code opens the pledge form; each issue has another code."""

    village_code: str
    name: str
    subdistrict: str
    code: str
    issue: int


def card_list(meeting: Meeting, database: Database, credential: Credential) -> list[IssuedCard]:
    """All valid cards in order of village; codes are derived anew, the database keeps only digests.

    Raises:
        Refused: not a facilitator.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        secret = meeting_secret(connection, meeting.id)
        by_code = {village.code: village for village in villages(connection, meeting.regency_code)}
        return [
            IssuedCard(
                village_code=card.village_code,
                name=by_code[card.village_code].name,
                subdistrict=by_code[card.village_code].subdistrict,
                code=card_code(secret, card.village_code, card.issue),
                issue=card.issue,
            )
            for card in valid_cards(connection, meeting.id)
        ]
