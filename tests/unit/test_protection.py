"""Who is protected month by month: paid, in arrears, lapsed, and when JKM pays in full."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import pytest

from charts.protection import MonthMark, ProtectionMonth, protection_chart
from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import VillagePlan
from domain.protection import coverage_path, lapses

VILLAGE = Counts(eligible=800, active=320)
OCTOBER = Month(2026, 10)
PLAN = VillagePlan("62.08.04.2004", 60, 40, 0, Month(2027, 1), 6)


def path(plan: VillagePlan, pledged: int = 0, counts: Counts = VILLAGE):
    return {str(s.month): s for s in coverage_path(counts, plan, pledged, first=OCTOBER, last=Month(2028, 3))}


def test_a_half_year_leaves_arrears_in_july_and_inactive_workers_in_october():
    months = path(PLAN)

    assert [months[f"2027-{n:02d}"].new_paid for n in (1, 6, 7)] == [60, 60, 0]
    assert [months[f"2027-{n:02d}"].arrears for n in (6, 7, 9, 10)] == [0, 100, 100, 0]
    assert [(months[f"2027-{n:02d}"].lapsed, months[f"2027-{n:02d}"].ended) for n in (9, 10)] == [(0, 0), (40, 60)]
    assert lapses(list(months.values())) == ((Month(2027, 10), 100),)


def test_of_whom_nobody_has_said_how_long_they_are_paid_stay_counted_and_marked():
    months = path(PLAN)

    assert (months["2026-10"].assumed, months["2026-10"].covered) == (320, 320)
    assert (months["2027-03"].assumed, months["2027-03"].continued_paid) == (280, 40)
    assert months["2028-03"].assumed == 280


def test_money_that_ends_costs_the_members_who_are_not_continued_after_three_unpaid_months():
    months = path(replace(PLAN, paid_until=Month(2026, 12), months=12))

    assert [months[m].others_paid for m in ("2026-12", "2027-01")] == [280, 0]
    assert [months[m].arrears for m in ("2027-01", "2027-03", "2027-04")] == [280, 280, 0]
    assert [months[m].lapsed for m in ("2027-03", "2027-04")] == [0, 280]
    assert months["2027-04"].continued_paid == 40


def test_a_plan_that_starts_in_april_lets_the_continued_ones_run_into_arrears_first():
    months = path(replace(PLAN, paid_until=Month(2026, 12), start_month=Month(2027, 4)))

    assert [months[m].continued_paid for m in ("2026-12", "2027-01", "2027-04")] == [40, 0, 40]
    assert months["2027-03"].arrears == 320


def test_who_is_paid_longer_by_somebody_else_than_by_the_plan_does_not_lapse_with_it():
    months = path(replace(PLAN, paid_until=Month(2027, 12)))

    assert months["2027-12"].continued_paid == 40
    assert months["2027-10"].lapsed == 0


def test_pledged_workers_count_as_covered_and_lapse_with_the_plan():
    months = path(PLAN, pledged=20)

    assert (months["2027-02"].new_paid, months["2027-02"].pledged_paid, months["2027-02"].covered) == (60, 20, 400)
    assert (months["2027-07"].arrears, months["2027-10"].ended) == (120, 80)


def test_full_jkm_begins_in_the_fourth_paid_month():
    months = path(PLAN)

    assert [months[f"2027-{n:02d}"].full_jkm for n in (1, 3, 4, 6, 7)] == ["no", "no", "yes", "yes", "no"]


def test_a_village_without_eligible_workers_has_no_share_and_no_error():
    months = path(replace(PLAN, new_workers=0, continued_workers=0), counts=Counts())

    assert {state.share for state in months.values()} == {None}


def test_nothing_is_told_where_the_end_is_before_the_beginning():
    assert coverage_path(VILLAGE, PLAN, first=OCTOBER, last=Month(2026, 9)) == ()


MONTHS = [ProtectionMonth(OCTOBER.plus(n), 0.3, 0.05, 0.1, 0.1 if 2 < n < 9 else 0, 0.1 if n >= 9 else 0, "60 baru") for n in range(12)]  # fmt: skip


@pytest.mark.parametrize("months", [MONTHS, MONTHS[:1], []])
@pytest.mark.parametrize("target", [0.6, None])
def test_the_chart_is_valid_and_draws_only_what_there_is(months, target):
    spec = protection_chart(
        months, [MonthMark(Month(2027, 2), "JKM penuh"), MonthMark(Month(2099, 1), "tak ada")], target
    )

    alt.Chart.from_dict(spec, validate=True)
    names = [layer["name"] for layer in spec.get("layer", [])]
    assert ("target" in names) == bool(target and months)
    assert ("rules" in names) == (len(months) > 4)


def test_bands_of_equal_height_are_one_and_two_events_of_a_month_are_said_together():
    spec = protection_chart(
        MONTHS, [MonthMark(OCTOBER.plus(9), "60 nonaktif"), MonthMark(OCTOBER.plus(9), "JKM penuh")]
    )
    rows = {layer["name"]: layer["data"]["values"] for layer in spec["layer"]}

    assert [(band["kind"], band["from"], band["to"]) for band in rows["bands"]] == [
        ("new", 3, 9),
        ("paid", 0, 12),
        ("continued", 0, 12),
        ("assumed", 0, 12),
        ("arrears", 9, 12),
    ]
    assert [row["text"] for row in rows["words"]] == ["60 nonaktif · JKM penuh"]
    assert all(0 <= row["from"] < row["to"] <= 12 for row in rows["hatch"])
