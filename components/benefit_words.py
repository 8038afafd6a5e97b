"""What a benefit is called, how its amount was made, and the sentence that the page begins with."""

from __future__ import annotations

from collections.abc import Iterable

from components.markup import Part
from domain.benefit_cases import ITEMS
from domain.benefits import WHOLE, Entitlement, Line
from domain.money import format_rupiah

_MADE_OF = {"death": "60% × 80 = ", "total_disability": "70% × 80 = "}


def finding(found: Entitlement, early_rupiah: int) -> list[Part]:
    """The case in one sentence.

    Args:
        early_rupiah: what is paid at once in the first month of membership.
    """
    total: Part = (format_rupiah(found.total_rupiah or 0), "exists")
    match found.case.code:
        case "death":
            later = f" mulai bulan ke-{wait_of(found) + 1}; sebelumnya "
            early: Part = (format_rupiah(early_rupiah), "plain")
            return ["Bila peserta meninggal bukan karena kerja, keluarganya menerima ", total, later, early, "."]
        case "accident_death":
            return ["Bila peserta meninggal karena kecelakaan kerja, keluarganya menerima ", total, "."]
        case "total_disability":
            return ["Bila peserta cacat total tetap karena kecelakaan kerja, ia menerima ", total, "."]
        case "partial_disability":
            return _partial(found)
        case "treatment":
            cared: Part = ("sampai sembuh", "exists")
            return ["Bila peserta celaka saat bekerja, perawatannya ditanggung ", cared, ", tanpa batas biaya."]
        case _:
            who = "Seorang anak" if len(found.situation.children) == 1 else "Dua anak"
            most: Part = (format_rupiah(found.scholarship_rupiah), "exists")
            return [f"{who} peserta dapat menerima beasiswa sampai ", most, "."]


def _partial(found: Entitlement) -> list[Part]:
    points = found.situation.loss_points
    if points is None or found.total_rupiah is None:
        return ["Bila peserta cacat sebagian, santunannya persen di tabel × 80 × penghasilan yang didaftarkan."]
    total: Part = (format_rupiah(found.total_rupiah), "exists")
    return [f"Bila peserta cacat sebagian dan tabel menyebut {percent(points)}, ia menerima ", total, "."]


def wait_of(found: Entitlement) -> int:
    """After how many months of membership all that is paid at once is due."""
    return max((line.benefit.after_months for line in found.lines if line.kind == "cash"), default=0)


def percent(points: int) -> str:
    """Hundredths of a percent, without decimals that they do not have.

    >>> percent(1000), percent(1250)
    ('10%', '12,5%')
    """
    return f"{points / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def amount_label(line: Line, children: int = 1) -> str:
    """The amount as it is paid: at once, at most, a month, by a formula, or without a ceiling."""
    amount = format_rupiah((line.amount_rupiah or 0) * children)
    words = {
        "unlimited": "tanpa batas biaya",
        "formula": "menurut tabel",
        "monthly": f"{amount} sebulan",
        "at_most": f"sampai {amount}",
    }
    return words.get(line.kind, amount)


def how_made(line: Line, found: Entitlement, children: int = 1) -> str:
    """How the amount is made; nothing where it is fixed."""
    row, base = line.benefit, format_rupiah(found.situation.base_rupiah)
    if line.is_scholarship:
        each = f"{line.times} tahun × {format_rupiah(row.amount_rupiah or 0)}"
        return f"{children} anak × {each}" if children > 1 else each
    if row.item == "partial_disability":
        points = found.situation.loss_points
        return f"{'persen tabel' if points is None else percent(points)} × 80 × {base}"
    if row.item == "treatment":
        return "sesuai kebutuhan medis"
    if row.base_points is None:
        return ""
    if line.kind == "monthly" or row.base_points % WHOLE:
        return f"{percent(row.base_points)} × {base}"
    return f"{row.base_points // WHOLE} × {base}"


def where_from(lines: Iterable[Line], found: Entitlement) -> list[tuple[str, str, str, str]]:
    """Items, computations, law and source, confidence; what stands on the same source is told together."""
    told: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        row = line.benefit
        source = f"{row.programme}. {row.legal_basis}. {row.source}. Berlaku di sini mulai {row.valid_from.label}."
        told.setdefault((source, row.confidence), []).append(line)
    return [
        (
            ", ".join(ITEMS[line.benefit.item] for line in group),
            "; ".join(_computed(line, found) for line in group),
            source,
            confidence,
        )
        for (source, confidence), group in told.items()
    ]


def _computed(line: Line, found: Entitlement) -> str:
    row = line.benefit
    made = how_made(line, found)
    if row.base_points is not None and line.amount_rupiah is not None:
        made = f"{_MADE_OF.get(row.item, '')}{made} = {format_rupiah(line.amount_rupiah)}"
    elif row.amount_rupiah is not None:
        amount = format_rupiah(line.amount_rupiah or 0)
        made = f"{made} = {amount}" if made else amount_label(line)
    return made
