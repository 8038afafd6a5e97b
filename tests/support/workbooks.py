"""A closed meeting as the workbook gets it, by hand: every figure can be seen here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from domain.coverage import Counts
from exports.workbook_content import HistoryRow, WorkbookContent

SHA = "ab" * 32
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # 12.00 in the hall


def line(workers: int = 60, **changes: Any) -> dict[str, Any]:
    """Twelve months of 2027 at Rp 16,800."""
    values = {
        "nature": "new", "segment": "BPU", "workers": workers, "months": 12, "start_month": "2027-01",
        "programmes": ["JKK", "JKM"], "source": "ADD", "unit_rupiah": 16_800, "amount_rupiah": workers * 12 * 16_800,
        "group": "", "group_name": "", "wage_rupiah": None,
    }  # fmt: skip
    return {**values, **changes}


def village(number: int, *lines: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A desa; with lines it has pledged them, on the phone."""
    workers = {
        nature: sum(one["workers"] for one in lines if one["nature"] == nature) for nature in ("new", "continued")
    }
    values = {
        "village_code": f"62.08.01.{2000 + number}",
        "name": f"Desa Nomor {number}",
        "subdistrict": "Sukamara",
        "committed": bool(lines),
        "workers": sum(workers.values()),
        "new_workers": workers["new"],
        "continued_workers": workers["continued"],
        "months": max((one["months"] for one in lines), default=0),
        "amount_rupiah": sum(one["amount_rupiah"] for one in lines),
        "entered_by": "village" if lines else None,
        "way": "phone" if lines else None,
        "paper_checked": None,
        "withdrawn": False,
        "reason": "" if lines else None,
        "revision": 1 if lines else 0,
        "receipt": f"01.{2000 + number}-1-ABCDEF01" if lines else None,
        "row_hash": SHA if lines else None,
        "lines": list(lines),
        "ceilings": [],
    }
    return {**values, **changes}


RATE = {
    "segment": "BPU", "programme": "JKK", "valid_from": "2024-01", "valid_until": None, "base_points": 100,
    "flat_rupiah": None, "floor_rupiah": 10_000, "cap_rupiah": 207_000, "legal_basis": "PP 44/2015", "source": "Lampiran",
    "confidence": "high",
}  # fmt: skip
FLAT_RATE = {
    **RATE,
    "programme": "JKM",
    "base_points": None,
    "flat_rupiah": 6_800,
    "valid_until": "2027-12",
    "confidence": "medium",
}


def result(villages: Sequence[Mapping[str, Any]], **changes: Any) -> dict[str, Any]:
    """A snapshot on real data, without decisions."""
    values = {
        "version": 3,
        "title": "Rembuk Sukamara",
        "held_on": "2026-11-22",
        "frozen_at": NOON.isoformat(),
        "regency": {"code": "62.08", "name": "Kabupaten Sukamara"},
        "budget_year": 2027,
        "stage": "APBDes",
        "target_points": 6000,
        "min_workers": 10,
        "max_workers": None,
        "over_ceiling": "refuse",
        "is_rehearsal": False,
        "dataset": {
            "id": "00000000-0000-0000-0000-000000000001", "month": "2026-10", "source": "Kantor cabang",
            "as_of": "2026-10-31", "file_sha256": "cd" * 32, "is_sample": False,
        },
        "budget_dataset": None,
        "coverage": {"eligible": 2000, "active": 800, "uncovered": 1200},
        "rates": {"base_rupiah": 1_000_000, "rows": [RATE, FLAT_RATE]},
        "villages": list(villages),
        "totals": {
            "villages_entitled": len(villages),
            "villages_committed": sum(row["committed"] for row in villages),
            **{name: sum(row[name] for row in villages) for name in ("workers", "new_workers", "continued_workers", "amount_rupiah")},
        },
        "attendance": {"villages_present": 2, "people": 3, "rows": []},
        "ledger": {"rows": 1, "last_hash": SHA},
        "decisions": [],
    }  # fmt: skip
    return {**values, **changes}


def history_row(sequence: int, code: str, **changes: Any) -> HistoryRow:
    values: dict[str, Any] = {
        "sequence": sequence, "created_at": NOON, "village_code": code, "revision": 1, "replaces": None,
        "is_withdrawn": False, "new_workers": 60, "continued_workers": 0, "amount_rupiah": 12_096_000,
        "text": "60 pekerja baru × 12 bulan · ADD", "entered_by": "village", "way": "phone", "reason": "",
        "receipt": "01.2001-1-ABCDEF01", "previous_hash": "0" * 64, "row_hash": SHA,
    }  # fmt: skip
    return HistoryRow(**{**values, **changes})


def content(
    villages: Sequence[Mapping[str, Any]],
    *,
    history: Sequence[HistoryRow] = (),
    addenda: Sequence[Any] = (),
    **changes: Any,
) -> WorkbookContent:
    """A closed meeting in which every desa has 100 eligible workers, 40 of them active."""
    counts = {row["village_code"]: Counts(100, 40) for row in villages}
    return WorkbookContent(result(villages, **changes), SHA, "rapat ditutup", counts, history, addenda)


def decision(number: int = 1, **parts: int) -> dict[str, Any]:
    """A fund of Rp 10 million divided at Rp 201,600 a worker; `parts` are workers by the last part of a code."""
    workers = sum(parts.values())
    return {
        "number": number, "decided_by": "Bupati", "note": "", "reason": "", "takes_back": None,
        "created_at": NOON.isoformat(), "row_hash": SHA, "title": "Dana APBD", "rule": "equal_coverage",
        "rule_label": "Cakupan sama rata",
        "funds": [{"name": "APBD", "amount_rupiah": 10_000_000, "groups": ["Nelayan"]}],
        "budget_rupiah": 10_000_000, "spent_rupiah": workers * 201_600, "left_rupiah": 10_000_000 - workers * 201_600,
        "unit_rupiah": 201_600, "workers": workers, "villages_served": len(parts), "villages_of": 29,
        "villages": [
            {"village_code": f"62.08.01.{code[1:]}", "name": f"Desa {code}", "workers": count, "amount_rupiah": count * 201_600, "reason": "paling rendah"}
            for code, count in parts.items()
        ],
    }  # fmt: skip
