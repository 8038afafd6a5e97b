from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.calendar import Month
from domain.coverage import Counts
from domain.decided_division import DecidedDivision, KeptAnswer, division_from_json, division_of
from domain.decision import (
    Decision,
    DecisionRequest,
    order_fault,
    require_new,
    require_room,
    require_standing,
    standing,
    withdrawal_reason,
)
from domain.ledger import canonical_json
from domain.plan import PlanFund, RegencyPlan
from domain.refusal import Refused

UNIT = 201_600
AT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
PLAN = RegencyPlan("weighted", (PlanFund("APBD", 10 * UNIT + 7),), Month(2027, 1), 12, weights=(("a", "2"),))
ANSWER: dict[str, Any] = {
    "title": "Berbobot", "workers": 10, "amount_rupiah": 10 * UNIT, "left_rupiah": 7,
    "villages": [["a", "Air Dua", 20, 5, 1, 8, "Bobot 2"], ["b", "Bina", 9, 7, 0, 2, "Sisa"], ["c", "Cinta", 4, 4, 0, 0, ""]],
}  # fmt: skip
KEPT = KeptAnswer(
    scenario_id="5" * 24, name="", plan=PLAN, answer=ANSWER, unit_rupiah=UNIT,
    counts={"a": Counts(20, 5), "b": Counts(9, 7), "c": Counts(4, 4)}, group_names={"fisher": "Nelayan"},
    dataset_id="d", month="2026-10",
)  # fmt: skip
RULES = {"weighted": "Berbobot", "equal_coverage": "Cakupan sama rata"}


def division(scenario_id: str = "5" * 24) -> DecidedDivision:
    return division_of(replace(KEPT, scenario_id=scenario_id), RULES)


def decided(number: int, *, takes_back: int | None = None, scenario_id: str = "5" * 24) -> Decision:
    return Decision(number, division(scenario_id), "Bupati", "", "", takes_back, AT, f"{number:064}")


def withdrawn(number: int, takes_back: int) -> Decision:
    return Decision(number, None, "", "", "Dana batal", takes_back, AT, f"{number:064}")


def test_a_division_keeps_who_gets_somebody_and_every_rupiah():
    found = division()

    assert [(v.code, v.workers) for v in found.villages] == [("a", 8), ("b", 2)]
    assert (found.villages_of, found.workers, found.spent_rupiah, found.left_rupiah) == (3, 10, 10 * UNIT, 7)
    assert (found.rule, found.rule_label, found.title) == ("weighted", "Berbobot", "Berbobot")
    assert found.summary == "Rp 2 juta · Berbobot · 10 pekerja di 2 desa · bila dibayar"
    assert division_from_json(found.to_json()) == found
    assert canonical_json(found.to_json())


def test_what_could_have_paid_another_worker_is_said():
    plan = replace(PLAN, funds=(PlanFund("APBD", 11 * UNIT),))
    answer = ANSWER | {"left_rupiah": UNIT}

    found = division_of(replace(KEPT, plan=plan, answer=answer), RULES)

    assert found.amount_text == "Rp 2,2 juta (sisa Rp 201.600)"


def test_several_funds_follow_the_rule_of_funds_and_name_their_groups():
    funds = (PlanFund("APBD", 10 * UNIT, ("fisher",)), PlanFund("", 7))

    found = division_of(replace(KEPT, plan=replace(PLAN, funds=funds)), RULES)

    assert (found.rule, found.rule_label) == ("equal_coverage", "Cakupan sama rata")
    assert [fund.condition for fund in found.funds] == ["hanya Nelayan", "semua kelompok"]


def test_a_long_name_is_cut():
    found = division_of(replace(KEPT, name="x" * 200), RULES)

    assert (len(found.title), found.title[-1]) == (120, "…")


def villages(*rows: list[Any]) -> dict[str, Any]:
    return {"villages": list(rows)}


A, B, C = ANSWER["villages"]


@pytest.mark.parametrize(
    "change",
    [
        {"workers": 11},
        {"amount_rupiah": 10 * UNIT - 1, "left_rupiah": 8},
        {"left_rupiah": 8},
        {"workers": "10"},
        {"villages": None},
        villages(A, B),
        villages(A, B, C, C),
        villages(A, [*B[:5], 3, ""], C),
        villages([*A[:5], 7, ""], [*B[:5], 3, ""], C),  # more than Bina has uncovered
        villages([*A[:5], 11, ""], [*B[:5], -1, ""], C),
        villages(["a", "Air Dua", 21, 5, 1, 8, ""], B, C),  # other data
        villages(["z", "Asing", 20, 5, 1, 8, ""], B, C),
        villages(A[:4], B, C),
    ],
)
def test_an_answer_that_does_not_agree_is_refused(change: dict[str, Any]):
    with pytest.raises(Refused) as refusal:
        division_of(replace(KEPT, answer=ANSWER | change), RULES)

    assert refusal.value.code == "decision.answer"


