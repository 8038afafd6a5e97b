"""The attendance list on paper, to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.typst_pdf import typeset

OFFICES = ("Pemerintah Kabupaten", "BPJS Ketenagakerjaan")
FREE_ROWS = 6


@dataclass(frozen=True, slots=True)
class Entitled:
    """A village that is invited, and where it is."""

    title: str
    place: str


def attendance_pdf(title: str, day: str, entitled: Sequence[Entitled], *, is_rehearsal: bool) -> bytes:
    """Every invited village, the offices, and free rows; as many sheets as that takes."""
    rows = [{"title": one.title, "place": one.place} for one in entitled]
    rows += [{"title": office, "place": ""} for office in OFFICES]
    rows += [{"title": "", "place": ""}] * FREE_ROWS
    return typeset("attendance.typ", {"title": title, "day": day, "is_rehearsal": is_rehearsal, "rows": rows})
