from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from components.spreadsheet import guarded
from components.village_table import village_csv
from db.queries.enrollment import Dataset
from db.queries.regions import Village
from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import PLAN_RULES, PlanFund, RegencyPlan
from domain.rates import RateMissing, RateTable
from domain.refusal import Refused
from services.district import District, VillagePicture
from services.group_needs import GroupNeed
from services.simulation import compare, evaluate, whole_gap
from tests.support.shipped_rules import shipped_table

UNIT = 16_800 * 12
A, B, C, TOWN = "62.08.01.2001", "62.08.01.2002", "62.08.01.2003", "62.08.01.1001"


def district(*counts: tuple[int, int], kelurahan: tuple[int, int] = (500, 10)) -> District:
    """Desa A, B, C with their eligible and active, and a kelurahan, which takes no part."""
    data = Dataset(
        UUID(int=1), "62.08", Month(2026, 10), "uji", date(2026, 10, 31), "f.csv", "0", True, datetime(2026, 11, 1, tzinfo=UTC)
    )  # fmt: skip
    rows = [*zip((A, B, C), counts, strict=False), (TOWN, kelurahan)]
    villages = tuple(
        VillagePicture(
            Village(code, code[-4:], "kelurahan" if code == TOWN else "desa", "62.08.01", "Sukamara", 0, 0),
            Counts(*both) + Counts(12, 12),
            Counts(*both),
        )
        for code, both in rows
    )
    return District("62.08", "Kabupaten Uji", data, villages)


DISTRICT = district((100, 20), (200, 100), (50, 45))
NEEDS = (
    GroupNeed(A, "fisher", "Nelayan", Counts(60, 20)),
    GroupNeed(A, "oil_palm_worker", "Pekerja sawit", Counts(40, 0)),
    GroupNeed(B, "fisher", "Nelayan", Counts(200, 100)),
    GroupNeed(C, "oil_palm_worker", "Pekerja sawit", Counts(50, 45)),
    GroupNeed(TOWN, "fisher", "Nelayan", Counts(500, 10)),
)


def plan(workers: int, rule: str = "equal_coverage", **changes) -> RegencyPlan:
    """Money for so many workers and Rp 100 more, for the whole of 2027."""
    return replace(
        RegencyPlan(rule, (PlanFund("Dana kabupaten", workers * UNIT + 100),), Month(2027, 1), 12), **changes
    )


def funds(*rows: tuple[str, int, tuple[str, ...] | None]) -> RegencyPlan:
    return plan(0, funds=tuple(PlanFund(name, workers * UNIT, groups) for name, workers, groups in rows))


@pytest.fixture(scope="module")
def rates() -> RateTable:
    return shipped_table()


def given(division) -> list[int]:
    return [outcome.given for outcome in division.outcomes]


def test_a_rule_divides_to_the_rupiah_among_desa_only(rates):
    division = evaluate(DISTRICT, rates, {}, plan(60))

    assert given(division) == [40, 20, 0]  # A and B both reach 60 %
    assert division.spent_rupiah + division.left_rupiah == 60 * UNIT + 100
    assert division.left_rupiah == 100
    assert (division.before, division.after) == (Counts(350, 165), Counts(350, 225))


def test_what_rules_are_compared_by(rates):
    division = evaluate(DISTRICT, rates, {}, plan(60, target_points=6000))

    assert (division.workers, division.villages_served, division.villages_at(6000)) == (60, 2, 3)
    assert division.lowest_share == 0.6
    assert division.spread_label == "30,0 poin"


def test_rules_stand_side_by_side_where_they_have_what_they_need(rates):
    bare = compare(DISTRICT, rates, {A: 10}, plan(60))
    full = compare(DISTRICT, rates, {A: 10}, plan(60, target_points=6000, weights=((A, "1"), (B, "0.5"))))

    assert tuple(bare) == ("equal_coverage", "proportional_to_uncovered", "equal_per_village", "matching")
    assert tuple(full) == PLAN_RULES
    assert all(division.rule == rule for rule, division in full.items())
    assert given(full["matching"]) == [10, 0, 0]
    assert given(full["weighted"])[2] == 0
    assert [division.plan.weights != () for division in full.values()] == [rule == "weighted" for rule in PLAN_RULES]


@pytest.mark.parametrize("rule", PLAN_RULES)
def test_alone_and_side_by_side_a_rule_answers_the_same(rates, rule):
    asked = plan(60, rule, target_points=6000, weights=((A, "1"), (B, "0.5"), (C, "2")))

    assert (
        evaluate(DISTRICT, rates, {A: 10}, asked).to_json() == compare(DISTRICT, rates, {A: 10}, asked)[rule].to_json()
    )


