"""Kabupaten: the regency's money over all villages, answered at once; nothing here is stored or promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components import fund_inputs, rule_options
from components.database import database
from components.division_source import explain_division
from components.division_view import (
    gap_sentence,
    show_answer,
    show_coverage,
    show_funds,
    show_villages,
)
from components.markup import headline, notice, source_line
from components.rule_cards import choose_rule
from db.queries.commitments import Commitment
from domain.plan import RegencyPlan
from domain.refusal import Refused
from services.district import District, View
from services.division import Division
from services.group_needs import group_names, group_needs
from services.simulation import compare, evaluate, whole_gap

Actions = Callable[[RegencyPlan, Division], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the tab is asked about: the data, the rates, and what the villages have pledged."""

    seen: View
    district: District
    pledged: Mapping[str, int]


def show(
    seen: View,
    district: District,
    pledges: Sequence[Commitment],
    *,
    year: int,
    target_points: int | None,
    actions: Actions | None = None,
) -> tuple[RegencyPlan, Division] | None:
    """Ask, divide, compare; the plan with its answer, or None while there is no readable amount.

    Args:
        target_points: the meeting's target; without one the field is empty.
        actions: draws the buttons for this answer, in the side column below the coverage.
    """
    asked = _Asked(seen, district, {pledge.village_code: pledge.new_bpu_workers for pledge in pledges})
    groups = group_needs(database(), district.dataset.id)
    form = fund_inputs.read(year, target_points)
    try:
        gap = whole_gap(district, seen.rates, asked.pledged, form.asked)
    except Refused as refusal:
        st.html(notice("info", refusal.reason))
        return None
    with st.container(key="simulasi.kab.top", horizontal=True, vertical_alignment="top", gap="medium"):
        with st.container(key="simulasi.kab.form"):
            fund_inputs.draw(form, year, gap.cost_rupiah, group_names(groups))
        answer = st.container(key="simulasi.kab.answer")
    if form.plan is None:
        with answer:
            st.html(headline(["Berapa pekerja yang terlindungi?"]))
            st.html(source_line("Ketik jumlahnya, misalnya 400 juta, atau geser."))
            st.html(source_line(gap_sentence(gap, form.asked)))
        return None
    division = _divide(asked, form.plan)
    if division is None:
        return None
    with answer:
        show_answer(division, gap)
    with st.container(key="simulasi.kab.result", horizontal=True, vertical_alignment="top", gap="medium"):
        with st.container(key="simulasi.kab.villages"):
            show_villages(division, district)
        with st.container(key="simulasi.kab.side"):
            show_coverage(division)
            with st.container(key="simulasi.actions"):
                if actions:
                    actions(division.plan, division)
            explain_division(division, gap, district, seen.rates)
    return division.plan, division


def fill(plan: RegencyPlan) -> None:
    """Let the fields show a plan; call it before they are drawn, as in a callback."""
    fund_inputs.fill(plan)
    rule_options.fill_options(plan)


def _divide(asked: _Asked, plan: RegencyPlan) -> Division | None:
    """The answer, below the rules or the funds; None where the plan is refused, with the reason on the page."""
    groups = group_needs(database(), asked.district.dataset.id)
    try:
        if not plan.is_simple:
            division = evaluate(asked.district, asked.seen.rates, asked.pledged, plan, groups)
            show_funds(division)
            return division
        cards = st.container(key="simulasi.kab.rules")
        plan = rule_options.with_options(plan, asked.district, groups, sum(asked.pledged.values()))
        divisions = compare(asked.district, asked.seen.rates, asked.pledged, plan)
    except Refused as refusal:
        st.html(notice("error", refusal.reason))
        return None
    with cards:
        return divisions[choose_rule(divisions, plan.target_points)]
