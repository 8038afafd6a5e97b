"""What a page draws, to take along for the office's slides: one press, each chart as PNG and as SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from charts.before_after import BeforeAfterRow, before_after_bars
from charts.tiles import TileRow, coverage_tiles
from components import charts
from components.database import database
from components.frame import SAMPLE_BADGE
from components.village_rows import lowest_first
from db.engine import Database
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from exports.pictures import Picture, pictures_zip
from services.district import District, VillagePicture
from services.division import Division

LABEL = "Gambar untuk slide (PNG, SVG)"


def offer_overview(district: District, target_share: float | None) -> None:
    """A press takes the regency's pictures along."""
    name = f"gambar-ringkasan-{district.dataset.month}"
    _offer(name, lambda: overview_pictures(database(), district, target_share))


def offer_village(district: District, of: VillagePicture, target_share: float | None) -> None:
    """A press takes a village's pictures along."""
    name = f"gambar-desa-{of.village.code}-{district.dataset.month}"
    _offer(name, lambda: village_pictures(database(), district, of, target_share))


def offer_division(district: District, division: Division) -> None:
    """A press takes the villages before and after a division of the regency's money along."""
    name = f"gambar-simulasi-{district.regency_code}-{district.dataset.month}"
    _offer(name, lambda: division_pictures(district, division))


def overview_pictures(source: Database, district: District, target_share: float | None) -> list[Picture]:
    """The map, the subdistricts and the trend of a regency."""
    tiles = [
        TileRow(one.village.name, one.village.column, one.village.row, one.counts.share, one.village.is_desa)
        for one in district.villages
    ]
    notes = _notes(district, district.name)
    drawn = {
        "kecamatan": charts.subdistrict_chart(district, target_share),
        "perkembangan": charts.trend_chart(source, district, target_share),
    }
    return [Picture("peta-desa", "Cakupan tiap desa", coverage_tiles(tiles), notes), *_of(drawn, notes)]


def village_pictures(
    source: Database, district: District, of: VillagePicture, target_share: float | None
) -> list[Picture]:
    """The worker groups and the trend of a village."""
    code = of.village.code
    drawn = {
        "kelompok": charts.group_chart(source, district, code),
        "perkembangan": charts.trend_chart(source, district, target_share, code),
    }
    return _of(drawn, _notes(district, f"{of.village.title}, {district.name}"))


def division_pictures(district: District, division: Division) -> list[Picture]:
    """Every desa before and after, the lowest first, under the finding; it says itself what was asked and counted."""
    plan = division.plan
    target = plan.target_points / 10_000 if plan.target_points else None
    rows = [BeforeAfterRow(o.name, o.counts.share, o.share_if_paid, o.given) for o in lowest_first(division)]
    before, after = percent_label(division.before.share), percent_label(division.after.share)
    title = (
        f"{format_rupiah(plan.budget_rupiah)} melindungi {format_number(division.workers)} pekerja lagi: "
        f"cakupan dari {before} ke {after} bila dibayar"
    )
    pledged = f", termasuk {format_number(division.pledged)} pekerja yang dijanjikan desa" if division.pledged else ""
    asked = (
        f"Simulasi: {division.title} · {plan.months} bulan mulai {plan.start_month.label} · "
        f"{' + '.join(plan.programmes)} · {format_rupiah(division.unit_rupiah)} per pekerja"
    )
    unit = f"Persen dari pekerja mandiri (BPU) yang berhak di {len(rows)} desa, tanpa kelurahan{pledged}"
    return [
        Picture(
            "sebelum-sesudah", title, before_after_bars(rows, target), (asked, unit, *_notes(district, district.name))
        )
    ]


def _offer(name: str, made: Callable[[], list[Picture]]) -> None:
    st.download_button(
        LABEL,
        lambda: pictures_zip(made()),
        file_name=f"{name}.zip",
        mime="application/zip",
        key="pictures",
        on_click="ignore",
        type="tertiary",
        icon=":material/image:",
    )


def _of(drawn: Mapping[str, charts.Chart | None], notes: tuple[str, ...]) -> list[Picture]:
    return [Picture(name, chart.title, chart.spec, notes) for name, chart in drawn.items() if chart]


def _notes(district: District, where: str) -> tuple[str, ...]:
    source = f"{where} · data {district.dataset.month.label} · {district.dataset.source_label}"
    return (source, SAMPLE_BADGE) if district.dataset.is_sample else (source,)
