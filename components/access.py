"""Who this session is: a card code in the address or a cookie, a facilitator's cookie, or neither.

What is remembered in the session is only what the browser showed; every service asks anew
whether it is still good.
"""

from __future__ import annotations

import streamlit as st

from components.database import settings
from domain.card_codes import MOST_TYPED
from services.facilitator_token import is_facilitator_cookie
from services.identity import CardCode, FacilitatorCookie

CARD_COOKIE = "rembuk_card"
FACILITATOR_COOKIE = "rembuk_facilitator"
_CARD = "access.card"
_FACILITATOR = "access.facilitator"


def card() -> CardCode | None:
    """The card code of this session: from the address, else as remembered, else from the cookie."""
    in_address = st.query_params.get("k")
    if in_address:
        st.session_state[_CARD] = in_address[: MOST_TYPED + 1]
    elif _CARD not in st.session_state:
        st.session_state[_CARD] = st.context.cookies.get(CARD_COOKIE, "")
    typed = st.session_state[_CARD]
    return CardCode(typed) if typed else None


def remember_card(typed: str) -> None:
    """Keep a typed code: in the address, where the next reload exchanges it for a cookie."""
    st.session_state[_CARD] = typed
    st.query_params["k"] = typed


def facilitator() -> FacilitatorCookie | None:
    """The facilitator's credential, if this session has a valid one."""
    if _FACILITATOR not in st.session_state:
        st.session_state[_FACILITATOR] = st.context.cookies.get(FACILITATOR_COOKIE, "")
    value = st.session_state[_FACILITATOR]
    if not value:
        return None
    return FacilitatorCookie(value, settings()) if is_facilitator_cookie(settings(), value) else None
