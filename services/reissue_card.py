"""A village's card, and another in its place when it is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.meetings import card_with_digest, meeting, meeting_secret, valid_cards
from db.queries.regions import village_of
from db.retry import retried
from db.stores.installation import ensure_card_key
from db.stores.meetings import add_card, revoke_cards
from domain.card_codes import card_code, code_digest
from domain.refusal import Refused
from services.card_list import IssuedCard
from services.clock import Clock
from services.identity import Credential, require_facilitator


@retried
def reissue_card(
    meeting_id: UUID, village_code: str, replaces: int, database: Database, clock: Clock, credential: Credential
) -> IssuedCard:
    """Replace a village's card: the old code opens nothing from now on, in sessions that are running too.

    Args:
        replaces: the issue of the card that is lost. Where it was replaced already (a second press, another
            desk), the present card is returned and nothing is stored.

    Raises:
        Refused: not a facilitator, no such meeting, or the village has no card in it.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = meeting(connection, meeting_id, lock=True)
        if found is None:
            raise Refused("meeting.unknown", "Rapat itu tidak ada.")
        village = village_of(connection, found.regency_code, village_code)
        card = next((c for c in valid_cards(connection, found.id) if c.village_code == village_code), None)
        if village is None or card is None:
            raise Refused("card.village", "Desa itu tidak mempunyai kartu dalam rapat ini.", field="village")
        secret, issue = meeting_secret(connection, found.id), card.issue
        if issue <= replaces:
            revoke_cards(connection, found.id, village.code, clock())
            issue = issue_card(connection, found.id, village.code, secret, first=issue + 1, at=clock())
            record(
                connection,
                at=clock(),
                actor=actor.label,
                action="card.reissued",
                regency_code=found.regency_code,
                meeting_id=found.id,
                detail={"village": village.code, "issue": issue},
            )
        return IssuedCard(
            village_code=village.code,
            name=village.name,
            subdistrict=village.subdistrict,
            code=card_code(secret, village.code, issue),
            issue=issue,
        )


def issue_card(
    connection: Connection, meeting_id: UUID, village_code: str, secret: bytes, *, first: int, at: datetime
) -> int:
    """Store a card; returns its issue: ``first``, or a later one where its code exists in some meeting already."""
    key = ensure_card_key(connection)
    issue = first
    while card_with_digest(connection, digest := code_digest(key, card_code(secret, village_code, issue))):
        issue += 1  # a code is unique over all meetings; one in 2^40 needs this
    add_card(connection, meeting_id=meeting_id, village_code=village_code, issue=issue, digest=digest, at=at)
    return issue
