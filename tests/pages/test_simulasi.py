from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components import what_if
from domain.calendar import Month
from domain.plan import PlanFund, RegencyPlan, plan_from_json, plan_to_json
from tests.pages.conftest import Hall
from tests.support.app_test import markup, notices, shows_sample_mark, words

# Of the real hall: 29 desa, each with 800 BPU workers, 320 of them active; Rp16,800 x 12 = Rp201,600 a worker.


def typed(hall: Hall, amount: str, **fields: object) -> AppTest:
    """The tab with an amount and what else stands in its fields, by the end of their keys."""
    at = hall.open("simulasi")
    at.session_state["simulasi.mode"] = "regency"
    at.session_state["simulasi.budget"] = amount
    for name, value in fields.items():
        at.session_state[f"simulasi.{name}"] = value
    return at.run()


def chosen(at: AppTest, rule: str) -> AppTest:
    return at.radio(key="simulasi.rule").set_value(rule).run()


def cards(at: AppTest) -> dict[str, str]:
    """What stands on each rule's card."""
    radio = at.radio(key="simulasi.rule")
    return dict(zip(radio.options, radio.proto.captions, strict=True))


def said(at: AppTest) -> str:
    return words(at).replace("\xa0", " ")


def test_without_data_the_page_says_what_is_missing(empty_hall: Hall):
    at = empty_hall.open("simulasi")

    assert not at.exception
    assert len(notices(at, "info")) == 1


def test_before_an_amount_the_page_asks_and_says_what_the_whole_gap_costs(real_hall: Hall):
    at = real_hall.open("simulasi")

    assert not at.exception
    assert "Ketik jumlahnya, misalnya 400 juta" in said(at)
    assert "Menutup seluruh kekurangan (13.920 pekerja mandiri, 12 bulan) butuh Rp 2.806.272.000." in said(at)


def test_a_fund_is_divided_to_the_rupiah(real_hall: Hall):
    at = typed(real_hall, "Rp 29.232.000")  # 145 workers: five a village

    assert not at.exception
    assert "+145 pekerja · sisa Rp 0" in said(at)
    assert "dua puluh sembilan juta dua ratus tiga puluh dua ribu rupiah" in said(at)
    assert said(at).count("+5") == 29
    assert "29 dari 29 desa mendapat; terendah 40% → 41% bila dibayar" in said(at)


def test_the_coverage_says_on_what_it_stands(real_hall: Hall):
    at = typed(real_hall, "29.232.000")

    assert "Cakupan pekerja mandiri di desa40,0%→ 40,6% bila dibayar" in said(at)
    assert "Hanya pekerja mandiri (BPU) di 29 desa: kelurahan tidak ikut" in said(at)


def test_every_figure_says_where_it_comes_from(real_hall: Hall):
    at = typed(real_hall, "29.232.000", **{"kab.programmes": "three"})

    assert "12 bulan × Rp 10.000 JKK (PP 44/2015 jo. PP 82/2019 jo. PP 49/2023)" in said(at)
    assert "12 bulan × Rp 20.000 JHT" in said(at)
    assert "66 pekerja × Rp 441.600 = Rp 29.145.600" in said(at)
    assert "Data Oktober 2026" in said(at)


def test_each_village_says_why_and_how_its_figure_was_made(real_hall: Hall):
    rows = [text for text in markup(typed(real_hall, "29.232.000")) if "rb-row-gift" in text]

    assert rows[0].count("Mendapat 5 pekerja") == 29
    assert rows[0].count("320 aktif + 5 dari dana ini = 325 dari 800 berhak, 40,6% bila dibayar.") == 29
    assert rows[0].count("5 × Rp 201.600 = Rp 1.008.000.") == 29


def test_the_rule_that_needs_a_target_is_offered_only_where_there_is_one(real_hall: Hall):
    before = typed(real_hall, "400 juta")
    target = typed(real_hall, "400 juta", **{"kab.target": "43,92%"})
    real_hall.meeting(target_points=6000)
    after = typed(real_hall, "400 juta")

    assert "Desa ke target terbanyak" not in cards(before)
    assert "di target 43,92%" in cards(target)["Desa ke target terbanyak"]
    assert after.text_input(key="simulasi.kab.target").value == "60%"
    assert "di target 60%" in cards(after)["Desa ke target terbanyak"]


