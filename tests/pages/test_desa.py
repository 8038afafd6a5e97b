from __future__ import annotations

import re

import pytest

from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words

KELURAHAN = "62.08.01.1003"


def test_empty_database_says_what_is_missing(empty_hall: Hall):
    at = empty_hall.open("desa", kode=VILLAGE)

    assert not at.exception
    assert notices(at, "info")[0].startswith("Belum ada data kepesertaan.")


def test_the_address_chooses_the_village(real_hall: Hall):
    at = real_hall.open("desa", kode=VILLAGE)

    assert not at.exception
    assert "Desa Sungai Pasir: 360 dari 900 pekerja terlindungi (40,0%)." in words(at)
    assert at.selectbox(key="desa.village").value == VILLAGE


def test_what_the_gap_costs_is_counted_for_independent_workers_only(real_hall: Hall):
    real_hall.meeting()

    at = real_hall.open("desa", kode=VILLAGE)

    # 8 BPU groups x 60 uncovered; the 60 village officials are paid for at another rate
    assert re.search(r"480 pekerja .*× 12 bulan × Rp 16\.800 .*= Rp 96\.768\.000", words(at))


def test_without_a_code_the_first_village_is_shown(hall: Hall):
    at = hall.open("desa")

    assert not at.exception
    assert "Desa Air Dua" in words(at)


def test_choosing_another_village_moves_the_address(hall: Hall):
    at = hall.open("desa")

    at.selectbox(key="desa.village").set_value(VILLAGE).run()

    assert not at.exception
    assert "Desa Sungai Pasir" in words(at)
    assert at.query_params["kode"] == VILLAGE


@pytest.mark.parametrize("code", ["62.08.99.9999", "<script>", "' OR 1=1 --", "6" * 5000])
def test_an_unknown_village_is_told_and_the_list_is_there_to_choose_from(hall: Hall, code: str):
    at = hall.open("desa", kode=code)

    assert not at.exception
    assert notices(at, "warning") == ["Desa itu tidak ada di Kabupaten Sukamara. Pilih dari daftar."]
    at.selectbox(key="desa.village").set_value(VILLAGE).run()
    assert not at.exception
    assert "Desa Sungai Pasir" in words(at)


def test_kelurahan_have_coverage_and_never_pledge(hall: Hall):
    hall.meeting()

    at = hall.open("desa", kode=KELURAHAN)

    assert not at.exception
    assert notices(at, "info") == ["Kelurahan tidak mempunyai APBDes, jadi tidak ikut berkomitmen."]


def test_a_pledge_is_shown_as_a_promise_beside_coverage(real_hall: Hall):
    meeting = real_hall.meeting()
    before = real_hall.open("desa", kode=VILLAGE)

    receipt = real_hall.pledge(meeting, 60)
    after = real_hall.open("desa", kode=VILLAGE)

    assert "Belum ada komitmen" in words(before)
    # (360 + 60) of 900
    assert "KomitmenRp 12.096.000Pekerja baru60Cakupan bila dibayar46,7%" in words(after)
    assert receipt.commitment.receipt in words(after)
    assert "360 dari 900 pekerja terlindungi (40,0%)" in words(after)


def test_everybody_may_look_and_nobody_sees_a_code(hall: Hall):
    meeting = hall.meeting()
    codes = hall.codes(meeting)
    hall.pledge(meeting, 60)

    at = hall.open("desa", kode=VILLAGE)

    assert not [code for code in codes.values() if code in everything(at)]


def test_sample_data_is_marked_and_real_data_is_not(hall_with):
    sample = hall_with("sample").open("desa", kode=VILLAGE)
    real = hall_with("real").open("desa", kode=VILLAGE)

    assert shows_sample_mark(sample)
    assert "DATA CONTOH" not in everything(real)
    assert "LATIHAN" not in everything(real)


def test_names_from_the_tables_are_text(hall: Hall):
    hall.sql(f"UPDATE regions SET name = '<img src=x> **a** =1' WHERE code = '{VILLAGE}'")
    hall.sql("UPDATE worker_groups SET name = '**Nelayan** [x](http://y) ' || code")

    at = hall.open("desa", kode=VILLAGE)

    assert not at.exception
    assert "Desa <img src=x> **a** =1" in words(at)
    assert not [body for body in markup(at) if "<img" in body]
    assert r"\*\*Nelayan\*\* \[x\]\(http\://y\)" in at.subheader[0].proto.body
