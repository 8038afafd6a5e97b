"""The tab Desa of Simulasi: three ways to ask, one answer, its months, its money and where it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.calendar import Month
from domain.plan import SourceCeiling, VillagePlan
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import markup, notices, words

# Of the real hall: each desa has 800 BPU workers, 320 active, 480 uncovered; Rp 16.800 × 12 = Rp 201.600 a worker.
# Of the officials 100 are eligible and 40 active.


def desa(hall: Hall, way: str = "rupiah", **state: Any) -> AppTest:
    """The tab with a village chosen and the fields of `simulasi.desa.` set."""
    at = hall.open("simulasi")
    at.session_state["simulasi.mode"] = "village"
    at.session_state["simulasi.village"] = VILLAGE
    at.session_state["simulasi.desa.way"] = way
    for name, value in state.items():
        at.session_state[f"simulasi.desa.{name}"] = value
    return at.run()


def charts(at: AppTest) -> list[Any]:
    return list(at.get("vega_lite_chart")) + list(at.get("arrow_vega_lite_chart"))


def test_rupiah_become_workers_and_a_remainder(real_hall: Hall):
    at = desa(real_hall)
    at.text_input(key="simulasi.desa.budget").set_value("20 juta").run()

    assert not at.exception
    assert "Rp 20.000.000: 99 pekerja lagi terlindungi 12 bulan; sisa Rp 41.600." in words(at)
    assert "dua puluh juta rupiah · cakupan pekerja mandiri 40,0% → 52,4% bila dibayar." in words(at)
    assert "Tambah Rp 160.000 melindungi satu pekerja lagi." in words(at)


def test_the_slider_follows_what_is_typed_and_writes_into_it(real_hall: Hall):
    at = desa(real_hall, "workers")
    at.text_input(key="simulasi.desa.workers").set_value("60").run()
    followed = at.slider(key="simulasi.desa.workers.slider").value
    at.slider(key="simulasi.desa.workers.slider").set_value(75).run()

    assert followed == 60
    assert at.text_input(key="simulasi.desa.workers").value == "75"
    assert "75 pekerja lagi terlindungi 12 bulan bila dibayar, Rp 15.120.000." in words(at)


def test_a_target_is_answered_by_segment(real_hall: Hall):
    at = desa(real_hall, "target", target="60%")

    # 160 workers to 480 of 800, and 20 officials to 60 of 100: 20 × 12 × Rp 10.920.
    assert "Target 60%: 160 pekerja lagi terlindungi, 20 perangkat desa 12 bulan" in words(at)
    assert "bila dibayar, paling sedikit Rp 34.876.800." in words(at)


def test_a_target_that_is_reached_says_so(real_hall: Hall):
    assert "Target 30% sudah tercapai di Desa Sungai Pasir." in words(desa(real_hall, "target", target="30"))


def test_the_meetings_target_is_proposed(real_hall: Hall):
    real_hall.meeting(target_points=5500)

    at = desa(real_hall, "target")

    assert at.text_input(key="simulasi.desa.target").value == "55%"


def test_what_is_pledged_is_not_offered_again(real_hall: Hall):
    meeting = real_hall.meeting()
    real_hall.pledge(meeting, 450)

    at = desa(real_hall, "workers", workers="31")
    assert notices(at, "error") == [
        "31 terlalu banyak: di desa ini hanya ada 30 pekerja mandiri yang belum terlindungi, di luar 450 yang sudah dijanjikan."
    ]
    at.text_input(key="simulasi.desa.workers").set_value("30").run()
    assert "termasuk 450 pekerja yang sudah dijanjikan di rapat ini" in words(at)


def test_the_months_are_drawn_under_their_finding(real_hall: Hall):
    at = desa(real_hall, "workers", workers="60")
    at.number_input(key="simulasi.desa.months").set_value(6).run()

    assert [title.value for title in at.subheader] == [
        "Iuran berhenti sesudah Juni 2027: 60 pekerja nonaktif mulai Oktober 2027"
    ]
    assert len(charts(at)) == 1
    assert "pekerja baru bila dibayar" in words(at)


def test_members_whose_money_ends_are_said_to_lapse(real_hall: Hall):
    at = desa(real_hall, "workers", workers="60", continued=40, paid_until="2026-12")

    assert "280 pekerja nonaktif mulai April 2027" in at.subheader[0].value
    assert "tetapi 12,5% pada Desember 2027 karena iuran peserta lain berhenti" in words(at)
    assert len(notices(at, "warning")) == 1


def test_sources_have_ceilings_and_years_their_own_cost(real_hall: Hall):
    at = desa(
        real_hall, "workers", workers="60", sources=["PBH", "ADD"], **{"ceiling.PBH": "5 juta", "ceiling.ADD": "1 juta"}
    )
    at.number_input(key="simulasi.desa.months").set_value(24).run()

    text = words(at)
    assert "PBH12Rp 4.838.400Rp 161.600ADD2Rp 806.400Rp 193.600belum ada dana46Rp 18.547.200" in text
    assert "202712 bulanRp 12.096.000202812 bulanRp 12.096.000Seluruhnya24 bulanRp 24.192.000" in text
    assert any(notice.startswith("Pagu cukup untuk 14 dari 60 orang") for notice in notices(at, "warning"))


def test_every_figure_says_where_it_comes_from(real_hall: Hall):
    at = desa(real_hall, "workers", workers="60", officials=2)

    text = words(at)
    assert "60 pekerja × 12 bulan × Rp 16.800 (JKK + JKM, tarif penuh) = Rp 12.096.000." in text
    assert "2 orang × 12 bulan × Rp 10.920" in text
    assert "800 berhak − 320 aktif = 480 · data " in text
    assert "JKM BPU, Januari 2027: PP 44/2015" in text


def test_cases_are_an_estimate_with_its_basis_and_no_promise(real_hall: Hall):
    text = words(desa(real_hall, "workers", workers="100"))

    assert "Dari 100 pekerja, diperkirakan" in text
    assert "bukan janji." in text
    assert "Perkiraan kasus JKM, per 100 pekerja setahun:" in text


@pytest.mark.parametrize("amount", ["NaN", "-5", "abc", "1.5 juta", "9" * 60, "10" * 20])
@pytest.mark.parametrize("way", ["rupiah", "workers", "target"])
def test_what_is_no_amount_is_a_sentence(real_hall: Hall, way: str, amount: str):
    at = desa(real_hall, way)
    at.text_input(key="simulasi.desa.budget" if way == "rupiah" else f"simulasi.desa.{way}").set_value(amount).run()

    assert not at.exception
    assert len(notices(at, "error")) == 1
    assert charts(at) == []


def test_a_ceiling_that_is_none_is_refused_at_its_source(real_hall: Hall):
    at = desa(real_hall, "workers", workers="60", **{"ceiling.ADD": "-1"})

    assert notices(at, "error") == ["Pagu ADD: Jumlah tidak boleh negatif."]


def test_an_amount_that_does_not_pay_the_continued_ones_says_what_is_missing(real_hall: Hall):
    at = desa(real_hall, continued=320)
    at.text_input(key="simulasi.desa.budget").set_value("20 juta").run()

    assert "belum cukup untuk pekerja lanjutan" in notices(at, "error")[0]


def test_a_huge_budget_protects_everybody_and_keeps_the_rest(real_hall: Hall):
    at = desa(real_hall)
    at.text_input(key="simulasi.desa.budget").set_value("1.000.000.000.000.000").run()

    assert not at.exception
    assert "480 pekerja lagi terlindungi 12 bulan; sisa Rp 999.999.903.232.000." in words(at)
    assert "Semua pekerja mandiri desa ini sudah terhitung." in words(at)


def test_a_village_where_nobody_is_left_says_so(real_hall: Hall):
    real_hall.sql(f"UPDATE enrollment SET active = 100 WHERE village_code = '{VILLAGE}'")
    at = desa(real_hall)
    at.text_input(key="simulasi.desa.budget").set_value("20 juta").run()

    assert not at.exception
    assert "0 pekerja lagi terlindungi 12 bulan; sisa Rp 20.000.000." in words(at)
    assert "Semua pekerja mandiri desa ini sudah terhitung." in words(at)


def test_a_village_where_nobody_is_eligible_says_so(real_hall: Hall):
    real_hall.sql(f"UPDATE enrollment SET eligible = 0, active = 0, inactive = 0 WHERE village_code = '{VILLAGE}'")
    at = desa(real_hall)

    assert not at.exception
    assert notices(at, "info")[0].startswith("Desa Sungai Pasir tidak punya pekerja yang berhak dalam data ")


@pytest.mark.parametrize("way", ["rupiah", "workers", "target"])
def test_a_village_with_officials_only_is_answered_without_a_share(real_hall: Hall, way: str):
    real_hall.sql(
        "UPDATE enrollment SET eligible = 0, active = 0, inactive = 0 "
        f"WHERE village_code = '{VILLAGE}' AND group_code <> 'village_official'"
    )
    at = desa(real_hall, way, target="60%", workers="0", officials=2)
    at.session_state["simulasi.desa.budget"] = "20 juta"
    at.run()

    assert not at.exception
    assert "tidak punya pekerja mandiri yang berhak: tidak ada cakupan untuk digambar." in words(at)


def test_another_village_cuts_what_it_does_not_have_and_keeps_the_rest(real_hall: Hall):
    real_hall.sql(f"UPDATE enrollment SET active = 1 WHERE village_code = '{NEIGHBOUR}'")
    at = desa(real_hall, "workers", workers="60", continued=300)
    at.selectbox(key="simulasi.village").set_value(NEIGHBOUR).run()

    assert not at.exception
    assert at.number_input(key="simulasi.desa.continued").value == 8
    assert "60 pekerja lagi terlindungi, 8 lanjutan 12 bulan" in words(at)


def _script() -> None:
    """A button of another component that fills the questions; the plan comes by the session."""
    import streamlit as st

    from components.village_what_if import fill

    st.button("isi", key="fill", on_click=lambda: fill(st.session_state["the.plan"]))


def test_a_kept_plan_fills_the_questions(real_hall: Hall):
    plan = VillagePlan(
        VILLAGE, 33, 7, 2, Month(2027, 3), 24, ("JKK", "JKM", "JHT"),
        (SourceCeiling("PADes", 1_500_000), SourceCeiling("ADD")), Month(2027, 2),
    )  # fmt: skip
    at = AppTest.from_function(_script)
    at.session_state["the.plan"] = plan
    filled = at.run().button(key="fill").click().run().session_state._state.filtered_state
    page = desa(real_hall)
    for key, value in filled.items():
        if key.startswith("simulasi."):
            page.session_state[key] = value
    page.run()

    assert not page.exception
    assert "33 pekerja lagi terlindungi, 7 lanjutan, 2 perangkat desa 24 bulan" in words(page)
    assert page.text_input(key="simulasi.desa.ceiling.PADes").value == "Rp 1.500.000"
    assert page.multiselect(key="simulasi.desa.sources").value == ["PADes", "ADD"]


def test_the_page_says_that_the_relief_is_not_counted(real_hall: Hall):
    at = real_hall.open("simulasi")
    at.session_state["simulasi.mode"] = "village"
    at.run()
    at.text_input(key="simulasi.desa.budget").set_value("20 juta").run()

    assert "di sini dipakai iuran penuh" in words(at)


def test_the_answer_stands_under_the_amount_too_where_a_phone_shows_it_at_once(real_hall: Hall):
    at = real_hall.open("simulasi")
    at.session_state["simulasi.mode"] = "village"
    at.run()
    at.text_input(key="simulasi.desa.budget").set_value("20 juta").run()

    at_once = next(body for body in markup(at) if "rb-at-once" in body)
    assert "99 orang · Rp 19.958.400" in at_once
    assert "bila dibayar" in at_once
