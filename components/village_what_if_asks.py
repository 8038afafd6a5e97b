"""The questions of a village's what-if: an amount typed or slid, and the frame that it is counted in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.markup import notice, source_line
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, parse_workers
from domain.coverage import Counts, target_label
from domain.money import format_number, format_rupiah, parse_rupiah
from domain.plan import LONGEST_MONTHS, SourceCeiling, VillagePlan
from domain.rates import TWO_PROGRAMMES, Programme
from services.district import District

VILLAGE = "simulasi.village"
BUDGET, MONTHS, WAY, WORKERS, TARGET, START, CONTINUED, OFFICIALS, PROGRAMMES, SOURCES, PAID_UNTIL = (
    f"simulasi.desa.{name}"
    for name in (
        "budget", "months", "way", "workers", "target", "start_month", "continued", "officials", "programmes",
        "sources", "paid_until",
    )
)  # fmt: skip
UNKNOWN = ""
_CHOICES: dict[str, tuple[Programme, ...]] = {"two": TWO_PROGRAMMES, "three": (*TWO_PROGRAMMES, "JHT")}
_AHEAD = 36
"""Months that may be chosen, from the month of the data on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that is asked for beside the amount."""

    start_month: Month
    months: int
    programmes: tuple[Programme, ...]
    sources: tuple[SourceCeiling, ...]
    continued_workers: int
    officials: int
    paid_until: Month | None


@dataclass(frozen=True, slots=True)
class _Slide:
    """A slider beside a typed field: its end and step in the field's unit, and how many of them make one on it."""

    highest: int
    step: int = 1
    scale: int = 1
    form: str = "localized"


def slider_key(field: str) -> str:
    """The slider that stands beside a typed field."""
    return f"{field}.slider"


def ceiling_key(source: str) -> str:
    """Where a source's ceiling is typed."""
    return f"simulasi.desa.ceiling.{source}"


def ask_amount(most_rupiah: int, step_rupiah: int) -> int | None:
    """Rupiah, typed or slid in steps of one worker; None while nothing is typed.

    Raises:
        ValueError: what was typed is no amount; says why.
    """
    return _typed_or_slid(
        "Anggaran desa", BUDGET, (parse_rupiah, format_rupiah), _Slide(most_rupiah, step_rupiah), "20 juta"
    )


def ask_workers(most: int) -> int | None:
    """New workers, typed or slid; as :func:`ask_amount`."""
    return _typed_or_slid("Pekerja baru", WORKERS, (parse_workers, format_number), _Slide(most), "60")


def ask_target(target_points: int | None) -> int | None:
    """A target in hundredths of a percent; the meeting's where it has one. As :func:`ask_amount`."""
    if target_points:
        st.session_state.setdefault(TARGET, _percent_text(target_points))
    return _typed_or_slid("Target cakupan", TARGET, (parse_target, _percent_text), _Slide(100, 1, 100, "%d%%"), "60%")


def parse_target(text: str) -> int:
    """A percent as people type it, in hundredths of a percent.

    Raises:
        ValueError: no number, more than two decimals, or outside 0 to 100.

    >>> parse_target("60%"), parse_target("43,92")
    (6000, 4392)
    """
    cleaned = text.strip().removesuffix("%").strip()
    whole, comma, decimals = cleaned.partition(",")
    digits = whole + decimals
    if not (digits.isascii() and digits.isdecimal() and whole and len(decimals) <= 2 and bool(comma) == bool(decimals)):
        raise ValueError("Target adalah persen antara 0 dan 100, misalnya 60 atau 43,5.")
    if len(whole) > 3 or int(whole + decimals.ljust(2, "0")) > 10_000:
        raise ValueError("Target paling tinggi 100 persen.")
    return int(whole + decimals.ljust(2, "0"))


def _percent_text(points: int) -> str:
    return target_label(points / 10_000)


def _typed_or_slid(
    label: str,
    key: str,
    form: tuple[Callable[[str], int], Callable[[int], str]],
    slide: _Slide,
    example: str,
) -> int | None:
    """What is typed decides; the slider follows it, and writes into it when it is moved."""
    parse, write = form
    typed = st.text_input(
        label,
        key=key,
        live=True,
        max_chars=64,
        placeholder=f"misalnya {example}",
        autocomplete="off",
        persist_state="session",
    )
    value, reason = None, None
    if (typed or "").strip():
        try:
            value = parse(typed or "")
        except ValueError as error:
            reason = error
    if slide.highest > 0:
        _slider(label, key, value or 0, write, slide)
    if reason:
        raise reason
    return value


