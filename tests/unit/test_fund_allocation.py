"""Several funds with conditions: examples that can be followed by hand, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from domain.fund_allocation import Fund, allocate_funds
from domain.refusal import Refused

COLUMNS = ["village_code", "worker_group", "eligible", "active"]
NEEDS = pd.DataFrame(
    [("A", "fisher", 10, 0), ("A", "oil_palm_worker", 10, 0), ("B", "fisher", 20, 5)], columns=COLUMNS
)  # fmt: skip


def payments(found):
    return [tuple(row) for row in found.payments.to_numpy().tolist()]


def test_money_for_oil_palm_workers_only_goes_to_them_and_the_free_money_to_the_others():
    funds = [Fund("APBD", 1_000), Fund("DBH Sawit", 550, ["oil_palm_worker"])]

    found = allocate_funds(NEEDS, funds, 100)

    assert payments(found) == [
        ("A", "fisher", "APBD", 5),
        ("A", "oil_palm_worker", "DBH Sawit", 5),
        ("B", "fisher", "APBD", 5),
    ]
    assert found.funds.loc["DBH Sawit"].to_dict() == {"workers": 5, "spent_rupiah": 500, "left_rupiah": 50}
    assert found.funds.loc["APBD"].to_dict() == {"workers": 10, "spent_rupiah": 1_000, "left_rupiah": 0}


def test_as_many_as_can_be_come_before_the_lowest_coverage():
    # A is higher already, but the palm oil money can pay nobody else.
    needs = pd.DataFrame([("A", "oil_palm_worker", 10, 8), ("B", "fisher", 10, 0)], columns=COLUMNS)

    found = allocate_funds(needs, [Fund("DBH Sawit", 500, {"oil_palm_worker"})], 100)

    assert found.workers.to_dict() == {"A": 2, "B": 0}


def test_villages_short_of_their_money_leave_the_rest_to_the_others():
    needs = pd.DataFrame(
        [("A", "fisher", 100, 0), ("B", "fisher", 100, 10), ("C", "oil_palm_worker", 100, 50)], columns=COLUMNS
    )  # fmt: skip
    funds = [Fund("Bankeu nelayan", 30, ["fisher"]), Fund("DBH Sawit", 40, ["oil_palm_worker"])]

    assert allocate_funds(needs, funds, 1).workers.to_dict() == {"A": 20, "B": 10, "C": 40}


def test_money_that_some_cannot_use_goes_to_those_who_can():
    # Without conditions both would get 6; the fishers' fund pays only 2, so the other village gets all 10.
    needs = pd.DataFrame([("A", "fisher", 10, 0), ("B", "oil_palm_worker", 10, 0)], columns=COLUMNS)
    funds = [Fund("Bankeu nelayan", 2, ["fisher"]), Fund("DBH Sawit", 10, ["oil_palm_worker"])]

    assert allocate_funds(needs, funds, 1).workers.to_dict() == {"A": 2, "B": 10}


def test_the_narrowest_fund_pays_first_so_that_the_free_money_is_left():
    needs = pd.DataFrame([("A", "fisher", 3, 0)], columns=COLUMNS)
    funds = [Fund("APBD", 300), Fund("CSR", 200, ["fisher", "trader"]), Fund("Bankeu", 100, ["fisher"])]

    found = allocate_funds(needs, funds, 100)

    assert found.funds["workers"].to_dict() == {"APBD": 0, "CSR": 2, "Bankeu": 1}


def test_villages_stand_in_the_order_of_the_needs_and_pledged_workers_take_room():
    needs = pd.DataFrame([("B", "fisher", 5, 0), ("A", "fisher", 5, 0)], columns=COLUMNS).assign(pledged_workers=[4, 9])

    found = allocate_funds(needs, [Fund("APBD", 99)], 1)

    assert list(found.workers.items()) == [("B", 1), ("A", 0)]


@pytest.mark.parametrize(
    ("needs", "funds"),
    [(NEEDS.iloc[:0], [Fund("APBD", 5)]), (NEEDS, []), (NEEDS, [Fund("APBD", 0)]), (NEEDS, [Fund("CSR", 900, [])])],
)
def test_nobody_to_pay_or_nothing_to_pay_with_gives_nothing(needs, funds):
    found = allocate_funds(needs, funds, 1)

    assert found.workers.sum() == 0
    assert len(found.payments) == 0
    assert found.funds["left_rupiah"].to_dict() == {fund.code: fund.amount_rupiah for fund in funds}


def test_nobody_eligible_and_more_active_than_eligible_get_nothing():
    needs = pd.DataFrame([("A", "fisher", 0, 0), ("B", "fisher", 3, 9), ("C", "fisher", 3, 1)], columns=COLUMNS)

    assert allocate_funds(needs, [Fund("APBD", 10**15)], 1).workers.to_dict() == {"A": 0, "B": 0, "C": 2}


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        (NEEDS[["village_code"]], "Kebutuhan harus berupa tabel dengan kolom village_code, worker_group, eligible, active, masing-masing satu."),
        (None, "Kebutuhan harus berupa tabel dengan kolom village_code, worker_group, eligible, active, masing-masing satu."),
        (pd.concat([NEEDS, NEEDS[1:2]]), "Desa A punya satu kelompok dua kali."),
        (NEEDS.assign(worker_group=["fisher", None, "fisher"]), "Kolom worker_group harus diisi sebagai teks di setiap baris."),
        (NEEDS.assign(village_code=[1, 2, 3]), "Kolom village_code harus diisi sebagai teks di setiap baris."),
        (NEEDS.assign(worker_group="village_official"), "Kelompok village_official dibayar menurut upah, bukan per pekerja. Hitung secara terpisah."),
        (NEEDS.assign(eligible=[1, np.nan, 2]), "Kolom eligible untuk desa A berisi nan, padahal harus diisi angka."),
        (NEEDS.assign(active=[-1, 0, 2]), "Kolom active untuk desa A berisi -1, padahal tidak boleh negatif."),
    ],
)  # fmt: skip
def test_needs_are_refused_with_the_reason(needs, reason):
    with pytest.raises(Refused) as caught:
        allocate_funds(needs, [Fund("APBD", 5)], 1)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("funds", "cost", "reason"),
    [
        ([Fund("APBD", -1)], 1, "Dana APBD tidak boleh negatif."),
        ([Fund("APBD", 1.5)], 1, "Dana APBD harus rupiah bulat."),
        ([Fund("APBD", 10**16)], 1, "Dana APBD paling banyak Rp 1.000.000.000.000.000; periksa angka nolnya."),
        ([Fund("APBD", 1), Fund("APBD", 2)], 1, "Setiap dana perlu nama sendiri, yang tidak dipakai dana lain."),
        ([Fund("CSR", 1, "fisher")], 1, "Kelompok untuk dana CSR harus berupa daftar."),
        ([], 0, "Biaya per pekerja harus lebih dari 0."),
    ],
)
def test_funds_are_refused_with_the_reason(funds, cost, reason):
    with pytest.raises(Refused) as caught:
        allocate_funds(NEEDS, funds, cost)

    assert caught.value.reason == reason


def test_scipy_is_loaded_only_when_funds_are_divided():
    code = "import sys, domain.fund_allocation; sys.exit('scipy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
