"""What a village should know about its pledge: each sentence with where it comes from and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import Month
from domain.money import format_number


@dataclass(frozen=True, slots=True)
class PledgeWarning:
    """Something that does not stop a pledge, with where it comes from and how sure that is."""

    code: str
    text: str
    basis: str
    confidence: str


def village_fund(budget_year: int) -> PledgeWarning:
    """What is known of paying contributions from the Dana Desa of that year."""
    if budget_year == 2026:
        text = "DD 2026 dilaporkan aman hanya untuk pekerja PKTD, dan dibaca berbeda di tempat lain. Tanyakan DPMD."
        return PledgeWarning("village_fund", text, "Permendesa 16/2025 (pemberitaan)", "medium")
    text = f"Aturan DD {budget_year} belum ditemukan. Tanyakan DPMD sebelum menganggarkan."
    return PledgeWarning("village_fund", text, "belum ada", "low")


def beyond_budget_year(budget_year: int) -> PledgeWarning:
    """Some months fall after the year whose budget is being made."""
    text = f"Sebagian bulan jatuh sesudah tahun anggaran {budget_year}; pastikan APBDes dapat membayarnya."
    return PledgeWarning("beyond_budget_year", text, "APBDes berlaku satu tahun anggaran", "high")


def gap_months(start: Month) -> PledgeWarning:
    """Less than the whole year: the gap makes participants inactive, at its beginning as well as at its end.

    Args:
        start: the latest first month of the lines.
    """
    text = "Tidak setahun penuh: tiga bulan tanpa iuran membuat peserta nonaktif."
    if start.number > 1:
        first, last = Month(start.year, 1), start.plus(-1)
        months = first.label if first == last else f"{first.label} sampai {last.label}"
        text = (
            f"{months} tanpa iuran dari komitmen ini: awal tahun sering terputus menunggu anggaran cair, "
            "dan tiga bulan tanpa iuran membuat peserta nonaktif."
        )
    return PledgeWarning("gap_months", text, "Aturan kepesertaan BPU (dilaporkan situs BPJS)", "medium")


def active_unfunded(workers: int, first: Month) -> PledgeWarning:
    """Workers who are active today and for whom this pledge brings no money."""
    text = (
        f"{format_number(workers)} pekerja yang aktif hari ini belum punya dana lanjutan mulai {first.label} "
        "dari komitmen ini."
    )
    return PledgeWarning("active_unfunded", text, "Data kepesertaan rapat; dana lain tidak diketahui", "medium")


def lowest_wage() -> PledgeWarning:
    """Officials are computed on the lowest wage that the law gives; whoever earns more contributes more."""
    text = (
        "Iuran perangkat desa dihitung dari upah resmi terendah, jadi paling sedikit sebesar ini; "
        "isi upahnya bila lebih tinggi."
    )
    return PledgeWarning("lowest_wage", text, "PP 11/2019, penghasilan tetap terendah", "high")
