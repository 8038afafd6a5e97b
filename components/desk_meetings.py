"""The meetings on the desk: which one, its next step, its cards, a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import streamlit as st

from components import desk_paper
from components.database import automatic_backups, clock, database
from components.join import base_url, qr_image
from components.markup import notice, source_line
from components.one_press import id_of_next, made_now
from db.engine import DatabaseUnavailable
from domain.calendar import WIB, date_label
from domain.card_codes import shown_code
from domain.meeting import Meeting, date_warning, require_publishable
from domain.refusal import Refused
from services import change_meeting
from services.card_list import card_list
from services.create_meeting import LONGEST_TITLE, CreateMeeting, create_meeting
from services.identity import FacilitatorCookie
from services.meetings_overview import known_meetings

_REFUSAL = "desk.refusal"
_SURE_FOR = "desk.sure_for"
_FORM = "desk"
_TITLE, _DATE, _YEAR, _TARGET = (f"desk.{name}" for name in ("title", "date", "year", "target"))

CLOSING = (
    "Menutup rapat: komitmen tidak diterima lagi dan hasilnya dibekukan. "
    "Sampai hasilnya diterbitkan, rapat dapat dibuka kembali dengan alasan."
)
PUBLISHING = (
    "Menerbitkan hasil: berita acaranya terbuka untuk umum, rapat tidak dapat dibuka kembali, "
    "dan perubahan sesudah ini dicatat sebagai adendum."
)


def show_refusal() -> None:
    """Why the last press was refused, and why there is no automatic backup."""
    problem = automatic_backups().problem
    if problem:
        st.html(notice("warning", problem))
    reason = st.session_state.pop(_REFUSAL, None)
    if reason:
        st.html(notice("error", reason))


def attempt(step: Callable[..., Meeting], *args: object) -> None:
    """Take a step of a meeting and show that meeting; where it is refused, keep the reason for `show_refusal`."""
    try:
        changed = step(*args)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    st.query_params["rapat"] = str(changed.id)


def meeting_list(shown: Meeting | None) -> None:
    """All meetings, to choose from where there are several, or where the address names none of them."""
    meetings = known_meetings(database())
    if not meetings:
        st.html(notice("info", "Belum ada rapat. Isi formulir di bawah untuk membuat rapat pertama."))
        return
    if shown is None:
        st.html(notice("warning", "Rapat di alamat ini tidak ada. Pilih dari daftar."))
    elif len(meetings) < 2:
        return
    labels = _labels(meetings)
    st.session_state["desk.choice"] = str(shown.id) if shown else None
    st.selectbox(
        "Rapat",
        list(labels),
        index=0 if shown else None,
        format_func=labels.__getitem__,
        key="desk.choice",
        placeholder="Pilih rapat",
        on_change=_choose,
    )


def _labels(meetings: Iterable[Meeting]) -> dict[str, str]:
    """Each meeting in words, by its id; those that read alike also get the first signs of it."""
    plain = {str(m.id): f"{m.title} · {date_label(m.held_on)} · {m.state_label}" for m in meetings}
    times = Counter(plain.values())
    return {key: text if times[text] == 1 else f"{text} ({key[:4]})" for key, text in plain.items()}


def _choose() -> None:
    if chosen := st.session_state["desk.choice"]:
        st.query_params["rapat"] = chosen


def steps(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The one step that comes next; closing and publishing ask twice, because they freeze the result."""
    if meeting.state == "draft":
        if warning := date_warning(meeting, clock()().astimezone(WIB).date()):
            st.html(notice("warning", warning))
        _step_button("Buka rapat", "desk.open", change_meeting.open_meeting, meeting.id, facilitator)
    elif meeting.state == "open":
        st.html(source_line(CLOSING))
        sure = _tick(meeting, desk_paper.closing_label(meeting, facilitator), "desk.sure")
        close = change_meeting.close_meeting
        _step_button("Tutup rapat", "desk.close", close, meeting.id, facilitator, disabled=not sure)
    elif meeting.state == "closed":
        st.html(notice("success", "Rapat sudah ditutup dan hasilnya dibekukan."))
        _publishing(meeting, facilitator)
    else:
        st.html(notice("success", "Hasil rapat sudah diterbitkan. Perubahan sesudah ini dicatat sebagai adendum."))


