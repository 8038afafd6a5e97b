"""A village's plan answered: its cost, its shares, its months, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from db.queries.enrollment import Dataset
from db.queries.regions import Village
from domain.calendar import Month
from domain.coverage import Counts
from domain.plan import SourceCeiling, VillagePlan
from domain.rates import Rate, RateTable, ReferenceWage
from domain.refusal import Refused
from services.district import District, VillagePicture
from services.village_notes import finding, warnings_of
from services.village_plan import evaluate, officials_of

CODE = "62.08.04.2004"
LONG_AGO = Month(2024, 1)


def rate(segment: Any, programme: Any, points: int | None, flat: int | None, first: Month = LONG_AGO) -> Rate:
    return Rate(segment, programme, first, None, points, flat, None, None, "PP", "berita", "high")


WAGES = [
    ReferenceWage("village_head", "Kepala desa", LONG_AGO, 2_426_640, "PP 11/2019", "berita", "high"),
    ReferenceWage("village_official", "Perangkat desa lainnya", LONG_AGO, 2_022_200, "PP 11/2019", "berita", "high"),
]
ROWS = [
    rate("BPU", "JKK", None, 10_000),
    rate("BPU", "JKM", None, 6_800),
    rate("BPU", "JHT", 200, None),
    rate("PU", "JKK", 24, None),
    rate("PU", "JKM", 30, None),
]
RATES = RateTable.of(ROWS, wages=WAGES)
PLAN = VillagePlan(CODE, 60, 40, 0, Month(2027, 1), 12)


def picture(code: str, kind: str, bpu: Counts, officials: Counts = Counts()) -> VillagePicture:  # noqa: B008
    return VillagePicture(Village(code, "Sungai Pasir", kind, code[:8], "Pantai Lunci", 0, 0), bpu + officials, bpu)


DATASET = Dataset(
    UUID(int=1), "62.08", Month(2026, 10), "BPJS", date(2026, 10, 31), "f.csv", "0", False, datetime(2026, 11, 1, tzinfo=UTC)
)  # fmt: skip
DISTRICT = District(
    "62.08",
    "Kabupaten Sukamara",
    DATASET,
    (
        picture(CODE, "desa", Counts(800, 320), Counts(12, 5)),
        picture("62.08.01.2001", "desa", Counts()),
        picture("62.08.01.1001", "kelurahan", Counts(900, 400)),
    ),
)


def answer(pledged: int = 0, rates: RateTable = RATES, **changed: Any):
    return evaluate(DISTRICT, rates, {CODE: pledged}, replace(PLAN, **changed))


def refused(pledged: int = 0, rates: RateTable = RATES, **changed: Any) -> str | None:
    with pytest.raises(Refused) as refusal:
        answer(pledged, rates, **changed)
    assert refusal.value.reason.endswith(".")
    return refusal.value.field


def test_a_plan_costs_its_workers_times_its_months_and_lifts_coverage_by_the_new_ones_only() -> None:
    found = answer()

    assert (found.workers, found.amount_rupiah) == (100, 100 * 12 * 16_800)
    assert (found.counts.share, found.share_if_paid) == (0.4, 380 / 800)
    assert (found.full_jkm, found.lapses) == ((Month(2027, 4),) * 2, ((Month(2028, 4), 100),))


def test_pledged_workers_are_neither_offered_again_nor_counted_twice() -> None:
    found = answer(pledged=420)

    assert found.share_if_paid == 1.0
    assert refused(pledged=421) == "new_workers"


def test_officials_are_paid_at_the_lowest_wage_and_never_at_the_bpu_rate() -> None:
    found = answer(officials=7)

    assert found.officials_rupiah == 7 * 12 * 10_920
    assert found.amount_rupiah == 100 * 12 * 16_800 + 7 * 12 * 10_920
    assert officials_of(DISTRICT.villages[0]) == Counts(12, 5)


def test_jht_is_added_for_the_workers_and_not_for_the_officials() -> None:
    found = answer(officials=1, programmes=("JKK", "JKM", "JHT"))

    assert (found.prices.bpu_unit_rupiah, found.prices.official_unit_rupiah) == (12 * 36_800, 12 * 10_920)


def test_a_plan_over_years_takes_each_month_at_its_own_rate() -> None:
    dearer = RateTable.of([*ROWS, rate("BPU", "JKM", None, 8_000, Month(2028, 1))], wages=WAGES)

    found = answer(rates=dearer, months=36, continued_workers=0, start_month=Month(2027, 7))

    assert [(cost.year, cost.months, cost.amount_rupiah) for cost in found.years] == [
        (2027, 6, 60 * 6 * 16_800),
        (2028, 12, 60 * 12 * 18_000),
        (2029, 12, 60 * 12 * 18_000),
        (2030, 6, 60 * 6 * 18_000),
    ]
    assert sum(cost.amount_rupiah for cost in found.years) == found.amount_rupiah


def test_sources_are_used_in_order_and_what_no_ceiling_holds_is_said() -> None:
    year = 12 * 16_800
    found = answer(officials=2, sources=(SourceCeiling("PBH", 90 * year + 131_040), SourceCeiling("ADD", 5 * year)))

    assert [(s.source, s.workers, s.left_rupiah) for s in found.by_source] == [("PBH", 91, 0), ("ADD", 5, 0)]
    assert (found.unfunded_workers, found.unfunded_rupiah) == (6, 5 * year + 131_040)
    assert warnings_of(found)[0].text.startswith("Pagu cukup untuk 96 dari 102 orang; untuk 6 lainnya belum ada dana")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"new_workers": 481}, "new_workers"),
        ({"new_workers": -1}, "new_workers"),
        ({"new_workers": float("nan")}, "new_workers"),
        ({"continued_workers": 321}, "continued_workers"),
        ({"officials": 8}, "officials"),
        ({"months": 0}, "months"),
        ({"months": 37}, "months"),
        ({"months": float("nan")}, "months"),
        ({"start_month": Month(9000, 1)}, "start_month"),
        ({"programmes": ()}, "programmes"),
        ({"sources": ()}, "sources"),
        ({"sources": (SourceCeiling("Kas", None),)}, "sources"),
        ({"sources": (SourceCeiling("ADD", -5),)}, "sources"),
        ({"sources": (SourceCeiling("ADD", 10**18),)}, "sources"),
        ({"village_code": "00.00.00.0000"}, "village"),
        ({"village_code": "62.08.01.1001"}, "village"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changed: dict[str, Any], field: str) -> None:
    assert refused(**changed) == field


def test_officials_without_a_known_wage_are_refused_and_a_plan_without_them_is_not() -> None:
    without = RateTable.of(ROWS)

    assert refused(rates=without, officials=1) == "officials"
    assert answer(rates=without).amount_rupiah == 100 * 12 * 16_800


def test_a_month_without_a_rate_is_refused() -> None:
    with pytest.raises(Refused, match="Belum ada tarif"):
        answer(start_month=Month(2023, 12))


def test_a_village_without_workers_is_answered_with_zero_and_no_share() -> None:
    empty = replace(PLAN, village_code="62.08.01.2001", new_workers=0, continued_workers=0)

    found = evaluate(DISTRICT, RATES, {}, empty)

    assert (found.amount_rupiah, found.share_if_paid, found.to_json()["share_if_paid"]) == (0, None, "–")
    assert finding(found).startswith("Cakupan –")


def test_the_answer_is_kept_without_floating_point_and_reads_back_the_same() -> None:
    kept = answer(officials=2, pledged=5).to_json()

    def kinds(value: Any) -> set[type]:
        if isinstance(value, dict):
            return set().union(*(kinds(inner) for inner in value.values()))
        if isinstance(value, list):
            return set().union(*(kinds(inner) for inner in value))
        return {type(value)}

    assert kinds(kept) == {int, str, type(None)}
    assert json.loads(json.dumps(kept)) == kept
    assert kept["title"] == "Desa Sungai Pasir"
    assert kept["months"][3] == {"month": "2027-01", "paid": 105, "share": "48,1%"}


def test_the_finding_is_the_largest_loss_of_members() -> None:
    half = answer(months=6)
    ends = answer(months=6, paid_until=Month(2026, 12))

    assert finding(half) == "Iuran berhenti sesudah Juni 2027: 100 pekerja nonaktif mulai Oktober 2027"
    assert finding(ends) == "Iuran berhenti sesudah Desember 2026: 280 pekerja nonaktif mulai April 2027"
    assert (ends.share_if_paid, ends.share_at_end) == (0.475, 100 / 800)


def test_warnings_say_the_gap_before_april_the_unknown_end_and_the_short_plan() -> None:
    late = warnings_of(answer(start_month=Month(2027, 4), months=3, paid_until=Month(2026, 12)))
    codes = [warning.code for warning in late]

    assert codes[:4] == ["late_start", "break", "not_continued", "no_full_jkm"]
    assert late[0].text.startswith("Mulai April 2027: Jan 2027 – Mar 2027 tanpa iuran")
    assert "unknown_end" in [warning.code for warning in warnings_of(answer())]
    assert "beyond_budget_year" in [warning.code for warning in warnings_of(answer(months=24))]


def test_a_kept_answer_says_whom_no_source_pays() -> None:
    kept = answer(new_workers=60, continued_workers=0, sources=(SourceCeiling("ADD", 0),)).to_json()
    facts = dict(kept["facts"])

    assert "60 di antaranya belum ada dananya" in kept["sentence"]
    assert facts["Dari ADD"] == "0 orang, Rp 0 (pagu Rp 0)"
    assert facts["Belum ada dananya"] == "60 orang, Rp 12.096.000"


def test_each_month_has_its_own_lowest_wage() -> None:
    later = replace(RATES.wages[-1], valid_from=Month(2028, 1), wage_rupiah=2 * RATES.wages[-1].wage_rupiah)
    position = RATES.lowest_wage(Month(2027, 7)).position
    rates = replace(
        RATES, wages=(*(w for w in RATES.wages if w.position == position), replace(later, position=position))
    )

    found = answer(rates=rates, officials=1, start_month=Month(2027, 7), months=12)

    assert found.officials_rupiah == 6 * 10_920 + 6 * 2 * 10_920


def test_more_pledged_than_uncovered_leaves_nobody_and_breaks_nothing() -> None:
    found = answer(5_000, new_workers=0, continued_workers=10)

    assert found.pledged == found.counts.uncovered
