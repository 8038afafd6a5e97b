"""What a plan takes from each source in one budget year, to the rupiah."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.calendar import Month
from domain.ceiling import Ceiling
from domain.money import Rupiah
from domain.plan import SourceCeiling
from services.village_funds import VillageFunds, amounts_in_year, funds_warnings
from services.village_plan import evaluate
from tests.unit.test_village_plan import DISTRICT, PLAN, RATES

TWO_SOURCES = replace(PLAN, officials=3, sources=(SourceCeiling("ADD", 10_000_000), SourceCeiling("DD")))


@pytest.mark.parametrize(("start", "months"), [(Month(2027, 1), 12), (Month(2027, 7), 36), (Month(2026, 12), 2)])
def test_the_years_of_a_plan_add_up_to_what_each_source_pays(start: Month, months: int) -> None:
    answer = evaluate(DISTRICT, RATES, {}, replace(TWO_SOURCES, start_month=start, months=months))

    years = range(start.year, answer.last_month.year + 1)
    for share in answer.by_source:
        assert sum(amounts_in_year(answer, year)[share.source] for year in years) == share.amount_rupiah
    for cost in answer.years:
        assert sum(amounts_in_year(answer, cost.year).values()) == cost.amount_rupiah


def test_only_the_months_of_the_ceilings_own_year_count() -> None:
    ceilings = (Ceiling("ADD", Rupiah(100 * 6 * 16_800)),)
    plan = replace(PLAN, start_month=Month(2027, 7), months=12)  # six months of 100 workers in each year

    answer = evaluate(DISTRICT, RATES, {}, plan)

    assert funds_warnings(VillageFunds(2027, "APBDes", ceilings, None), answer, ()) == ()
    assert funds_warnings(VillageFunds(2029, "APBDes", ceilings, None), answer, ()) == ()
    less = (Ceiling("ADD", Rupiah(100 * 6 * 16_800 - 1)),)
    (told,) = funds_warnings(VillageFunds(2027, "APBDes", less, None), answer, ())
    assert told.text.endswith("rencana ini Rp 10.080.000, lebih Rp 1.")
