"""The desk's room of decisions: a kept simulation is looked at, recorded once, and withdrawn with a reason."""

from __future__ import annotations

import pytest

from components.decision_form import NO_SCENARIO
from domain.meeting import Meeting
from domain.plan import Plan
from tests.pages.conftest import Hall
from tests.support.app_test import markup, notices, words
from tests.support.databases import clock, import_real_data
from tests.support.decision_page import fill, keys, press, room
from tests.support.decisions import UNIT, decide, keep, plan_with
from tests.support.scenario_page import PLAN, REGENCY, RESULT, start, stored
from tests.support.scenario_page import press as press_simulation


def rows(hall: Hall) -> int:
    return len(hall.sql("SELECT 1 FROM decisions"))


def test_without_a_kept_simulation_the_way_to_one_is_said(real_hall: Hall, meeting: Meeting):
    at = room(real_hall)

    assert notices(at, "info") == [NO_SCENARIO]
    assert "Belum ada keputusan" in words(at)
    assert 'href="/simulasi"' in "".join(markup(at))
    assert not at.selectbox


def test_the_simulation_of_the_address_is_chosen_looked_at_and_recorded(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock, plan_with(290 * UNIT), name="Sepuluh **tiap** <b>desa</b>")
    keep(real_hall.database, clock, plan_with(29 * UNIT))

    at = room(real_hall, simulasi=scenario.id)
    labels = "\n".join(at.selectbox(key="desk.decision.scenario").options)
    press(fill(at, note="Lewat <i>SK</i>"), "review")
    looked, before = words(at), rows(real_hall)
    press(at, "store")

    assert at.selectbox(key="desk.decision.scenario").value is None
    assert "“Sepuluh **tiap** <b>desa</b>” · Cakupan sama rata · Rp 58,5 juta · 290 pekerja · disimpan" in labels
    assert "Rp 58.464.000 · Cakupan sama rata · Sepuluh **tiap** <b>desa</b>" in looked
    assert "290 pekerja di 29 desa bila dibayar · 12 bulan mulai Januari 2027 · JKK + JKM" in looked
    assert (before, rows(real_hall)) == (0, 1)
    assert notices(at, "success") == ["Keputusan 1 tercatat dan tampil di layar."]
    shown = words(at)
    assert "Lewat <i>SK</i>" in shown
    assert "Diputuskan oleh Bupati Sukamara" in shown
    assert "Rincian 29 desa" in shown
    assert "simulasi" not in at.query_params


def test_a_second_click_records_nothing_more(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock)
    at = press(fill(room(real_hall, simulasi=scenario.id)), "review")
    again = at.button(key="desk.decision.store")

    press(at, "store")
    again.click().run()

    assert not at.exception
    assert rows(real_hall) == 1


def test_changing_ones_mind_before_storing_keeps_what_was_typed(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock)
    at = press(fill(room(real_hall, simulasi=scenario.id), note="SK 12"), "review")

    press(at, "back")

    assert at.text_input(key="desk.decision.note").value == "SK 12"
    assert at.selectbox(key="desk.decision.scenario").value == scenario.id
    assert rows(real_hall) == 0


def test_what_is_missing_is_asked_for(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock)

    nothing = press(fill(room(real_hall)), "review")
    nobody = press(fill(room(real_hall, simulasi=scenario.id), decided_by=" "), "review")

    assert notices(nothing, "error") == ["Pilih simulasi yang diputuskan."]
    assert notices(nobody, "error")[0].startswith("Tulis jabatan atau forum yang memutuskan")
    assert "store" not in keys(nobody)


def test_what_to_mind_is_said_before_storing(real_hall: Hall, meeting: Meeting):
    first, second = keep(real_hall.database, clock), keep(real_hall.database, clock, plan_with(29 * UNIT))
    decide(real_hall.database, clock, meeting, first)
    real_hall.pledge(meeting, 60)

    at = press(fill(room(real_hall, simulasi=second.id)), "review")

    assert [warning.split(";")[0] for warning in notices(at, "warning")] == [
        "Komitmen desa berubah sejak simulasi ini disimpan",
        "Ada keputusan lain yang berlaku",
    ]
    press(at, "store")
    assert rows(real_hall) == 2


