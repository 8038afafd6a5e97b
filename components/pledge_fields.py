"""The fields of the pledge form as they stand in the session: filled, read, added and taken out line by line."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, LineRequest, parse_workers
from domain.money import parse_rupiah
from domain.pledge_rules import MOST_LINES, line_field
from domain.rates import TWO_PROGRAMMES, Programme
from domain.refusal import Refused
from domain.unsent_pledge import TypedLine
from services.pledge_form import PledgeForm

NATURES = {"new": "Pekerja baru", "continued": "Lanjutan (sudah aktif)"}
_LINES = "pledge.lines"
_FIELDS = ("nature", "workers", "months", "start_month", "source", "group", "wage", "jht")


def key(number: int, name: str) -> str:
    """The key of a line's field: ``commitment.workers``, ``commitment.2.workers``."""
    return f"commitment.{line_field(number, name)}"


def count() -> int:
    """How many lines the form has now."""
    found: int = st.session_state.get(_LINES, 1)
    return found


def begin(form: PledgeForm) -> None:
    """Fill the form once with what the village has pledged, or with what a pledge usually says."""
    if _LINES not in st.session_state:
        fill(form, [line.request for line in form.history[0].lines] if form.history else [])
    for number in range(1, count() + 1):
        for name, value in _values(form, None).items():
            st.session_state.setdefault(key(number, name), value)


def fill(form: PledgeForm, requests: Sequence[LineRequest]) -> None:
    """Let the form say these lines; without any, one that is empty."""
    st.session_state[_LINES] = max(1, len(requests))
    for number in range(1, count() + 1):
        for name, value in _values(form, requests[number - 1] if requests else None).items():
            st.session_state[key(number, name)] = value


def fill_as_typed(form: PledgeForm, lines: Sequence[TypedLine]) -> None:
    """Let the form say what was typed before; a choice that this meeting does not offer is as it usually is."""
    usual = _values(form, None)
    groups = ("", *form.situation.groups)
    months = {str(Month(form.meeting.budget_year, number)) for number in range(1, 13)}
    offered: dict[str, Container[Any]] = {
        "nature": NATURES,
        "source": FUNDING_SOURCES,
        "group": groups,
        "start_month": months,
    }
    offered["months"] = range(1, 13)
    st.session_state[_LINES] = max(1, len(lines))
    for number, line in enumerate(lines, start=1):
        for name, value in asdict(line).items():
            allowed = offered.get(name)
            st.session_state[key(number, name)] = value if allowed is None or value in allowed else usual[name]


def typed() -> tuple[TypedLine, ...]:
    """What stands in the fields of every line, right or wrong."""
    return tuple(
        TypedLine(**{name: st.session_state[key(number, name)] for name in _FIELDS}) for number in range(1, count() + 1)
    )


def standing(form: PledgeForm) -> tuple[TypedLine, ...]:
    """What the fields say while nothing was changed: the pledge that stands, or one empty line."""
    requests = [line.request for line in form.history[0].lines] if form.history else []
    if not requests:
        return (TypedLine(**_values(form, None)),)
    return tuple(TypedLine(**_values(form, request)) for request in requests)


def _values(form: PledgeForm, request: LineRequest | None) -> dict[str, Any]:
    return {
        "nature": request.nature if request else "new",
        "workers": str(request.workers) if request else "",
        "months": request.months if request else 12,
        "start_month": str(request.start_month if request else Month(form.meeting.budget_year, 1)),
        "source": request.source if request else "ADD",
        "group": request.group if request and request.group in form.situation.groups else "",
        "wage": str(request.wage_rupiah) if request and request.wage_rupiah else "",
        "jht": bool(request and "JHT" in request.programmes),
    }


def read(form: PledgeForm, number: int) -> LineRequest | None:
    """The line as its fields say it; None while the number of workers is empty.

    Raises:
        Refused: a number that is none; `field` is the line's.
    """
    state = {name: st.session_state[key(number, name)] for name in _FIELDS}
    if is_empty(number):
        return None
    group = form.situation.groups.get(state["group"])
    segment = group.segment if group else "BPU"
    programmes: tuple[Programme, ...] = (
        (*TWO_PROGRAMMES, "JHT") if state["jht"] and segment == "BPU" else TWO_PROGRAMMES
    )
    return LineRequest(
        nature=state["nature"] or "new",
        workers=parse_workers(state["workers"], field=line_field(number, "workers")),
        months=int(state["months"] or 0),
        start_month=Month.parse(state["start_month"]),
        source=state["source"] or "",
        programmes=programmes,
        segment=segment,
        group=state["group"] or "",
        wage_rupiah=_wage(state["wage"], number) if segment == "PU" else None,
    )


def _wage(typed: str, number: int) -> int | None:
    if not typed.strip():
        return None
    try:
        return parse_rupiah(typed)
    except ValueError as error:
        raise Refused("commitment.wage", f"Upah sebulan: {error}", field=line_field(number, "wage")) from error


def is_empty(number: int) -> bool:
    """Whether a line has no number of workers yet."""
    return not st.session_state[key(number, "workers")].strip()


def add() -> None:
    """Another line below the others, for the same months and source, another group or kind."""
    number = count() + 1
    if number > MOST_LINES:
        return
    st.session_state[_LINES] = number
    for name in _FIELDS:
        st.session_state[key(number, name)] = st.session_state[key(number - 1, name)]
    st.session_state[key(number, "workers")] = ""


def remove(number: int) -> None:
    """Take a line out; those below it move up."""
    for at in range(number, count()):
        for name in _FIELDS:
            st.session_state[key(at, name)] = st.session_state[key(at + 1, name)]
    st.session_state[_LINES] = max(1, count() - 1)
