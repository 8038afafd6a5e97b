"""Addenda: numbered notes of what changed after a result was published; the published result itself never does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from domain.meeting import State
from domain.refusal import Refused

Kind = Literal["correction", "late_pledge", "withdrawal", "note"]
KIND_LABELS: Mapping[str, str] = {
    "correction": "Perbaikan",
    "late_pledge": "Komitmen susulan",
    "withdrawal": "Penarikan",
    "note": "Catatan",
}
LONGEST_TEXT = 1000
LONGEST_DECIDED_BY = 120
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class AddendumRequest:
    """An addendum as it was typed.

    Attributes:
        village_code: whose pledge it is about; only a note needs none.
        text: what changed; line breaks are kept.
        decided_by: the body or office that decided it, not a person.
    """

    kind: str
    text: str
    decided_by: str
    village_code: str | None = None

    def tidied(self) -> AddendumRequest:
        """The request as it is stored: one kind of line break, no space at the ends of lines.

        Raises:
            Refused: a kind that does not exist, no village, or a text that is empty, too long or not printable.
        """
        if self.kind not in get_args(Kind):
            raise Refused("addendum.kind", f"Jenis adendum: {', '.join(KIND_LABELS.values())}.", field="kind")
        if self.kind != "note" and not self.village_code:
            raise Refused(
                "addendum.village", "Pilih desa yang berubah. Hanya catatan yang boleh tanpa desa.", field="village"
            )
        text = "\n".join(
            line.rstrip() for line in self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ).strip()
        if not 1 <= len(text) <= LONGEST_TEXT or not text.replace("\n", "").isprintable():
            raise Refused("addendum.text", f"Tulis isi adendum, paling panjang {LONGEST_TEXT} huruf.", field="text")
        decided_by = " ".join(self.decided_by.split())
        if not 1 <= len(decided_by) <= LONGEST_DECIDED_BY or not decided_by.isprintable():
            raise Refused(
                "addendum.decided_by",
                f"Tulis lembaga atau jabatan yang memutuskan, paling panjang {LONGEST_DECIDED_BY} huruf.",
                field="decided_by",
            )
        return AddendumRequest(self.kind, text, decided_by, self.village_code or None)


@dataclass(frozen=True, slots=True)
class Addendum:
    """A stored addendum; `number` counts from 1 within its meeting."""

    number: int
    kind: Kind
    village_code: str | None
    text: str
    decided_by: str
    created_at: datetime
    row_hash: str

    @property
    def label(self) -> str:
        """What kind it is, in words."""
        return KIND_LABELS[self.kind]

    def is_of(self, request: AddendumRequest) -> bool:
        """Whether it says what the tidied request says."""
        return AddendumRequest(self.kind, self.text, self.decided_by, self.village_code) == request

    def to_json(self) -> dict[str, Any]:
        """As ``result --json`` and ``addendum list --json`` print it."""
        return {
            "number": self.number,
            "kind": self.kind,
            "village_code": self.village_code,
            "text": self.text,
            "decided_by": self.decided_by,
            "created_at": self.created_at.isoformat(),
            "sha256": self.row_hash,
        }


def check_key(key: str) -> None:
    """Refuse an idempotency key that no form and no caller would make."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused("addendum.key", f"Kunci kiriman 1 sampai {LONGEST_KEY} huruf yang dapat dicetak.")


def require_published(state: State) -> None:
    """Refuse an addendum to what can still be changed itself."""
    if state != "published":
        raise Refused(
            "addendum.state",
            "Adendum hanya untuk hasil yang sudah diterbitkan. Sebelum itu, perbaiki komitmennya di rapat.",
        )
