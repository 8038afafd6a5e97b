"""Charts on the pages: built once per dataset as a spec, then only sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import streamlit as st

from charts.bars import GroupRow, SubdistrictRow, group_bars, subdistrict_bars
from charts.theme import on_screen
from charts.trend import TrendPoint, coverage_trend
from components.markup import as_text, source_line
from db.engine import Database
from domain.calendar import Month
from domain.coverage import Counts, percent_label
from services.district import District, groups_of, trend_of


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart under the title that says what it shows; `alt` is for who cannot see it."""

    title: str
    alt: str
    spec: dict[str, Any]


def draw(chart: Chart, *, has_title: bool = True) -> None:
    """The chart on the page."""
    if has_title:
        st.subheader(as_text(chart.title), anchor=False)
    st.vega_lite_chart(on_screen(chart.spec), theme=None, alt=chart.alt)


def draw_trend(
    database: Database, district: District, target_share: float | None, village_code: str | None = None
) -> None:
    """Coverage month by month, under a title that says where it stands."""
    chart = trend_chart(database, district, target_share, village_code)
    if chart:
        draw(chart)
        return
    months = trend_of(database, district.dataset.id, village_code)
    if any(counts.share is not None for _, counts in months):
        st.html(source_line(f"Baru ada data {months[-1][0].label}; perkembangan tampil setelah bulan kedua diimpor."))


def trend_chart(
    database: Database, district: District, target_share: float | None, village_code: str | None = None
) -> Chart | None:
    """Coverage month by month; None where there are not two months to compare."""
    months = trend_of(database, district.dataset.id, village_code)
    return months_chart(months, "desa" if village_code else "kabupaten", target_share)


def months_chart(
    months: tuple[tuple[Month, Counts], ...], subject: str, target_share: float | None = None
) -> Chart | None:
    """Coverage month by month of whatever the subject is; None where there are not two months to compare."""
    shares = [counts.share for _, counts in months if counts.share is not None]
    if len(shares) < 2:
        return None
    return Chart(
        f"Cakupan {subject}, {len(months)} bulan: {_movement(shares)}",
        f"Garis cakupan {subject} {len(months)} bulan, {_movement(shares)}.",
        _trend_spec(months, target_share),
    )


def _movement(shares: list[float]) -> str:
    first, last = percent_label(shares[0]), percent_label(shares[-1])
    if first == last:
        return f"tetap {last}"
    return f"{'naik' if shares[-1] > shares[0] else 'turun'} dari {first} ke {last}"


def draw_subdistricts(district: District, target_share: float | None) -> None:
    """The subdistricts in order of coverage."""
    chart = subdistrict_chart(district, target_share)
    if chart:
        draw(chart)


def subdistrict_chart(district: District, target_share: float | None) -> Chart | None:
    """The subdistricts in order of coverage; None where nobody is eligible."""
    rows = [(name, counts) for name, counts in district.subdistricts() if counts.eligible]
    if not rows:
        return None
    lowest = min(rows, key=lambda row: row[1].share or 0)[0]
    return Chart(
        f"Cakupan paling rendah: Kecamatan {lowest}",
        f"Cakupan tiap kecamatan; paling rendah {lowest}.",
        _subdistrict_spec(district, target_share),
    )


def draw_groups(database: Database, district: District, village_code: str) -> None:
    """A village's worker groups: active of eligible; its title stands above it already."""
    draw(group_chart(database, district, village_code), has_title=False)


def group_chart(database: Database, district: District, village_code: str) -> Chart:
    """A village's worker groups: active of eligible."""
    text = "Pekerja aktif dan belum terlindungi menurut kelompok"
    return Chart(text, f"{text}.", _group_spec(database, district.dataset.id, village_code))


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
