"""The villages as a table: on the page, where it can be sorted, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import streamlit as st

from components.village_rows import lowest_first
from domain.coverage import Counts, percent_label
from services.division import Division

_COLUMNS = (
    "Kode", "Desa", "Berhak", "Aktif", "Dijanjikan", "Dari dana", "Cakupan (%)", "Bila dibayar (%)", "Rupiah",
    "Alasan",
)  # fmt: skip
_COUNTS = ("Berhak", "Aktif", "Dijanjikan", "Dari dana", "Rupiah")
_PERCENTS = ("Cakupan (%)", "Bila dibayar (%)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def village_table(division: Division) -> None:
    """Every village in a table that can be sorted by any column."""
    # pandas takes half a second to import; by now the division has loaded it.
    import pandas as pd  # noqa: PLC0415

    frame = pd.DataFrame(_rows(division), columns=list(_COLUMNS)).drop(columns="Kode")
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        column_config={
            **{name: number(name, format="localized") for name in _COUNTS},
            **{name: number(name, format="localized") for name in _PERCENTS},
            "Desa": text("Desa", width=150),
            "Alasan": text("Alasan", width="large"),
        },
        alt="Semua desa: berhak, aktif, dijanjikan, didapat, cakupan hari ini dan bila dibayar.",
    )


def village_csv(division: Division, *, is_sample: bool) -> bytes:
    """The table for a spreadsheet set to Indonesian: semicolons, decimal commas, a mark that says UTF-8.

    What would be read as a formula gets an apostrophe. The first line says what this is: a simulation, no coverage.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    mark = "LATIHAN · DATA CONTOH. " if is_sample else ""
    writer.writerow([f"{mark}Simulasi {guarded(division.title)}: {division.sentence}"])
    writer.writerow(_COLUMNS)
    for row in _rows(division):
        writer.writerow([guarded(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def guarded(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers with a decimal comma.

    >>> guarded("=1+1"), guarded("Pudu"), guarded(41.2), guarded(None)
    ("'=1+1", 'Pudu', '41,2', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _rows(division: Division) -> list[tuple[Any, ...]]:
    return [
        (
            outcome.code,
            outcome.name,
            outcome.counts.eligible,
            outcome.counts.active,
            outcome.pledged,
            outcome.given,
            _percent(outcome.counts),
            _percent(outcome.after),
            outcome.given * division.unit_rupiah,
            division.reasons[outcome.code],
        )
        for outcome in lowest_first(division)
    ]


def _percent(counts: Counts) -> float | None:
    """The figure of the label, so that the table and the page say the same."""
    return None if counts.share is None else float(percent_label(counts.share).rstrip("%").replace(",", "."))
