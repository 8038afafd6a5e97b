"""The parts of the village page: choosing a village, its groups in words, its pledge."""

from __future__ import annotations

import streamlit as st

from components.ceilings import known_funds
from components.markup import as_text, figure, notice, source_line
from db.engine import Database
from domain.calendar import time_label
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from services.district import District, View, VillagePicture, groups_of
from services.village_funds import village_funds
from services.village_pledge import newest_pledge

_CHOICE = "desa.village"


def choose_village(district: District) -> VillagePicture | None:
    """The village of ``?kode=``, else the first; a list to choose another. None for an unknown code."""
    asked = st.query_params.get("kode")
    codes = [picture.village.code for picture in sorted(district.villages, key=lambda p: p.village.name)]
    names = {p.village.code: f"{p.village.title} · {p.village.subdistrict}" for p in district.villages}
    found = district.find(asked or codes[0])
    st.session_state[_CHOICE] = found.village.code if found else None
    st.selectbox(
        "Desa",
        codes,
        index=0 if found else None,
        format_func=names.__getitem__,
        key=_CHOICE,
        on_change=_go,
        placeholder="Pilih desa",
        label_visibility="collapsed",
    )
    return found


def _go() -> None:
    st.query_params["kode"] = st.session_state[_CHOICE]


def show_groups(database: Database, district: District, picture: VillagePicture) -> None:
    """The largest gap in words."""
    groups = groups_of(database, district.dataset.id, picture.village.code)
    if not groups:
        return
    name, _, counts = max(groups, key=lambda group: group[2].uncovered)
    st.subheader(
        f"Paling banyak belum terlindungi: {as_text(name)}, {format_number(counts.uncovered)} pekerja", anchor=False
    )


def show_pledge(database: Database, seen: View, picture: VillagePicture) -> None:
    """What the village has pledged in this meeting, never called coverage."""
    if seen.meeting is None:
        return
    if not picture.village.is_desa:
        st.html(notice("info", "Kelurahan tidak mempunyai APBDes, jadi tidak ikut berkomitmen."))
        return
    pledge = newest_pledge(database, seen.meeting.id, picture.village.code)
    if pledge is None:
        st.html(source_line(f"Belum ada komitmen untuk APBDes {seen.meeting.budget_year}."))
        return
    shown = [("Komitmen", format_rupiah(pledge.amount_rupiah)), ("Pekerja baru", format_number(pledge.new_workers))]
    if seen.pledges_count:
        shown.append(("Cakupan bila dibayar", percent_label(picture.counts.share_if_paid(pledge.new_workers))))
    figures = "".join(figure(label, value, "pledged") for label, value in shown)
    st.html(f'<div class="rb-figures">{figures}</div>')
    st.html(
        source_line(f"{pledge.text} · revisi {pledge.revision} · {time_label(pledge.created_at)} · {pledge.receipt}")
    )


def show_funds(database: Database, seen: View, picture: VillagePicture, year: int) -> None:
    """What is known of the village's budget for social security; a kelurahan has none."""
    if not picture.village.is_desa:
        return
    st.subheader("Dana yang diketahui", anchor=False)
    st.html(known_funds(village_funds(database, seen, picture.village.code, year)))
