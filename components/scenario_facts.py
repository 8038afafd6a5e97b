"""A stored answer as it is shown: written by any version of the program, so nothing in it is taken for granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from components.markup import badge
from domain.calendar import WIB, date_label, time_label
from domain.money import format_number, format_rupiah, format_rupiah_short
from domain.plan import RegencyPlan
from domain.rates import RateMissing
from services.scenarios import Scenario

DASH = "–"
SAMPLE = "DATA CONTOH"
LONGEST_TEXT = 400
_MAIN = (
    ("workers", "Pekerja", format_number),
    ("amount_rupiah", "Biaya", format_rupiah),
    ("left_rupiah", "Sisa dana", format_rupiah),
    ("share_before", "Cakupan hari itu", format_number),
    ("share_if_paid", "Cakupan bila dibayar", format_number),
)
"""Key of the answer, its label, and how a whole number of it is written; words stand as they are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One answer in a table of answers."""

    title: str
    under: str
    facts: Sequence[tuple[str, str]]
    is_sample: bool = False


def said(result: Mapping[str, Any], key: str) -> str:
    """A text of the answer; empty where it has none."""
    found = result.get(key)
    return found.strip()[:LONGEST_TEXT] if isinstance(found, str) else ""


def facts_of(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and values of an answer: the five that all have, a dash where one is missing, then its own."""
    found = {label: _value(result.get(key), written) for key, label, written in _MAIN}
    listed = result.get("facts")
    for pair in listed if isinstance(listed, list) else ():
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str):
            found.setdefault(pair[0][:LONGEST_TEXT], _value(pair[1], format_number))
    return list(found.items())


def _value(found: object, written: Any) -> str:
    if isinstance(found, str) and found.strip():
        return found.strip()[:LONGEST_TEXT]
    return written(found) if type(found) is int else DASH


def question_of(scenario: Scenario) -> list[tuple[str, str]]:
    """What was asked, on which data and rates."""
    plan, data = scenario.plan, scenario.content.dataset
    try:
        unit = format_rupiah(scenario.rates.contribution("BPU", plan.programmes, plan.start_month))
    except RateMissing:
        unit = DASH
    pledged = sum(workers for _, workers in scenario.content.pledged)
    return [
        ("Mulai", plan.start_month.label),
        ("Lama", f"{plan.months} bulan"),
        ("Program", " + ".join(plan.programmes)),
        ("Data", f"{data.month.label} · {data.source}"),
        ("Iuran per pekerja (BPU)", f"{unit} sebulan"),
        ("Komitmen ikut dihitung", f"{format_number(pledged)} pekerja baru" if pledged else DASH),
    ]


def title_of(scenario: Scenario) -> str:
    """Its name, else the title of its answer."""
    return scenario.name or said(scenario.result, "title") or "Simulasi"


def saved_label(scenario: Scenario) -> str:
    """When it was saved, in WIB."""
    local = scenario.created_at.astimezone(WIB)
    return f"disimpan {date_label(local.date())} pukul {time_label(local)} WIB"


def choice_label(scenario: Scenario) -> str:
    """Which simulation it is, in one line of a list to choose from."""
    workers = scenario.result.get("workers")
    parts = [f"“{scenario.name}”"] if scenario.name else []
    parts.append(said(scenario.result, "title"))
    if isinstance(scenario.plan, RegencyPlan) and scenario.plan.is_simple:
        parts.append(format_rupiah_short(scenario.plan.budget_rupiah))
    if type(workers) is int:
        parts.append(f"{format_number(workers)} pekerja")
    return " · ".join([*filter(None, parts), saved_label(scenario)])


def column_of(scenario: Scenario, mark: str = "") -> Column:
    """A scenario as a column: question and answer."""
    own, answer = question_of(scenario), facts_of(scenario.result)
    asked = {label for label, _ in own}
    more = [pair for pair in answer[len(_MAIN) :] if pair[0] not in asked]
    facts = [*answer[: len(_MAIN)], *more, *own]
    title = f"{mark} · {title_of(scenario)}" if mark else title_of(scenario)
    return Column(title, said(scenario.result, "sentence"), facts, scenario.is_sample)


def facts_table(columns: Sequence[Column], *, label: str) -> str:
    """Answers next to each other, a row for each label; what differs stands first, else as labels first appear."""
    values = [dict(column.facts) for column in columns]
    appear = dict.fromkeys(name for column in columns for name, _ in column.facts)
    labels = sorted(appear, key=lambda name: len({value.get(name, DASH) for value in values}) < min(2, len(values)))
    heads = "".join(
        f'<th scope="col"><span>{escape(column.title)}</span>{badge(SAMPLE) if column.is_sample else ""}'
        f'<span class="rb-compare-under">{escape(column.under)}</span></th>'
        for column in columns
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(value.get(name, DASH))}</td>" for value in values)
        + "</tr>"
        for name in labels
    )
    return (
        f'<div class="rb-compare" role="region" aria-label="{escape(label)}" tabindex="0"><table>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def links(*shown: tuple[str, str]) -> str:
    """Ways on, as a row of links: (label, address inside this hall)."""
    inside = "".join(f'<a href="{escape(address)}" target="_self">{escape(label)}</a>' for label, address in shown)
    return f'<p class="rb-links">{inside}</p>'
