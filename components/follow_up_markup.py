"""The rows of the follow-up as HTML: a village with its stages, and a date of the budget calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from components.markup import source_line
from domain.activation import SURE_LABELS, Activation
from domain.budget_calendar import CONFIDENCE_LABELS, UNKNOWN_DATE, BudgetDate
from domain.calendar import date_label
from domain.follow_up_status import OUTCOME_LABELS, LineState, VillageState
from domain.follow_up_step import STAGE_LABELS, STAGES, Stage
from domain.follow_up_words import attention_words, line_words, next_words, sentence
from domain.money import format_rupiah
from services.follow_up import VillageFollowUp

_OUTCOME_MARKS = {"kept": "✓", "partly": "◐", "not_yet": "○"}
_CELLS = {"planned": "RKPDes", "budgeted": "APBDes", "listed": "SK", "paid": "Bayar", "active": "Aktif"}
_MARKS = {"done": "✓", "part": "◐", "unsure": "?", "nothing": "0", "unrecorded": "–", "open": "○"}
_SPOKEN = {
    "done": "tercatat",
    "part": "sebagian",
    "unsure": "naik, belum tentu karena komitmen",
    "nothing": "dicatat 0",
    "unrecorded": "tidak dicatat",
    "open": "belum",
}


def village_row(village: VillageFollowUp) -> str:
    """A village: how it stands, its five stages, what to look at; all that was recorded opens under it."""
    outcome = village.state.outcome
    body = "".join(map(_line, village.state.lines)) + "".join(map(_activation, village.activations))
    return (
        f'<details class="rb-follow"><summary><span class="rb-follow-name">{escape(village.name)}'
        f"<small>{escape(village.subdistrict)}</small></span>"
        f'<span class="rb-follow-outcome rb-follow-{outcome}">{_OUTCOME_MARKS[outcome]} '
        f"{OUTCOME_LABELS[outcome]}</span>"
        f'<span class="rb-follow-track">{"".join(_cells(village))}</span>'
        f'<span class="rb-follow-say">{escape(attention_words(village.state))}</span></summary>{body}</details>'
    )


def _cells(village: VillageFollowUp) -> Iterable[str]:
    for stage in STAGES:
        state = _together(village.state, stage)
        if stage == "active" and state in ("open", "unrecorded"):
            state = _from_data(village.activations)
        said = f"{STAGE_LABELS[stage]}: {_SPOKEN[state]}"
        yield (
            f'<span class="rb-follow-cell rb-follow-is-{state}" title="{said}">'
            f'<span aria-hidden="true">{_MARKS[state]}</span> {_CELLS[stage]}'
            f'<span class="rb-unseen">: {_SPOKEN[state]}</span>'
            "</span>"
        )


def _together(village: VillageState, stage: Stage) -> str:
    """One mark for all lines of a village."""
    states = [line.state_of(stage) for line in village.lines]
    if "done" in states:
        return "done" if set(states) == {"done"} else "part"
    return next((state for state in ("nothing", "open") if state in states), "unrecorded")


def _from_data(found: Sequence[Activation]) -> str:
    """The last stage from newer data: as good as recorded only where payment and difference agree."""
    judged = [one for one in found if one.sure != "none"]
    if judged and all(one.sure == "medium" for one in judged):
        return "done"
    return "unsure" if any(one.difference > 0 for one in judged) else "open"


def _line(line: LineState) -> str:
    pledged = line.pledged.line
    head = f"{pledged.text}, mulai {pledged.start_month.label}, {format_rupiah(pledged.amount_rupiah)}"
    rows = [
        f"<li>{escape(date_label(step.said.happened_on))}: {escape(step.text)}</li>"
        for stage in STAGES
        for step in line.of_stage(stage)
    ]
    skipped = [STAGE_LABELS[stage].lower() for stage in STAGES if line.state_of(stage) == "unrecorded"]
    if skipped:
        rows.append(f"<li>Tidak dicatat: {', '.join(skipped)}</li>")
    notes = [*(f"Terlambat: {late}" for late in line.overdue), sentence(next_words(line))]
    more = "".join(source_line(f"{note}.") for note in notes if note)
    return (
        f'<div class="rb-follow-line"><b>{escape(head)}</b><p>{escape(sentence(line_words(line)))}.</p>'
        f"<ul>{''.join(rows)}</ul>{more}</div>"
    )


def _activation(found: Activation) -> str:
    whose = "" if found.segment == "BPU" else " (perangkat, PU)"
    text = f"Data kepesertaan{whose}: {found.figures}. {found.reading} Keyakinan: {SURE_LABELS[found.sure]}."
    return f'<div class="rb-follow-line">{source_line(text)}</div>'


def calendar_row(row: BudgetDate, budget_year: int) -> str:
    """A date with its basis, source and confidence; one that is not known says so."""
    day = row.day_in(budget_year)
    when = date_label(day) if day else UNKNOWN_DATE
    sure = CONFIDENCE_LABELS.get(row.confidence, row.confidence)
    return (
        f'<p class="rb-follow-date"><b>{escape(row.document)} {budget_year}: {escape(when)}</b><br>'
        f"{escape(row.legal_basis)} · {escape(row.source)} · keyakinan {escape(sure)}</p>"
    )
