"""The villages as a table: on the page, where it can be sorted, and as a file for a spreadsheet."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.spreadsheet import csv_file, guarded
from components.village_rows import lowest_first
from domain.coverage import Counts, percent_label
from services.division import Division

_COLUMNS = (
    "Kode", "Desa", "Berhak", "Aktif", "Dijanjikan", "Dari dana", "Cakupan (%)", "Bila dibayar (%)", "Rupiah",
    "Alasan",
)  # fmt: skip
_COUNTS = ("Berhak", "Aktif", "Dijanjikan", "Dari dana", "Rupiah")
_PERCENTS = ("Cakupan (%)", "Bila dibayar (%)")


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
    """The table for a spreadsheet; the first line says what this is: a simulation, no coverage."""
    mark = "LATIHAN · DATA CONTOH. " if is_sample else ""
    title = f"{mark}Simulasi {guarded(division.title)}: {division.sentence}"
    return csv_file([[title], _COLUMNS, *_rows(division)])


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
