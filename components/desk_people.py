"""People on the desk: who else may run meetings, and a new card for a village that has lost its own."""

from __future__ import annotations

from uuid import UUID, uuid4

import streamlit as st

from components.database import clock, database
from components.join import base_url, qr_image
from components.markup import as_text, figure, notice, source_line
from db.engine import DatabaseUnavailable
from domain.calendar import WIB, date_label
from domain.card_codes import shown_code
from domain.meeting import Meeting
from domain.refusal import Refused
from services.card_list import IssuedCard, card_list
from services.facilitators import (
    LONGEST_NAME,
    FacilitatorLink,
    add_facilitator,
    list_facilitators,
    new_token,
    revoke_facilitator,
)
from services.identity import FacilitatorCookie
from services.reissue_card import reissue_card
from services.sign_in import signed_in_as

NOT_ON_SCREEN = "Jangan ditampilkan di layar."
_NAME, _NEW_ID, _LINK, _SURE, _VILLAGE, _CARD, _REFUSAL = (
    f"desk.people.{name}" for name in ("name", "new_id", "link", "sure", "village", "card", "refusal")
)


def people_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """Facilitators with a link of their own, and the exchange of a lost card; links and codes are shown once."""
    reason = st.session_state.pop(_REFUSAL, None)
    if reason:
        st.html(notice("error", reason))
    st.subheader("Fasilitator", anchor=False)
    st.html(source_line(f"Anda masuk sebagai: {signed_in_as(database(), facilitator)}."))
    _new_link()
    _everybody(facilitator)
    _add_form(facilitator)
    st.subheader("Kartu desa yang hilang", anchor=False)
    _new_card()
    _lost_card(meeting, facilitator)


def _new_link() -> None:
    made: FacilitatorLink | None = st.session_state.get(_LINK)
    if made is None:
        return
    link = base_url() + made.path
    with st.container(border=True):
        st.html(notice("warning", f"Tautan {made.facilitator.name}; hanya tampil sekali. {NOT_ON_SCREEN}"))
        left, right = st.columns([1, 3])
        left.html(qr_image(link))
        right.code(link, language=None, wrap_lines=True)
        right.button("Sudah disimpan", key="desk.people.link_done", on_click=_forget, args=(_LINK,))


def _everybody(facilitator: FacilitatorCookie) -> None:
    in_force = [one for one in list_facilitators(database(), facilitator) if one.revoked_at is None]
    if not in_force:
        st.html(source_line("Belum ada fasilitator dengan tautan sendiri; semua memakai tautan program."))
    for one in in_force:
        since = date_label(one.created_at.astimezone(WIB).date())
        with st.container(horizontal=True, vertical_alignment="center", key=f"desk.people.row.{one.id}"):
            st.markdown(f"**{as_text(one.name)}**  \nsejak {since}", width="stretch")
            if st.session_state.get(_SURE) == one.id:
                st.button(
                    "Ya, cabut sekarang", key=f"desk.people.revoke.{one.id}", type="primary",
                    on_click=_revoke, args=(one.id, facilitator),
                )  # fmt: skip
                st.button("Batal", key=f"desk.people.keep.{one.id}", on_click=_forget, args=(_SURE,))
            else:
                st.button(
                    "Tautan baru", key=f"desk.people.renew.{one.id}", on_click=_renew, args=(one.id, facilitator),
                    help="Tautan lama berakhir, dan perambannya keluar.",
                )  # fmt: skip
                st.button("Cabut", key=f"desk.people.ask.{one.id}", on_click=_ask, args=(one.id,))


def _add_form(facilitator: FacilitatorCookie) -> None:
    st.session_state.setdefault(_NEW_ID, uuid4())
    with st.form("desk.people.add", border=False):
        st.text_input("Nama fasilitator baru", key=_NAME, max_chars=LONGEST_NAME, autocomplete="off")
        st.form_submit_button(
            "Buat tautan", key="desk.people.make", on_click=_add, args=(st.session_state[_NEW_ID], facilitator)
        )


def _new_card() -> None:
    card: IssuedCard | None = st.session_state.get(_CARD)
    if card is None:
        return
    with st.container(border=True):
        st.html(notice("success", f"Kartu baru Desa {card.name}. Kartu lamanya tidak berlaku lagi. {NOT_ON_SCREEN}"))
        left, right = st.columns([1, 3])
        left.html(qr_image(f"{base_url()}/komitmen?k={card.code}"))
        right.html(figure("Kode kartu", shown_code(card.code)))
        right.button("Sudah disalin", key="desk.people.card_done", on_click=_forget, args=(_CARD,))


def _lost_card(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    issues = {card.village_code: card for card in card_list(meeting, database(), facilitator)}
    st.selectbox(
        "Desa",
        list(issues),
        index=None,
        format_func=lambda code: f"{issues[code].name} · {issues[code].subdistrict}",
        key=_VILLAGE,
        placeholder="Pilih desa yang kehilangan kartunya",
    )
    chosen = issues.get(st.session_state[_VILLAGE] or "")
    st.button(
        "Ganti kartu",
        key="desk.people.reissue",
        disabled=chosen is None,
        on_click=_reissue,
        args=(meeting, chosen, facilitator),
        help="Kode lama langsung tidak berlaku, juga di ponsel yang sedang memakainya.",
    )


def _forget(key: str) -> None:
    st.session_state.pop(key, None)


def _ask(facilitator_id: UUID) -> None:
    st.session_state[_SURE] = facilitator_id


def _add(facilitator_id: UUID, facilitator: FacilitatorCookie) -> None:
    name = st.session_state[_NAME]
    if not name.strip() and _LINK in st.session_state:
        return  # the second press of two; the first has emptied the field
    try:
        made = add_facilitator(name, database(), clock(), facilitator, facilitator_id=facilitator_id)
    except (Refused, DatabaseUnavailable) as refusal:
        if not (isinstance(refusal, Refused) and refusal.code == "facilitator.repeated"):
            st.session_state[_REFUSAL] = str(refusal)
        return
    st.session_state[_LINK], st.session_state[_NAME] = made, ""
    st.session_state.pop(_NEW_ID, None)


def _renew(facilitator_id: UUID, facilitator: FacilitatorCookie) -> None:
    try:
        st.session_state[_LINK] = new_token(facilitator_id, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)


def _revoke(facilitator_id: UUID, facilitator: FacilitatorCookie) -> None:
    _forget(_SURE)
    try:
        revoke_facilitator(facilitator_id, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    shown: FacilitatorLink | None = st.session_state.get(_LINK)
    if shown and shown.facilitator.id == facilitator_id:
        _forget(_LINK)


def _reissue(meeting: Meeting, lost: IssuedCard, facilitator: FacilitatorCookie) -> None:
    try:
        card = reissue_card(meeting.id, lost.village_code, lost.issue, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        return
    st.session_state[_CARD], st.session_state[_VILLAGE] = card, None
