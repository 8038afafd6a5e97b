"""The overview of a province or the nation: one sentence, the regencies from the lowest coverage, the months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from components.charts import draw, months_chart
from components.database import database
from components.markup import Part, headline, notice, source_line
from domain.coverage import percent_label
from domain.money import format_number
from domain.rollup import Line, Rollup
from services.rollup import rollup, rollups_above

_PROVINCE = re.compile(r"[1-9][0-9]")
_SHOWN = 20
NOT_ENOUGH = "Jumlah provinsi atau nasional tampil setelah sedikitnya dua kabupaten/kota punya data kepesertaan."


def asked() -> bool:
    """Whether the address asks for a province (``?prov=62``) or the nation (``?nasional=1``)."""
    return "prov" in st.query_params or "nasional" in st.query_params


def rollup_page() -> None:
    """What the address asks for; a sentence where there is nothing to add up."""
    code = None if "nasional" in st.query_params else st.query_params.get("prov", "")
    found = rollup(database(), code) if code is None or _PROVINCE.fullmatch(code) else None
    if found is None:
        st.html(notice("info", NOT_ENOUGH))
        return
    st.html(headline(_finding(found)))
    st.html(source_line(_source(found)))
    if found.province_code:
        lead_up(found.regencies[0].code, here=found.province_code)
    lines, months = st.columns([5, 4], gap="large")
    with lines:
        if found.province_code is None:
            st.subheader("Provinsi, dari cakupan terendah", anchor=False)
            st.html(_list(found.provinces(), "prov", with_regencies=True))
        st.subheader("Kabupaten/kota, dari cakupan terendah", anchor=False)
        st.html(_list(found.by_coverage(), "kab"))
    with months:
        chart = months_chart(found.months, "nasional" if found.province_code is None else "provinsi")
        if chart:
            draw(chart)
        else:
            st.html(source_line("Perkembangan tampil setelah semua kabupaten/kota punya dua bulan data yang sama."))


def lead_up(regency_code: str, *, here: str | None = "") -> None:
    """Links from a regency to its province and to the nation, where there are sums of them.

    Args:
        here: the sum that is being looked at; it needs no link.
    """
    above = rollups_above(database(), regency_code)
    links = [
        f'<a href="/?{f"prov={code}" if code else "nasional=1"}" target="_self">{escape(name)}</a>'
        for code, name in above.items()
        if code != here
    ]
    if links:
        st.html(f'<p class="rb-source">Lihat jumlah {" · ".join(links)}</p>')


def _finding(found: Rollup) -> list[Part]:
    counts = found.counts
    if not counts.eligible:
        return [f"{found.name}: data ini belum memuat pekerja yang berhak."]
    return [
        f"{found.name}: dari ",
        format_number(counts.eligible),
        " pekerja yang berhak, ",
        (f"{format_number(counts.active)} ({percent_label(counts.share)})", "exists"),
        " terlindungi. ",
        (format_number(counts.uncovered), "plain"),
        " belum.",
    ]


def _source(found: Rollup) -> str:
    first, last = found.span
    when = last.label if first == last else f"{first.label} sampai {last.label}"
    sources = {one.source for one in found.regencies}
    parts = [
        f"{format_number(len(found.regencies))} kabupaten/kota yang punya data",
        f"{format_number(found.villages)} desa dan kelurahan",
        f"data {when}",
        sources.pop() if len(sources) == 1 else f"{len(sources)} sumber",
    ]
    return " · ".join(parts)


def _list(lines: Sequence[Line], parameter: str, *, with_regencies: bool = False) -> str:
    """The first lines, and the others folded away; each leads to its own overview."""
    first = _table(lines[:_SHOWN], parameter, with_regencies=with_regencies)
    if len(lines) <= _SHOWN:
        return first
    more = _table(lines[_SHOWN:], parameter, with_regencies=with_regencies)
    left = format_number(len(lines) - _SHOWN)
    return f'{first}<details class="rb-more"><summary>{left} lagi</summary>{more}</details>'


def _table(lines: Sequence[Line], parameter: str, *, with_regencies: bool) -> str:
    titles = ["Wilayah", "Cakupan", "Aktif", "Berhak", "Belum", *(["Kab/kota"] if with_regencies else [])]
    head = "".join(f"<th>{title}</th>" for title in titles)
    rows = "".join(_row(line, parameter, with_regencies=with_regencies) for line in lines)
    table = f'<table class="rb-village-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="rb-rollup">{table}</div>'


def _row(line: Line, parameter: str, *, with_regencies: bool) -> str:
    counts = line.counts
    figures = [percent_label(counts.share), *map(format_number, (counts.active, counts.eligible, counts.uncovered))]
    if with_regencies:
        figures.append(format_number(line.regencies))
    cells = "".join(f"<td>{figure}</td>" for figure in figures)
    link = f'<a href="/?{parameter}={escape(line.code)}" target="_self">{escape(line.name)}</a>'
    return f"<tr><td>{link}</td>{cells}</tr>"
