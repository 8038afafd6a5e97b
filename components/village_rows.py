"""Villages before and after a division, each with its reason."""

from __future__ import annotations

import streamlit as st

from components.markup import village_row
from domain.coverage import percent_label
from domain.money import format_number
from services.simulation import Division, Outcome


def village_rows(division: Division, target_points: int | None) -> None:
    """Name, workers given, bar, percent before and after, the lowest coverage first; a press opens the reason."""
    target = target_points / 10_000 if target_points else None
    ordered = sorted(division.outcomes, key=lambda o: (o.counts.share if o.counts.share is not None else 2, o.code))
    st.html(f'<div class="rb-rows">{"".join(_row(outcome, target) for outcome in ordered)}</div>')


def _row(outcome: Outcome, target_share: float | None) -> str:
    before, after = (percent_label(share, decimals=0) for share in (outcome.counts.share, outcome.share_if_paid))
    return village_row(
        name=outcome.name,
        gift=f"+{format_number(outcome.given)}",
        shares=(outcome.counts.share, outcome.share_if_paid, target_share),
        change=f"{before} → {after}",
        reason=outcome.reason,
    )
