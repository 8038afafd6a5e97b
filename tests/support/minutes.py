"""Frozen results of any size, as `services.meeting_result.result_document` writes them; and documents read back."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from pypdf import PdfReader

from domain.ledger import canonical_json, sha256
from domain.minutes import Attendee, Beside, MinutesForm, make_minutes
from domain.minutes_parts import Minutes

YEAR_RUPIAH = 12 * 16_800
FORM = MinutesForm("400.10.2/7/DPMD/2026", "Aula Kantor Bupati")
URL = "http://192.168.1.5:8501"


def village(
    number: int, *, workers: int = 10, name: str = "", reason: str | None = None, **more: Any
) -> dict[str, Any]:
    """A row of the result: twelve months from January 2027 out of ADD, or no pledge where there are no workers."""
    line = {
        "nature": "new",
        "segment": "BPU",
        "workers": workers,
        "months": 12,
        "start_month": "2027-01",
        "programmes": ["JKK", "JKM"],
        "source": "ADD",
        "unit_rupiah": 16_800,
        "amount_rupiah": workers * YEAR_RUPIAH,
        "group": "",
        "group_name": "",
        "wage_rupiah": None,
    }
    return {
        "village_code": f"62.08.01.{2000 + number}",
        "name": name or f"Desa Ke-{number}",
        "subdistrict": "Sukamara",
        "committed": workers > 0,
        "workers": workers,
        "new_workers": workers,
        "continued_workers": 0,
        "months": 12 if workers else 0,
        "amount_rupiah": workers * YEAR_RUPIAH,
        "withdrawn": False,
        "reason": reason,
        "revision": 1 if workers else 0,
        "paper_checked": None,
        "lines": [line] if workers else [],
    } | more


def body_of(villages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A result with these villages, on real data."""
    return {
        "version": 3,
        "meeting": "5d0c0b6e-5d7f-4b0c-9d0e-1f6f4f0a2b11",
        "title": "Rembuk Perlindungan Pekerja Desa",
        "held_on": "2026-11-22",
        "frozen_at": "2026-11-22T05:00:00+00:00",
        "regency": {"code": "62.08", "name": "Kabupaten Sukamara"},
        "budget_year": 2027,
        "stage": "APBDes",
        "target_points": 6000,
        "is_rehearsal": False,
        "dataset": {
            "id": "0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11",
            "month": "2026-10",
            "source": "BPJS Ketenagakerjaan",
            "as_of": "2026-10-31",
            "file_sha256": "ab" * 32,
            "is_sample": False,
        },
        "budget_dataset": None,
        "coverage": {"eligible": 13_885, "active": 5_529, "uncovered": 8_356},
        "rates": {"base_rupiah": 1_000_000, "rows": []},
        "villages": villages,
        "totals": {
            "villages_entitled": len(villages),
            "villages_committed": sum(row["committed"] for row in villages),
            "workers": sum(row["workers"] for row in villages),
            "new_workers": sum(row["new_workers"] for row in villages),
            "continued_workers": 0,
            "amount_rupiah": sum(row["amount_rupiah"] for row in villages),
        },
        "attendance": {"villages_present": 0, "people": 0, "rows": []},
        "ledger": {"rows": len(villages), "last_hash": "cd" * 32},
        "decisions": [],
    } | more


def minutes_of(
    body: dict[str, Any], *people: Attendee, form: MinutesForm = FORM, frozen: bool = True, **beside: Any
) -> Minutes:
    """The minutes of a result as they are after closing, or the draft of it."""
    digest = sha256(canonical_json(body)) if frozen else ""
    return make_minutes(body, digest, form, Beside(people=people, base_url=URL, **beside))


def docx_tables(content: bytes) -> list[list[list[str]]]:
    """Every table of a DOCX file: rows of the texts of their cells."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(content)).tables]


def docx_words(content: bytes) -> str:
    """All that stands in a DOCX file's body: its paragraphs and the cells of its tables, a line each."""
    found = Document(io.BytesIO(content))
    cells = [text for table in docx_tables(content) for row in table for text in row]
    return "\n".join([paragraph.text for paragraph in found.paragraphs] + cells)


def pdf_pages(content: bytes) -> list[str]:
    """The text of every page of a PDF, on one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def pdf_words(content: bytes) -> str:
    """The whole text of a PDF, on one line."""
    return " ".join(pdf_pages(content))
