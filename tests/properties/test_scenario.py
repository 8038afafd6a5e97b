"""Scenarios of every plan that may be kept: what goes in comes out, and one content is one link."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES
from domain.plan import PLAN_RULES, PlanFund, RegencyPlan, SourceCeiling, VillagePlan
from domain.pledge_draft import pledge_draft
from domain.refusal import Refused
from domain.scenario import Content, DataVersion, id_of, read_content, read_ids, require_id, seal

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20)
months = st.builds(Month, st.integers(2020, 2040), st.integers(1, 12))
counts = st.integers(0, 10**6)
amounts = st.integers(0, 10**13)
programmes = st.lists(st.sampled_from(["JKK", "JKM", "JHT"]), min_size=1, unique=True).map(tuple)
sources = st.lists(
    st.builds(SourceCeiling, st.sampled_from([*FUNDING_SOURCES, "APBD"]), st.none() | amounts), max_size=4
)
villages = st.builds(
    VillagePlan,
    village_code=words, new_workers=counts, continued_workers=counts, officials=counts, start_month=months,
    months=st.integers(1, 36), programmes=programmes, sources=sources.map(tuple), paid_until=st.none() | months,
)  # fmt: skip
funds = st.builds(PlanFund, words, amounts, st.none() | st.lists(words, max_size=3).map(tuple))
regencies = st.builds(
    RegencyPlan,
    rule=st.sampled_from(PLAN_RULES), funds=st.lists(funds, min_size=1, max_size=6).map(tuple), start_month=months,
    months=st.integers(1, 36), programmes=programmes, target_points=st.none() | st.integers(1, 10_000),
    weights=st.lists(st.tuples(words, words), max_size=5).map(tuple), per_pledged=words, cap=counts,
)  # fmt: skip
data = st.builds(
    DataVersion, words, words, months, words, st.dates(date(2000, 1, 1), date(2100, 1, 1)), is_sample=st.booleans()
)
pledges = st.dictionaries(words, counts, max_size=5).map(lambda found: tuple(sorted(found.items())))
contents = st.builds(
    Content,
    plan=villages | regencies, name=words, regency_code=words, dataset=data, rates=st.just(()), wages=st.just(()), base_rupiah=amounts,
    pledged=pledges, budget_year=st.integers(2020, 2040), meeting=st.none() | st.tuples(words, words),
)  # fmt: skip


@given(contents)
def test_what_is_sealed_is_read_again_and_has_the_id_of_its_text(content: Content) -> None:
    scenario_id, text = seal(content)

    assert read_content(text) == content
    assert scenario_id == id_of(text) == require_id(scenario_id)
    assert read_ids(f"http://10.0.0.2/simulasi?s={scenario_id}") == (scenario_id,)


@given(contents, contents)
def test_two_contents_have_one_id_only_where_they_are_one(one: Content, other: Content) -> None:
    assert (seal(one)[0] == seal(other)[0]) == (one == other)


@given(contents, st.data())
def test_a_text_with_one_sign_changed_is_refused_or_has_another_id(content: Content, drawn: st.DataObject) -> None:
    scenario_id, text = seal(content)
    place = drawn.draw(st.integers(0, len(text) - 1))
    sign = drawn.draw(st.characters(codec="utf-8").filter(lambda sign: sign != text[place]))

    changed = text[:place] + sign + text[place + 1 :]

    assert id_of(changed) != scenario_id
    with contextlib.suppress(Refused):
        assert seal(read_content(changed))[1] == changed


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_whatever_is_pasted_is_ids_or_a_refusal(pasted: str) -> None:
    try:
        found = read_ids(pasted)
    except Refused:
        return
    assert [require_id(scenario_id) for scenario_id in found] == list(found)


@given(villages, st.integers(2020, 2040))
def test_a_draft_is_within_the_limits_of_the_form(plan: VillagePlan, year: int) -> None:
    try:
        draft = pledge_draft(plan, year)
    except Refused:
        assert plan.new_workers == plan.continued_workers == 0
        return
    asked = {"new": plan.new_workers, "continued": plan.continued_workers}
    assert {line.nature: line.workers for line in draft.lines} == {n: w for n, w in asked.items() if w}
    for line in draft.lines:
        assert 1 <= line.months <= min(12, plan.months)
        assert line.start_month.year == line.start_month.plus(line.months - 1).year == year
        assert line.source in FUNDING_SOURCES


@given(villages, st.integers(2020, 2040))
def test_a_draft_that_leaves_nothing_out_is_the_whole_plan(plan: VillagePlan, year: int) -> None:
    whole: dict[str, Any] = {"officials": 0, "programmes": ("JKK", "JKM"), "sources": (SourceCeiling("ADD"),)}
    plan = replace(plan, start_month=Month(year, 1), months=min(12, plan.months), **whole)
    plan = replace(plan, new_workers=plan.new_workers or 1, continued_workers=0)

    draft = pledge_draft(plan, year)

    assert draft.left_out == ()
    (line,) = draft.lines
    assert (line.workers, line.months, line.start_month) == (plan.new_workers, plan.months, plan.start_month)