def _slider(label: str, key: str, value: int, write: Callable[[int], str], slide: _Slide) -> None:
    """The slider stands where the typed value is, at its last whole step."""
    slid = slider_key(key)
    st.session_state[slid] = min(slide.highest, value // slide.scale) // slide.step * slide.step
    st.slider(
        f"{label}: geser",
        0,
        slide.highest,
        step=slide.step,
        key=slid,
        format=slide.form,
        label_visibility="collapsed",
        on_change=_slid,
        args=(slid, key, write, slide.scale),
    )


def _slid(slid: str, key: str, write: Callable[[int], str], scale: int) -> None:
    st.session_state[key] = write(int(st.session_state[slid]) * scale)


def ask_frame(district: District, bpu: Counts, officials: Counts, *, year: int, with_officials: bool) -> Frame | None:
    """Months, start, members of today, officials, programmes, sources; None where a ceiling is not readable."""
    today = district.dataset.month
    st.session_state.setdefault(MONTHS, 12)
    st.session_state.setdefault(START, str(Month(year, 1)))
    left, right = st.columns(2)
    months = left.number_input("Selama (bulan)", 1, LONGEST_MONTHS, step=1, key=MONTHS, persist_state="session")
    with right:
        start = _month_choice("Mulai", START, [today.plus(n) for n in range(1, _AHEAD + 1)])
    with st.expander("Peserta aktif sekarang"):
        continued = _count("Dilanjutkan rencana ini", CONTINUED, bpu.active)
        until = _month_choice("Iuran peserta aktif sekarang dibayar sampai", PAID_UNTIL,
                              [today.plus(n) for n in range(_AHEAD + 1)], unknown="belum diketahui")  # fmt: skip
    with st.expander("Perangkat desa dan program"):
        people = _count("Perangkat desa (PU) baru", OFFICIALS, officials.uncovered) if with_officials else 0
        programmes = st.segmented_control(
            "Program", list(_CHOICES), format_func=lambda c: " + ".join(_CHOICES[c]), key=PROGRAMMES,
            default="two", required=True, persist_state="session",
        )  # fmt: skip
    with st.expander("Sumber dana dan pagu"):
        sources = _sources()
    if sources is None or start is None:
        return None
    return Frame(start, int(months), _CHOICES[str(programmes)], sources, continued, people, until)


def fill_frame(plan: VillagePlan) -> None:
    """Set months, start and sources to a plan's."""
    state: Any = st.session_state
    state[MONTHS], state[START] = plan.months, str(plan.start_month)
    state[SOURCES] = [source.source for source in plan.sources if source.source in FUNDING_SOURCES]
    for source in plan.sources:
        ceiling = source.ceiling_rupiah
        state[ceiling_key(source.source)] = "" if ceiling is None else format_rupiah(ceiling)


def _month_choice(label: str, key: str, months: list[Month], *, unknown: str | None = None) -> Month | None:
    """One of the months, or the one that a plan has brought along."""
    options = [str(month) for month in months]
    kept = st.session_state.get(key)
    if kept and kept not in options:
        options = sorted([*options, kept])
    if unknown is not None:
        options = [UNKNOWN, *options]
    chosen = st.selectbox(
        label,
        options,
        format_func=lambda value: Month.parse(value).short_label if value else str(unknown),
        key=key,
        filter_mode=None,
        persist_state="session",
    )
    return Month.parse(chosen) if chosen else None


def _count(label: str, key: str, most: int) -> int:
    """A number up to what the village has; a larger one from another village is cut down to it."""
    if most <= 0:
        st.session_state.pop(key, None)
        st.html(source_line(f"{label}: tidak ada di desa ini."))
        return 0
    st.session_state[key] = max(0, min(most, int(st.session_state.get(key) or 0)))
    return int(
        st.number_input(f"{label} (paling banyak {format_number(most)})", 0, most, step=1, key=key,
                        persist_state="session")
    )  # fmt: skip


def _sources() -> tuple[SourceCeiling, ...] | None:
    st.session_state.setdefault(SOURCES, ["ADD"])
    chosen = st.multiselect(
        "Sumber dana, yang pertama dipakai dulu",
        list(FUNDING_SOURCES),
        key=SOURCES,
        placeholder="Pilih sumber dana",
        persist_state="session",
    )
    found, readable = [], bool(chosen)
    for source in chosen:
        typed = st.text_input(
            f"Pagu {source}", key=ceiling_key(source), live=True, max_chars=64, placeholder="tanpa batas",
            autocomplete="off", persist_state="session",
        )  # fmt: skip
        try:
            found.append(SourceCeiling(source, parse_rupiah(typed) if (typed or "").strip() else None))
        except ValueError as reason:
            readable = False
            st.html(notice("error", f"Pagu {source}: {reason}"))
    if not chosen:
        st.html(notice("error", "Pilih paling sedikit satu sumber dana."))
    return tuple(found) if readable else None
