"""The last stage, filled from newer data: active before, pledged, active now, the difference, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from domain.calendar import Month
from domain.money import format_number
from domain.worker_groups import Segment

Sure = Literal["none", "low", "medium"]
"""Never high: the data are counts, so nobody can say that those who are active are those who were pledged."""

SURE_LABELS: dict[str, str] = {"none": "belum dapat dinilai", "low": "rendah", "medium": "sedang"}


@dataclass(frozen=True, slots=True)
class Activation:
    """A village's active workers of one segment, in the meeting's data and in newer data.

    Attributes:
        pledged: new workers that the village pledged; continued ones keep the count, they do not raise it.
        starts: the first month of the pledge's lines of this segment.
        is_paid: whether a payment of the village for the newer data's month is recorded.
    """

    segment: Segment
    before_month: Month
    before: int
    pledged: int
    now_month: Month
    now: int
    starts: Month
    is_paid: bool

    @property
    def difference(self) -> int:
        """Active now less active before."""
        return self.now - self.before

    @property
    def sure(self) -> Sure:
        """How much the difference says about the pledge."""
        if self.now_month < self.starts:
            return "none"
        return "medium" if self.is_paid and self.difference >= self.pledged else "low"

    @property
    def figures(self) -> str:
        """``aktif 320 (Oktober 2026) → 380 (Februari 2027): +60, dijanjikan 60``."""
        sign = "+" if self.difference > 0 else "−" if self.difference < 0 else ""
        return (
            f"aktif {format_number(self.before)} ({self.before_month.label}) → {format_number(self.now)} "
            f"({self.now_month.label}): {sign}{format_number(abs(self.difference))}, "
            f"dijanjikan {format_number(self.pledged)} baru"
        )

    @property
    def reading(self) -> str:
        """What the difference may mean, and what it does not prove."""
        if self.now_month < self.starts:
            return f"Data ini dari sebelum bulan mulai komitmen ({self.starts.label}); belum dapat terlihat."
        if self.difference < 0:
            return "Jumlah aktif turun. Mungkin pekerja lain berhenti pada saat yang sama; data tidak membedakannya."
        if self.difference < self.pledged:
            return "Kenaikan lebih kecil dari yang dijanjikan. Data tidak menyebut siapa; cocokkan daftar namanya."
        if not self.is_paid:
            return "Kenaikan ada, tetapi pembayaran desa untuk bulan itu tidak tercatat: bisa dari dana lain."
        return "Kenaikan menutup yang dijanjikan dan pembayaran tercatat; bukti per nama ada di daftar BPJS."

    def to_json(self) -> dict[str, Any]:
        """As ``follow-up list --json`` prints it."""
        return {
            "segment": self.segment,
            "before_month": str(self.before_month),
            "active_before": self.before,
            "pledged": self.pledged,
            "now_month": str(self.now_month),
            "active_now": self.now,
            "difference": self.difference,
            "sure": self.sure,
            "reading": self.reading,
        }
