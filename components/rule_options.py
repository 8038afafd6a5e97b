"""What two of the rules ask for besides: weights, and how much the regency adds to a pledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from components.markup import as_text, notice, source_line
from domain.plan import RegencyPlan
from services.district import District
from services.group_needs import GroupNeed, group_names

WEIGHTS_BY, OWN_WEIGHTS, EDITOR = (f"simulasi.kab.{name}" for name in ("weights_by", "own_weights", "weights_editor"))
PER_PLEDGED, CAP = (f"simulasi.kab.{name}" for name in ("per_pledged", "cap"))
_OWN = "own"
_TYPED = "simulasi.kab.weights_typed"
_NONE = "Semua bobot 0, jadi semua desa dihitung berbobot 1. Isi bobot paling sedikit satu desa."


def with_options(plan: RegencyPlan, district: District, groups: tuple[GroupNeed, ...], pledged: int) -> RegencyPlan:
    """The plan with the weights and the match of the fields, which are drawn for the rule that is chosen."""
    state = st.session_state
    names = group_names(groups)
    state.setdefault(PER_PLEDGED, "1")
    state.setdefault(CAP, 100)
    if state.get(WEIGHTS_BY) not in {*names, _OWN}:
        state[WEIGHTS_BY] = _largest_group(groups) or _OWN
    if plan.rule == "weighted":
        _ask_weights(names)
    if plan.rule == "matching":
        _ask_match(pledged)
    chosen = state[WEIGHTS_BY]
    if chosen == _OWN:
        weights = _own_weights(district, draw=plan.rule == "weighted")
    else:
        weights = weights_by_group(groups, chosen, {place.village.code for place in district.desa})
    if not any(float(weight) for _, weight in weights):
        weights = tuple((village, "1") for village, _ in weights)
        if plan.rule == "weighted":
            st.html(notice("warning", _NONE))
    return replace(
        plan,
        weights=weights,
        per_pledged=str(state[PER_PLEDGED] or "").strip().replace(",", "."),
        cap=int(state[CAP] or 0),
    )


def fill_options(plan: RegencyPlan) -> None:
    """Let the fields show the plan's weights and match."""
    state = st.session_state
    state[PER_PLEDGED], state[CAP] = plan.per_pledged.replace(".", ","), plan.cap
    if plan.weights:
        state[WEIGHTS_BY], state[OWN_WEIGHTS] = _OWN, dict(plan.weights)
        state[_TYPED] = dict(plan.weights)
        state.pop(EDITOR, None)


def weights_by_group(groups: Sequence[GroupNeed], code: str, villages: set[str]) -> tuple[tuple[str, str], ...]:
    """A group's part of the village's uncovered workers in percent, so that weight × uncovered counts the group."""
    everyone: dict[str, int] = {}
    theirs: dict[str, int] = {}
    for need in groups:
        uncovered = max(0, need.counts.uncovered)
        everyone[need.village_code] = everyone.get(need.village_code, 0) + uncovered
        if need.group_code == code:
            theirs[need.village_code] = uncovered
    found = []
    for village in sorted(villages & set(everyone)):
        hundredths = theirs.get(village, 0) * 10_000 // max(1, everyone[village])
        found.append((village, f"{hundredths // 100}.{hundredths % 100:02d}"))
    return tuple(found)


def _largest_group(groups: Sequence[GroupNeed]) -> str | None:
    sums: dict[str, int] = {}
    for need in groups:
        sums[need.group_code] = sums.get(need.group_code, 0) + need.counts.uncovered
    return max(sums, key=sums.__getitem__) if sums else None


def _ask_weights(names: dict[str, str]) -> None:
    labels = {code: f"{as_text(name)} yang belum terlindungi" for code, name in names.items()}
    labels[_OWN] = "Bobot sendiri, desa demi desa"
    st.selectbox(
        "Bobot menurut",
        list(labels),
        format_func=labels.__getitem__,
        key=WEIGHTS_BY,
        width=420,
        persist_state="session",
    )
    if st.session_state[WEIGHTS_BY] != _OWN:
        text = "Bobot = bagian kelompok itu dari yang belum terlindungi di desa (persen). Desa mendapat sebanding "
        st.html(source_line(f"{text}bobot × pekerja yang masih bisa ditambah; dananya boleh untuk kelompok mana pun."))


def _own_weights(district: District, *, draw: bool) -> tuple[tuple[str, str], ...]:
    state = st.session_state
    if EDITOR not in state:  # the editor starts anew, from what it held when it was last seen
        state[OWN_WEIGHTS] = state.get(_TYPED, {})
    kept: dict[str, str] = state[OWN_WEIGHTS]
    known = {place.village.code: kept.get(place.village.code, "0" if kept else "1") for place in district.desa}
    if draw:
        names = [place.village.name for place in district.desa]
        state[_TYPED] = dict(zip(known, _edited(names, list(known.values())), strict=True))
    return tuple(sorted((state.get(_TYPED) or known).items()))


def _edited(names: list[str], weights: list[str]) -> list[str]:
    # pandas takes half a second to import, and the phone's pages share this room.
    import pandas as pd  # noqa: PLC0415

    frame = pd.DataFrame({"Desa": names, "Bobot": [float(weight) for weight in weights]})
    with st.expander("Bobot tiap desa", expanded=True):
        edited: Any = st.data_editor(
            frame,
            hide_index=True,
            disabled=["Desa"],
            key=EDITOR,
            height=280,
            column_config={"Bobot": st.column_config.NumberColumn("Bobot", min_value=0, max_value=1000)},
        )
    return [f"{weight:.6g}" for weight in edited["Bobot"].fillna(0).tolist()]


def _ask_match(pledged: int) -> None:
    with st.container(key="simulasi.kab.match", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Tambahan per pekerja yang dijanjikan", key=PER_PLEDGED, width=310, max_chars=12, autocomplete="off",
            placeholder="1,5", persist_state="session",
        )  # fmt: skip
        st.number_input("Paling banyak per desa", 0, 100_000, step=10, key=CAP, width=210, persist_state="session")
    if not pledged:
        text = "Belum ada desa yang berkomitmen untuk data ini, jadi aturan ini belum membagi apa pun."
        st.html(notice("info", text))