def test_what_is_pledged_is_not_paid_for_twice(rates):
    division = evaluate(DISTRICT, rates, {A: 80, B: 30}, plan(10_000))

    assert given(division) == [0, 70, 5]
    assert division.after == Counts(350, 350)
    assert division.reasons[A] == "Tidak mendapat: semua yang belum terlindungi sudah dijanjikan desa."


def test_the_whole_gap_leaves_out_what_is_pledged(rates):
    gap = whole_gap(DISTRICT, rates, {A: 80, B: 30}, plan(0))

    assert (gap.workers, gap.pledged, gap.cost_rupiah) == (75, 110, 75 * UNIT)


def test_old_age_and_more_months_cost_more(rates):
    division = evaluate(DISTRICT, rates, {}, plan(60, programmes=("JKK", "JKM", "JHT"), months=36))

    assert division.unit_rupiah == 36_800 * 36


def test_a_fund_with_a_condition_pays_its_groups_only(rates):
    division = evaluate(DISTRICT, rates, {}, funds(("APBD", 10, None), ("DBH Sawit", 60, ("oil_palm_worker",))), NEEDS)
    apbd, palm = division.funds

    assert given(division) == [40, 10, 5]  # 45 palm workers in all; the free money goes to B, which is the lowest then
    assert (palm.workers, palm.left_rupiah, palm.unpaid, palm.groups) == (45, 15 * UNIT, 0, ("Pekerja sawit",))
    assert (apbd.workers, apbd.left_rupiah, apbd.unpaid) == (10, 0, 130)
    assert "DBH Sawit membayar 40 pekerja sawit" in division.reasons[A]
    assert division.title == "APBD Rp 2 juta + DBH Sawit Rp 12,1 juta"


def test_a_village_s_pledge_takes_room_from_its_groups_in_proportion(rates):
    division = evaluate(DISTRICT, rates, {A: 40}, funds(("DBH Sawit", 60, ("oil_palm_worker",))), NEEDS)

    assert given(division) == [20, 0, 5]


def test_one_fund_without_a_condition_among_several_is_divided_as_by_equal_coverage(rates):
    alone = evaluate(DISTRICT, rates, {}, plan(0, funds=(PlanFund("Dana", 60 * UNIT),)))
    split = evaluate(DISTRICT, rates, {}, funds(("Dana", 40, None), ("Dana lain", 20, None)), NEEDS)

    assert given(split) == given(alone)


def test_an_answer_can_be_kept_as_plain_json_without_floats(rates):
    asked = evaluate(DISTRICT, rates, {A: 10}, plan(60, target_points=6000)).to_json()
    kept = json.loads(json.dumps(asked), parse_float=lambda text: pytest.fail(f"a float: {text}"))

    assert kept == asked
    assert set(kept) == {
        "title", "sentence", "workers", "amount_rupiah", "left_rupiah", "share_before", "share_if_paid", "facts", "villages",
    }  # fmt: skip
    assert (kept["share_before"], kept["share_if_paid"]) == ("47,1%", "67,1%")
    assert kept["villages"][0][:6] == [A, "2001", 100, 20, 10, 40]
    assert "bila dibayar" in kept["sentence"]


def test_a_village_without_eligible_workers_says_so(rates):
    for asked, needs in ((plan(5), ()), (funds(("Satu", 3, None), ("Dua", 2, None)), NEEDS)):
        division = evaluate(district((100, 20), (0, 0), (50, 45)), rates, {}, asked, needs[:2])

        assert division.outcomes[1].share_if_paid is None
        assert division.reasons[B] == "Tidak mendapat: tidak ada pekerja berhak di desa ini."


