from __future__ import annotations

import pytest

from tests.pages.conftest import Hall
from tests.support.app_test import markup, notices, shows_sample_mark, words

# Of the real hall: 29 desa, each with 800 BPU workers, 320 of them active; Rp16,800 x 12 = Rp201,600 a worker.


def typed(hall: Hall, amount: str, mode: str = "regency"):
    at = hall.open("simulasi")
    at.session_state["simulasi.mode"] = mode
    at.run()
    return at.text_input(key="simulasi.budget").set_value(amount).run()


def test_without_data_the_page_says_what_is_missing(empty_hall: Hall):
    at = empty_hall.open("simulasi")

    assert not at.exception
    assert len(notices(at, "info")) == 1


def test_the_page_asks_for_an_amount_and_promises_nothing_before(real_hall: Hall):
    at = real_hall.open("simulasi")

    assert not at.exception
    assert "Ketik jumlahnya, misalnya 400 juta." in words(at)


def test_a_fund_is_divided_to_the_rupiah(real_hall: Hall):
    at = typed(real_hall, "Rp 29.232.000")  # 145 workers: five a village

    assert not at.exception
    assert "145 pekerja lagi terlindungi 12 bulan; sisa Rp 0." in words(at)
    assert words(at).count("+5") == 29


def test_the_rule_that_needs_a_target_is_offered_only_where_there_is_one(real_hall: Hall):
    before = words(typed(real_hall, "400 juta"))
    real_hall.meeting(target_points=6000)
    after = words(typed(real_hall, "400 juta"))

    assert "Desa ke target terbanyak" not in before
    assert "Desa ke target terbanyak" in after


def test_what_is_pledged_is_not_paid_for_twice(real_hall: Hall):
    meeting = real_hall.meeting()
    real_hall.pledge(meeting, 480)

    at = typed(real_hall, "10 miliar")

    assert "13.440 pekerja" in words(at)  # 28 villages x 480: one village has pledged for all of its own
    assert words(at).count("+0") == 1


def test_an_amount_buys_workers_in_a_village(real_hall: Hall):
    at = typed(real_hall, "20 juta", "village")

    assert not at.exception
    assert "Rp 20.000.000: 99 pekerja lagi terlindungi 12 bulan; sisa Rp 41.600." in words(at)
    assert "Tambah Rp 160.000 melindungi satu pekerja lagi." in words(at)
    assert "Rp 96.768.000" in words(at)  # all 480 for a year


@pytest.mark.parametrize("amount", ["abc", "1.5 juta", "-5", "9" * 70, "NaN"])
@pytest.mark.parametrize("mode", ["regency", "village"])
def test_an_amount_that_is_none_is_refused_with_its_reason(real_hall: Hall, amount: str, mode: str):
    at = typed(real_hall, amount, mode)

    assert not at.exception
    assert len(notices(at, "error")) == 1


def test_sample_data_are_marked(hall: Hall):
    assert shows_sample_mark(hall.open("simulasi"))


def test_each_village_says_why(real_hall: Hall):
    reasons = [text for text in markup(typed(real_hall, "29.232.000")) if "Mendapat 5 pekerja" in text]

    assert len(reasons) == 1
    assert reasons[0].count("Mendapat 5 pekerja") == 29
