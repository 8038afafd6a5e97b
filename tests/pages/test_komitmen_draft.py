"""A scenario becomes the beginning of a pledge: the form is filled in once, and nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.pledge_draft import NOT_FILLED, OTHER_VILLAGE
from domain.calendar import Month
from domain.meeting import Meeting
from domain.plan import PlanFund, RegencyPlan, SourceCeiling, VillagePlan
from services.district import view
from services.scenarios import SaveScenario, save
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import notices
from tests.support.databases import clock
from tests.support.pledge_form import can_confirm, confirm, fill, has_form, review

PLAN = VillagePlan(VILLAGE, 60, 0, 0, Month(2027, 4), 6, sources=(SourceCeiling("PADes"),))
REGENCY = RegencyPlan("equal_coverage", (PlanFund("APBD", 400_000_000),), Month(2027, 1), 12)
BEGUN = (
    "Rancangan dari simulasi: belum ada yang dikirim. Periksa angkanya; biaya dihitung ulang dengan tarif rapat ini."
)


def scenario_of(hall: Hall, plan: Any = PLAN) -> str:
    return save(SaveScenario(plan, {}, view(hall.database), {}), hall.database, clock).id


def opened(hall: Hall, meeting: Meeting, scenario: str) -> AppTest:
    at = hall.open("komitmen", card=hall.codes(meeting)[VILLAGE], simulasi=scenario)
    assert not at.exception
    return at


def filled(at: AppTest) -> tuple[Any, ...]:
    return tuple(
        at.session_state[f"commitment.{name}"] for name in ("nature", "workers", "months", "start_month", "source")
    )


EMPTY = ("new", "", 12, "2027-01", "ADD")


def test_the_form_is_filled_and_nothing_is_sent(real_hall: Hall, meeting: Meeting):
    at = opened(real_hall, meeting, scenario_of(real_hall))

    assert filled(at) == ("new", "60", 6, "2027-04", "PADes")
    assert BEGUN in notices(at, "info")
    assert not can_confirm(at)
    assert real_hall.ledger() == []


def test_the_draft_can_be_sent_as_a_pledge_and_the_notice_ends(real_hall: Hall, meeting: Meeting):
    at = confirm(review(opened(real_hall, meeting, scenario_of(real_hall))))

    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, 60 * 6 * 16_800)]
    assert not [text for text in notices(at, "info") if text.startswith("Rancangan")]


def test_the_form_is_filled_once_and_then_belongs_to_the_village(real_hall: Hall, meeting: Meeting):
    at = fill(opened(real_hall, meeting, scenario_of(real_hall)), "25", months=3)

    assert filled(at.run())[1:3] == ("25", 3)
    assert BEGUN in notices(at, "info")


def test_a_draft_comes_before_the_pledge_that_it_would_replace(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 10)

    at = confirm(review(opened(real_hall, meeting, scenario_of(real_hall))))

    assert [row[:3] for row in real_hall.ledger()] == [(VILLAGE, 1, 10), (VILLAGE, 2, 60)]
    assert not at.exception


def test_what_could_not_be_carried_over_is_said(real_hall: Hall, meeting: Meeting):
    plan = replace(
        PLAN, continued_workers=40, officials=3, months=24, sources=(SourceCeiling("ADD"), SourceCeiling("DD"))
    )

    at = opened(real_hall, meeting, scenario_of(real_hall, plan))

    assert filled(at) == ("new", "60", 9, "2027-04", "ADD")
    (said,) = [text for text in notices(at, "info") if text.startswith("Rancangan")]
    assert said.endswith("Tidak terbawa: 15 bulan sesudah Desember 2027; sumber dana DD.")


def test_new_workers_continued_ones_and_officials_become_a_line_each(real_hall: Hall, meeting: Meeting):
    plan = replace(PLAN, continued_workers=40, officials=3)

    at = opened(real_hall, meeting, scenario_of(real_hall, plan))

    lines = [
        tuple(at.session_state[f"commitment.{n}{name}"] for name in ("nature", "workers", "group"))
        for n in ("", "2.", "3.")
    ]
    assert lines == [("new", "60", ""), ("continued", "40", ""), ("new", "3", "village_official")]


def test_more_workers_than_the_village_has_are_refused_by_the_form_itself(real_hall: Hall, meeting: Meeting):
    at = opened(real_hall, meeting, scenario_of(real_hall, replace(PLAN, new_workers=481)))

    assert filled(at)[1] == "481"
    assert "melebihi yang belum terlindungi" in notices(at, "error")[0]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, village_code=NEIGHBOUR), OTHER_VILLAGE),
        (REGENCY, "Simulasi itu untuk kabupaten; komitmen dibuat dari simulasi satu desa."),
    ],
)
def test_a_scenario_that_is_no_draft_for_this_village_leaves_the_normal_form(
    real_hall: Hall, meeting: Meeting, plan: Any, said: str
):
    at = opened(real_hall, meeting, scenario_of(real_hall, plan))

    assert notices(at, "warning") == [f"{said} {NOT_FILLED}"]
    assert filled(at) == EMPTY


@pytest.mark.parametrize("link", ["x", "0" * 24, "NaN", "-1", "<script>", "9" * 9_000])
def test_a_broken_link_leaves_the_normal_form(real_hall: Hall, meeting: Meeting, link: str):
    at = opened(real_hall, meeting, link)

    assert len(notices(at, "warning")) == 1
    assert filled(at) == EMPTY


def test_the_draft_waits_until_the_card_code_is_typed(real_hall: Hall, meeting: Meeting):
    at = real_hall.open("komitmen", simulasi=scenario_of(real_hall))
    asked = has_form(at)

    at.text_input(key="commitment.card_code").set_value(real_hall.codes(meeting)[VILLAGE])
    at.button(key="commitment.enter").click().run()

    assert not asked
    assert not at.exception
    assert filled(at) == ("new", "60", 6, "2027-04", "PADes")


def test_without_a_scenario_the_form_is_as_it_was(form: AppTest):
    assert filled(form) == EMPTY
    assert not [text for text in notices(form, "info") if "imulasi" in text]


def test_a_scenario_on_sample_data_says_so(hall: Hall):
    meeting = hall.meeting(budget_year=2027)

    at = opened(hall, meeting, scenario_of(hall))

    assert [text for text in notices(at, "info") if text.endswith("Simulasi itu memakai LATIHAN · DATA CONTOH.")]
