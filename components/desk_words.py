"""What the desk says about a pledge, in the words that all its parts share."""

from __future__ import annotations

from domain.calendar import Month, time_label
from domain.commitment import Line
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah, in_words
from services.desk import DeskVillage

SHORT_WAYS = {
    "phone": "ponsel",
    "spoken": "dibacakan",
    "paper": "kertas",
    "message": "pesan",
    "machine": "perintah",
    "": "–",
}
ASKED_WAYS = ("spoken", "paper", "message")
NATURES = {"new": "Baru", "continued": "Lanjutan"}


def months_of(budget_year: int) -> list[str]:
    """The months that a pledge may start in, as ``2027-01``."""
    return [str(Month(budget_year, number)) for number in range(1, 13)]


def month_label(value: str) -> str:
    """``2027-01`` in words."""
    return Month.parse(value).label


def line_text(line: Line) -> str:
    """``60 pekerja baru × 12 bulan · ADD, mulai Januari 2027``."""
    return f"{line.text}, mulai {line.start_month.label}"


def standing_text(row: DeskVillage) -> str:
    """What a village has pledged, by which way, when, in which revision."""
    pledge = row.pledge
    if pledge is None:
        return "belum berkomitmen"
    what = "; ".join(map(line_text, pledge.lines)) or pledge.text
    return (
        f"{what} · {format_rupiah(pledge.amount_rupiah)} · {SHORT_WAYS.get(pledge.way, pledge.way)} "
        f"{time_label(pledge.created_at)} · revisi {pledge.revision}"
    )


def amount_text(amount_rupiah: int) -> str:
    """Rupiah in figures and in words."""
    return f"{format_rupiah(amount_rupiah)} ({in_words(amount_rupiah)})"


def coverage_text(row: DeskVillage, new_workers: int) -> str:
    """The village's coverage today and after its pledge is paid; without new workers it stays as it is."""
    now = percent_label(row.counts.share)
    if not new_workers:
        return f"Cakupan pekerja mandiri tetap {now}: pekerja lanjutan menjaga, tidak menambah."
    after = percent_label(row.counts.share_if_paid(new_workers))
    return f"Cakupan pekerja mandiri {now} → {after} bila dibayar."


def village_label(row: DeskVillage) -> str:
    """``Pudu · Kecamatan Sukamara``: names repeat across subdistricts."""
    return f"{row.village.name} · {row.village.subdistrict}"


def count_text(done: int, of: int) -> str:
    """How far the meeting is, in one sentence.

    >>> count_text(12, 29), count_text(29, 29), count_text(0, 0)
    ('12 dari 29 desa sudah berkomitmen · belum: 17', '29 dari 29 desa sudah berkomitmen · lengkap', 'Tidak ada desa dalam rapat ini')
    """  # noqa: E501
    if not of:
        return "Tidak ada desa dalam rapat ini"
    left = f"belum: {format_number(of - done)}" if done < of else "lengkap"
    return f"{format_number(done)} dari {format_number(of)} desa sudah berkomitmen · {left}"