def test_when_the_target_goes_its_rule_goes_with_it(real_hall: Hall):
    at = chosen(typed(real_hall, "400 juta", **{"kab.target": "60%"}), "most_villages_to_target")
    assert said(at).count("target tercapai bila dibayar") == 12  # 160 workers each, 1,984 in all

    at.text_input(key="simulasi.kab.target").set_value("").run()

    assert not at.exception
    assert at.radio(key="simulasi.rule").value == "equal_coverage"


def test_rules_stand_side_by_side(real_hall: Hall):
    found = cards(typed(real_hall, "29.232.000"))

    assert list(found) == ["Cakupan sama rata", "Sebanding yang belum", "Rata per desa", "Berbobot", "Pendamping janji"]
    assert "pekerja *145*" in found["Cakupan sama rata"]
    assert "terendah *40,6%*" in found["Cakupan sama rata"]
    assert "selisih *0,0 poin*" in found["Cakupan sama rata"]
    assert "pekerja *0*" in found["Pendamping janji"]


def test_what_is_pledged_is_not_paid_for_twice(real_hall: Hall):
    real_hall.pledge(real_hall.meeting(), 480)

    at = typed(real_hall, "10 miliar")

    assert "+13.440 pekerja" in said(at)  # 28 villages x 480: one village has pledged for all of its own
    assert "13.440 pekerja mandiri, 12 bulan, di luar 480 yang dijanjikan desa" in said(at)
    assert said(at).count("+0") == 1


def test_the_regency_matches_what_a_village_pledges(real_hall: Hall):
    at = chosen(typed(real_hall, "10 miliar"), "matching")
    assert "Belum ada desa yang berkomitmen untuk data ini" in "".join(notices(at, "info"))

    real_hall.pledge(real_hall.meeting(), 60)
    at = chosen(typed(real_hall, "10 miliar"), "matching")
    at.text_input(key="simulasi.kab.per_pledged").set_value("1,5").run()

    assert "+90 pekerja" in said(at)


def test_weights_go_by_a_group_or_by_hand(real_hall: Hall):
    at = chosen(typed(real_hall, "29.232.000"), "weighted")
    assert "+145 pekerja" in said(at)

    at.selectbox(key="simulasi.kab.weights_by").set_value("own").run()
    at.session_state["simulasi.kab.weights_editor"] = {"edited_rows": {n: {"Bobot": 0} for n in range(1, 29)}}
    at.run()

    assert not at.exception
    assert said(at).count("bobot desa ini 0") == 28
    assert "1 dari 29 desa mendapat" in said(at)


def test_weights_of_nothing_count_as_one_and_say_so(real_hall: Hall):
    at = chosen(typed(real_hall, "29.232.000", **{"kab.weights_by": "own"}), "weighted")
    at.session_state["simulasi.kab.weights_editor"] = {"edited_rows": {n: {"Bobot": 0} for n in range(29)}}
    at.run()

    assert "Semua bobot 0" in "".join(notices(at, "warning"))
    assert "29 dari 29 desa mendapat" in said(at)


def test_a_fund_with_a_condition_stands_beside_the_first(real_hall: Hall):
    at = typed(real_hall, "29.232.000")
    at.button(key="simulasi.kab.add_fund").click().run()
    at.text_input(key="simulasi.kab.fund.1.amount").set_value("1 miliar").run()

    assert not at.exception
    assert at.selectbox(key="simulasi.kab.fund.1.name").value == "DBH Sawit"
    assert at.multiselect(key="simulasi.kab.fund.1.groups").value == ["oil_palm_worker"]
    assert "+1.885 pekerja" in said(at)  # 145, and 29 x 60 palm workers; the rest of DBH Sawit may pay nobody else
    assert not [radio for radio in at.radio if radio.key == "simulasi.rule"]
    table = at.table[0].value
    assert table["Dana"].tolist() == ["Dana kabupaten", "DBH Sawit"]
    assert table["Pekerja"].tolist() == ["145", "1.740"]
    assert table["Sisa"].tolist() == ["Rp 0", "Rp 649.216.000"]
    assert table["Kelompoknya yang belum terbayar"].tolist() == ["12.035 pekerja", "tidak ada: semua terbayar"]

    at.button(key="simulasi.kab.fund.1.remove").click().run()
    assert "+145 pekerja" in said(at)


def test_two_funds_of_one_name_are_refused(real_hall: Hall):
    at = typed(real_hall, "29.232.000")
    at.button(key="simulasi.kab.add_fund").click().run()
    at.button(key="simulasi.kab.add_fund").click().run()
    for number in (1, 2):
        at.text_input(key=f"simulasi.kab.fund.{number}.amount").set_value("1 juta")
    at.selectbox(key="simulasi.kab.fund.2.name").set_value("DBH Sawit").run()

    assert not at.exception
    assert notices(at, "error") == ["Dua dana bernama sama. Beri nama yang berbeda."]


