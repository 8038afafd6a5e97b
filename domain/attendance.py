"""Who came to a meeting: how a name may be written, until when the list may change, and what its record keeps."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.ledger import canonical_json, sha256
from domain.meeting import Meeting, State
from domain.refusal import Refused

LONGEST = 80
"""Letters of a name, of a position and of an organisation."""

_SPACES = frozenset("\t\n\r")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co"})
_INVISIBLE = frozenset("CZM")
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the letters that follow around, and so could make a name read as another one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came, as the minutes name them; without a name nobody in particular, but somebody was there."""

    name: str = ""
    position: str = ""


def person(name: str, position: str) -> Person:
    """A name and a position, cleaned; both or neither.

    Raises:
        Refused: one is missing, longer than 80 letters, or cannot be printed.

    >>> person("  Siti   Aminah ", "Kepala Desa"), person("", " ")
    (Person(name='Siti Aminah', position='Kepala Desa'), Person(name='', position=''))
    """
    found = Person(_clean(name, "name", "Nama"), _clean(position, "position", "Jabatan"))
    if found.position and not found.name:
        raise Refused("attendance.name", "Isi juga namanya, misalnya Siti Aminah.", field="name")
    if found.name and not found.position:
        raise Refused("attendance.position", "Isi juga jabatannya, misalnya Sekretaris Desa.", field="position")
    return found


def named_person(name: str, position: str) -> Person:
    """The same for somebody who speaks for themselves, and so has a name.

    Raises:
        Refused: as :func:`person`, and without a name.
    """
    found = person(name, position)
    if not found.name:
        raise Refused("attendance.name", "Isi nama yang hadir, misalnya Siti Aminah.", field="name")
    return found


def organisation_name(typed: str) -> str:
    """The organisation of somebody who does not come for a village.

    Raises:
        Refused: empty, longer than 80 letters, or cannot be printed.

    >>> organisation_name(" BPJS  Ketenagakerjaan ")
    'BPJS Ketenagakerjaan'
    """
    found = _clean(typed, "organisation", "Nama lembaga")
    if not found:
        raise Refused(
            "attendance.organisation", "Isi nama lembaganya, misalnya BPJS Ketenagakerjaan.", field="organisation"
        )
    return found


def _clean(typed: str, field: str, what: str) -> str:
    """One line of text in one spelling; emoji and letters of every direction are text."""
    if len(typed) > 10 * LONGEST:  # not even read: composing it would take as long as it is
        raise _too_long(field, what)
    text = unicodedata.normalize("NFC", typed)
    if any(_cannot_be_printed(letter) for letter in text):
        raise Refused(f"attendance.{field}", f"{what} memuat tanda yang tidak dapat dicetak. Ketik ulang.", field=field)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise _too_long(field, what)
    return text if any(unicodedata.category(letter)[0] not in _INVISIBLE for letter in text) else ""


def _too_long(field: str, what: str) -> Refused:
    return Refused(f"attendance.{field}", f"{what} paling panjang {LONGEST} huruf.", field=field)


def _cannot_be_printed(letter: str) -> bool:
    if letter in _SPACES:
        return False
    is_no_character = ord(letter) & 0xFFFE == 0xFFFE  # no document can hold these
    return letter in _REORDERING or is_no_character or unicodedata.category(letter) in _UNPRINTABLE


def same(one: str, other: str) -> bool:
    """Whether two names or organisations are the same but for upper and lower case.

    >>> same("Siti Aminah", "SITI AMINAH"), same("Siti", "Sitti")
    (True, False)
    """
    return one.casefold() == other.casefold()


def require_changeable_list(state: State) -> None:
    """Refuse a change to the list of who came once the result is frozen."""
    if state not in ("draft", "open"):
        raise Refused(
            "meeting.closed", "Rapat sudah ditutup; daftar hadir tidak dapat diubah lagi. Hubungi fasilitator."
        )


def require_erasable(meeting: Meeting) -> None:
    """Refuse to erase names that the minutes still need; a rehearsal is never published, so closing it is enough."""
    ended = ("closed", "published") if meeting.is_rehearsal else ("published",)
    if meeting.state not in ended:
        raise Refused(
            "attendance.state",
            "Nama baru dapat dihapus setelah hasil rapat diterbitkan, karena berita acara masih membutuhkannya. "
            "Pada rapat latihan: setelah rapat ditutup.",
        )


def name_hash(attendee_id: str, who: Person) -> str:
    """What the record keeps of a name: a hash that a name beside it can be checked against."""
    return sha256(canonical_json({"id": attendee_id, "name": who.name, "position": who.position}))


NameState = Literal["named", "unnamed", "erased", "changed"]


def name_state(recorded: Mapping[str, Any], who: Person) -> NameState:
    """How a name that is kept now stands to the row of the record that was made of it.

    Args:
        recorded: with ``id`` and ``name_sha256``, as closing froze them.
        who: what is kept under that id now.
    """
    if name_hash(recorded["id"], who) == recorded["name_sha256"]:
        return "named" if who.name else "unnamed"
    return "changed" if who.name or who.position else "erased"


def people_text(count: int) -> str:
    """How many of a village are there.

    >>> people_text(0), people_text(2)
    ('tanpa nama', '2 orang')
    """
    return f"{count} orang" if count else "tanpa nama"
