"""Who this session is: a card code, typed or from a cookie; a facilitator's cookie; or neither.

What is remembered in the session is only what the browser showed; every service asks anew
whether it is still good.
"""

from __future__ import annotations

import streamlit as st

from components.asset_files import read_assets
from components.database import clock, database, guessing, settings
from db.engine import DatabaseUnavailable
from domain.refusal import Refused
from services.guessing import TOO_MANY
from services.identity import REPLACED_CARD, UNKNOWN_CODE, CardCode, FacilitatorCookie
from services.sign_in import is_signed_in

CARD_COOKIE = "rembuk_card"
FACILITATOR_COOKIE = "rembuk_facilitator"
REFUSED_IN_ADDRESS = "kartu"
REFUSALS = {"identity.card_code": "salah", "identity.card_replaced": "diganti", "identity.too_many": "tunggu"}
"""What stands in the address, instead of the code, after a card's link was refused."""

DESK_CLOSED = (
    "Halaman ini untuk fasilitator. Buka tautan fasilitator yang dicetak di jendela tempat program dijalankan."
)
DESK_ENDED = (
    "Halaman ini untuk fasilitator. Masuk Anda sudah berakhir atau dicabut: "
    "buka lagi tautan fasilitator Anda, atau minta tautan baru."
)
_SENTENCES = {"salah": UNKNOWN_CODE, "diganti": REPLACED_CARD, "tunggu": TOO_MANY}
_CARD = "access.card"
_CARD_REFUSED = "access.card_refused"
_TYPED_HERE = "access.card_typed_here"
_FACILITATOR = "access.facilitator"
_HERE = "127.0.0.1"
_card_cookie = st.components.v2.component("rembuk.card_cookie", js=read_assets("card_cookie.js"))


def card() -> CardCode | None:
    """The card of this session: as it was typed here, else as remembered, else from the cookie.

    A code in the address is taken out of it, right or wrong: this screen may be projected.
    """
    state, address = st.session_state, st.query_params
    refused = address.get(REFUSED_IN_ADDRESS)
    if in_address := address.get("k"):
        del address["k"]
        enter_card(in_address)
    elif refused is not None:
        del address[REFUSED_IN_ADDRESS]
        state[_CARD], state[_CARD_REFUSED] = "", _SENTENCES.get(refused, UNKNOWN_CODE)
    elif _CARD not in state:
        state[_CARD] = ""
        if kept := st.context.cookies.get(CARD_COOKIE):
            _let_in(kept)
    return CardCode(state[_CARD]) if state[_CARD] else None


def enter_card(typed: str) -> None:
    """Take a code that was typed into this session, if it is right; else `card_refusal` says why not."""
    _let_in(typed)
    st.session_state[_TYPED_HERE] = bool(st.session_state[_CARD])


def card_refusal() -> str:
    """Why the card that was shown last was not taken; nothing where it was, or where none was shown."""
    return str(st.session_state.get(_CARD_REFUSED, ""))


def keep_card() -> None:
    """Let the browser exchange a code that was typed in this session for the cookie that a card's link gets."""
    if st.session_state.get(_TYPED_HERE):
        # In a list, for the reason that stands in components/tile_map.py.
        _card_cookie(key="card_cookie", data=[{"code": st.session_state[_CARD]}], height="content")


def _let_in(typed: str) -> None:
    code, refused = "", ""
    try:
        code = guessing().let_in(typed, str(st.context.ip_address or _HERE)).typed
    except (Refused, DatabaseUnavailable) as refusal:
        refused = str(refusal)
    st.session_state[_CARD], st.session_state[_CARD_REFUSED] = code, refused


def facilitator() -> FacilitatorCookie | None:
    """The facilitator's credential, if this session is signed in at this moment."""
    if _FACILITATOR not in st.session_state:
        st.session_state[_FACILITATOR] = st.context.cookies.get(FACILITATOR_COOKIE, "")
    value = st.session_state[_FACILITATOR]
    if not value:
        return None
    shown = FacilitatorCookie(value, settings(), clock())
    try:
        return shown if is_signed_in(database(), shown) else None
    except DatabaseUnavailable:
        return None  # the page itself finds out, and says it


def why_no_facilitator() -> str:
    """What a visitor of the desk who is not signed in is told: how to come in, or to come in again."""
    return DESK_ENDED if st.session_state.get(_FACILITATOR) else DESK_CLOSED
