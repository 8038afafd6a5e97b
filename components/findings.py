"""The sentence that a page begins with: its finding, in figures that carry the colour of what they count."""

from __future__ import annotations

from components.markup import Part
from domain.coverage import Counts, percent_label, target_label
from domain.money import format_number, format_rupiah, format_rupiah_short
from services.district import Gap, VillagePicture


def district_finding(counts: Counts, gap: Gap) -> list[Part]:
    """How many are eligible, active, uncovered, and what the gap costs for a year."""
    if not counts.eligible:
        return ["Data ini belum memuat pekerja yang berhak."]
    return [
        "Dari ",
        format_number(counts.eligible),
        " pekerja yang berhak, ",
        (format_number(counts.active), "exists"),
        " terlindungi. ",
        (format_number(counts.uncovered), "plain"),
        " belum",
        *_to_target(gap),
    ]


def _to_target(gap: Gap) -> list[Part]:
    cost: list[Part] = [(format_rupiah_short(gap.year_rupiah), "pledged"), " setahun."]
    workers: Part = (f"{format_number(gap.workers)} pekerja", "pledged")
    if gap.target_share is None:
        return ["; melindungi ", (f"{format_number(gap.bpu_workers)} pekerja mandiri", "pledged"), " butuh ", *cost]
    target = target_label(gap.target_share)
    if not gap.workers:
        return [f"; target {target} sudah tercapai."]
    if gap.officials:
        aside = f" lagi, termasuk {format_number(gap.officials)} perangkat desa; yang mandiri butuh "
        return [f"; target {target} tercapai dengan ", workers, aside, *cost]
    return [f"; target {target} tercapai dengan ", workers, " lagi, ", *cost]


def village_finding(picture: VillagePicture, gap: Gap) -> list[Part]:
    """How many of the village's workers are active, and what a year of closing its gap costs."""
    village, counts = picture.village, picture.counts
    if not counts.eligible:
        return [f"{village.title}: belum ada data pekerja."]
    start: list[Part] = [
        f"{village.title}: {format_number(counts.active)} dari {format_number(counts.eligible)} pekerja terlindungi (",
        (percent_label(counts.share), "exists"),
        "). ",
    ]
    if not gap.bpu_workers:
        return [*start, "Semua pekerja mandiri sudah terlindungi."]
    return [
        *start,
        "Melindungi ",
        (f"{format_number(gap.bpu_workers)} pekerja mandiri", "pledged"),
        " yang belum: ",
        (format_rupiah(gap.year_rupiah), "pledged"),
        " setahun.",
    ]
