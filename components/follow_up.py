"""What became of the pledges: the finding, the list of villages with their stages, the agenda and the calendar."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from components import frame
from components.addenda import published_addenda
from components.database import clock, database
from components.follow_up_markup import calendar_row, village_row
from components.markup import Part, Role, figure, notice, source_line
from components.scenario_facts import links
from domain.calendar import date_label
from domain.follow_up_status import Filter
from domain.follow_up_step import STAGE_LABELS, STAGES
from domain.meeting import Meeting
from domain.money import format_number, format_rupiah_short
from services.budget_dates import budget_calendar
from services.district import View
from services.follow_up import FollowUp, follow_up, followed_meetings, own_village, previous_follow_up
from services.identity import CardCode

NOTHING_YET = (
    "Tindak lanjut mulai setelah sebuah rapat ditutup: komitmen yang dibekukan diikuti sampai pekerjanya aktif."
)
NO_PLEDGE = "Tidak ada desa yang berkomitmen dalam rapat ini, jadi tidak ada yang diikuti."
_MEETING, _FILTER = "follow_up.meeting", "follow_up.filter"
_FILTERS: dict[Filter, str] = {
    "all": "Semua",
    "open": "Terbuka",
    "overdue": "Terlambat",
    "lapsing": "Berhenti dibayar",
}
_NONE: dict[Filter, str] = {
    "all": NO_PLEDGE,
    "open": "Tidak ada yang terbuka: semua dipenuhi sejauh ini.",
    "overdue": "Tidak ada yang terlambat menurut tanggal yang diketahui sesudah komitmen.",
    "lapsing": "Tidak ada pembayaran yang berakhir bulan ini atau sudah berakhir.",
}
KEPT_MEANS = (
    "Dipenuhi: setiap bulan komitmen yang sudah lewat, dan bulan pertamanya, dibayar untuk paling sedikit jumlah "
    "pekerja yang dijanjikan. Sebagian: dianggarkan, didaftar, atau dibayar sebagian. Belum: paling jauh direncanakan."
)


def own(card: CardCode | None) -> tuple[UUID, str] | None:
    """The meeting and village that this session's card is for."""
    return own_village(database(), card) if card else None


def choose(seen: View, own_card: tuple[UUID, str] | None) -> FollowUp | None:
    """Of the meeting that is asked for, else the card's, else the last one; a list where there are several."""
    meetings = {found.id: found for found in followed_meetings(database(), _regency(seen))}
    if not meetings:
        return None
    wanted = [frame.asked_meeting(), own_card[0] if own_card else None, *meetings]
    shown = next(one for one in wanted if one in meetings)
    assert shown is not None
    if len(meetings) > 1:
        st.session_state[_MEETING] = shown
        st.selectbox(
            "Rapat",
            list(meetings),
            format_func=lambda one: f"{meetings[one].title} · {date_label(meetings[one].held_on)}",
            key=_MEETING,
            on_change=_go,
            label_visibility="collapsed",
        )
    return follow_up(database(), clock(), shown)


def _regency(seen: View) -> str | None:
    return seen.meeting.regency_code if seen.meeting else None


def _go() -> None:
    st.query_params["rapat"] = str(st.session_state[_MEETING])


def other_meeting(seen: View, found: FollowUp) -> None:
    """Say that the address asks for a meeting that is still going on."""
    if seen.meeting and seen.meeting.id == frame.asked_meeting() and seen.meeting.id != found.meeting.id:
        st.html(notice("info", f"{seen.meeting.title} belum ditutup; ini tindak lanjut {found.meeting.title}."))


def finding(found: FollowUp) -> list[Part]:
    """The sentence that the next meeting opens with."""
    if not found.villages:
        return ["Tidak ada komitmen untuk diikuti"]
    start, counted = found.summary.text.split(": ", 1)
    kept, partly, rest = counted.split(", ", 2)
    return [f"{start}: ", (kept, "exists"), ", ", (partly, "pledged"), f", {rest}."]