def test_a_village_with_more_active_than_eligible_is_left_alone(rates):
    division = evaluate(district((100, 20), (50, 60), (50, 45)), rates, {}, plan(10_000))

    assert given(division) == [80, 0, 5]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (plan(5, rule="lottery"), "simulation.rule"),
        (plan(5, months=0), "simulation.months"),
        (plan(5, months=37), "simulation.months"),
        (plan(5, months=True), "simulation.months"),
        (plan(5, programmes=()), "simulation.programmes"),
        (plan(5, target_points=0), "simulation.target"),
        (plan(5, target_points=10_001), "simulation.target"),
        (plan(5, target_points=60.5), "simulation.target"),
        (plan(5, rule="most_villages_to_target"), "simulation.target"),
        (plan(5, funds=()), "simulation.funds"),
        (plan(5, funds=tuple(PlanFund(str(n), 1) for n in range(7))), "simulation.funds"),
        (plan(5, funds=(PlanFund("a", -1),)), "simulation.budget"),
        (plan(5, funds=(PlanFund("a", 10**15 + 1),)), "simulation.budget"),
        (plan(5, funds=(PlanFund("a", float("nan")),)), "simulation.budget"),
        (plan(5, rule="weighted"), "simulation.weights"),
        (plan(5, rule="weighted", weights=((A, "0"),)), "simulation.weights"),
        (plan(5, rule="weighted", weights=((A, "NaN"),)), "simulation.weights"),
        (plan(5, rule="weighted", weights=((A, "-1"),)), "simulation.weights"),
        (plan(5, rule="matching", per_pledged="banyak"), "simulation.per_pledged"),
        (plan(5, rule="matching", per_pledged="Infinity"), "simulation.per_pledged"),
        (plan(5, rule="matching", per_pledged="1e-9999999"), "simulation.per_pledged"),
        (plan(5, rule="matching", per_pledged="1_0"), "simulation.per_pledged"),
        (plan(5, rule="matching", per_pledged="１"), "simulation.per_pledged"),
        (plan(5, rule="matching", cap=-1), "allocation.matching"),
        (funds(("a", 1, None), ("a", 1, None)), "simulation.fund_name"),
        (funds(("", 1, None), ("a", 1, None)), "simulation.fund_name"),
        (funds(("a", 1, ("astronaut",))), "simulation.groups"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(rates, asked, code):
    with pytest.raises(Refused) as refused:
        evaluate(DISTRICT, rates, {}, asked, NEEDS)

    assert refused.value.code == code
    assert refused.value.reason.endswith(".")


def test_nobody_to_divide_among_is_said(rates):
    for empty in (district(), district((0, 0), (0, 0))):
        with pytest.raises(Refused, match="belum memuat pekerja mandiri"):
            evaluate(empty, rates, {}, plan(5))


def test_funds_with_conditions_need_figures_by_group(rates):
    with pytest.raises(Refused, match="tidak memuat kelompok pekerja"):
        evaluate(DISTRICT, rates, {}, funds(("a", 1, None), ("b", 1, None)))


def test_a_month_without_a_rate_is_refused(rates):
    with pytest.raises(RateMissing):
        evaluate(DISTRICT, rates, {}, plan(5, start_month=Month(2020, 1)))


def test_the_largest_amount_covers_everybody_and_keeps_the_rest(rates):
    division = evaluate(DISTRICT, rates, {}, plan(0, funds=(PlanFund("Dana", 10**15),)))

    assert given(division) == [80, 100, 5]
    assert division.left_rupiah == 10**15 - 185 * UNIT


def test_the_file_for_a_spreadsheet_holds_no_formula_and_says_what_it_is(rates):
    first = DISTRICT.villages[0]
    named = replace(
        DISTRICT, villages=(replace(first, village=replace(first.village, name="=1+1")), *DISTRICT.villages[1:])
    )
    text = village_csv(evaluate(named, rates, {}, plan(60)), is_sample=True).decode()
    lines = text.removeprefix("\ufeff").split("\r\n")

    assert text.startswith("\ufeff")
    assert lines[0].startswith('"LATIHAN · DATA CONTOH. Simulasi Cakupan sama rata:')
    assert lines[2].startswith(f"{A};'=1+1;100;20;0;40;20,0;60,0;{40 * UNIT};\"Mendapat 40 pekerja:")
    assert len(lines) == 3 + 3


def test_more_pledged_than_uncovered_counts_as_all_of_them(rates):
    division = evaluate(DISTRICT, rates, {A: 500}, plan(5))
    gap = whole_gap(DISTRICT, rates, {A: 500}, plan(5))

    assert division.outcomes[0].pledged == 80
    assert gap.pledged == 80


def test_an_unreadable_number_of_one_rule_takes_no_other_away(rates):
    assert "matching" not in compare(DISTRICT, rates, {A: 5}, plan(5, per_pledged="x"))
    assert "equal_coverage" in compare(DISTRICT, rates, {A: 5}, plan(5, per_pledged="x"))


def test_a_village_that_no_fund_may_pay_is_told_so(rates):
    palm = evaluate(DISTRICT, rates, {}, funds(("DBH Sawit", 500, ("oil_palm_worker",))), NEEDS)
    empty = evaluate(DISTRICT, rates, {}, funds(("DBH Sawit", 0, ("oil_palm_worker",))), NEEDS)

    assert "tidak ada dana yang boleh membayar" in palm.reasons[B]
    assert "tidak cukup untuk satu pekerja" in empty.reasons[A]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t1", "\r1"])
def test_no_text_becomes_a_formula(name: str):
    assert guarded(name) == f"'{name}"
