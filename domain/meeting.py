"""The states of a meeting; each is legal only from the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.calendar import date_label
from domain.refusal import Refused

State = Literal["draft", "open", "closed", "published"]
Stage = Literal["APBDes", "Perubahan"]

STATE_LABELS: dict[str, str] = {
    "draft": "rapat belum dibuka",
    "open": "rapat dibuka",
    "closed": "rapat ditutup",
    "published": "hasil diterbitkan",
}

REHEARSAL_MARK = "LATIHAN"
_BEFORE: dict[State, State] = {"open": "draft", "closed": "open", "published": "closed"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planning meeting of one regency, with what opening has fixed."""

    id: UUID
    regency_code: str
    title: str
    held_on: date
    state: State
    revision: int
    budget_year: int
    stage: Stage
    dataset_id: UUID | None
    target_points: int | None
    base_rupiah: int
    is_rehearsal: bool

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]

    @property
    def target_share(self) -> float | None:
        """The target coverage, 0..1, where the meeting has set one."""
        return None if self.target_points is None else self.target_points / 10_000


def change_state(now: State, wanted: State) -> bool:
    """Whether the step changes anything: starting or closing twice is no step and no error.

    Raises:
        Refused: the step is not legal from the present state; says what comes first.
    """
    if now == wanted:
        return False
    if _BEFORE.get(wanted) == now:
        return True
    raise Refused("meeting.state", _why_not(now, wanted))


def _why_not(now: State, wanted: State) -> str:
    if wanted == "open":
        return "Rapat ini sudah ditutup; hasilnya dibekukan. Buat rapat baru untuk menerima komitmen lagi."
    if wanted == "closed" and now == "draft":
        return "Rapat belum dibuka, jadi belum dapat ditutup. Buka rapat dulu."
    if wanted == "closed":
        return "Hasil rapat ini sudah diterbitkan."
    return "Hasil baru dapat diterbitkan setelah rapat ditutup. Tutup rapat dulu."


def require_open(state: State) -> None:
    """Refuse a pledge outside an open meeting."""
    if state == "draft":
        raise Refused("meeting.draft", "Rapat belum dibuka. Tunggu fasilitator membuka rapat, lalu kirim lagi.")
    if state != "open":
        raise Refused("meeting.closed", "Rapat sudah ditutup; komitmen tidak diterima lagi. Hubungi fasilitator.")


def default_title(regency_name: str) -> str:
    """What a meeting is called where nobody names it."""
    return f"Rembuk Perlindungan Pekerja Desa · {regency_name}"


def rehearsal_title(title: str) -> str:
    """The title with the mark that a meeting on sample data must carry.

    >>> rehearsal_title("Rembuk"), rehearsal_title("LATIHAN · Rembuk")
    ('LATIHAN · Rembuk', 'LATIHAN · Rembuk')
    """
    return title if re.search(rf"\b{REHEARSAL_MARK}\b", title) else f"{REHEARSAL_MARK} · {title}"


def held_on_label(meeting: Meeting) -> str:
    """The day of the meeting in words."""
    return date_label(meeting.held_on)
