"""Why a village got what it got: one sentence that a facilitator can read aloud."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from domain.allocation.inputs import Villages
from domain.allocation.rules import Task, dealt_floors, missing_to_target, served_room
from domain.coverage import Counts, percent_label
from domain.money import format_number

Whole = NDArray[np.int64]

_IDEA = {
    "equal_per_village": "setiap desa mendapat sama banyak, selama masih ada yang bisa ditambah",
    "equal_coverage": "cakupan terendah didahulukan",
    "most_villages_to_target": "desa dengan kekurangan terkecil ke target didahulukan",
    "matching": "kabupaten menambah menurut yang dijanjikan desa, mulai dari cakupan terendah",
}


def sentences(task: Task, workers: Whole) -> list[str]:
    """One Indonesian sentence for each village, in order of code.

    Args:
        task: what was divided, by which rule.
        workers: what `hand_out` gave for it.
    """
    villages, floors = task.villages, dealt_floors(task)
    served = np.maximum(served_room(task), floors)
    if task.rule == "most_villages_to_target":
        assert task.target is not None
        missing = missing_to_target(villages, floors, task.target)
    else:
        missing = np.zeros_like(workers)
    ideas = _ideas(task)
    rows = zip(
        ideas, _nobody(villages), workers.tolist(), floors.tolist(), served.tolist(), villages.room.tolist(),
        missing.tolist(), villages.eligible.tolist(), villages.active.tolist(), villages.pledged.tolist(), strict=True,
    )  # fmt: skip
    result = []
    for idea, nobody, given, floor, most, room, lacking, eligible, active, pledged in rows:
        before = Counts(eligible, active)
        if nobody:
            result.append(nobody)
        elif not most:
            result.append(_not_served(task))
        elif not given:
            result.append(f"Tidak mendapat: dana habis sebelum giliran desa ini; {idea}.")
        else:
            full = _full(given, most, room)
            reached = _reached(given - floor, lacking, pledged) if task.rule == "most_villages_to_target" else ""
            share = _share(before, given, pledged)
            minimum = f"; {format_number(floor)} di antaranya jatah minimal" if floor else ""
            result.append(f"Mendapat {format_number(given)} pekerja: {full or idea}{reached}{minimum}; {share}.")
    return result


def _ideas(task: Task) -> Iterator[str]:
    """The rule in words, with this village's own numbers where it goes by proportion."""
    villages = task.villages
    if task.rule == "proportional_to_uncovered":
        uncovered = villages.uncovered
        total = format_number(int(uncovered.sum()))
        for one in uncovered.tolist():
            yield f"sebanding dengan {format_number(one)} dari {total} pekerja yang belum terlindungi"
    elif task.rule == "weighted":
        assert villages.weight is not None
        for weight, room in zip(villages.weight.tolist(), villages.room.tolist(), strict=True):
            yield f"sebanding dengan bobot {_decimal(weight)} × {format_number(room)} pekerja yang bisa ditambah"
    else:
        yield from [_IDEA[task.rule]] * len(villages.room)


def _nobody(villages: Villages) -> Iterator[str]:
    """Why nobody can be added in a village; nothing where somebody can."""
    caps = villages.room if villages.cap is None else villages.cap
    rows = zip(villages.room.tolist(), villages.eligible.tolist(), villages.active.tolist(), caps.tolist(), strict=True)
    for room, eligible, active, cap in rows:
        if room:
            yield ""
        elif not eligible:
            yield "Tidak mendapat: tidak ada pekerja berhak di desa ini."
        elif active >= eligible:
            yield f"Tidak mendapat: semua {format_number(eligible)} pekerja berhak sudah aktif."
        elif villages.cap is not None and not cap:
            yield "Tidak mendapat: desa ini tidak diikutkan (batas 0 pekerja)."
        else:
            yield "Tidak mendapat: semua yang belum terlindungi sudah dijanjikan desa."


def _not_served(task: Task) -> str:
    if task.rule == "weighted":
        return "Tidak mendapat: bobot desa ini 0."
    return "Tidak mendapat: tidak ada yang dapat ditambahkan kabupaten atas janji desa ini."


def _full(given: int, most: int, room: int) -> str:
    if given >= room:
        return "semua yang masih bisa ditambah"
    return "seluruh tambahan kabupaten atas janji desa" if given >= most else ""


def _reached(given: int, lacking: int, pledged: int) -> str:
    if not lacking:
        return "; desa ini sudah di target"
    if given >= lacking:
        return "; target tercapai bila dibayar"
    return "; target tercapai bersama komitmen desa" if given + pledged >= lacking else "; target belum tercapai"


def _share(before: Counts, given: int, pledged: int) -> str:
    """What the fund does to today's coverage; what the village pledged comes on top, and is named."""
    today, then = percent_label(before.share), percent_label(before.share_if_paid(given))
    change = f"cakupan desa ini naik dari {today} ke {then} bila dibayar".replace(",0%", "%")
    return f"{change}, belum termasuk {format_number(pledged)} yang dijanjikan desa" if pledged else change


def _decimal(number: float) -> str:
    return f"{number:.6g}".replace(".", ",")
