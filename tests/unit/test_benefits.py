"""What is paid in a case: the shipped rows against worked examples, the waits, and what is refused."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from domain.benefit_cases import CASES, ITEMS
from domain.benefits import Benefit, BenefitMissing, Situation, entitlement, jkm_full_from
from domain.calendar import Month
from domain.refusal import Refused

PROJECT = Path(__file__).resolve().parents[2]
GOLDEN = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((PROJECT / "tests" / "golden" / "benefits").glob("*.toml"))
}
JANUARY = Month(2027, 1)


def shipped() -> tuple[Benefit, ...]:
    with (PROJECT / "db" / "reference" / "benefits.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Benefit(
                row["programme"],  # type: ignore[arg-type]
                row["item"],
                Month.parse(row["valid_from"]),
                Month.parse(row["valid_until"]) if row["valid_until"] else None,
                int(row["amount_rupiah"]) if row["amount_rupiah"] else None,
                int(row["base_points"]) if row["base_points"] else None,
                int(row["after_months"]),
                row["legal_basis"],
                row["source"],
                row["confidence"],
            )
            for row in csv.DictReader(file)
        )


BENEFITS = shipped()


def row(programme: str, item: str, since: str, amount: int, until: str | None = None) -> Benefit:
    last = Month.parse(until) if until else None
    return Benefit(programme, item, Month.parse(since), last, amount, None, 0, "UU", "uji", "high")  # type: ignore[arg-type]


def months(*numbers: int) -> list[Month]:
    """Months counted from January 2027, which is 1."""
    return [JANUARY.plus(number - 1) for number in numbers]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_case_pays_what_the_example_says(name):
    case = GOLDEN[name]
    situation = Situation(
        case["base_rupiah"],
        case["membership_month"],
        Month.parse(case["month"]),
        tuple(case.get("children", ())),
        case.get("loss_points"),
    )

    found = entitlement(BENEFITS, case["case"], situation)

    assert {"total_rupiah": found.total_rupiah, "scholarship_rupiah": found.scholarship_rupiah} == {
        name: amount for name, amount in case["expected"].items() if name != "lines"
    }
    cash = {line.benefit.item: line.amount_rupiah for line in found.lines if line.kind == "cash"}
    assert cash == case["expected"]["lines"]
    assert case["tolerance"] == 0


def test_every_case_that_pays_a_sum_has_an_example():
    assert {case["case"] for case in GOLDEN.values()} == set(CASES) - {"treatment", "scholarship"}


def test_every_shipped_row_says_its_law_its_source_and_how_sure_it_is():
    assert len(BENEFITS) == 23
    assert {benefit.item for benefit in BENEFITS} == set(ITEMS)
    for benefit in BENEFITS:
        assert benefit.legal_basis
        assert benefit.source
        assert benefit.confidence in {"high", "medium", "low"}


def test_treatment_has_no_ceiling_and_so_no_sum():
    found = entitlement(BENEFITS, "treatment", Situation(1_000_000, 1, JANUARY))

    shown = {line.benefit.item: (line.kind, line.amount_rupiah, line.is_due) for line in found.lines}
    assert found.total_rupiah is None
    assert shown == {
        "treatment": ("unlimited", None, True),
        "unable_first_year": ("monthly", 1_000_000, True),
        "unable_later": ("monthly", 500_000, True),
        "transport_land": ("at_most", 5_000_000, True),
        "transport_sea": ("at_most", 2_000_000, True),
        "transport_air": ("at_most", 10_000_000, True),
        "home_care": ("at_most", 20_000_000, True),
    }


def test_partial_disability_has_no_amount_before_the_percent_is_known():
    found = entitlement(BENEFITS, "partial_disability", Situation(1_000_000, 1, JANUARY))

    assert [(line.kind, line.amount_rupiah) for line in found.lines] == [("formula", None)]
    assert found.total_rupiah is None


def test_the_scholarship_of_jkm_is_due_from_the_37th_month():
    due = [
        entitlement(BENEFITS, "scholarship", Situation(1_000_000, month, JANUARY, ("university",))).scholarship_rupiah
        for month in (36, 37)
    ]

    assert due == [0, 60_000_000]


@pytest.mark.parametrize("case", CASES)
def test_every_case_states_conditions_and_says_which_are_uncertain(case):
    found = entitlement(BENEFITS, case, Situation(1_000_000, 37, JANUARY, ("primary",)))

    assert len(found.case.conditions) >= 5
    assert {condition.confidence for condition in found.case.conditions} >= {"high", "medium"}


def test_a_later_row_changes_the_law_and_an_ended_one_no_longer_counts():
    rows = [
        row("JKK", "total_disability", "2024-01", 1),
        row("JKK", "total_disability", "2026-01", 2),
        row("JKK", "total_disability", "2026-06", 3, until="2026-12"),
    ]

    found = [
        entitlement(rows, "total_disability", Situation(1_000_000, 1, Month.parse(month))).total_rupiah
        for month in ("2025-12", "2026-01", "2026-12", "2027-01")
    ]

    assert found == [1, 2, 3, 2]


def test_a_month_before_the_first_row_is_an_error_and_no_guess():
    with pytest.raises(BenefitMissing) as refused:
        entitlement(BENEFITS, "death", Situation(1_000_000, 1, Month(2025, 6)))

    assert refused.value.code == "benefit.missing"
    assert "JKM untuk Juni 2025 (death)" in refused.value.reason


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"base_rupiah": 0}, "benefit.base"),
        ({"base_rupiah": 10**15 + 1}, "benefit.base"),
        ({"membership_month": 0}, "benefit.membership"),
        ({"children": ("primary",) * 3}, "benefit.children"),
        ({"loss_points": 0}, "benefit.loss"),
        ({"loss_points": 10_001}, "benefit.loss"),
    ],
)
def test_what_cannot_be_is_refused(values, code):
    with pytest.raises(Refused) as refused:
        Situation(**{"base_rupiah": 1_000_000, "membership_month": 1, "month": JANUARY, **values})

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ((), None),
        ((1, 2, 3), None),
        ((1, 2, 3, 4), (4, 4)),
        ((4, 3, 2, 1, 1), (4, 4)),  # order and repetition do not matter
        ((1, 2, 5, 6), (5, 6)),  # two unpaid months are no lapse: waited until April, next paid in May
        ((1, 2, 6, 7, 8, 9), (6, 9)),  # three unpaid months are one
        ((1, 2, 3, 4, 5, 6, 13, 14, 15, 16), (4, 16)),  # a half-year budget, and the next year again
        ((1, 2, 3, 4, 5, 6, 13, 14, 15), None),  # after the lapse nobody can count on it yet
        ((1, 5, 9, 13, 14, 15, 16), (5, 16)),  # only the last lapse matters
    ],
)
def test_the_wait_of_jkm_by_both_readings(paid, expected):
    found = jkm_full_from(months(*paid))

    assert found == (tuple(months(*expected)) if expected else None)
