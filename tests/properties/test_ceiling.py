"""Ceilings lose no rupiah: sums over sources are exact, and the room is what the ceiling leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.ceiling import Ceiling, ceiling_uses, check_ceilings
from domain.money import LARGEST, Rupiah
from domain.pledge_lines import FUNDING_SOURCES, Line
from domain.refusal import Refused

rupiah = st.integers(0, LARGEST).map(Rupiah)
sources = st.sampled_from(sorted(FUNDING_SOURCES))
ceilings = st.lists(
    st.builds(Ceiling, sources, rupiah, st.none() | rupiah), max_size=5, unique_by=lambda ceiling: ceiling.source
)


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    pairs = draw(st.lists(st.tuples(sources, rupiah), max_size=8))
    start, unit = Month(2027, 1), Rupiah(16_800)
    return [Line("new", "BPU", 1, 12, start, ("JKK", "JKM"), source, unit, amount) for source, amount in pairs]


@given(st.builds(Ceiling, sources, rupiah, st.none() | rupiah))
def test_the_room_is_the_ceiling_less_what_is_planned_and_never_negative(ceiling: Ceiling) -> None:
    planned = ceiling.planned_rupiah or 0

    assert ceiling.room_rupiah >= 0
    assert ceiling.room_rupiah == ceiling.ceiling_rupiah - min(planned, ceiling.ceiling_rupiah)


@given(lines(), ceilings)
def test_the_uses_add_up_to_the_pledge_and_each_source_stands_once(pledge: list[Line], known: list[Ceiling]) -> None:
    uses = ceiling_uses(pledge, known)

    assert sum(use.amount_rupiah for use in uses) == sum(line.amount_rupiah for line in pledge)
    assert len({use.source for use in uses}) == len(uses)
    assert all(use.amount_rupiah <= use.ceiling.room_rupiah + use.over_rupiah for use in uses if use.ceiling)


@given(lines(), ceilings)
def test_a_pledge_is_refused_exactly_when_a_source_is_above_its_room(pledge: list[Line], known: list[Ceiling]) -> None:
    rooms = {ceiling.source: ceiling.room_rupiah for ceiling in known}
    above = {
        source
        for source in rooms
        if sum(line.amount_rupiah for line in pledge if line.source == source) > rooms[source]
    }

    try:
        check_ceilings(pledge, known, over_ceiling="refuse", reason="")
        refused = False
    except Refused:
        refused = True

    assert refused == bool(above)
    assert len(check_ceilings(pledge, known, over_ceiling="reason", reason="x")) == len(above)
