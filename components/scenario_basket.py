"""Which scenarios stand next to each other: the address says it (``?s=a,b``), else what this session has collected."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.join import base_url
from domain.scenario import LONGEST_PASTED, MOST_COMPARED

BASKET = "simulasi.basket"
_SAID = "simulasi.basket.said"
DROPPED = f"Perbandingan memuat paling banyak {MOST_COMPARED} simulasi; yang paling lama dikeluarkan."


def asked_ids() -> tuple[str, ...]:
    """What ``?s=`` names, each once, as it was typed: whether it is an id is for the service to say."""
    return tuple(dict.fromkeys(part for part in _asked().split(",") if part))


def wants_comparison() -> bool:
    """Whether the address names a comparison: several ids, or one (or none) with a comma after it."""
    return "," in _asked()


def _asked() -> str:
    return st.query_params.get("s", "").strip()[:LONGEST_PASTED]


def basket() -> tuple[str, ...]:
    """The ids that this session compares, the oldest first."""
    return tuple(st.session_state.get(BASKET, ()))


def put(ids: Sequence[str]) -> None:
    """Compare these; where they are too many the oldest drop out, and the next run says so."""
    kept = list(dict.fromkeys(ids))
    if len(kept) > MOST_COMPARED:
        st.session_state[_SAID] = DROPPED
    st.session_state[BASKET] = kept[-MOST_COMPARED:]


def add(scenario_id: str) -> None:
    """One more; one that is there already stays where it is."""
    put([*basket(), scenario_id])


def show() -> None:
    """Put the comparison into the address; the page that reads it draws it."""
    ids = basket()
    st.query_params["s"] = ",".join(ids) if len(ids) > 1 else f"{''.join(ids)},"


def leave() -> None:
    """Back to simulating."""
    st.query_params.pop("s", None)


def take_said() -> str:
    """What the last change of the basket has to say, once."""
    return st.session_state.pop(_SAID, "")


def address_of(*ids: str) -> str:
    """The link that means these scenarios for ever, as phones in the hall can open it."""
    return f"{base_url()}/simulasi?s={','.join(ids)}"