def test_nobody_is_no_decision():
    answer = {"title": "x", "workers": 0, "amount_rupiah": 0, "left_rupiah": 10 * UNIT + 7} | villages(
        [*A[:5], 0, ""], [*B[:5], 0, ""], C
    )

    with pytest.raises(Refused) as refusal:
        division_of(replace(KEPT, answer=answer), RULES)

    assert refusal.value.code == "decision.empty"


def test_what_is_typed_is_one_line_of_bounded_length():
    found = DecisionRequest("s", "  Bupati \n Sukamara ", " lewat   SK ").tidied()

    assert (found.decided_by, found.note) == ("Bupati Sukamara", "lewat SK")
    assert DecisionRequest("s", "x" * 120, "y" * 200).tidied().note == "y" * 200
    for decided_by, note, code in (
        ("", "", "decision.decided_by"),
        ("x" * 121, "", "decision.decided_by"),
        ("\x1b", "", "decision.decided_by"),
        ("Bupati", "y" * 201, "decision.note"),
        ("Bupati", "\x1b", "decision.note"),
    ):
        with pytest.raises(Refused) as refusal:
            DecisionRequest("s", decided_by, note).tidied()
        assert refusal.value.code == code
    for reason in ("", " ", "x" * 201, "\x1b"):
        with pytest.raises(Refused):
            withdrawal_reason(reason)


def test_what_stands_is_what_nothing_later_has_taken_back():
    one, two, three = decided(1), withdrawn(2, 1), decided(3)

    assert standing([]) == ()
    assert standing([one]) == (one,)
    assert standing([one, two]) == ()
    assert standing([one, two, three, decided(4, takes_back=3)]) == (decided(4, takes_back=3),)


def test_only_what_stands_can_be_taken_back():
    rows = [decided(1), withdrawn(2, 1), decided(3), decided(4, takes_back=3)]

    assert require_standing(rows, 4) == rows[3]
    for number, code, part in (
        (1, "decision.stale", "ditarik pada baris 2"),
        (3, "decision.stale", "diganti oleh keputusan 4"),
        (2, "decision.number", "Tidak ada keputusan nomor 2"),
        (9, "decision.number", "Tidak ada keputusan nomor 9"),
    ):
        with pytest.raises(Refused) as refusal:
            require_standing(rows, number)
        assert refusal.value.code == code
        assert part in refusal.value.reason


def test_the_same_simulation_stands_once():
    rows = [decided(1)]

    assert require_new(rows, DecisionRequest("6" * 24, "Bupati")) == (rows[0],)
    assert require_new(rows, DecisionRequest("5" * 24, "Bupati", replaces=1)) == ()
    with pytest.raises(Refused) as refusal:
        require_new(rows, DecisionRequest("5" * 24, "Bupati"))
    assert refusal.value.code == "decision.same"


def test_no_village_gets_more_than_it_has_uncovered():
    require_room([], division(), KEPT.counts, {})
    with pytest.raises(Refused) as refusal:
        require_room([decided(1)], division("6" * 24), KEPT.counts, {"a": "Air Dua"})

    assert "Air Dua mendapat 16 pekerja, padahal yang belum terlindungi 15" in refusal.value.reason


def test_rows_in_an_impossible_order_are_found():
    good = [decided(1), withdrawn(2, 1), decided(3)]
    wrong = replace(decided(1), division=replace(division(), workers=11))

    assert order_fault(good) is None
    assert order_fault([decided(1), withdrawn(2, 3)]) == "baris 2 menarik keputusan 3, yang tidak berlaku"
    assert order_fault([decided(1), withdrawn(2, 1), withdrawn(3, 1)]) == (
        "baris 3 menarik keputusan 1, yang tidak berlaku"
    )
    assert order_fault([wrong]) == "baris 1: jumlah pekerja tidak sama dengan jumlah desanya"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"spent_rupiah": 10 * UNIT + 1}, "jumlah rupiah tidak sama dengan pekerja kali iuran"),
        ({"plan": replace(PLAN, funds=(PlanFund("APBD", UNIT),))}, "uang yang terpakai melebihi dananya"),
        ({"villages": division().villages[:1] * 2, "workers": 16, "spent_rupiah": 16 * UNIT,
          "plan": replace(PLAN, funds=(PlanFund("APBD", 16 * UNIT),))}, "ada desa yang tertulis dua kali"),
    ],
)  # fmt: skip
def test_a_division_that_does_not_add_up_says_where(change: dict[str, Any], fault: str):
    assert replace(division(), **change).fault() == fault
