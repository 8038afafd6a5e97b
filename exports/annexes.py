"""The annexes of a meeting's record: budget sheets, letters of commitment, and the table of commitments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.budget_codes import OFFICIALS_SOURCE, BudgetCodes
from domain.budget_sheet import BudgetRow, BudgetSheet, month_span, total, what_for
from domain.calendar import WIB, date_label, time_label
from domain.money import format_number, format_rupiah, in_words
from domain.pledge_lines import FUNDING_SOURCES, Line
from domain.pledge_warnings import village_fund
from domain.worker_groups import Segment
from exports.spreadsheet import plain_text
from exports.typst_pdf import typeset_once
from exports.workbook_content import SAMPLE_MARK

NO_PLEDGE = "Tidak berkomitmen sampai rapat ditutup"
WITHDRAWN = "Komitmen ditarik"
_SECTIONS: Mapping[Segment, str] = {"BPU": "Pekerja mandiri (BPU)", "PU": "Perangkat desa (PU)"}
_UNIT = "OB: orang-bulan, iuran satu pekerja untuk satu bulan."
_LOWEST_WAGE = "Iuran perangkat desa dihitung dari upah resmi terendah, jadi paling sedikit sebesar ini."
_PLAIN_PRICE = "Iuran dihitung penuh; potongan iuran PP 50/2025 tidak dipakai."
_TWO_FUNDS = (
    "Nama pekerja tidak ada di program ini: bandingkan daftar nama dengan dana lain, "
    "agar seorang tidak dibayar dua kali."
)
_DRAFT = "Rancangan dari hasil rapat; yang berlaku adalah APBDes yang ditetapkan desa."


@dataclass(frozen=True, slots=True)
class Record:
    """A closed meeting, as far as every sheet names it.

    Attributes:
        result: the snapshot, as closing wrote it (docs/data-dictionary.md).
        sha256: of the snapshot's text.
    """

    result: Mapping[str, Any]
    sha256: str

    @property
    def budget(self) -> str:
        """The budget year and its stage: ``APBDes 2027 (murni)`` or ``Perubahan APBDes 2027``."""
        year = self.result["budget_year"]
        return f"Perubahan APBDes {year}" if self.result["stage"] == "Perubahan" else f"APBDes {year} (murni)"

    @property
    def is_sample(self) -> bool:
        """Whether the figures are of sample data."""
        return bool(self.result["is_rehearsal"] or (self.result["dataset"] or {}).get("is_sample"))

    @property
    def head(self) -> dict[str, Any]:
        """What stands on every page."""
        frozen = datetime.fromisoformat(self.result["frozen_at"])
        when = f"{date_label(frozen.astimezone(WIB).date())}, {time_label(frozen)} WIB"
        return {
            "title": _line(self.result["title"]),
            "mark": SAMPLE_MARK if self.is_sample else "",
            "frozen": f"Hasil rapat dibekukan {when} · SHA-256 {self.sha256[:16]}…",
            "day": date_label(date.fromisoformat(self.result["held_on"])),
            "regency": _line(self.result["regency"]["name"]),
            "budget": self.budget,
        }


@dataclass(frozen=True, slots=True)
class Pledge:
    """A village that has pledged: its row in the snapshot, its lines, and its budget sheet."""

    row: Mapping[str, Any]
    lines: Sequence[Line]
    sheet: BudgetSheet

    @property
    def head(self) -> dict[str, Any]:
        """What its sheet and its letter both say."""
        return {
            "village": _line(f"Desa {self.row['name']}"),
            "code": self.row["village_code"],
            "subdistrict": _line(self.row["subdistrict"]),
            "receipt": self.row["receipt"],
            "amount": format_number(self.sheet.amount_rupiah),
            "words": _sentence(in_words(self.sheet.amount_rupiah)),
        }


def budget_sheets_pdf(record: Record, pledges: Sequence[Pledge], codes: BudgetCodes) -> bytes:
    """The RAB of each village, a page each; one of very many lines may take more."""
    sheets = [_budget_sheet(pledge, codes) for pledge in pledges]
    return typeset_once("rab.typ", record.head | {"sheets": sheets})


def letters_pdf(record: Record, pledges: Sequence[Pledge]) -> bytes:
    """The draft of the letter of commitment of each village."""
    return typeset_once("letter.typ", record.head | {"letters": [_letter(pledge) for pledge in pledges]})


def commitments_pdf(record: Record, pledges: Sequence[Pledge]) -> bytes:
    """Every village that was entitled: what it has pledged, or why it has no budget sheet."""
    by_code = {pledge.row["village_code"]: pledge for pledge in pledges}
    totals, rows = record.result["totals"], record.result["villages"]
    committed = f"{totals['villages_committed']} dari {totals['villages_entitled']} desa"
    table = {
        "summary": f"{committed} berkomitmen: {format_number(totals['workers'])} pekerja, "
        f"{format_rupiah(totals['amount_rupiah'])} ({in_words(totals['amount_rupiah'])}).",
        "rows": [_commitment(row, by_code.get(row["village_code"])) for row in rows],
        "committed": committed,
        "new": format_number(totals["new_workers"]),
        "continued": format_number(totals["continued_workers"]),
        "amount": format_number(totals["amount_rupiah"]),
        "notes": ["Kelurahan tidak ikut: tidak mempunyai APBDes.", _TWO_FUNDS],
    }
    return typeset_once("commitments.typ", record.head | table)


def why_no_sheet(row: Mapping[str, Any]) -> str:
    """Why a village has no budget sheet; empty where it has one."""
    if row["committed"]:
        return ""
    if row.get("withdrawn"):
        return f"{WITHDRAWN}: {_line(row['reason'])}" if row.get("reason") else WITHDRAWN
    return NO_PLEDGE


def _budget_sheet(pledge: Pledge, codes: BudgetCodes) -> dict[str, Any]:
    sheet = pledge.sheet
    return pledge.head | {
        "sections": list(_sections(sheet, codes)),
        "totals": list(_totals(sheet)),
        "notes": list(_sheet_notes(pledge, codes)),
    }


def _sections(sheet: BudgetSheet, codes: BudgetCodes) -> Iterator[dict[str, Any]]:
    """What is entered under one activity and account of one budget; another year's is another budget's."""
    for year in sheet.years:
        for segment, name in _SECTIONS.items():
            rows = [row for row in sheet.rows if (row.year, row.segment) == (year, segment)]
            if rows:
                activity, account = map(_line, codes.of(segment))
                yield {
                    "name": name if year == sheet.budget_year else f"{name}, anggaran {year}",
                    "activity": activity,
                    "account": account,
                    "rows": [_budget_row(row) for row in rows],
                    "total": format_number(total(rows)),
                }


def _budget_row(row: BudgetRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": _line(row.text),
        "basis": row.basis,
        "months": row.period,
        "volume": format_number(row.volume),
        "unit": row.unit,
        "price": format_number(row.unit_rupiah),
        "amount": format_number(row.amount_rupiah),
        "source": row.source,
    }


def _totals(sheet: BudgetSheet) -> Iterator[dict[str, str]]:
    """What each source pays, year by year; a year's own sum where there are several. One alone is the whole."""
    if len({(row.year, row.source) for row in sheet.rows}) == 1:
        return
    for year in sheet.years:
        sources = sheet.by_source(year)
        for source, amount in sources.items():
            name = FUNDING_SOURCES.get(source, source)
            yield {"label": f"{name}, anggaran {year}", "amount": format_number(amount), "source": source}
        if len(sheet.years) > 1:
            whole = format_number(sum(sources.values()))
            yield {"label": f"Jumlah tahun anggaran {year}", "amount": whole, "source": ""}


