"""The rules side by side, each with what it does to the villages; one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components.fund_inputs import RULE
from domain.coverage import percent_label, target_label
from domain.money import format_number
from services.division import RULE_NAMES, SPREAD, Division

_Fact = tuple[str, Callable[[Division], float | None], Callable[[Division], str], bool]


def choose_rule(divisions: Mapping[str, Division], target_points: int | None) -> str:
    """Each rule is a card that can be pressed; returns the chosen one. What is best among the rules is bold."""
    if st.session_state.get(RULE) not in divisions:  # its target or its weights have gone
        st.session_state[RULE] = next(iter(divisions))
    captions = _captions(divisions, target_points)
    return str(
        st.radio(
            f"Aturan pembagian · tebal: terbaik · selisih: {SPREAD.removeprefix('selisih ')}, bila dibayar",
            list(divisions),
            format_func=lambda rule: RULE_NAMES[rule][0],
            captions=[captions[rule] for rule in divisions],
            horizontal=True,
            width="stretch",
            key=RULE,
            persist_state="session",
        )
    )


def _captions(divisions: Mapping[str, Division], target_points: int | None) -> dict[str, str]:
    """Markdown of our own words and figures only: the idea, then a line for each fact with its figure at the end."""
    facts: list[_Fact] = [
        ("pekerja", lambda d: d.workers, lambda d: format_number(d.workers), True),
        ("terendah", lambda d: d.lowest_share, lambda d: percent_label(d.lowest_share), True),
        ("selisih", lambda d: d.spread, lambda d: d.spread_label, False),
    ]
    if target_points:
        points = target_points
        label = f"di target {target_label(points / 10_000)}"
        facts.append((label, lambda d: d.villages_at(points), lambda d: f"{d.villages_at(points)} desa", True))
    lines = {rule: [RULE_NAMES[rule][1]] for rule in divisions}
    for label, measure, text, highest_is_best in facts:
        best = _best([measure(division) for division in divisions.values()], highest=highest_is_best)
        for rule, division in divisions.items():
            mark = "**" if best is not None and measure(division) == best else "*"
            lines[rule].append(f"{label} {mark}{text(division)}{mark}")
    return {rule: "  \n".join(of_rule) for rule, of_rule in lines.items()}


def _best(values: Sequence[float | None], *, highest: bool) -> float | None:
    """The best value; None where most have it, and to mark it would say nothing."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    best = max(known) if highest else min(known)
    return best if known.count(best) <= len(known) // 2 else None
