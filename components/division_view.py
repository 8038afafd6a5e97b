"""The answer of a division on the page: its finding, its coverage, its funds, and its villages in three views."""

from __future__ import annotations

import streamlit as st

from components.explain import PROMISES_NOTHING
from components.markup import bar, figure, headline, source_line
from components.pictures import offer_division
from components.tile_map import tile_map
from components.village_rows import change_label, one_row, village_rows
from components.village_table import village_csv, village_table
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah, in_words
from domain.plan import RegencyPlan
from services.district import District
from services.division import Division, Outcome
from services.simulation import WholeGap

VIEWS = {"rows": "Daftar", "tiles": "Petak", "table": "Tabel"}
_VIEW, _TILE = "simulasi.kab.view", "simulasi.kab.tile"
_TILE_WORDS = {
    "title": "Cakupan tiap desa sebelum dan bila dibayar",
    "now": "aktif hari ini",
    "paid": "tambahan bila dibayar",
    "if_paid": "bila dibayar",
    "weave": "kelurahan, tidak ikut",
}


def gap_sentence(gap: WholeGap, plan: RegencyPlan) -> str:
    """What closing the whole gap costs."""
    if not gap.workers:
        return "Tidak ada kekurangan lagi: semua pekerja mandiri di desa sudah aktif atau dijanjikan."
    besides = f", di luar {format_number(gap.pledged)} yang dijanjikan desa" if gap.pledged else ""
    return (
        f"Menutup seluruh kekurangan ({format_number(gap.workers)} pekerja mandiri, {plan.months} bulan{besides}) "
        f"butuh {format_rupiah(gap.cost_rupiah)}."
    )


def show_answer(division: Division, gap: WholeGap) -> None:
    """What the money buys, in figures and words, and what the whole gap would cost."""
    plan, unit = division.plan, division.unit_rupiah
    workers = f"+{format_number(division.workers)} pekerja"
    st.html(_unbroken(headline([(workers, "pledged"), f" · sisa {format_rupiah(division.left_rupiah)}"])))
    missing = gap.workers - division.workers
    more = ""
    serves_everybody = plan.is_simple and plan.rule not in {"weighted", "matching"}
    if serves_everybody and missing > 0 and division.left_rupiah < unit:
        more = f" · tambah {format_rupiah(unit - division.left_rupiah)} melindungi satu lagi"
    cost = f"{format_rupiah(unit)} per pekerja {plan.months} bulan"
    st.html(_unbroken(source_line(f"{in_words(plan.budget_rupiah)} · {cost}{more}")))
    st.html(_unbroken(source_line(gap_sentence(gap, plan))))


def _unbroken(text: str) -> str:
    """No line ends between Rp and its figure."""
    return text.replace("Rp ", "Rp&nbsp;")


def show_funds(division: Division) -> None:
    """Why no rule is asked for, and what became of each fund."""
    st.html(
        source_line(
            "Dana lebih dari satu atau bersyarat: sebanyak mungkin pekerja dilindungi, cakupan terendah didahulukan, "
            "dan dana yang syaratnya paling sempit membayar dulu. Janji desa dibagi ke kelompok menurut kekurangannya."
        )
    )
    rows = {
        "Dana": [fund.name for fund in division.funds],
        "Untuk": [", ".join(fund.groups) or "semua kelompok" for fund in division.funds],
        "Jumlah": [format_rupiah(fund.amount_rupiah) for fund in division.funds],
        "Pekerja": [format_number(fund.workers) for fund in division.funds],
        "Terpakai": [format_rupiah(fund.spent_rupiah) for fund in division.funds],
        "Sisa": [format_rupiah(fund.left_rupiah) for fund in division.funds],
        "Kelompoknya yang belum terbayar": [
            f"{format_number(fund.unpaid)} pekerja" if fund.unpaid else "tidak ada: semua terbayar"
            for fund in division.funds
        ],
    }
    st.table(rows)


def show_coverage(division: Division) -> None:
    """Coverage of BPU workers in the desa today, and if pledges and money are paid."""
    points = division.plan.target_points
    share, after = division.before.share, division.after.share
    with st.container(key="ink.simulasi"):
        st.html(
            figure("Cakupan pekerja mandiri di desa", percent_label(share), "exists")
            + f'<p class="rb-paid">→ {percent_label(after)} bila dibayar</p>'
            + bar(share, after, points / 10_000 if points else None)
        )
        pledged = f", termasuk {format_number(division.pledged)} yang dijanjikan desa" if division.pledged else ""
        counts = f"{format_number(division.after.active)} dari {format_number(division.after.eligible)} pekerja"
        st.html(source_line(f"{counts} bila dibayar{pledged}"))
    st.html(source_line(PROMISES_NOTHING))


def show_villages(division: Division, district: District) -> None:
    """Every village before and after: as a list, as tiles, as a table; and as a file."""
    with st.container(key="simulasi.kab.bar", horizontal=True, vertical_alignment="center"):
        st.html(f'<h3 class="rb-rows-title">{_villages_finding(division)}</h3>', width="stretch")
        shown = st.segmented_control(
            "Tampilan", list(VIEWS), format_func=VIEWS.__getitem__, key=_VIEW, default="rows", required=True,
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.download_button(
            "Unduh",
            lambda: village_csv(division, is_sample=district.dataset.is_sample),
            file_name=f"simulasi-kabupaten-{district.regency_code}.csv",
            mime="text/csv",
            key="simulasi.kab.csv",
            on_click="ignore",
            type="tertiary",
            help="CSV untuk lembar kerja",
        )
    if shown == "tiles":
        _tiles(division, district)
    elif shown == "table":
        village_table(division)
    else:
        village_rows(division)
    if division.outcomes:
        offer_division(district, division)


def _villages_finding(division: Division) -> str:
    """The title says the finding; only figures of ours stand in it."""
    if not division.workers:
        return "Belum ada desa yang mendapat"
    lowest = min((o.counts.share for o in division.outcomes if o.counts.share is not None), default=None)
    change = f"{percent_label(lowest, decimals=0)} → {percent_label(division.lowest_share, decimals=0)}"
    return f"{division.villages_served} dari {len(division.outcomes)} desa mendapat; terendah {change} bila dibayar"


def _tiles(division: Division, district: District) -> None:
    """The map before and after; a pressed tile shows its reason below."""
    found = {outcome.code: outcome for outcome in division.outcomes}
    tiles = [
        {
            "code": p.village.code,
            "name": p.village.name,
            "kind": p.village.kind,
            "column": p.village.column,
            "row": p.village.row,
            **_tile_figures(found.get(p.village.code)),
        }
        for p in district.villages
    ]
    picked = tile_map(tiles, key="simulasi.kab.tiles", labels=_TILE_WORDS)
    st.session_state[_TILE] = picked or st.session_state.get(_TILE, "")
    if st.session_state[_TILE] in found:
        one_row(division, st.session_state[_TILE])
    else:
        st.html(source_line("Tekan sebuah desa untuk alasannya."))


def _tile_figures(outcome: Outcome | None) -> dict[str, object]:
    if outcome is None:
        return {"share": None, "percent": "", "if_paid": None, "gift": "", "change": ""}
    return {
        "share": outcome.counts.share,
        "percent": percent_label(outcome.counts.share, decimals=0),
        "if_paid": outcome.share_if_paid,
        "gift": f"+{format_number(outcome.given)}",
        "change": change_label(outcome).replace("% → ", "→"),
    }
