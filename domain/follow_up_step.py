"""A step of a follow-up as it is typed: what each stage needs, and what it must not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from domain.calendar import Month, date_label
from domain.refusal import Refused

Stage = Literal["planned", "budgeted", "listed", "paid", "active"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""In the order of the village's year; a later one may be recorded without those before it."""

STAGE_LABELS: dict[str, str] = {
    "pledged": "Dijanjikan",
    "planned": "Direncanakan",
    "budgeted": "Dianggarkan",
    "listed": "Didaftar",
    "paid": "Dibayar",
    "active": "Aktif",
}
DOCUMENT_LABELS: dict[tuple[str, bool], str] = {
    ("planned", False): "RKPDes",
    ("planned", True): "Perubahan RKPDes",
    ("budgeted", False): "APBDes",
    ("budgeted", True): "Perubahan APBDes",
    ("listed", False): "SK daftar pekerja",
    ("paid", False): "Pembayaran iuran",
    ("active", False): "Kepesertaan aktif",
}
KINDS: dict[str, tuple[Stage, bool]] = {
    "rkpdes": ("planned", False),
    "rkpdes-change": ("planned", True),
    "apbdes": ("budgeted", False),
    "apbdes-change": ("budgeted", True),
    "list": ("listed", False),
    "paid": ("paid", False),
    "active": ("active", False),
}
"""What can be recorded, as forms and the command line name it: the stage, and whether a budget paper was changed."""

LONGEST_TEXT = 200
MOST = 10**15
MOST_MONTHS = 24
_OLDEST = date(2000, 1, 1)


def kind_label(kind: str) -> str:
    """``Perubahan APBDes``."""
    return DOCUMENT_LABELS[KINDS[kind]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """A step as it was typed; what a stage does not have stays None.

    Attributes:
        line: number of the frozen line.
        is_change: of a change of RKPDes or APBDes, where the stage is planned or budgeted.
        amount_rupiah: budgeted: all that this budget holds for the line now; paid: this payment alone.
        paid_from, paid_until: the first and the last month that a payment is for.
        corrects: the number of the step whose place it takes.
        is_withdrawn: the corrected step never happened; the note says why.
    """

    village_code: str
    line: int
    stage: str
    happened_on: date
    is_change: bool = False
    workers: int | None = None
    amount_rupiah: int | None = None
    paid_from: Month | None = None
    paid_until: Month | None = None
    document: str = ""
    note: str = ""
    corrects: int | None = None
    is_withdrawn: bool = False

    def tidied(self, today: date) -> StepRequest:
        """The request as it is stored.

        Raises:
            Refused: an unknown stage, a day to come, what the stage needs is missing, or a text that is too long.
        """
        if (self.stage, self.is_change) not in DOCUMENT_LABELS:
            raise Refused("follow_up.stage", "Langkah itu tidak dikenal. Pilih dari daftar.", field="kind")
        if not _OLDEST <= self.happened_on <= today:
            raise Refused(
                "follow_up.date",
                f"Tanggal langkah paling lambat hari ini ({date_label(today)}): catat setelah terjadi.",
                field="date",
            )
        found = replace(self, document=_text(self.document, "document"), note=_text(self.note, "note"))
        if found.is_withdrawn:
            _check_withdrawal(found)
            return replace(found, workers=None, amount_rupiah=None, paid_from=None, paid_until=None)
        if not (found.document or found.note):
            raise Refused("follow_up.document", "Isi nomor dokumen atau catatan.", field="document")
        _check_numbers(found)
        _check_months(found)
        return found

    @property
    def is_nothing(self) -> bool:
        """Whether it says that nothing was planned, budgeted, listed or paid: a figure of 0."""
        return 0 in (self.workers, self.amount_rupiah)


def _check_withdrawal(step: StepRequest) -> None:
    if not step.note or step.corrects is None:
        raise Refused("follow_up.note", "Tulis alasan langkah ini ditarik.", field="note")


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "budgeted": ("amount",),
    "listed": ("workers",),
    "paid": ("workers", "amount"),
    "active": ("workers",),
}
_WITH_AMOUNT = ("planned", "budgeted", "paid")


def _check_numbers(step: StepRequest) -> None:
    needed = _NEEDED.get(step.stage, ())
    for field, value, said in (
        ("workers", step.workers, "jumlah pekerja"),
        ("amount", step.amount_rupiah, "jumlah rupiah"),
    ):
        if value is None and field in needed:
            raise Refused(f"follow_up.{field}", f"Isi {said}; 0 bila tidak ada.", field=field)
        if value is not None and not 0 <= value <= MOST:
            raise Refused(f"follow_up.{field}", f"Perbaiki {said}: 0 atau lebih.", field=field)
    if step.amount_rupiah is not None and step.stage not in _WITH_AMOUNT:
        raise Refused("follow_up.amount", "Langkah ini tidak mempunyai jumlah rupiah. Kosongkan.", field="amount")
    if step.is_nothing and not step.note:
        raise Refused("follow_up.note", "Angka 0 berarti tidak jadi: tulis alasannya di catatan.", field="note")


def _check_months(step: StepRequest) -> None:
    if step.stage != "paid":
        if step.paid_from or step.paid_until:
            raise Refused("follow_up.months", "Hanya pembayaran yang mempunyai bulan. Kosongkan.", field="months")
        return
    if step.paid_from is None or step.paid_until is None:
        raise Refused("follow_up.months", "Pilih bulan yang dibayar: dari dan sampai.", field="months")
    if not step.paid_from <= step.paid_until < step.paid_from.plus(MOST_MONTHS):
        raise Refused(
            "follow_up.months",
            f"Bulan akhir tidak boleh sebelum bulan awal; paling banyak {MOST_MONTHS} bulan.",
            field="months",
        )


def _text(text: str, field: str) -> str:
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST_TEXT or not cleaned.isprintable():
        raise Refused(f"follow_up.{field}", f"Isian paling panjang {LONGEST_TEXT} huruf.", field=field)
    return cleaned
