"""What is printed from the desk, and the address that stands on it."""

from __future__ import annotations

import streamlit as st

from components.database import clock, database
from components.join import base_url, found_url, is_reachable
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.meeting import Meeting
from domain.refusal import Refused
from services.card_list import IssuedCard, card_list
from services.card_prints import PrintCards, print_attendance_list, print_cards
from services.hall_address import LONGEST_NAME, LONGEST_URL, HallAddress, change_hall_address, hall_address
from services.identity import FacilitatorCookie

_ADDRESS, _WIFI, _SAID, _ONE = "desk.print.address", "desk.print.wifi", "desk.print.said", "desk.print.one"
ALL = ""


def print_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The cards and the list to sign, each PDF made when it is asked for; and the address that stands on them."""
    said: tuple[bool, str] | None = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice("success" if said[0] else "error", said[1]))
    st.subheader("Cetak", anchor=False)
    cards = {card.village_code: card for card in card_list(meeting, database(), facilitator)}
    st.selectbox("Kartu untuk", [ALL, *cards], format_func=lambda code: _label(cards.get(code), len(cards)), key=_ONE)
    chosen: str = st.session_state[_ONE] or ALL
    address = HallAddress(base_url(), hall_address(database()).wifi_name)
    with st.container(key="desk.print.files", horizontal=True):
        st.download_button(
            "Kartu desa (PDF)",
            lambda: print_cards(PrintCards(meeting.id, address, [chosen] if chosen else ()), database(), facilitator),
            file_name="kartu-desa.pdf",
            mime="application/pdf",
            key="desk.print.cards",
            on_click="ignore",
        )
        st.download_button(
            "Daftar hadir (PDF)",
            lambda: print_attendance_list(meeting.id, database(), facilitator),
            file_name="daftar-hadir.pdf",
            mime="application/pdf",
            key="desk.print.attendance",
            on_click="ignore",
        )
    st.html(
        source_line(
            f"Alamat di kartu: {address.base_url}. Delapan kartu selembar A4; gunting di garis titik-titik. "
            "Kartu adalah kunci desa."
        )
    )
    _address(facilitator)


def _label(card: IssuedCard | None, count: int) -> str:
    return f"{card.name} · {card.subdistrict}" if card else f"Semua desa ({count})"


def _address(facilitator: FacilitatorCookie) -> None:
    st.subheader("Alamat di kartu dan layar", anchor=False)
    if not is_reachable():
        st.html(notice("warning", "Laptop ini tidak di jaringan mana pun: ponsel belum dapat membuka alamatnya."))
    now = hall_address(database())
    st.session_state.setdefault(_ADDRESS, now.base_url)
    st.session_state.setdefault(_WIFI, now.wifi_name)
    with st.form("desk.print.form", border=False):
        st.text_input("Alamat, kosong: ditemukan sendiri", key=_ADDRESS, max_chars=LONGEST_URL, placeholder=found_url())
        st.text_input("Nama Wi-Fi ruang rapat (boleh kosong)", key=_WIFI, max_chars=LONGEST_NAME)
        st.form_submit_button("Simpan alamat", key="desk.print.save", on_click=_save, args=(facilitator,))
    st.html(source_line(f"Sekarang dipakai: {base_url()}"))


def _save(facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    try:
        kept = change_hall_address(state[_ADDRESS], state[_WIFI], database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refusal:
        state[_SAID] = (False, str(refusal))
        return
    state[_ADDRESS], state[_WIFI] = kept.base_url, kept.wifi_name
    state[_SAID] = (True, "Alamat tersimpan. Kartu yang sudah dicetak memakai alamat yang lama.")