def _sheet_notes(pledge: Pledge, codes: BudgetCodes) -> Iterator[str]:
    sheet, segments = pledge.sheet, {row.segment for row in pledge.sheet.rows}
    if any(row.unit == "OB" for row in sheet.rows):
        yield _UNIT
    yield from sheet.notes
    if "BPU" in segments:
        yield _PLAIN_PRICE
    if any(line.source == "DD" for line in pledge.lines):
        yield village_fund(sheet.budget_year).text
    if any(line.segment == "PU" and line.wage_rupiah is None for line in pledge.lines):
        yield _LOWEST_WAGE
    if "PU" in segments and codes.suggests_for_officials:
        yield OFFICIALS_SOURCE
    yield _TWO_FUNDS
    yield _DRAFT


def _letter(pledge: Pledge) -> dict[str, Any]:
    rows = [
        {
            "text": _line(what_for(line)),
            "months": month_span(line.start_month, line.start_month.plus(line.months - 1)),
            "source": line.source,
            "amount": format_number(line.amount_rupiah),
        }
        for line in pledge.lines
    ]
    return pledge.head | {"rows": rows}


def _commitment(row: Mapping[str, Any], pledge: Pledge | None) -> dict[str, Any]:
    lines = pledge.lines if pledge else ()
    counts = [format_number(row[name]) if pledge else "-" for name in ("new_workers", "continued_workers")]
    said = [row["receipt"], row.get("reason")] if pledge else [why_no_sheet(row)]
    return {
        "code": row["village_code"],
        "name": _line(row["name"]),
        "subdistrict": _line(row["subdistrict"]),
        "lines": [_line(f"{line.text} · mulai {line.start_month.short_label}") for line in lines],
        "new": counts[0],
        "continued": counts[1],
        "amount": format_number(row["amount_rupiah"]) if pledge else "-",
        "remark": " · ".join(_line(text) for text in said if text),
    }


def _line(text: str) -> str:
    """A typed text on one line, without what no paper can show."""
    return " ".join(plain_text(text).split())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
