"""Saving and opening scenarios, as a page puts their parts together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.scenario_facts import DASH, facts_of
from components.scenarios import OTHER_ANSWER, OTHER_REGENCY
from services.scenarios import CORRUPTED
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import markup, notices, shows_sample_mark, words
from tests.support.databases import import_real_data
from tests.support.scenario_page import PLAN, REGENCY, RESULT, press, start, stored

# --- saving


def test_saving_gives_a_link_that_opens_what_was_shown(real_hall: Hall):
    at = start()
    at.text_input(key="simulasi.scenario.name").set_value("Enam puluh")
    press(at, "scenario.save")

    ((scenario_id,),) = real_hall.sql("SELECT id FROM scenarios")
    opened = start(s=scenario_id)

    assert at.code[0].value.endswith(f"/simulasi?s={scenario_id}")
    assert notices(at, "success") == ["Simulasi “Enam puluh” tersimpan. Tautan ini selalu menunjukkan hasil yang sama:"]
    assert f'href="/komitmen?simulasi={scenario_id}"' in "".join(markup(at))
    assert RESULT["sentence"] in words(opened)
    assert "Rp 12.096.000" in words(opened)
    assert "47,5% bila dibayar" in words(opened)
    assert not notices(opened, "warning")


def test_a_double_click_saves_once(real_hall: Hall):
    press(press(start(), "scenario.save"), "scenario.save")

    assert len(real_hall.sql("SELECT id FROM scenarios")) == 1


def test_the_link_goes_when_another_plan_is_shown(real_hall: Hall):
    at = press(start(), "scenario.save")

    at.session_state["test.plan"] = replace(PLAN, new_workers=61)
    at.run()

    assert not at.code


def test_a_regency_plan_is_no_commitment_draft(real_hall: Hall):
    at = press(start(REGENCY), "scenario.save")

    assert at.code
    assert "/komitmen" not in "".join(markup(at))


def test_what_cannot_be_saved_is_refused_in_a_sentence(real_hall: Hall):
    for plan, result in ((replace(PLAN, months=99), RESULT), (PLAN, {"share": float("nan")})):
        at = press(start(plan, result), "scenario.save")

        assert len(notices(at, "error")) == 1
        assert not at.code
    assert real_hall.sql("SELECT id FROM scenarios") == []


def test_an_answer_that_differs_from_the_stored_one_is_said(real_hall: Hall):
    stored(real_hall, result=RESULT | {"workers": 59})

    assert OTHER_ANSWER in notices(press(start(), "scenario.save"), "info")


# --- opening


@pytest.mark.parametrize(
    "link", ["x", "0" * 24, "0" * 23, "F" * 24, "NaN", "-1", "<script>", "'; --", "9" * 9_000, "=1+1"]
)
def test_a_link_that_is_none_is_one_sentence(real_hall: Hall, link: str):
    at = start(s=link)

    assert len(notices(at, "error")) == 1
    assert not at.button


def test_a_corrupted_scenario_is_one_sentence(real_hall: Hall):
    scenario_id = stored(real_hall)
    real_hall.sql("DROP TRIGGER scenarios_no_update")
    real_hall.sql("UPDATE scenarios SET result = '{}'")

    assert notices(start(s=scenario_id), "error") == [CORRUPTED]


def test_after_new_data_the_old_answer_stands_and_the_new_one_is_offered(real_hall: Hall):
    scenario_id = stored(real_hall)
    import_real_data(real_hall.database, active=50)

    at = start(s=scenario_id)
    (warned,) = notices(at, "warning")
    before = words(at)
    at.toggle(key=f"simulasi.scenario.again.{scenario_id}").set_value(True).run()

    assert "Data kepesertaan: dulu data Oktober 2026" in warned
    assert "Dengan data sekarang" not in before
    assert RESULT["sentence"] in before
    both = "".join(body for body in markup(at) if "rb-compare" in body)
    assert '<th scope="row">Pekerja</th><td>60</td><td>77</td>' in both
    assert f'<th scope="row">Biaya</th><td>Rp 12.096.000</td><td>{DASH}</td>' in both


def test_where_today_cannot_be_answered_the_old_answer_stands(real_hall: Hall):
    scenario_id = stored(real_hall, pledged={VILLAGE: 3})
    at = start(s=scenario_id)
    at.session_state["test.refuse"] = True

    at.toggle(key=f"simulasi.scenario.again.{scenario_id}").set_value(True).run()

    assert not at.exception
    assert notices(at, "error") == ["Dengan data sekarang simulasi ini tidak dapat dihitung. Belum ada tarif."]
    assert "Rp 12.096.000" in words(at)


def test_a_new_pledge_of_the_village_makes_its_scenario_old_and_another_one_does_not(real_hall: Hall):
    meeting = real_hall.meeting()
    scenario_id = stored(real_hall)
    real_hall.pledge(meeting, 9, village=NEIGHBOUR)
    first = notices(start(s=scenario_id), "warning")
    real_hall.pledge(meeting, 7, key="own")

    assert first == []
    assert "sekarang 7 pekerja baru dari 1 desa" in notices(start(s=scenario_id), "warning")[0]


def test_editing_takes_the_plan_and_leaves_the_frozen_page(real_hall: Hall):
    at = press(start(s=stored(real_hall)), "scenario.edit")

    assert at.session_state["test.edited"] == PLAN
    assert "s" not in at.query_params
    assert at.button(key="simulasi.scenario.save")


def test_in_another_regency_a_scenario_is_shown_but_not_edited(real_hall: Hall):
    at = start(s=stored(real_hall), kab="62.09")

    assert notices(at, "info") == [OTHER_REGENCY]
    assert "Rp 12.096.000" in words(at)
    assert not [button for button in at.button if button.key == "simulasi.scenario.edit"]


def test_a_scenario_on_sample_data_stays_marked_after_real_data_came(hall: Hall):
    scenario_id = stored(hall)
    on_sample = start(s=scenario_id)
    import_real_data(hall.database)

    assert shows_sample_mark(on_sample)
    assert shows_sample_mark(start(s=scenario_id))
    assert not shows_sample_mark(start())


def test_an_old_answer_with_anything_in_it_is_shown_with_dashes(real_hall: Hall):
    for number, odd in enumerate(
        [{}, {"title": None, "facts": "x"}, {"facts": [1, ["a"], [2, 3], ["Ya", None], ["b", True]]}]
    ):
        at = start(s=stored(real_hall, result=odd, name=str(number)))

        assert not at.exception
        assert f'<th scope="row">Biaya</th><td>{DASH}</td>' in "".join(markup(at))
    assert facts_of({"facts": [["Ya", None], ["Jumlah", 1200]]})[-2:] == [("Ya", DASH), ("Jumlah", "1.200")]


def test_names_and_answers_are_text(real_hall: Hall):
    hostile = "<script>x</script> **b** =1"
    scenario_id = stored(real_hall, name=hostile, result={"sentence": hostile, "facts": [[hostile, hostile]]})

    for at in (start(s=scenario_id), start(s=f"{scenario_id},")):
        assert hostile in words(at)
        assert not [body for body in markup(at) if "<script" in body]
