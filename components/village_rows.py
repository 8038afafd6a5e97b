"""Villages before and after a division, each with its reason and with how its figures were made."""

from __future__ import annotations

import streamlit as st

from components.markup import village_row
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from services.division import Division, Outcome


def lowest_first(division: Division) -> list[Outcome]:
    """The villages by their coverage of today; those without eligible workers last."""
    return sorted(division.outcomes, key=lambda o: (o.counts.share if o.counts.share is not None else 2, o.code))


def village_rows(division: Division) -> None:
    """Name, workers given, bar, percent before and after, the lowest coverage first; a press opens the reason."""
    rows = "".join(_row(division, outcome) for outcome in lowest_first(division))
    st.html(f'<div class="rb-rows">{rows}</div>')


def one_row(division: Division, code: str) -> None:
    """One village as in the list, for a tile that was pressed."""
    outcome = next((one for one in division.outcomes if one.code == code), None)
    if outcome is not None:
        row = _row(division, outcome).replace("<details ", "<details open ", 1)
        st.html(f'<div class="rb-rows">{row}</div>')


def change_label(outcome: Outcome) -> str:
    """``22% → 50%``, of today and if paid."""
    before, after = (percent_label(share, decimals=0) for share in (outcome.counts.share, outcome.share_if_paid))
    return f"{before} → {after}"


def arithmetic(division: Division, outcome: Outcome) -> str:
    """How the village's figures were made: its counts, and its workers times the cost of one."""
    counts = outcome.counts
    if not counts.eligible:
        return ""
    promised = f" + {format_number(outcome.pledged)} dijanjikan desa" if outcome.pledged else ""
    amount = format_rupiah(outcome.given * division.unit_rupiah)
    return (
        f"{format_number(counts.active)} aktif{promised} + {format_number(outcome.given)} dari dana ini = "
        f"{format_number(outcome.after.active)} dari {format_number(counts.eligible)} berhak, "
        f"{percent_label(outcome.share_if_paid)} bila dibayar. "
        f"{format_number(outcome.given)} × {format_rupiah(division.unit_rupiah)} = {amount}."
    )


def _row(division: Division, outcome: Outcome) -> str:
    points = division.plan.target_points
    return village_row(
        name=f"{outcome.name} · janji {format_number(outcome.pledged)}" if outcome.pledged else outcome.name,
        gift=f"+{format_number(outcome.given)}",
        shares=(outcome.counts.share, outcome.share_if_paid, points / 10_000 if points else None),
        change=change_label(outcome),
        reason=f"{division.reasons[outcome.code]} {arithmetic(division, outcome)}".strip(),
    )