def test_the_slider_and_the_amount_say_the_same(real_hall: Hall):
    at = typed(real_hall, "400 juta")
    slider = at.select_slider(key="simulasi.kab.slider")
    assert slider.value == 400_000_000

    slider.set_value(1_000_000_000).run()
    assert at.text_input(key="simulasi.budget").value == "Rp 1.000.000.000"

    at.text_input(key="simulasi.budget").set_value("99 miliar").run()
    assert at.select_slider(key="simulasi.kab.slider").value == 2_806_272_000
    assert "+13.920 pekerja" in said(at)


@pytest.mark.parametrize("amount", ["abc", "1.5 juta", "-5", "9" * 70, "NaN"])
def test_an_amount_that_is_none_is_refused_with_its_reason(real_hall: Hall, amount: str):
    at = typed(real_hall, amount)

    assert not at.exception
    assert len(notices(at, "error")) == 1


@pytest.mark.parametrize("target", ["abc", "-5", "0", "101", "60,123", "NaN", "²"])
def test_a_target_that_is_none_is_refused_with_its_reason(real_hall: Hall, target: str):
    at = typed(real_hall, "400 juta", **{"kab.target": target})

    assert not at.exception
    assert len(notices(at, "error")) == 1


def test_the_villages_are_tiles_or_a_table_where_that_is_chosen(real_hall: Hall):
    tiles = typed(real_hall, "29.232.000", **{"kab.view": "tiles"})
    table = typed(real_hall, "29.232.000", **{"kab.view": "table"})

    assert not tiles.exception
    assert "Tekan sebuah desa untuk alasannya." in words(tiles)
    assert not any("rb-row-gift" in text for text in markup(tiles))
    frame = table.dataframe[0].value
    assert len(frame) == 29
    assert frame["Dari dana"].tolist() == [5] * 29
    assert frame["Bila dibayar (%)"].tolist() == [40.6] * 29


_PLANS = [
    RegencyPlan("equal_per_village", (PlanFund("Dana kabupaten", 29_232_000),), Month(2027, 3), 6),
    RegencyPlan(
        "matching", (PlanFund("Dana kabupaten", 5),), Month(2027, 1), 36, ("JKK", "JKM", "JHT"), 5550, (), "1.5", 40
    ),
    RegencyPlan(
        "equal_coverage",
        (PlanFund("CSR", 7_000_000, ("fisher", "farmer")), PlanFund("Hibah", 900_000)),
        Month(2027, 12),
        12,
    ),
]  # fmt: skip


@pytest.mark.parametrize("plan", _PLANS)
def test_the_fields_can_be_filled_with_a_plan(real_hall: Hall, monkeypatch: pytest.MonkeyPatch, plan: RegencyPlan):
    answered = []
    monkeypatch.setattr(what_if, "show_coverage", lambda division: answered.append(division.plan))
    at = real_hall.open("simulasi")
    state: dict[str, object] = {}
    monkeypatch.setattr("components.fund_inputs.st.session_state", state)
    what_if.fill(plan)
    monkeypatch.undo()
    monkeypatch.setattr(what_if, "show_coverage", lambda division: answered.append(division.plan))
    for key, value in state.items():
        at.session_state[key] = value
    at.run()

    assert not at.exception
    shown = answered[-1]
    assert (shown.rule, shown.funds, shown.start_month, shown.months) == (
        plan.rule,
        plan.funds,
        plan.start_month,
        plan.months,
    )
    assert (shown.programmes, shown.target_points) == (plan.programmes, plan.target_points)
    assert plan_from_json(plan_to_json(shown)) == shown
    if plan.rule == "matching":
        assert (shown.per_pledged, shown.cap) == ("1.5", 40)


def test_sample_data_are_marked(hall: Hall):
    assert shows_sample_mark(hall.open("simulasi"))


def test_a_new_row_and_an_unreadable_target_take_no_answer_away(real_hall: Hall):
    at = typed(real_hall, "400 juta", **{"kab.target": "abc"})
    at.button(key="simulasi.kab.add_fund").click().run()

    assert "+1.984 pekerja" in words(at)


def test_a_row_names_what_its_village_has_pledged(real_hall: Hall):
    real_hall.pledge(real_hall.meeting(), 60)

    assert "Sungai Pasir · janji 60" in words(typed(real_hall, "400 juta"))
