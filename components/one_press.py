"""One press makes one thing, also when it was a double click."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

import streamlit as st

_ONE_PRESS_SECONDS = 2


def id_of_next(form: str) -> UUID:
    """The id of what the form makes; kept a moment after that, because a double click is one press."""
    key, made_at = f"{form}.new_id", st.session_state.get(f"{form}.made_at")
    if key not in st.session_state or (made_at is not None and time.monotonic() - made_at > _ONE_PRESS_SECONDS):
        st.session_state[key], st.session_state[f"{form}.made_at"] = uuid4(), None
    return st.session_state[key]


def made_now(form: str) -> None:
    """The form has made it; its id is soon spent."""
    st.session_state[f"{form}.made_at"] = time.monotonic()
