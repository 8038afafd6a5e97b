"""What `allocate` refuses: one Indonesian sentence that says what is wrong and where, never a traceback."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from domain.allocation import allocate
from domain.allocation.inputs import LARGEST_COUNT
from domain.money import LARGEST
from domain.refusal import Refused

TABLE = pd.DataFrame({"village_code": ["A", "B"], "eligible": [100, 50], "active": [60, 10]})


def refusal(rule="equal_coverage", table=TABLE, cost=1_000, budget=5_000, **more):
    with pytest.raises(Refused) as caught:
        allocate(rule, table, cost, budget, **more)
    return caught.value.code, caught.value.reason


@pytest.mark.parametrize(
    ("column", "values", "reason"),
    [
        ("eligible", [100, np.nan], "Kolom eligible untuk desa B berisi nan, padahal harus diisi angka."),
        ("eligible", pd.array([None, 1], dtype="Int64"), "Kolom eligible untuk desa A berisi <NA>, padahal harus diisi angka."),
        ("eligible", [100, 50.5], "Kolom eligible untuk desa B berisi 50.5, padahal harus bilangan bulat."),
        ("eligible", [100, np.inf], "Kolom eligible untuk desa B berisi inf, padahal paling banyak 1.000.000.000."),
        ("eligible", [LARGEST_COUNT + 1, 5], "Kolom eligible untuk desa A berisi 1000000001, padahal paling banyak 1.000.000.000."),
        ("eligible", [10**30, 5], f"Kolom eligible untuk desa A berisi {10**30}, padahal paling banyak 1.000.000.000."),
        ("eligible", [10**400, 5], "Kolom eligible berisi angka yang terlalu besar."),
        ("eligible", ["100", "50"], "Kolom eligible hanya boleh berisi angka."),
        ("eligible", [True, False], "Kolom eligible hanya boleh berisi angka."),
        ("active", [-1, 5], "Kolom active untuk desa A berisi -1, padahal tidak boleh negatif."),
        ("weight", [1, -0.5], "Kolom weight untuk desa B berisi -0.5, padahal tidak boleh negatif."),
        ("weight", [1, np.nan], "Kolom weight untuk desa B berisi nan, padahal harus diisi angka."),
        ("floor_workers", [1, -1], "Kolom floor_workers untuk desa B berisi -1, padahal tidak boleh negatif."),
        ("cap_workers", [1, 0.5], "Kolom cap_workers untuk desa B berisi 0.5, padahal harus bilangan bulat."),
        ("pledged_workers", [-3, 0], "Kolom pledged_workers untuk desa A berisi -3, padahal tidak boleh negatif."),
        ("village_code", ["A", "A"], "Kode desa A muncul lebih dari sekali. Satu desa, satu baris."),
        ("village_code", ["A", None], "Kode desa harus diisi sebagai teks di setiap baris, misalnya 62.08.01.2005."),
        ("village_code", [6208.01, 6208.02], "Kode desa harus diisi sebagai teks di setiap baris, misalnya 62.08.01.2005."),
        ("village_code", ["A", 7], "Kode desa harus diisi sebagai teks di setiap baris, misalnya 62.08.01.2005."),
        ("village_code", pd.Series(["A", "\ud800"], dtype=object), "Ada kode desa yang bukan teks yang sah. Ketik ulang kodenya."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_village(column, values, reason):
    assert refusal(table=TABLE.assign(**{column: values})) == ("allocation.needs", reason)


def test_missing_and_repeated_columns_are_named():
    twice = pd.concat([TABLE, TABLE[["active"]]], axis=1)

    assert refusal(table=TABLE[["eligible"]])[1] == (
        "Kolom village_code, active belum ada. Yang wajib ada: village_code, eligible, active."
    )
    assert refusal(table=twice)[1] == "Kolom active muncul lebih dari sekali. Hapus salah satunya."
    assert refusal(table=[1])[1] == "Kebutuhan desa harus berupa tabel dengan satu baris per desa."


@pytest.mark.parametrize("rule", ["", "equal", None, ["equal_coverage"], 3])
def test_an_unknown_rule_is_refused_with_those_that_are_known(rule):
    code, reason = refusal(rule=rule)

    assert code == "allocation.rule"
    assert reason.startswith(f"Aturan “{rule}” tidak dikenal. Yang dikenal: equal_per_village, ")


@pytest.mark.parametrize(
    ("cost", "budget", "code", "reason"),
    [
        (0, 5, "allocation.unit_cost", "Biaya per pekerja harus lebih dari 0."),
        (-5, 5, "allocation.unit_cost", "Biaya per pekerja harus lebih dari 0."),
        (1.5, 5, "allocation.unit_cost", "Biaya per pekerja harus rupiah bulat."),
        (float("nan"), 5, "allocation.unit_cost", "Biaya per pekerja harus rupiah bulat."),
        (True, 5, "allocation.unit_cost", "Biaya per pekerja harus rupiah bulat."),
        (5, -1, "allocation.budget", "Dana tidak boleh negatif."),
        (5, float("nan"), "allocation.budget", "Dana harus rupiah bulat."),
        (5, float("inf"), "allocation.budget", "Dana harus rupiah bulat."),
        (5, "5", "allocation.budget", "Dana harus rupiah bulat."),
        (5, None, "allocation.budget", "Dana harus rupiah bulat."),
        (5, LARGEST + 1, "allocation.budget", "Dana paling banyak Rp 1.000.000.000.000.000; periksa angka nolnya."),
        (10**40, 5, "allocation.unit_cost", "Biaya per pekerja paling banyak Rp 1.000.000.000.000.000; periksa angka nolnya."),
    ],
)  # fmt: skip
def test_money_is_whole_rupiah(cost, budget, code, reason):
    assert refusal(cost=cost, budget=budget) == (code, reason)


@pytest.mark.parametrize("target", [-0.01, 1.01, 60, float("nan"), float("inf"), "0.6", True])
def test_a_target_is_a_share(target):
    assert refusal("most_villages_to_target", target_share=target) == (
        "allocation.target", "Target cakupan harus angka dari 0 sampai 1, misalnya 0,6 untuk 60%.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("matching", "reason"),
    [
        ({"per_pledged": 1}, "Isi per_pledged (tambahan per pekerja yang dijanjikan) dan cap (batas per desa)."),
        (3, "Isi per_pledged (tambahan per pekerja yang dijanjikan) dan cap (batas per desa)."),
        ({"per_pledged": -1, "cap": 3}, "per_pledged harus angka dari 0 sampai 1.000.000.000."),
        ({"per_pledged": float("nan"), "cap": 3}, "per_pledged harus angka dari 0 sampai 1.000.000.000."),
        ({"per_pledged": 1e300, "cap": 3}, "per_pledged harus angka dari 0 sampai 1.000.000.000."),
        ({"per_pledged": 1, "cap": -3}, "cap harus bilangan bulat dari 0 sampai 1.000.000.000."),
        ({"per_pledged": 1, "cap": 1.5}, "cap harus bilangan bulat dari 0 sampai 1.000.000.000."),
        ({"per_pledged": 1, "cap": None}, "cap harus bilangan bulat dari 0 sampai 1.000.000.000."),
    ],
)
def test_matching_is_two_numbers(matching, reason):
    table = TABLE.assign(pledged_workers=1)

    assert refusal("matching", table, matching=matching) == ("allocation.matching", reason)


@pytest.mark.parametrize(
    ("rule", "table", "more", "reason"),
    [
        ("most_villages_to_target", TABLE, {}, "Aturan ini perlu target cakupan, misalnya 0,6 untuk 60%."),
        ("weighted", TABLE, {}, "Aturan ini perlu kolom weight: bobot tiap desa, 0 bila tidak mendapat."),
        ("matching", TABLE.assign(pledged_workers=1), {}, "Aturan ini perlu per_pledged (tambahan per pekerja yang dijanjikan) dan cap."),
        ("matching", TABLE, {"matching": {"per_pledged": 1, "cap": 5}}, "Aturan ini perlu kolom pledged_workers: pekerja yang dijanjikan tiap desa."),
    ],
)  # fmt: skip
def test_a_rule_says_what_it_is_missing(rule, table, more, reason):
    assert refusal(rule, table, **more)[1] == reason
