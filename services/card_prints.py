"""What is printed before a meeting: the villages' cards, and the attendance list to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.engine import Connection, Database
from db.queries.meetings import meeting
from db.queries.regions import villages
from domain.card_codes import shown_code
from domain.meeting import Meeting, held_on_label
from domain.refusal import Refused
from exports.attendance_list import Entitled, attendance_pdf
from exports.cards import CardSheet, PrintedCard, cards_pdf
from services.card_list import card_list
from services.hall_address import HallAddress
from services.identity import Credential, require_facilitator


@dataclass(frozen=True, slots=True)
class PrintCards:
    """Whose cards; `villages` are codes, and none means all. `address` is where the phones find the program."""

    meeting_id: UUID
    address: HallAddress
    villages: Sequence[str] = ()


def print_cards(command: PrintCards, database: Database, credential: Credential) -> bytes:
    """The cards as a PDF, in order of village.

    Raises:
        Refused: not a facilitator, no such meeting, or a village without a card.
    """
    with database.reading() as connection:
        found = _meeting(connection, command.meeting_id, credential)
        desa = {v.code: v for v in villages(connection, found.regency_code)}
    wanted = set(command.villages)
    cards = [c for c in card_list(found, database, credential) if not wanted or c.village_code in wanted]
    if not cards or len(cards) < len(wanted):
        raise Refused("cards.village", "Desa itu tidak mempunyai kartu dalam rapat ini.", field="village")
    url = f"{command.address.base_url}/komitmen"
    printed = [
        PrintedCard(desa[c.village_code].title, c.subdistrict, shown_code(c.code), f"{url}?k={c.code}") for c in cards
    ]
    sheet = CardSheet(found.title, held_on_label(found), found.is_rehearsal, url, command.address.wifi_name)
    return cards_pdf(printed, sheet)


def print_attendance_list(meeting_id: UUID, database: Database, credential: Credential) -> bytes:
    """The list to sign as a PDF: every desa in order of subdistrict, the offices, and free rows. It holds no names.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    with database.reading() as connection:
        found = _meeting(connection, meeting_id, credential)
        desa = [v for v in villages(connection, found.regency_code) if v.is_desa]
    entitled = [Entitled(v.title, f"Kecamatan {v.subdistrict}") for v in desa]
    return attendance_pdf(found.title, held_on_label(found), entitled, is_rehearsal=found.is_rehearsal)


def _meeting(connection: Connection, meeting_id: UUID, credential: Credential) -> Meeting:
    require_facilitator(connection, credential)
    found = meeting(connection, meeting_id)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    return found
