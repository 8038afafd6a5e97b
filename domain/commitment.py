"""What a village pledges, and the rules that a pledge must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain import pledge_warnings
from domain.calendar import Month
from domain.coverage import Counts
from domain.money import Rupiah, format_number
from domain.pledge_warnings import PledgeWarning as PledgeWarning  # noqa: PLC0414  asked for here, with the pledge
from domain.rates import TWO_PROGRAMMES, Programme, RateTable
from domain.refusal import Refused
from domain.worker_groups import Segment

Nature = Literal["new", "continued"]
EntryWay = Literal["village", "facilitator", "paper"]
Way = Literal["phone", "spoken", "paper", "message", "machine"]

FUNDING_SOURCES: dict[str, str] = {
    "ADD": "ADD (Alokasi Dana Desa)",
    "PBH": "PBH (bagi hasil pajak dan retribusi)",
    "PADes": "PADes (pendapatan asli desa)",
    "DD": "DD (Dana Desa)",
    "Bankeu": "Bankeu (bantuan keuangan)",
}
"""What a village can pay from its own budget. Regency funds and sponsors pledge elsewhere."""

NATURE_LABELS: dict[str, str] = {"new": "pekerja baru", "continued": "pekerja lanjutan"}
WAY_LABELS: dict[str, str] = {
    "phone": "lewat ponsel desa",
    "spoken": "diucapkan di rapat",
    "paper": "dari lembar kertas",
    "message": "lewat pesan",
    "machine": "lewat baris perintah",
    "": "cara tidak tercatat",
}
"""How a pledge came in; rows older than this question have no answer."""

MOST_WORKERS = 10**9
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class LineRequest:
    """One line of a pledge as it was asked for; nothing is computed yet."""

    nature: Nature
    workers: int
    months: int
    start_month: Month
    source: str
    programmes: tuple[Programme, ...] = TWO_PROGRAMMES
    segment: Segment = "BPU"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pledge with its amount, as it stands in the ledger."""

    nature: Nature
    segment: Segment
    workers: int
    months: int
    start_month: Month
    programmes: tuple[Programme, ...]
    source: str
    unit_rupiah: Rupiah
    amount_rupiah: Rupiah

    @property
    def request(self) -> LineRequest:
        """The line as it would be asked for again, to be priced anew."""
        return LineRequest(
            self.nature, self.workers, self.months, self.start_month, self.source, self.programmes, self.segment
        )

    @property
    def text(self) -> str:
        """``25 pekerja baru × 12 bulan · ADD``."""
        return f"{format_number(self.workers)} {NATURE_LABELS[self.nature]} × {self.months} bulan · {self.source}"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the meeting was opened on, for one village: its BPU workers, the budget year and the rates.

    Attributes:
        min_workers, max_workers: the meeting's limits of one pledge over all its lines; None: no limit.
    """

    counts: Counts
    budget_year: int
    rates: RateTable
    min_workers: int | None = None
    max_workers: int | None = None


def parse_workers(text: object, *, field: str = "workers") -> int:
    """A count of workers as people type it; dots may separate thousands.

    Raises:
        Refused: not a whole number of workers.

    >>> parse_workers(" 1.200 "), parse_workers(60)
    (1200, 60)
    """
    raw = str(text).strip()
    groups = raw.split(".")
    thousands = len(groups) > 1 and 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    thousands = thousands and not raw.startswith("0")  # 0.500 could be a half
    digits = "".join(groups) if thousands else raw
    if not raw:
        raise Refused("commitment.workers", "Isi jumlah pekerja, misalnya 60.", field=field)
    if digits.startswith("-") and digits[1:].isdecimal():
        raise Refused("commitment.workers", "Jumlah pekerja tidak boleh negatif.", field=field)
    if not (digits.isascii() and digits.isdecimal()):
        raise Refused(
            "commitment.workers", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60.", field=field
        )
    if len(digits) > 18:
        raise Refused("commitment.workers", "Jumlah pekerja terlalu besar.", field=field)
    return int(digits)


def make_lines(requests: Sequence[LineRequest], situation: Situation) -> tuple[Line, ...]:
    """Check a pledge against what the meeting was opened on and compute its amounts.

    New workers may be at most the uncovered, continued ones at most the active, and both within
    the meeting's limits, over all lines together. Each amount is workers × the sum of the months' contributions.

    Returns:
        The lines with ``unit_rupiah`` (a worker's first month) and ``amount_rupiah``.

    Raises:
        Refused: the first rule that is broken, with the form field it belongs to.
    """
    if not requests:
        raise Refused("commitment.workers", "Isi jumlah pekerja baru atau lanjutan, paling sedikit 1.", field="workers")
    for request in requests:
        _check_line(request, situation)
    _check_sum("new", requests, situation.counts.uncovered)
    _check_sum("continued", requests, situation.counts.active)
    _check_limits(requests, situation)
    return tuple(_priced(request, situation.rates) for request in requests)


def _check_line(request: LineRequest, situation: Situation) -> None:
    if request.segment != "BPU":
        raise Refused("commitment.segment", "Komitmen di sini untuk pekerja BPU; perangkat desa dihitung terpisah.")
    if request.workers <= 0:
        raise Refused("commitment.workers", "Jumlah pekerja harus lebih dari 0.", field="workers")
    if request.workers > MOST_WORKERS:
        raise Refused("commitment.workers", "Jumlah pekerja terlalu besar; periksa angkanya.", field="workers")
    if not 1 <= request.months <= 12:
        raise Refused("commitment.months", "Lama perlindungan 1 sampai 12 bulan.", field="months")
    if request.start_month.year != situation.budget_year:
        raise Refused(
            "commitment.start_month",
            f"Bulan mulai harus dalam tahun anggaran {situation.budget_year}.",
            field="start_month",
        )
    if request.nature not in NATURE_LABELS:
        raise Refused("commitment.nature", "Pilih pekerja baru atau pekerja lanjutan.", field="nature")
    if not request.programmes or len(set(request.programmes)) < len(request.programmes):
        raise Refused("commitment.programmes", "Pilih programnya, masing-masing satu kali.", field="programmes")
    if request.source not in FUNDING_SOURCES:
        known = ", ".join(FUNDING_SOURCES)
        raise Refused("commitment.source", f"Sumber dana itu tidak dikenal. Pilih salah satu: {known}.", field="source")


def _check_sum(nature: Nature, requests: Sequence[LineRequest], most: int) -> None:
    wanted = sum(r.workers for r in requests if r.nature == nature)
    if wanted <= most:
        return
    if nature == "new":
        reason = (
            f"Pekerja baru {format_number(wanted)} melebihi yang belum terlindungi di desa ini: "
            f"{format_number(most)} pekerja BPU."
        )
    else:
        reason = (
            f"Pekerja lanjutan {format_number(wanted)} melebihi yang aktif di desa ini: "
            f"{format_number(most)} pekerja BPU."
        )
    raise Refused("commitment.workers", reason, field="workers" if nature == "new" else "continued")


def _check_limits(requests: Sequence[LineRequest], situation: Situation) -> None:
    wanted = sum(r.workers for r in requests)
    least, most = situation.min_workers, situation.max_workers
    field = "workers" if any(r.nature == "new" for r in requests) else "continued"
    if least is not None and wanted < least:
        raise Refused(
            "commitment.minimum",
            f"Rapat ini menerima komitmen mulai {format_number(least)} pekerja per desa; yang diisi "
            f"{format_number(wanted)}.",
            field=field,
        )
    if most is not None and wanted > most:
        raise Refused(
            "commitment.maximum",
            f"Rapat ini menerima komitmen paling banyak {format_number(most)} pekerja per desa; yang diisi "
            f"{format_number(wanted)}.",
            field=field,
        )


def _priced(request: LineRequest, rates: RateTable) -> Line:
    return Line(
        nature=request.nature,
        segment=request.segment,
        workers=request.workers,
        months=request.months,
        start_month=request.start_month,
        programmes=request.programmes,
        source=request.source,
        unit_rupiah=rates.contribution(request.segment, request.programmes, request.start_month),
        amount_rupiah=rates.cost(
            request.segment,
            request.programmes,
            workers=request.workers,
            start=request.start_month,
            months=request.months,
        ),
    )


def warnings_for(requests: Sequence[LineRequest], situation: Situation | int) -> tuple[PledgeWarning, ...]:
    """What the village should know before it confirms; none of it stops the pledge.

    Args:
        situation: the village's; or the budget year alone, where its active workers are not known.
    """
    budget_year = situation if isinstance(situation, int) else situation.budget_year
    active = 0 if isinstance(situation, int) else situation.counts.active
    found: list[PledgeWarning] = []
    if any(r.source == "DD" for r in requests):
        found.append(pledge_warnings.village_fund(budget_year))
    if any(r.start_month.plus(r.months - 1).year > budget_year for r in requests):
        found.append(pledge_warnings.beyond_budget_year(budget_year))
    if any(r.start_month.number > 1 or r.start_month.plus(r.months) < Month(budget_year + 1, 1) for r in requests):
        found.append(pledge_warnings.gap_months())
    unfunded = active - sum(r.workers for r in requests if r.nature == "continued")
    if requests and unfunded > 0:
        found.append(pledge_warnings.active_unfunded(unfunded, min(r.start_month for r in requests)))
    return tuple(found)


def total_workers(lines: Sequence[Line], nature: Nature | None = None) -> int:
    """Workers over the lines, of one nature or of both."""
    return sum(line.workers for line in lines if nature in (None, line.nature))


def total_rupiah(lines: Sequence[Line]) -> Rupiah:
    """The amount of a pledge: the sum of its lines, exactly."""
    return Rupiah(sum(line.amount_rupiah for line in lines))
