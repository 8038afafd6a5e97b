"""Who is missing: every desa by subdistrict, followed live, with the way into each pledge that stands."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

import streamlit as st

from components import desk_correction, desk_paper
from components.asset_files import read_assets
from components.database import database
from components.desk_words import SHORT_WAYS, count_text, standing_text
from components.markup import figure, notice, source_line
from domain.calendar import time_label
from domain.meeting import Meeting
from domain.money import format_number, format_rupiah
from services.desk import Desk, DeskVillage, desk
from services.identity import FacilitatorCookie

_FILTER = "desk.filter"
_SHOWN = {"all": "Semua", "missing": "Belum", "pledged": "Sudah"}
_EMPTY = {
    "missing": "Semua desa sudah berkomitmen.",
    "pledged": "Belum ada desa yang berkomitmen.",
    "all": "Tidak ada desa dalam rapat ini.",
}
_watch = st.components.v2.component("rembuk.desk_watch", js=read_assets("desk_watch.js"))


def _nothing() -> None:
    """A trigger is only delivered to a component that has a callback for it; the rerun itself is the answer."""


@st.fragment
def village_list(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The villages as they stand now; a pledge redraws only this part, a step of the meeting the whole page."""
    now = desk(database(), facilitator, meeting.id)
    st.session_state.setdefault(_FILTER, "all")
    with st.container(key="desk.top", horizontal=True, vertical_alignment="bottom"):
        st.html(_totals(now), width="content")
        shown = st.segmented_control(
            "Tampilkan",
            list(_SHOWN),
            format_func=_SHOWN.__getitem__,
            key=_FILTER,
            required=True,
            label_visibility="collapsed",
        )
    pressed = desk_paper.unchecked(now, facilitator)
    rows = {"all": now.villages, "missing": now.missing, "pledged": now.pledged}[shown or "all"]
    if not rows:
        st.html(notice("info", _EMPTY[shown or "all"]))
    is_open = now.meeting.state == "open"
    if is_open:
        st.html(source_line("Tekan nama desa untuk isian lengkap: beberapa baris, kelompok pekerja, perangkat desa."))
    pressed = _groups(rows, form_of=now.meeting if is_open else None) or pressed
    # In a list, for the reason that stands in components/tile_map.py.
    _watch(
        key="desk.watch",
        data=[{"meeting": str(meeting.id), "revision": now.meeting.revision, "counter": now.counter}],
        on_changed_change=_nothing,
        height="content",
    )
    if pressed or now.meeting.revision != meeting.revision:
        st.rerun()


def _totals(now: Desk) -> str:
    done, of = len(now.pledged), len(now.villages)
    return (
        f'<div role="status"><h2 class="rb-desk-count">{escape(count_text(done, of))}</h2></div>'
        '<div class="rb-figures rb-desk-figures">'
        f"{figure('Desa yang berkomitmen', f'{done} dari {of}', 'pledged')}"
        f"{figure('Pekerja', format_number(now.workers), 'pledged')}"
        f"{figure('Anggaran yang dijanjikan', format_rupiah(now.amount_rupiah), 'pledged')}</div>"
    )


def _groups(rows: Iterable[DeskVillage], *, form_of: Meeting | None) -> bool:
    """The rows under their subdistricts; whether the way into one of them was pressed.

    `form_of`: the meeting, while its pledges can be changed.
    """
    pressed = False
    with st.container(key="desk.groups"):
        for code, group in groupby(rows, key=lambda row: row.village.subdistrict_code):
            members = list(group)
            done = sum(row.has_pledged for row in members)
            with st.container(key=f"desk.group.{code}"):
                st.html(
                    f'<h3 class="rb-desk-subdistrict">{escape(members[0].village.subdistrict)} '
                    f"<span>{done} dari {len(members)} sudah</span></h3>"
                )
                for row in members:
                    pressed = _row(row, form_of) or pressed
    return pressed


def _row(row: DeskVillage, form_of: Meeting | None) -> bool:
    code = row.village.code
    with st.container(key=f"desk.row.{code}", horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.html(_row_text(row, form_of), width="stretch")
        if not (row.has_pledged and form_of):
            return False
        key = f"desk.change.{code}"
        return st.button("Ubah", key=key, type="tertiary", on_click=desk_correction.begin, args=(row,))


def _row_text(row: DeskVillage, form_of: Meeting | None) -> str:
    pledge, name = row.pledge, escape(row.village.name)
    if form_of:
        name = f'<a href="/komitmen?desa={row.village.code}&rapat={form_of.id}" target="_self">{name}</a>'
    if pledge is None or not row.has_pledged:
        withdrawn = f"ditarik {time_label(pledge.created_at)} · revisi {pledge.revision}" if pledge else ""
        unsent = f"mengisi, belum dikirim {time_label(row.unsent_since)}" if row.unsent_since else ""
        return (
            '<div class="rb-desk-row"><span class="rb-desk-mark">○ belum</span>'
            f'<span class="rb-desk-name">{name}</span><span></span><span></span>'
            f'<span class="rb-desk-way">{escape(unsent or withdrawn)}</span></div>'
        )
    way = f"{SHORT_WAYS.get(pledge.way, pledge.way)} {time_label(pledge.created_at)} · r{pledge.revision}"
    if row.unsent_since:
        way = f"mengubah, belum dikirim {time_label(row.unsent_since)}"
    is_unchecked = row.paper_checked is False
    marks = "rb-desk-row rb-desk-done rb-desk-unchecked" if is_unchecked else "rb-desk-row rb-desk-done"
    return (
        f'<div class="{marks}" title="{escape(standing_text(row))}">'
        f'<span class="rb-desk-mark">✓ sudah</span><span class="rb-desk-name">{name}</span>'
        f'<span class="rb-desk-workers">{format_number(pledge.workers)} pekerja</span>'
        f'<span class="rb-desk-amount">{format_rupiah(pledge.amount_rupiah)}</span>'
        f'<span class="rb-desk-way">{escape(desk_paper.UNCHECKED if is_unchecked else way)}</span></div>'
    )
