"""Every recorded step of one village with its notes, for those who may correct them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components.markup import source_line
from domain.calendar import WIB, date_label
from domain.follow_up import Step, standing
from domain.money import format_number


def recorded_steps(steps: Sequence[Step], corrected: Step | None, correct: Callable[[Step], None]) -> None:
    """The steps, the newest first, each that holds with the way to correct it; the others say why they do not."""
    if not steps:
        return
    holding = standing(steps)
    replaced = {step.said.corrects: step for step in steps}
    with st.expander(
        f"Langkah yang tercatat di desa ini ({format_number(len(holding))})", expanded=corrected is not None
    ):
        for step in reversed(steps):
            st.html(source_line(_words(step, replaced.get(step.number))))
            if step in holding and step != corrected:
                key = f"follow_up.correct.{step.number}"
                st.button("Perbaiki atau tarik", key=key, type="tertiary", on_click=correct, args=(step,))


def _words(step: Step, later: Step | None) -> str:
    said = step.said
    who = "desa" if step.typed_by.startswith("village") else "fasilitator"
    typed = f"dicatat {who} {date_label(step.created_at.astimezone(WIB).date())}"
    parts = [f"{step.number}. Baris {said.line}", date_label(said.happened_on), step.text, said.note, typed]
    if said.is_withdrawn:
        parts = [f"{step.number}. Menarik nomor {said.corrects}", said.note, typed]
    elif later:
        parts.append(f"{'ditarik' if later.said.is_withdrawn else 'diganti'} oleh nomor {later.number}")
    return " · ".join(filter(None, parts))
