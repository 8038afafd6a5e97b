"""What a division of the regency's money is asked by: amounts, months, target, programmes, funds with conditions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from components.markup import as_text, notice
from domain.calendar import Month
from domain.coverage import target_label
from domain.money import LARGEST, format_rupiah, format_rupiah_short, parse_rupiah
from domain.plan import LONGEST_MONTHS, MOST_FUNDS, PlanFund, RegencyPlan
from domain.rates import TWO_PROGRAMMES, Programme
from domain.refusal import Refused

BUDGET, MONTHS, RULE = (f"simulasi.{name}" for name in ("budget", "months", "rule"))
START, TARGET, PROGRAMMES, SLIDER, FUNDS = (
    f"simulasi.kab.{name}" for name in ("start", "target", "programmes", "slider", "funds")
)
_TARGET_GIVEN, _NEXT_FUND = "simulasi.kab.target_given", "simulasi.kab.next_fund"
MAIN_FUND = "Dana kabupaten"
_PALM_FUND, _PALM_WORKERS = "DBH Sawit", "oil_palm_worker"
_FUND_NAMES = (_PALM_FUND, "CSR/SERTAKAN", "Bankeu provinsi", "APBD kabupaten")
_WITH_OLD_AGE: tuple[Programme, ...] = (*TWO_PROGRAMMES, "JHT")
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Form:
    """What is in the fields: a plan, or the sentences that say why there is none.

    Attributes:
        plan: of the rule that is chosen now; None where an amount is missing or cannot be read.
        asked: the plan with no money where there is none: months, programmes and target are known all the same.
    """

    plan: RegencyPlan | None
    asked: RegencyPlan
    problems: tuple[str, ...]


def read(year: int, target_points: int | None) -> Form:
    """What the fields hold, before they are drawn; an empty form asks for twelve months from January."""
    _set_defaults(year, target_points)
    state, problems = st.session_state, []
    target = None
    try:
        target = parse_target(state[TARGET])
    except Refused as refusal:
        problems.append(refusal.reason)
    asked = RegencyPlan(
        state[RULE], (PlanFund(MAIN_FUND, 0),), Month.parse(state[START]), int(state[MONTHS] or 12),
        _WITH_OLD_AGE if state[PROGRAMMES] == "three" else TWO_PROGRAMMES, target,
    )  # fmt: skip
    unreadable = False  # a target that cannot be read takes only its own rule away
    funds = []
    for name, typed, groups in _typed_funds():
        try:
            funds.append(PlanFund(name, parse_rupiah(typed), groups))
        except ValueError as reason:
            problems.append(f"{name}: {reason}" if state[FUNDS] else str(reason))
            unreadable = True
    plan = None
    if funds and not unreadable:
        plan = replace(asked, funds=tuple(funds))
        if not plan.is_simple:  # no rule divides these
            plan = replace(plan, rule="equal_coverage")
    return Form(plan, asked, tuple(problems))


def draw(form: Form, year: int, whole_gap_rupiah: int, groups: Mapping[str, str]) -> None:
    """The fields; the slider and the typed amount say the same.

    Args:
        whole_gap_rupiah: where the slider ends; larger amounts can be typed.
        groups: codes and names of the worker groups that a fund can be bound to.
    """
    with st.container(key="simulasi.ask", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            MAIN_FUND,
            key=BUDGET,
            live=True,
            placeholder="misalnya 400 juta",
            autocomplete="off",
            width=225,
            persist_state="session",
        )
        _slider(whole_gap_rupiah)
        st.number_input("Bulan", 1, LONGEST_MONTHS, step=1, key=MONTHS, width=125, persist_state="session")
        st.text_input(
            "Target", key=TARGET, placeholder="60%", width=85, max_chars=8, autocomplete="off", persist_state="session"
        )
    with st.container(key="simulasi.kab.more", horizontal=True, vertical_alignment="center", gap="small"):
        _when_and_what(form.asked, year)
        if len(st.session_state[FUNDS]) + 1 < MOST_FUNDS:
            st.button("Tambah dana bersyarat", key="simulasi.kab.add_fund", on_click=_add_fund_row, type="tertiary")
    for number in st.session_state[FUNDS]:
        _fund_row(number, groups)
    for problem in form.problems:
        st.html(notice("error", problem))


def fill(plan: RegencyPlan) -> None:
    """Let the fields show a plan; call it before they are drawn, as in a callback."""
    state = st.session_state
    first = plan.funds[0]
    has_main = first.groups is None and (plan.is_simple or first.name == MAIN_FUND)
    state[BUDGET] = format_rupiah(first.amount_rupiah) if has_main else ""
    state[MONTHS], state[START] = plan.months, str(plan.start_month)
    state[TARGET] = "" if plan.target_points is None else target_label(plan.target_points / 10_000)
    state[PROGRAMMES] = "three" if "JHT" in plan.programmes else "two"
    state[RULE] = plan.rule
    state[FUNDS] = []
    for fund in plan.funds[1:] if has_main else plan.funds:
        number = _add_fund()
        state[_fund_key(number, "name")] = fund.name
        state[_fund_key(number, "amount")] = format_rupiah(fund.amount_rupiah)
        state[_fund_key(number, "groups")] = list(fund.groups or ())


def parse_target(text: str | None) -> int | None:
    """A target in percent as typed, in hundredths of a percent; nothing where it is empty.

    Raises:
        Refused: no number above 0 and up to 100 with at most two decimals.

    >>> parse_target("60%"), parse_target("43,92"), parse_target(" ")
    (6000, 4392, None)
    """
    typed = (text or "").strip().removesuffix("%").strip()
    if not typed:
        return None
    whole, _, decimals = typed.replace(".", ",").partition(",")
    digits = whole + decimals.ljust(2, "0")
    if not (whole.isascii() and whole.isdigit() and digits.isdigit() and digits.isascii() and len(decimals) <= 2):
        raise Refused("simulation.target", "Target tidak terbaca. Tulis persen, misalnya 60%.", field="target")
    if not 0 < int(digits) <= 10_000:
        raise Refused("simulation.target", "Target lebih dari 0 dan paling tinggi 100 persen.", field="target")
    return int(digits)


def _set_defaults(year: int, target_points: int | None) -> None:
    state = st.session_state
    given = "" if target_points is None else target_label(target_points / 10_000)
    if state.get(TARGET) in (None, state.get(_TARGET_GIVEN)):  # nobody has typed another one
        state[TARGET] = given
    state[_TARGET_GIVEN] = given
    defaults = {
        BUDGET: "",
        MONTHS: 12,
        START: str(Month(year, 1)),
        PROGRAMMES: "two",
        RULE: "equal_coverage",
        FUNDS: [],
        _NEXT_FUND: 1,
    }
    for key, value in defaults.items():
        state.setdefault(key, value)


def _typed_funds() -> list[tuple[str, str, tuple[str, ...] | None]]:
    """Name, amount as typed, groups; a fund without an amount is left out, so that a new row erases no answer."""
    state = st.session_state
    rows = []
    for number in state[FUNDS]:
        groups = tuple(state.get(_fund_key(number, "groups")) or ())
        name = str(state.get(_fund_key(number, "name")) or "").strip()
        amount = str(state.get(_fund_key(number, "amount")) or "")
        if amount.strip():
            rows.append((name, amount, groups or None))
    main = str(state[BUDGET] or "")
    return [(MAIN_FUND, main, None), *rows] if main.strip() else rows


def _slider(whole_gap_rupiah: int) -> None:
    options = slider_amounts(min(whole_gap_rupiah, LARGEST))
    if len(options) < 2:
        return
    amount = 0
    with suppress(ValueError):
        amount = parse_rupiah(str(st.session_state[BUDGET] or "0"))
    st.session_state[SLIDER] = max(option for option in options if option <= max(0, amount))
    st.select_slider(
        "atau geser",
        options,
        format_func=format_rupiah_short,
        key=SLIDER,
        on_change=_slide,
        width=235,
    )


def slider_amounts(most_rupiah: int) -> list[int]:
    """Round amounts from 0, a hundred at most, and the whole gap as the last.

    >>> slider_amounts(1_050)[:3], slider_amounts(1_050)[-2:]
    ([0, 20, 40], [1040, 1050])
    """
    size = 1
    while not any(most_rupiah <= _STEPS * size * one for one in (1, 2, 5)):
        size *= 10
    step = next(size * one for one in (1, 2, 5) if most_rupiah <= _STEPS * size * one)
    return sorted({*range(0, most_rupiah + 1, step), most_rupiah})


def _slide() -> None:
    st.session_state[BUDGET] = format_rupiah(st.session_state[SLIDER])


def _when_and_what(asked: RegencyPlan, year: int) -> None:
    months = sorted({str(Month(year, number)) for number in range(1, 13)} | {str(asked.start_month)})
    with st.popover(f"Mulai {asked.start_month.short_label} · {' + '.join(asked.programmes)}"):
        st.selectbox(
            "Mulai bulan", months, format_func=lambda text: Month.parse(text).label, key=START, filter_mode=None,
            persist_state="session",
        )  # fmt: skip
        st.segmented_control(
            "Program",
            ["two", "three"],
            format_func={"two": "JKK + JKM", "three": "JKK + JKM + JHT"}.__getitem__,
            key=PROGRAMMES,
            required=True,
            persist_state="session",
        )


def _fund_key(number: int, field: str) -> str:
    return f"simulasi.kab.fund.{number}.{field}"


def _add_fund() -> int:
    state = st.session_state
    number: int = state.setdefault(_NEXT_FUND, 1)
    state[_NEXT_FUND] = number + 1
    state[FUNDS] = [*state.get(FUNDS, []), number]
    taken = {state.get(_fund_key(other, "name")) for other in state[FUNDS]}
    state[_fund_key(number, "name")] = next((name for name in _FUND_NAMES if name not in taken), f"Dana {number}")
    _preset(number)
    return number


def _add_fund_row() -> None:
    _add_fund()


def _preset(number: int) -> None:
    """DBH Sawit pays workers of oil palm only; any other fund is bound by nobody but the people at the table."""
    if st.session_state[_fund_key(number, "name")] == _PALM_FUND:
        st.session_state[_fund_key(number, "groups")] = [_PALM_WORKERS]
    else:
        st.session_state.setdefault(_fund_key(number, "groups"), [])


def _remove_fund(number: int) -> None:
    st.session_state[FUNDS] = [other for other in st.session_state[FUNDS] if other != number]


def _fund_row(number: int, groups: Mapping[str, str]) -> None:
    keys = {field: _fund_key(number, field) for field in ("name", "amount", "groups")}
    known = [*groups, *(code for code in st.session_state.get(keys["groups"], []) if code not in groups)]
    names = sorted({*_FUND_NAMES, str(st.session_state[keys["name"]])})
    with st.container(key=f"simulasi.kab.fund.{number}", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Dana", names, key=keys["name"], accept_new_options=True, on_change=_preset, args=(number,), width=190,
            persist_state="session",
        )  # fmt: skip
        st.text_input(
            "Jumlah", key=keys["amount"], live=True, placeholder="100 juta", autocomplete="off", width=150,
            persist_state="session",
        )  # fmt: skip
        st.multiselect(
            "Hanya untuk kelompok", known, format_func=lambda code: as_text(groups.get(code, code)), key=keys["groups"],
            placeholder="Semua kelompok", width=230, persist_state="session",
        )  # fmt: skip
        st.button(
            "Hapus", key=f"simulasi.kab.fund.{number}.remove", on_click=_remove_fund, args=(number,), type="tertiary"
        )
