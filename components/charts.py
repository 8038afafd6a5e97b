"""Charts on the pages: built once per dataset as a spec, then only sent."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

import streamlit as st

from charts.bars import GroupRow, SubdistrictRow, group_bars, subdistrict_bars
from charts.trend import TrendPoint, coverage_trend
from components.markup import as_text, source_line
from db.engine import Database
from domain.calendar import Month
from domain.coverage import Counts, percent_label
from services.district import District, groups_of, trend_of


def draw_trend(
    database: Database, district: District, target_share: float | None, village_code: str | None = None
) -> None:
    """Coverage month by month, under a title that says where it stands."""
    months = trend_of(database, district.dataset.id, village_code)
    shares = [counts.share for _, counts in months if counts.share is not None]
    if not shares:
        return
    subject = "desa" if village_code else "kabupaten"
    if len(shares) < 2:
        st.html(source_line(f"Baru ada data {months[-1][0].label}; perkembangan tampil setelah bulan kedua diimpor."))
        return
    st.subheader(f"Cakupan {subject}, {len(months)} bulan: {_movement(shares)}", anchor=False)
    spec = _trend_spec(months, target_share)
    st.vega_lite_chart(spec, theme=None, alt=f"Garis cakupan {subject} {len(months)} bulan, {_movement(shares)}.")


def _movement(shares: list[float]) -> str:
    first, last = percent_label(shares[0]), percent_label(shares[-1])
    if first == last:
        return f"tetap {last}"
    return f"{'naik' if shares[-1] > shares[0] else 'turun'} dari {first} ke {last}"


def draw_subdistricts(district: District, target_share: float | None) -> None:
    """The subdistricts in order of coverage."""
    rows = [(name, counts) for name, counts in district.subdistricts() if counts.eligible]
    if not rows:
        return
    lowest = min(rows, key=lambda row: row[1].share or 0)[0]
    st.subheader(f"Cakupan paling rendah: Kecamatan {as_text(lowest)}", anchor=False)
    spec = _subdistrict_spec(district, target_share)
    st.vega_lite_chart(spec, theme=None, alt=f"Cakupan tiap kecamatan; paling rendah {lowest}.")


def draw_groups(database: Database, district: District, village_code: str) -> None:
    """A village's worker groups: active of eligible."""
    spec = _group_spec(database, district.dataset.id, village_code)
    st.vega_lite_chart(spec, theme=None, alt="Pekerja aktif dan belum terlindungi menurut kelompok.")


@lru_cache(maxsize=256)
def _trend_spec(months: tuple[tuple[Month, Counts], ...], target_share: float | None) -> dict[str, Any]:
    points = [TrendPoint(str(month), counts.share) for month, counts in months if counts.share is not None]
    return coverage_trend(points, target_share)


@lru_cache(maxsize=64)
def _subdistrict_spec(district: District, target_share: float | None) -> dict[str, Any]:
    rows = [
        SubdistrictRow(name, counts.eligible, counts.active)
        for name, counts in district.subdistricts()
        if counts.eligible
    ]
    return _with_rows_inside(subdistrict_bars(rows, target_share))


@lru_cache(maxsize=256)
def _group_spec(database: Database, dataset_id: UUID, village_code: str) -> dict[str, Any]:
    rows = [
        GroupRow(name, counts.eligible, counts.active)
        for name, _, counts in groups_of(database, dataset_id, village_code)
    ]
    return _with_rows_inside(group_bars(rows))


def _with_rows_inside(spec: dict[str, Any]) -> dict[str, Any]:
    """The same drawing with its rows one level deeper, where Streamlit leaves them alone.

    Rows at the top it turns into a data frame and into Arrow at every run: a fifth of the page's time.
    """
    if "data" not in spec or "layer" not in spec:
        return spec
    outer = {name: value for name, value in spec.items() if name != "data"}
    return {**outer, "layer": [{"data": spec["data"], "layer": spec["layer"]}]}
