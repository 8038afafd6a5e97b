"""The rules that the lines of a pledge must keep; each refusal names the form field that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from domain.coverage import Counts
from domain.money import format_number
from domain.pledge_lines import FUNDING_SOURCES, NATURE_LABELS, LineRequest, Nature, Situation
from domain.rates import Programme
from domain.refusal import Refused
from domain.worker_groups import Segment

MOST_WORKERS = 10**9
MOST_WAGE_RUPIAH = 10**9
MOST_LINES = 12


def line_field(number: int, name: str) -> str:
    """The field of a line in the pledge form; the first line's have no number.

    >>> line_field(1, "workers"), line_field(2, "workers")
    ('workers', '2.workers')
    """
    return name if number == 1 else f"{number}.{name}"


def check_pledge(requests: Sequence[LineRequest], situation: Situation) -> None:
    """Refuse a pledge that breaks a rule: each line by itself, then all of them together.

    Raises:
        Refused: the first rule that is broken; `field` is the line's, as :func:`line_field` names it.
    """
    if not requests:
        raise Refused("commitment.workers", "Isi jumlah pekerja baru atau lanjutan, paling sedikit 1.", field="workers")
    if len(requests) > MOST_LINES:
        raise Refused("commitment.lines", f"Satu komitmen paling banyak {MOST_LINES} baris.")
    for number, request in enumerate(requests, start=1):
        _check_line(request, situation, number)
    for segment in get_args(Segment):
        for nature in get_args(Nature):
            _check_sum(requests, nature, segment, situation)
    _check_limits(requests, situation)


def _check_line(request: LineRequest, situation: Situation, number: int) -> None:
    for fault in (*_faults_of_whom(request, situation), *_faults_of_terms(request, situation)):
        code, reason, name = fault
        at = f"Baris {number}: " if number > 1 else ""
        raise Refused(f"commitment.{code}", f"{at}{reason}", field=line_field(number, name))


def _faults_of_whom(request: LineRequest, situation: Situation) -> Iterator[tuple[str, str, str]]:
    """For whom: each fault as its code, its reason and its field."""
    if request.segment not in get_args(Segment):
        yield "segment", "Segmen pekerja itu tidak dikenal. Pilih BPU atau PU.", "group"
    group = situation.groups.get(request.group)
    if request.group and (group is None or group.segment != request.segment):
        yield "group", "Kelompok pekerja itu tidak ada dalam data rapat untuk desa ini.", "group"
    if request.workers <= 0:
        yield "workers", "Jumlah pekerja harus lebih dari 0.", "workers"
    if request.workers > MOST_WORKERS:
        yield "workers", "Jumlah pekerja terlalu besar; periksa angkanya.", "workers"
    if request.nature not in NATURE_LABELS:
        yield "nature", "Pilih pekerja baru atau pekerja lanjutan.", "nature"
    wage = request.wage_rupiah
    if wage is not None and (request.segment != "PU" or not 1 <= wage <= MOST_WAGE_RUPIAH):
        yield "wage", "Upah sebulan diisi untuk perangkat desa saja, dalam rupiah penuh.", "wage"


def _faults_of_terms(request: LineRequest, situation: Situation) -> Iterator[tuple[str, str, str]]:
    """For how long, in which programmes, from what."""
    if not 1 <= request.months <= 12:
        yield "months", "Lama perlindungan 1 sampai 12 bulan.", "months"
    if request.start_month.year != situation.budget_year:
        yield "start_month", f"Bulan mulai harus dalam tahun anggaran {situation.budget_year}.", "start_month"
    programmes = request.programmes
    if not programmes or len(set(programmes)) < len(programmes):
        yield "programmes", "Pilih programnya, masing-masing satu kali.", "programmes"
    if unknown := set(programmes) - set(get_args(Programme)):
        known = ", ".join(get_args(Programme))
        yield "programmes", f"Program {', '.join(sorted(unknown))} tidak dikenal. Yang ada: {known}.", "programmes"
    if request.source not in FUNDING_SOURCES:
        known = ", ".join(FUNDING_SOURCES)
        yield "source", f"Sumber dana itu tidak dikenal. Pilih salah satu: {known}.", "source"


def _check_sum(requests: Sequence[LineRequest], nature: Nature, segment: Segment, situation: Situation) -> None:
    of_both = [(n, r) for n, r in enumerate(requests, start=1) if (r.nature, r.segment) == (nature, segment)]
    if not of_both:
        return
    _refuse_above(of_both, nature, situation.counts_of(segment), f"pekerja {segment}")
    for code in {r.group for _, r in of_both if r.group}:
        group = situation.groups[code]
        _refuse_above([(n, r) for n, r in of_both if r.group == code], nature, group.counts, group.name.lower())


def _refuse_above(lines: Sequence[tuple[int, LineRequest]], nature: Nature, counts: Counts, whom: str) -> None:
    wanted = sum(request.workers for _, request in lines)
    most = counts.uncovered if nature == "new" else counts.active
    if wanted <= most:
        return
    which = "belum terlindungi" if nature == "new" else "aktif"
    name = "Pekerja baru" if nature == "new" else "Pekerja lanjutan"
    raise Refused(
        "commitment.workers",
        f"{name} {format_number(wanted)} melebihi yang {which} di desa ini: {format_number(most)} {whom}.",
        field=line_field(lines[-1][0], "workers"),
    )


def _check_limits(requests: Sequence[LineRequest], situation: Situation) -> None:
    wanted = sum(r.workers for r in requests)
    least, most = situation.min_workers, situation.max_workers
    if least is not None and wanted < least:
        raise Refused(
            "commitment.minimum",
            f"Rapat ini menerima komitmen mulai {format_number(least)} pekerja per desa; yang diisi "
            f"{format_number(wanted)}.",
            field="workers",
        )
    if most is not None and wanted > most:
        raise Refused(
            "commitment.maximum",
            f"Rapat ini menerima komitmen paling banyak {format_number(most)} pekerja per desa; yang diisi "
            f"{format_number(wanted)}.",
            field="workers",
        )
