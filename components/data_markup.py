"""What an import found, as HTML: every text of the file is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from components.markup import notice, table
from domain.import_table import Fault, grouped, rows_label
from domain.money import format_number
from domain.new_rate import CONFIDENCE_LABELS
from services.import_report import ImportReport, Understood

_MOST_GROUPS = 60
_TOTALS: Mapping[str, str] = {
    "eligible": "Berhak",
    "active": "Aktif",
    "inactive": "Nonaktif",
    "cases": "Kasus",
    "amount_rupiah": "Dibayarkan (Rp)",
    "ceiling_rupiah": "Pagu (Rp)",
    "planned_rupiah": "Sudah dianggarkan (Rp)",
    "provinces": "Provinsi",
    "regencies": "Kabupaten/kota",
    "subdistricts": "Kecamatan",
    "villages": "Desa dan kelurahan",
    "planned_unknown": "Baris tanpa anggaran",
}


def summary(report: ImportReport, label: str, month: str) -> str:
    """One sentence on what came of the check, and the figures to compare with the sheet."""
    if report.faults:
        places = len({(fault.sheet, fault.row) for fault in report.faults})
        text = f"Belum dapat disimpan: {len(report.faults)} kesalahan di {places} baris. Tidak ada yang tersimpan."
        return notice("error", text)
    rows = report.rows
    states = (
        ("Baru", rows["new"]),
        ("Berubah", rows["changed"]),
        ("Sama", rows["unchanged"]),
        ("Tidak ada lagi", report.missing),
    )
    figures = [*states, *((_TOTALS[name], value) for name, value in asdict(report.totals).items())]
    cells = "".join(
        f'<div class="rb-data-figure"><span>{escape(name)}</span><b>{format_number(value)}</b></div>'
        for name, value in figures
    )
    good = notice("success", f"{label} {month} dapat disimpan. Cocokkan jumlahnya dengan berkas Anda.")
    return f'{good}<div class="rb-data-figures">{cells}</div>'


def understood(found: Understood) -> str:
    """Which title of the file was taken for which column, and which for none."""
    where = f"lembar “{found.sheet}”, " if found.sheet else ""
    rows = [(key, title) for key, title in found.columns.items()]
    left = ", ".join(found.ignored)
    below = f'<p class="rb-source">Tidak dipakai: {escape(left)}.</p>' if left else ""
    head = f'<p class="rb-source">Dibaca dari {escape(where)}judul di baris {found.header_row}.</p>'
    return head + table(("Kolom", "Judul dalam berkas"), rows) + below


def fault_list(faults: Sequence[Fault]) -> str:
    """Faults that are mended in one way stand together: what is wrong, where, and the cure."""
    groups = grouped(faults)
    items = "".join(
        f'<li><b>{escape(group.problem)}</b><span class="rb-data-where">{escape(_where(group.sheet, group.column))}'
        f"{escape(rows_label(group.rows))}{escape(_value(group.value, len(group.rows)))}</span>"
        f'<span class="rb-data-cure">{escape(group.cure)}</span></li>'
        for group in groups[:_MOST_GROUPS]
    )
    left = len(groups) - _MOST_GROUPS
    more = f'<p class="rb-source">{left} macam kesalahan lagi ada di berkas bertanda.</p>' if left > 0 else ""
    return f'<ol class="rb-data-faults">{items}</ol>{more}'


def warning_list(warnings: Sequence[str], head: str = "Perlu diperiksa") -> str:
    """What does not stop the import, but should be looked at."""
    items = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    return f'<div class="rb-data-warnings" role="status"><b>{escape(head)}</b><ul>{items}</ul></div>'


def rule_rows(told: Sequence[tuple[str, str]], rules: Sequence[Any]) -> list[list[str]]:
    """What each dated rule says, then from when, its law, its source and how sure the office is of it."""
    rows = []
    for (what, how), rule in zip(told, rules, strict=True):
        until = getattr(rule, "valid_until", None)
        months = f"{rule.valid_from.label}{f' – {until.label}' if until else ' dan seterusnya'}"
        rows.append([what, how, months, rule.legal_basis, rule.source, CONFIDENCE_LABELS.get(rule.confidence, "–")])
    return rows


def _where(sheet: str, column: str) -> str:
    parts = [f"lembar {sheet}" if sheet else "", f"kolom {column}" if column else ""]
    return "".join(f"{part} · " for part in parts if part)


def _value(value: str, rows: int) -> str:
    if not value:
        return ""
    return f" · isinya “{value}”" if rows == 1 else f" · misalnya “{value}”"
