"""The rules side by side, each with what it does to the villages; one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.markup import rule_facts
from domain.coverage import percent_label
from domain.money import format_number
from services.simulation import Division

RULES = {
    "equal_coverage": ("Cakupan sama rata", "angkat yang terendah dulu"),
    "proportional_to_uncovered": ("Sebanding yang belum", "tiap desa menurut kekurangannya"),
    "equal_per_village": ("Rata per desa", "jumlah pekerja sama"),
    "most_villages_to_target": ("Desa ke target terbanyak", "yang paling dekat dulu"),
}
_RULE = "simulasi.rule"


def choose_rule(divisions: Mapping[str, Division], target_points: int | None) -> str:
    """Show what each rule does and return the one that is chosen."""
    rule = st.segmented_control(
        "Aturan pembagian",
        list(divisions),
        format_func=lambda name: RULES[name][0],
        key=_RULE,
        default="equal_coverage",
        required=True,
    )
    cards = "".join(_card(division, target_points, chosen=name == rule) for name, division in divisions.items())
    st.html(f'<div class="rb-rules">{cards}</div>')
    return str(rule)


def _card(division: Division, target_points: int | None, *, chosen: bool) -> str:
    name, idea = RULES[division.rule]
    of = len(division.outcomes)
    facts = [
        ("pekerja", format_number(division.workers)),
        ("desa mendapat", f"{division.villages_served} / {of}"),
        ("cakupan terendah", percent_label(division.lowest_share)),
    ]
    if target_points:
        facts.append(("mandiri di target", f"{division.villages_at(target_points)} desa"))
    return rule_facts(name, idea, facts, chosen=chosen)