def test_what_somebody_else_recorded_meanwhile_is_not_recorded_again(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock)
    at = press(fill(room(real_hall, simulasi=scenario.id)), "review")
    decide(real_hall.database, clock, meeting, scenario)

    press(at, "store")

    assert notices(at, "error") == ["Simulasi ini sudah tercatat sebagai keputusan nomor 1."]
    assert rows(real_hall) == 1


def test_a_decision_takes_the_place_of_another(real_hall: Hall, meeting: Meeting):
    decide(real_hall.database, clock, meeting, keep(real_hall.database, clock))
    larger = keep(real_hall.database, clock, plan_with(580 * UNIT))
    at = room(real_hall, simulasi=larger.id)

    at.selectbox(key="desk.decision.replaces").set_value(1)
    press(press(fill(at), "review"), "store")

    shown = words(at)
    assert "menggantikan keputusan 1" in shown
    assert "Keputusan 1 · Rp 58,5 juta" in shown
    assert "diganti keputusan 2" in shown


def test_a_decision_is_withdrawn_with_a_reason(real_hall: Hall, meeting: Meeting):
    decide(real_hall.database, clock, meeting, keep(real_hall.database, clock))
    at = press(room(real_hall), "withdraw.1")

    press(at, "withdraw_now")
    refused = notices(at, "error")
    at.text_input(key="desk.decision.reason").set_value("Dana <b>batal</b>")
    press(at, "withdraw_now")

    assert refused[0].startswith("Tulis alasan keputusan ini ditarik")
    assert notices(at, "success") == ["Keputusan 1 ditarik; tidak lagi tampil di layar."]
    assert "ditarik: Dana <b>batal</b>" in words(at)
    assert "withdraw.1" not in keys(at)


def test_after_closing_decisions_are_read_only(real_hall: Hall, meeting: Meeting):
    scenario = keep(real_hall.database, clock)
    decide(real_hall.database, clock, meeting, scenario)
    opened = press(fill(room(real_hall)), "withdraw.1")
    real_hall.change("close_meeting", meeting)

    at = room(real_hall, rapat=str(meeting.id))
    opened.text_input(key="desk.decision.reason").set_value("Dana batal")
    press(opened, "withdraw_now")

    assert keys(at) == set()
    assert "Keputusan 1" in words(at)
    assert notices(at, "info") == ["Rapat sudah ditutup; keputusannya tidak dapat ditambah atau ditarik lagi."]
    assert notices(opened, "error") == notices(at, "info")
    assert rows(real_hall) == 1


def test_a_draft_decides_nothing_yet(real_hall: Hall):
    real_hall.meeting("draft")

    at = room(real_hall)

    assert notices(at, "info") == ["Rapat belum dibuka. Buka rapat dulu, lalu catat keputusannya."]
    assert keys(at) == set()


@pytest.mark.parametrize("link", ["x", "0" * 24, "<script>"])
def test_an_address_that_names_no_simulation_is_one_sentence(real_hall: Hall, meeting: Meeting, link: str):
    assert len(notices(room(real_hall, simulasi=link), "error")) == 1


def test_a_simulation_on_other_data_says_why_it_cannot_be_decided(real_hall: Hall, meeting: Meeting):
    real_hall.change("close_meeting", meeting)
    import_real_data(real_hall.database, active=50)
    other = keep(real_hall.database, clock)
    real_hall.sql("UPDATE meetings SET state = 'open'")

    at = press(fill(room(real_hall, simulasi=other.id)), "review")

    assert "rapat ini memakai data Oktober 2026" in notices(at, "error")[0]


def test_a_kept_simulation_leads_the_facilitator_to_the_desk(real_hall: Hall, meeting: Meeting):
    def shown(plan: Plan, *, cookie: str) -> str:
        at = start(plan)
        at.session_state["access.facilitator"] = cookie
        press_simulation(at, "scenario.save")
        return "".join(body for body in markup(at) if "Catat sebagai keputusan rapat" in body)

    found = shown(REGENCY, cookie=real_hall.cookie())
    scenario_id = stored(real_hall, REGENCY, result=RESULT)

    assert f'href="/rapat?bagian=keputusan&amp;rapat={meeting.id}&amp;simulasi={scenario_id}"' in found
    assert shown(REGENCY, cookie="") == ""
    assert shown(PLAN, cookie=real_hall.cookie()) == ""
    real_hall.change("close_meeting", meeting)
    assert shown(REGENCY, cookie=real_hall.cookie()) == ""