def _publishing(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    try:
        require_publishable(meeting)
    except Refused as refusal:
        st.html(notice("info", refusal.reason))
        return
    st.html(source_line(PUBLISHING))
    sure = _tick(meeting, "Hasilnya sudah diperiksa; terbitkan untuk umum", "desk.publish.sure")
    publish = change_meeting.publish_meeting
    _step_button("Terbitkan hasil", "desk.publish", publish, meeting.id, facilitator, disabled=not sure)


def _tick(meeting: Meeting, label: str, key: str) -> bool:
    """A tick is for the meeting and the step that it was set on."""
    if st.session_state.get(_SURE_FOR) != (meeting.id, key):
        st.session_state[_SURE_FOR], st.session_state[key] = (meeting.id, key), False
    return st.checkbox(label, key=key)


def _step_button(
    label: str,
    key: str,
    step: Callable[..., Meeting],
    meeting_id: UUID,
    facilitator: FacilitatorCookie,
    *,
    disabled: bool = False,
) -> None:
    args = (step, meeting_id, database(), clock(), facilitator)
    st.button(label, key=key, type="primary", on_click=attempt, args=args, disabled=disabled)


def cards(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The card codes, hidden until asked for, because this screen may be projected."""
    if not st.toggle("Tampilkan kode kartu (jangan di layar)", key="desk.show_codes"):
        return
    rows = card_list(meeting, database(), facilitator)
    st.dataframe(
        [
            {
                "Desa": card.name,
                "Kecamatan": card.subdistrict,
                "Kode kartu": shown_code(card.code),
                "Tautan": f"{base_url()}/komitmen?k={card.code}",
            }
            for card in rows
        ],
        hide_index=True,
        height="content",
        column_config={"Tautan": st.column_config.LinkColumn()},
    )
    chosen = st.selectbox(
        "Kartu QR untuk desa", [card.name for card in rows], key="desk.qr", index=None, placeholder="Pilih desa"
    )
    for card in rows:
        if card.name == chosen:
            st.html(qr_image(f"{base_url()}/komitmen?k={card.code}"))


def new_meeting(facilitator: FacilitatorCookie, *, has_data: bool) -> None:
    """Create a meeting; everything has a default but the target, which nobody may invent."""
    if not has_data:
        st.html(notice("info", "Rapat baru dapat dibuat setelah data kepesertaan dimuat."))
        return
    today = clock()().astimezone(WIB).date()
    id_of_next(_FORM)
    with st.expander("Buat rapat baru"), st.form("desk.new", border=False):
        st.text_input("Judul (boleh kosong)", key=_TITLE, max_chars=LONGEST_TITLE)
        st.date_input("Tanggal", value=today, key=_DATE, format="DD/MM/YYYY")
        st.number_input("Tahun anggaran", today.year, today.year + 5, value=today.year + 1, key=_YEAR)
        st.number_input(
            "Target cakupan (%), kosong bila belum ditetapkan", 1.0, 100.0, value=None, step=1.0, key=_TARGET
        )
        st.form_submit_button("Buat rapat", key="desk.create", on_click=_create, args=(facilitator,))


def _create(facilitator: FacilitatorCookie) -> None:
    target: float | None = st.session_state[_TARGET]
    held_on: date = st.session_state[_DATE]
    command = CreateMeeting(
        meeting_id=id_of_next(_FORM),
        title=st.session_state[_TITLE],
        held_on=held_on,
        budget_year=int(st.session_state[_YEAR]),
        target_points=None if target is None else round(target * 100),
    )
    attempt(_make, command, facilitator)


def _make(command: CreateMeeting, facilitator: FacilitatorCookie) -> Meeting:
    made = create_meeting(command, database(), clock(), facilitator)
    made_now(_FORM)
    return made


def sign_out() -> None:
    """Leave the desk on this browser."""
    st.html('<p class="rb-source"><a href="/keluar" target="_self">Keluar dari meja fasilitator</a></p>')
