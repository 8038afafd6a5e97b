"""Dividing a fund over villages: what each rule does, what is refused, and how the reasons read."""

from __future__ import annotations

import doctest
import pickle
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from domain.allocation import RULES, allocate, inputs, result
from tests.support.plain_allocation import Village, plain_allocate

MATCHING = {"per_pledged": 2, "cap": 10}


def needs(*rows: tuple[str, int, int], **columns: list[float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["village_code", "eligible", "active"])
    return table.assign(**columns)


THREE = needs(("A", 100, 60), ("B", 50, 10), ("C", 20, 20), pledged_workers=[5, 0, 0], weight=[1, 2, 0])


def workers(rule, table, count, **more):
    return allocate(rule, table, 1_000, count * 1_000, **more).workers.to_dict()


def test_equal_per_village_deals_one_each_in_order_of_code():
    assert workers("equal_per_village", needs(("B", 9, 0), ("C", 9, 8), ("A", 9, 0)), 5) == {"B": 2, "C": 1, "A": 2}


def test_proportional_gives_the_next_worker_to_the_highest_quotient():
    # 5.3, 2.4 and 2.3 are rounded to 9; the tenth: 53/11 is above 24/5 and 23/5.
    table = needs(("A", 53, 0), ("B", 24, 0), ("C", 23, 0))

    assert workers("proportional_to_uncovered", table, 10) == {"A": 6, "B": 2, "C": 2}


def test_proportional_does_not_take_workers_away_when_there_is_one_more():
    # The Alabama paradox: by the largest remainders C would get 2 of 10, and 1 of 11.
    table = needs(("A", 6, 0), ("B", 6, 0), ("C", 2, 0))

    assert workers("proportional_to_uncovered", table, 10) == {"A": 5, "B": 4, "C": 1}
    assert workers("proportional_to_uncovered", table, 11) == {"A": 5, "B": 5, "C": 1}


def test_equal_coverage_lifts_the_lowest_to_the_same_height():
    assert workers("equal_coverage", needs(("A", 100, 60), ("B", 50, 10)), 30) == {"A": 6, "B": 24}


def test_equal_coverage_at_a_tie_takes_the_smaller_village_whatever_its_code():
    assert workers("equal_coverage", needs(("A", 100, 50), ("B", 10, 5)), 1) == {"A": 0, "B": 1}


def test_equal_coverage_of_equal_villages_takes_the_smaller_code():
    assert workers("equal_coverage", needs(("10", 8, 4), ("9", 8, 4)), 1) == {"10": 1, "9": 0}


def test_pledged_workers_take_room_and_are_no_coverage():
    table = needs(("A", 10, 0), ("B", 10, 2), pledged_workers=[5, 0])

    assert workers("equal_coverage", table, 2) == {"A": 2, "B": 0}
    assert workers("equal_coverage", table, 99) == {"A": 5, "B": 8}


def test_the_target_completes_the_village_that_lacks_the_fewest_first():
    table = needs(("A", 100, 40), ("B", 100, 55), ("C", 10, 5))

    assert workers("most_villages_to_target", table, 7, target_share=0.6) == {"A": 0, "B": 5, "C": 1} | {"A": 1}


def test_a_village_that_cannot_reach_the_target_waits_for_equal_coverage():
    table = needs(("A", 100, 0), ("B", 100, 50), cap_workers=[30, 99])

    assert workers("most_villages_to_target", table, 12, target_share=0.6) == {"A": 2, "B": 10}


@pytest.mark.parametrize("target", [0.55, Decimal("0.55"), Fraction(11, 20), np.float64(0.55), np.float32(0.55)])
def test_the_target_is_the_decimal_that_it_prints_as(target):
    table = needs(("A", 100, 54), ("B", 10, 0))

    assert workers("most_villages_to_target", table, 2, target_share=target) == {"A": 1, "B": 1}


def test_a_target_of_a_third_is_exact_for_large_villages():
    table = needs(("A", 999_999_999, 333_333_331), ("B", 3, 0))

    assert workers("most_villages_to_target", table, 3, target_share=1 / 3) == {"A": 2, "B": 1}


def test_weights_are_decimals_so_a_tenth_of_thirty_is_three_tenths_of_ten():
    table = needs(("A", 30, 0), ("B", 10, 0), weight=[0.1, 0.3])

    assert workers("weighted", table, 1) == {"A": 1, "B": 0}
    assert workers("weighted", table.assign(weight=[0.3, 0.1]), 1) == {"A": 1, "B": 0}
    assert workers("weighted", needs(("A", 10, 0), ("B", 30, 0), weight=[0.3, 0.1]), 1) == {"A": 1, "B": 0}


def test_a_weight_of_zero_gets_nothing_but_its_floor():
    table = needs(("A", 10, 0), ("B", 10, 0), weight=[0, 1])

    assert workers("weighted", table, 15) == {"A": 0, "B": 10}
    assert workers("weighted", table.assign(floor_workers=[3, 0]), 15) == {"A": 3, "B": 10}


def test_the_smallest_and_the_largest_weight_do_not_overflow():
    table = needs(("A", 10**9, 0), ("B", 10, 0), weight=[1e9, 5e-324])

    assert workers("weighted", table, 5) == {"A": 5, "B": 0}
    assert workers("weighted", table, 10**9 + 1) == {"A": 10**9, "B": 1}


def test_equal_coverage_is_exact_where_doubles_are_equal():
    # 499,999,999 / 999,999,997 is above 500,000,000 / 999,999,999 by 10^-18; at a tie the smaller, A, would be first.
    table = needs(("A", 999_999_997, 499_999_999), ("B", 999_999_999, 500_000_000))

    assert workers("equal_coverage", table, 1) == {"A": 0, "B": 1}


def test_weights_are_exact_to_the_last_digit():
    table = needs(("A", 30, 0), ("B", 30, 0), weight=[np.nextafter(1 / 3, 0), 1 / 3])

    assert workers("weighted", table, 1) == {"A": 0, "B": 1}
    assert workers("weighted", table.assign(weight=1 / 3), 1) == {"A": 1, "B": 0}


def test_matching_adds_for_each_pledged_worker_up_to_the_cap_and_the_room():
    table = needs(("A", 100, 0), ("B", 100, 0), ("C", 10, 3), ("D", 9, 0), pledged_workers=[3, 40, 6, 0])

    assert workers("matching", table, 99, matching={"per_pledged": 1.5, "cap": 10}) == {"A": 4, "B": 10, "C": 1, "D": 0}


def test_matching_with_little_money_serves_the_lowest_coverage_whole():
    table = needs(("A", 100, 50), ("B", 100, 20), ("C", 100, 30), pledged_workers=[4, 4, 4])

    assert workers("matching", table, 12, matching=MATCHING) == {"A": 0, "B": 8, "C": 4}


def test_matching_compares_huge_coverages_exactly():
    # As doubles both are the same, and the smaller code would be first.
    table = needs(("A", 999_999_999, 499_999_999), ("B", 999_999_997, 499_999_998), pledged_workers=[1, 1])

    assert workers("matching", table, 2, matching=MATCHING) == {"A": 0, "B": 2}


def test_floors_are_dealt_in_order_of_code_as_far_as_the_money_goes():
    table = needs(("C", 10, 0), ("A", 10, 8), ("B", 10, 0), floor_workers=[4, 4, 4])

    assert workers("equal_coverage", table, 7) == {"C": 1, "A": 2, "B": 4}


def test_a_floor_counts_for_the_rule_and_does_not_come_on_top():
    table = needs(("A", 10, 0), ("B", 10, 0), floor_workers=[4, 0])

    assert workers("equal_per_village", table, 6) == {"A": 4, "B": 2}
    assert workers("proportional_to_uncovered", table, 6) == {"A": 4, "B": 2}


def test_a_cap_of_zero_leaves_the_village_out():
    assert workers("equal_coverage", needs(("A", 10, 0), ("B", 10, 9), cap_workers=[0, 5]), 9) == {"A": 0, "B": 1}


@pytest.mark.parametrize("rule", RULES)
def test_nobody_eligible_nobody_there_and_more_active_than_eligible_get_nothing(rule):
    table = needs(("A", 0, 0), ("B", 5, 9), ("C", 4, 3)).assign(weight=1, pledged_workers=0, floor_workers=2)

    found = allocate(rule, table, 7, 700, target_share=0.6, matching=MATCHING)

    assert found.workers.to_dict() == {"A": 0, "B": 0, "C": 1}
    assert (found.spent_rupiah, found.left_rupiah) == (7, 693)


@pytest.mark.parametrize("rule", RULES)
def test_an_empty_regency_gets_nothing_and_keeps_the_money(rule):
    found = allocate(rule, THREE.iloc[:0], 1_000, 5_500, target_share=0.6, matching=MATCHING)

    assert (len(found.workers), len(found.reasons), found.spent_rupiah, found.left_rupiah) == (0, 0, 0, 5_500)


def test_an_empty_table_that_only_has_columns_is_an_empty_regency():
    found = allocate("equal_coverage", pd.DataFrame(columns=["village_code", "eligible", "active"]), 1_000, 0)

    assert len(found.workers) == 0


@pytest.mark.parametrize("rule", RULES)
def test_a_crowd_with_many_ties_is_divided_as_one_by_one(rule):
    dice = random.Random(5)
    villages = [
        Village(f"{number:03d}", dice.choice([7, 21, 21, 63, 500]), dice.choice([0, 0, 7, 20]), dice.choice([1, 1, 3, 1 / 3]), pledged_workers=dice.choice([0, 3, 5]))
        for number in dice.sample(range(150), 150)
    ]  # fmt: skip
    room = sum(village.room for village in villages)
    columns = ["village_code", "eligible", "active", "weight", "pledged_workers"]
    table = pd.DataFrame(
        [[one.code, one.eligible, one.active, one.weight, one.pledged_workers] for one in villages], columns=columns
    )

    for count in (1, 60, 149, 151, room // 3, room // 2, room - 1):
        slow = plain_allocate(rule, villages, count, target=0.6, matching=MATCHING)
        assert workers(rule, table, count, target_share=0.6, matching=MATCHING) == slow


def test_each_budget_gives_one_worker_more_than_the_one_before():
    table = needs(("A", 11, 2), ("B", 7, 0), ("C", 30, 11)).assign(weight=[1, 0.3, 2], floor_workers=[0, 2, 1])

    for rule in set(RULES) - {"matching"}:
        before = allocate(rule, table, 1, 0, target_share=0.5).workers
        for count in range(1, 36):
            after = allocate(rule, table, 1, count, target_share=0.5).workers
            assert sorted(after - before) == [0, 0, 1]
            before = after


def test_reasons_are_made_when_first_read_and_then_kept():
    found = allocate("equal_coverage", THREE, 1_000, 5_000)

    assert "reasons" not in vars(found)
    assert found.reasons is found.reasons


def test_reasons_say_why_in_one_sentence():
    table = THREE.assign(floor_workers=[0, 1, 0])

    assert allocate("equal_coverage", table, 1_000, 5_000).reasons.to_dict() == {
        "A": "Tidak mendapat: dana habis sebelum giliran desa ini; cakupan terendah didahulukan.",
        "B": "Mendapat 5 pekerja: cakupan terendah didahulukan; 1 di antaranya jatah minimal; "
        "cakupan desa ini naik dari 20% ke 30% bila dibayar.",
        "C": "Tidak mendapat: semua 20 pekerja berhak sudah aktif.",
    }


@pytest.mark.parametrize(
    ("rule", "village", "reason"),
    [
        ("equal_per_village", "A", "Mendapat 3 pekerja: setiap desa mendapat sama banyak, selama masih ada yang bisa ditambah; cakupan desa ini naik dari 60% ke 63% bila dibayar, belum termasuk 5 yang dijanjikan desa."),
        ("proportional_to_uncovered", "B", "Mendapat 2 pekerja: sebanding dengan 40 dari 80 pekerja yang belum terlindungi; cakupan desa ini naik dari 20% ke 24% bila dibayar."),
        ("most_villages_to_target", "A", "Mendapat 5 pekerja: desa dengan kekurangan terkecil ke target didahulukan; target tercapai bila dibayar; cakupan desa ini naik dari 60% ke 65% bila dibayar, belum termasuk 5 yang dijanjikan desa."),
        ("weighted", "B", "Mendapat 3 pekerja: sebanding dengan bobot 2 × 40 pekerja yang bisa ditambah; cakupan desa ini naik dari 20% ke 26% bila dibayar."),
        ("weighted", "C", "Tidak mendapat: semua 20 pekerja berhak sudah aktif."),
        ("matching", "A", "Mendapat 5 pekerja: kabupaten menambah menurut yang dijanjikan desa, mulai dari cakupan terendah; cakupan desa ini naik dari 60% ke 65% bila dibayar, belum termasuk 5 yang dijanjikan desa."),
        ("matching", "B", "Tidak mendapat: tidak ada yang dapat ditambahkan kabupaten atas janji desa ini."),
    ],
)  # fmt: skip
def test_each_rule_has_its_reason(rule, village, reason):
    found = allocate(rule, THREE, 1_000, 5_000, target_share=0.65, matching=MATCHING)

    assert found.reasons[village] == reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("A", 0, 0, 9, 0, 1), "Tidak mendapat: tidak ada pekerja berhak di desa ini."),
        (("A", 9, 3, 0, 0, 1), "Tidak mendapat: desa ini tidak diikutkan (batas 0 pekerja)."),
        (("A", 9, 3, 9, 6, 1), "Tidak mendapat: semua yang belum terlindungi sudah dijanjikan desa."),
        (("A", 9, 3, 9, 0, 0), "Tidak mendapat: bobot desa ini 0."),
        (("A", 10, 3, 9, 5, 1), "Mendapat 2 pekerja: semua yang masih bisa ditambah; cakupan desa ini naik dari 30% ke 50% bila dibayar, belum termasuk 5 yang dijanjikan desa."),
    ],
)  # fmt: skip
def test_a_village_that_could_get_no_more_is_told_why(row, reason):
    columns = ["village_code", "eligible", "active", "cap_workers", "pledged_workers", "weight"]

    found = allocate("weighted", pd.DataFrame([row], columns=columns), 1_000, 9_000)

    assert found.reasons["A"] == reason


def test_a_target_that_the_pledge_completes_is_not_called_missed():
    needs = pd.DataFrame({"village_code": ["A"], "eligible": [1000], "active": [200], "pledged_workers": [400]})

    found = allocate("most_villages_to_target", needs, 1_000, 200_000, target_share=0.6)

    assert "target tercapai bersama komitmen desa" in found.reasons["A"]
    assert "20% ke 40% bila dibayar, belum termasuk 400 yang dijanjikan desa" in found.reasons["A"]


def test_an_allocation_can_be_cached_with_its_reasons_unread():
    copy = pickle.loads(pickle.dumps(allocate("equal_coverage", THREE, 1_000, 5_000)))

    assert copy.reasons["C"] == "Tidak mendapat: semua 20 pekerja berhak sudah aktif."


def test_the_examples_in_the_docstrings_are_true():
    found = [doctest.testmod(module) for module in (inputs, result)]

    assert [one.failed for one in found] == [0, 0]
    assert all(one.attempted for one in found)