def figures(found: FollowUp) -> None:
    """The money at each stage, how many villages have reached which, and since when."""
    if found.villages:
        lines = found.lines
        shown: tuple[tuple[str, int, Role], ...] = (
            ("Dijanjikan", sum(line.pledged.line.amount_rupiah for line in lines), "plain"),
            ("Dianggarkan", sum(line.budgeted_rupiah for line in lines), "pledged"),
            ("Dibayar", sum(line.paid_rupiah for line in lines), "exists"),
        )
        cells = "".join(figure(label, format_rupiah_short(amount), role) for label, amount, role in shown)
        st.html(f'<div class="rb-figures rb-follow-money">{cells}</div>')
        st.html(source_line(f"Desa yang mencatat tahap itu: {_stage_counts(found)}."))
    when = f"Rapat {date_label(found.meeting.held_on)} · {found.meeting.stage} {found.meeting.budget_year}"
    st.html(source_line(f"{when} · dilihat {date_label(found.today)} · {_data(found)}"))
    published_addenda(found.meeting)


def _stage_counts(found: FollowUp) -> str:
    return ", ".join(
        f"{STAGE_LABELS[stage].lower()} "
        f"{sum(any(line.state_of(stage) == 'done' for line in village.state.lines) for village in found.villages)}"
        for stage in STAGES
    )


def _data(found: FollowUp) -> str:
    if found.newer:
        return f"aktif dibandingkan dengan data {found.newer.month.label}, {found.newer.source_label}"
    since = f" setelah {found.frozen_month.label}" if found.frozen_month else ""
    return f"belum ada data kepesertaan yang lebih baru{since}: tahap aktif belum dapat dibandingkan"


def choose_filter(found: FollowUp) -> Filter:
    """Which villages are listed; each choice says how many there are."""
    counts = {one: sum(v.state.shown_in(one) for v in found.villages) for one in _FILTERS}
    return st.segmented_control(
        "Tampilkan",
        list(_FILTERS),
        format_func=lambda one: f"{_FILTERS[one]} ({format_number(counts[one])})",
        key=_FILTER,
        default="all",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )


def listing(found: FollowUp, chosen: Filter) -> None:
    """The villages, a row each; what was recorded opens under it."""
    shown = [village for village in found.villages if village.state.shown_in(chosen)]
    if not shown:
        st.html(notice("info", _NONE[chosen]))
        return
    rows = "".join(village_row(village) for village in shown)
    st.html(f'<div class="rb-follow-list">{rows}</div>')
    if chosen == "all" and found.without:
        st.html(source_line(f"Tidak berkomitmen: {', '.join(found.without)}."))
    st.html(source_line(KEPT_MEANS))


def agenda(found: FollowUp) -> None:
    """The open ones as text to copy into an invitation."""
    with st.expander("Agenda rapat berikutnya (teks untuk disalin)"):
        st.code(found.agenda, language=None, wrap_lines=True)


def calendar(found: FollowUp) -> None:
    """The dates that count, each with its basis and how sure it is."""
    with st.expander("Kalender anggaran desa: tanggal, dasar, dan keyakinan"):
        rows = budget_calendar(database(), found.meeting.budget_year)
        st.html("".join(calendar_row(row, found.meeting.budget_year) for row in rows))
        st.html(
            source_line(
                "Hanya tanggal sesudah komitmen yang dapat membuat terlambat. Tanggal lain ditetapkan fasilitator di "
                "laptop: python -m db follow-up set-date."
            )
        )


def before_this_meeting(coming: Meeting) -> None:
    """On the desk of a meeting that is prepared: how the pledges of the one before it stand."""
    if coming.state != "draft":
        return
    found = previous_follow_up(database(), clock(), coming)
    if found and found.villages:
        st.html(notice("info", f"Tindak lanjut rapat {date_label(found.meeting.held_on)}: {found.summary.text}."))
        st.html(links(("Buka tindak lanjut dan agendanya", f"/tindak-lanjut?rapat={found.meeting.id}")))
