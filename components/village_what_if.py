"""The what-if of one village: three ways to ask, one answer at once; nothing here is stored or promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.database import database
from components.markup import notice, source_line
from components.village_what_if_answer import Asked, at_once, show_answer, show_goals
from components.village_what_if_asks import (
    CONTINUED,
    OFFICIALS,
    PAID_UNTIL,
    PROGRAMMES,
    UNKNOWN,
    VILLAGE,
    WAY,
    WORKERS,
    Frame,
    ask_amount,
    ask_frame,
    ask_target,
    ask_workers,
    fill_frame,
)
from db.queries.commitments import Commitment
from domain.coverage import Counts
from domain.money import format_number, format_rupiah
from domain.plan import VillagePlan
from domain.rates import RateTable
from domain.refusal import Refused
from domain.what_if import need_to_target, workers_for
from services.district import District, View, VillagePicture
from services.village_funds import funds_warnings, village_funds
from services.village_plan import VillageAnswer, evaluate, officials_of
from services.village_prices import VillagePrices, prices_of

WAYS = {"rupiah": "Rupiah", "workers": "Pekerja", "target": "Target"}
_NOTHING_TYPED = "Ketik jumlahnya atau geser; jawabannya langsung tampil."
_NOTHING_TO_ASK = "{title} tidak punya pekerja yang berhak dalam data {month}; tidak ada yang dapat dihitung."


@dataclass(frozen=True, slots=True)
class _Place:
    """The village that is asked about: its counts, what it has pledged, and how many are left to protect."""

    picture: VillagePicture
    officials: Counts
    pledged: int

    @property
    def room(self) -> int:
        return max(0, self.picture.bpu.uncovered - self.pledged)


def show(
    seen: View, district: District, pledges: Sequence[Commitment], *, year: int, target_points: int | None
) -> tuple[VillagePlan, VillageAnswer] | None:
    """The questions on the left, the answer beside them; None while there is nothing to answer.

    Args:
        year: the budget year that is planned; a plan begins in its January unless another month is chosen.
        target_points: the meeting's target in hundredths of a percent, or None.
    """
    pledged = {pledge.village_code: pledge.new_bpu_workers for pledge in pledges}
    # Side by side on a laptop, one under the other on a phone.
    questions, answers = st.columns([4, 9], gap="large")
    with questions:
        place = _choose_village(district, pledged)
        if place is None:
            return None
        way = _choose_way()
        amount = st.container()
        frame = ask_frame(district, place.picture.bpu, place.officials, year=year, with_officials=way != "target")
    with answers:
        prices = _prices(seen.rates, frame)
        if frame is None or prices is None:
            return None
        with amount:
            asked = _ask(way, place, frame, prices, target_points)
        found = None
        if isinstance(asked, Asked):
            plan = _plan(place, frame, asked)
            answer = _answer(district, seen.rates, pledged, plan)
            found = (plan, answer) if answer else None
            if answer:
                with amount:
                    st.html(at_once(answer))
                funds = village_funds(database(), seen, plan.village_code, year)
                over_room = funds_warnings(funds, answer, pledges)
                show_answer(answer, asked, district, seen.rates, target_points, over_room)
        else:
            st.html(notice("error", asked) if asked else source_line(_NOTHING_TYPED))
        show_goals(place.picture.bpu, place.room, place.pledged, prices, target_points)
    return found


def _choose_way() -> str:
    way = st.segmented_control(
        "Hitung dari",
        list(WAYS),
        format_func=WAYS.__getitem__,
        key=WAY,
        default="rupiah",
        required=True,
        persist_state="session",
    )
    return str(way)


def fill(plan: VillagePlan) -> None:
    """Set the questions to a plan, in a callback before they are drawn; it is asked for by its workers."""
    state = st.session_state
    state[VILLAGE], state[WAY] = plan.village_code, "workers"
    state[WORKERS] = format_number(plan.new_workers)
    state[CONTINUED], state[OFFICIALS] = plan.continued_workers, plan.officials
    state[PROGRAMMES] = "three" if "JHT" in plan.programmes else "two"
    state[PAID_UNTIL] = str(plan.paid_until) if plan.paid_until else UNKNOWN
    fill_frame(plan)


def _choose_village(district: District, pledged: dict[str, int]) -> _Place | None:
    places = {p.village.code: p for p in sorted(district.desa, key=lambda p: p.village.name)}
    if not places:
        st.html(notice("info", f"Belum ada desa dalam data {district.dataset.month.label}."))
        return None
    if st.session_state.get(VILLAGE) not in places:
        st.session_state.pop(VILLAGE, None)
    code = st.selectbox(
        "Desa", list(places), format_func=lambda c: places[c].village.name, key=VILLAGE, persist_state="session"
    )
    picture = places[code]
    officials = officials_of(picture)
    if not picture.counts.eligible:
        text = _NOTHING_TO_ASK.format(title=picture.village.title, month=district.dataset.month.label)
        st.html(notice("info", text))
        return None
    return _Place(picture, officials, min(pledged.get(code, 0), picture.bpu.uncovered))


def _prices(rates: RateTable, frame: Frame | None) -> VillagePrices | None:
    if frame is None:
        return None
    try:
        return prices_of(rates, frame.programmes, frame.start_month, frame.months)
    except Refused as refusal:
        st.html(notice("error", refusal.reason))
        return None


def _ask(way: str, place: _Place, frame: Frame, prices: VillagePrices, target_points: int | None) -> Asked | str:
    """What is asked for in the chosen way; a text says why there is no answer, an empty one that nothing is typed."""
    try:
        if way == "target":
            return _asked_target(place, prices, target_points)
        if way == "workers":
            workers = ask_workers(place.room)
            return "" if workers is None else Asked(way, workers, frame.officials)
        return _asked_rupiah(place, frame, prices)
    except ValueError as reason:  # what was typed; a refusal is one too
        return str(reason)


def _asked_target(place: _Place, prices: VillagePrices, target_points: int | None) -> Asked | str:
    points = ask_target(target_points)
    if points is None:
        return ""
    need = need_to_target(place.picture.bpu, place.officials, points, pledged=place.pledged)
    officials = 0 if prices.official_unit_rupiah is None else need.officials
    return Asked("target", need.bpu_workers, officials, target_points=points)


def _asked_rupiah(place: _Place, frame: Frame, prices: VillagePrices) -> Asked | str:
    """The amount pays the continued workers and the officials that were named, and new workers with the rest."""
    unit = prices.bpu_unit_rupiah
    fixed = frame.continued_workers * unit + frame.officials * (prices.official_unit_rupiah or 0)
    budget = ask_amount(fixed + place.room * unit, unit)
    if budget is None:
        return ""
    if budget < fixed:
        return (
            f"{format_rupiah(budget)} belum cukup untuk pekerja lanjutan dan perangkat desa yang diisi: "
            f"{format_rupiah(fixed)}. Tambah {format_rupiah(fixed - budget)}, atau kurangi orangnya."
        )
    bought = workers_for(budget - fixed, unit, place.room)
    return Asked("rupiah", bought.workers, frame.officials, budget_rupiah=budget, bought=bought)


def _plan(place: _Place, frame: Frame, asked: Asked) -> VillagePlan:
    return VillagePlan(
        village_code=place.picture.village.code,
        new_workers=asked.new_workers,
        continued_workers=frame.continued_workers,
        officials=asked.officials,
        start_month=frame.start_month,
        months=frame.months,
        programmes=frame.programmes,
        sources=frame.sources,
        paid_until=frame.paid_until,
    )


def _answer(district: District, rates: RateTable, pledged: dict[str, int], plan: VillagePlan) -> VillageAnswer | None:
    try:
        return evaluate(district, rates, pledged, plan)
    except Refused as refusal:
        st.html(notice("error", refusal.reason))
        return None
