"""The states of a meeting; each is legal only from the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from uuid import UUID

from domain.calendar import date_label
from domain.refusal import Refused

State = Literal["draft", "open", "closed", "published"]
Stage = Literal["APBDes", "Perubahan"]
OverCeiling = Literal["refuse", "reason"]
"""What becomes of a pledge above the ceiling of its village and source: refused, or taken with a reason."""

STATE_LABELS: dict[str, str] = {
    "draft": "rapat belum dibuka",
    "open": "rapat dibuka",
    "closed": "rapat ditutup",
    "published": "hasil diterbitkan",
}

REHEARSAL_MARK = "LATIHAN"
MOST_WORKERS = 10**9
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
    min_workers: int | None = None
    max_workers: int | None = None
    budget_dataset_id: UUID | None = None
    over_ceiling: OverCeiling = "refuse"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]

    @property
    def target_share(self) -> float | None:
        """The target coverage, 0..1, where the meeting has set one."""
        return None if self.target_points is None else self.target_points / 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a facilitator may still change while the meeting is open; every form that is open then notices.

    Attributes:
        target_points: target coverage in hundredths of a percent; None: no target.
        min_workers, max_workers: of one village's pledge, over all its lines; None: no limit.
        over_ceiling: what becomes of a pledge above the ceiling of its source.
    """

    target_points: int | None
    stage: Stage
    min_workers: int | None
    max_workers: int | None
    over_ceiling: OverCeiling

    def check(self) -> None:
        """Refuse what no meeting can have, with the form field it belongs to."""
        if self.target_points is not None and not 1 <= self.target_points <= 10_000:
            raise Refused("meeting.target", "Target cakupan lebih dari 0 dan paling tinggi 100 persen.", field="target")
        if self.stage not in get_args(Stage):
            raise Refused("meeting.stage", "Tahap anggaran: APBDes atau Perubahan.", field="stage")
        for field, limit in (("min_workers", self.min_workers), ("max_workers", self.max_workers)):
            if limit is not None and not 1 <= limit <= MOST_WORKERS:
                raise Refused("meeting.limits", "Batas pekerja per komitmen paling sedikit 1.", field=field)
        if self.min_workers and self.max_workers and self.max_workers < self.min_workers:
            raise Refused(
                "meeting.limits", "Batas terbanyak tidak boleh kurang dari batas tersedikit.", field="max_workers"
            )
        if self.over_ceiling not in get_args(OverCeiling):
            raise Refused(
                "meeting.over_ceiling", "Di atas pagu: ditolak, atau boleh dengan alasan.", field="over_ceiling"
            )


def settings_of(meeting: Meeting) -> Settings:
    """The settings as they stand."""
    return Settings(
        target_points=meeting.target_points,
        stage=meeting.stage,
        min_workers=meeting.min_workers,
        max_workers=meeting.max_workers,
        over_ceiling=meeting.over_ceiling,
    )


def require_changeable(state: State) -> None:
    """Refuse new settings once the result is frozen."""
    if state not in ("draft", "open"):
        raise Refused("meeting.closed", "Rapat sudah ditutup; pengaturannya tidak dapat diubah lagi.")


def may_reopen(now: State) -> bool:
    """Whether reopening changes anything: only a closed meeting is reopened, an open one is open already.

    Raises:
        Refused: the meeting was never open, or its result is public.
    """
    if now == "draft":
        raise Refused("meeting.state", "Rapat ini belum pernah dibuka. Buka rapat dulu.")
    if now == "published":
        raise Refused("meeting.state", "Hasil rapat ini sudah diterbitkan, jadi rapat tidak dapat dibuka kembali.")
    return now == "closed"


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
    if wanted == "open" and now == "published":
        return "Hasil rapat ini sudah diterbitkan. Catat perubahan sebagai adendum, atau buat rapat baru."
    if wanted == "open":
        return (
            "Rapat ini sudah ditutup; hasilnya dibekukan. Pakai “Buka kembali” dengan alasannya, atau buat rapat baru."
        )
    if wanted == "closed" and now == "draft":
        return "Rapat belum dibuka, jadi belum dapat ditutup. Buka rapat dulu."
    if wanted == "closed":
        return "Hasil rapat ini sudah diterbitkan."
    return "Hasil baru dapat diterbitkan setelah rapat ditutup. Tutup rapat dulu."


def require_publishable(meeting: Meeting) -> None:
    """Refuse to publish what was only rehearsed."""
    if meeting.is_rehearsal:
        raise Refused("meeting.rehearsal", "Rapat latihan memakai data contoh; hasilnya tidak dapat diterbitkan.")


def require_year(budget_year: int, held_on: date) -> None:
    """Refuse a budget year that is over on the day of the meeting; its own year may still be changed (Perubahan)."""
    if budget_year < held_on.year:
        raise Refused(
            "meeting.budget_year",
            f"Tahun anggaran {budget_year} sudah lewat pada tanggal rapat ({date_label(held_on)}). "
            f"Pilih tahun anggaran {held_on.year} atau sesudahnya.",
            field="budget_year",
        )


def date_warning(meeting: Meeting, today: date) -> str | None:
    """What to mind about the day of a meeting that has not opened.

    A day that has passed is allowed, because what was pledged on paper is entered afterwards; it is said, because
    it is as often a slip.
    """
    if meeting.state != "draft" or meeting.held_on >= today:
        return None
    return f"Tanggal rapat ini sudah lewat: {date_label(meeting.held_on)}. Berita acara akan memuat tanggal itu."


def require_open(state: State) -> None:
    """Refuse a pledge outside an open meeting."""
    if state == "draft":
        raise Refused("meeting.draft", "Rapat belum dibuka. Tunggu fasilitator membuka rapat, lalu kirim lagi.")
    if state != "open":
        raise Refused("meeting.closed", "Rapat sudah ditutup; komitmen tidak diterima lagi. Hubungi fasilitator.")


def default_title(regency_name: str) -> str:
    """What a meeting is called where nobody names it."""
    return f"Rembuk Perlindungan Pekerja Desa · {regency_name}"


def bare_title(title: str) -> str:
    """The title without the mark of a rehearsal that stands before it.

    >>> bare_title("LATIHAN · Rembuk"), bare_title("Rembuk")
    ('Rembuk', 'Rembuk')
    """
    return title.removeprefix(f"{REHEARSAL_MARK} · ")


def rehearsal_title(title: str) -> str:
    """The title with the mark that a meeting on sample data must carry.

    >>> rehearsal_title("Rembuk"), rehearsal_title("LATIHAN · Rembuk")
    ('LATIHAN · Rembuk', 'LATIHAN · Rembuk')
    """
    return title if re.search(rf"\b{REHEARSAL_MARK}\b", title) else f"{REHEARSAL_MARK} · {title}"


def held_on_label(meeting: Meeting) -> str:
    """The day of the meeting in words."""
    return date_label(meeting.held_on)
