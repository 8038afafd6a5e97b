from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything


def drawn(at: AppTest) -> dict[str, Any]:
    """What the page gives the projector to draw first."""
    (component,) = at.get("bidi_component")
    return json.loads(component.proto.json)[0]["state"]


def test_empty_database_draws_an_honest_screen(empty_hall: Hall):
    at = empty_hall.open("layar")

    assert not at.exception
    state = drawn(at)
    assert (state["meeting"], state["data"], state["coverage"], state["villages"]) == (None, None, None, [])
    assert state["join"]["qr_svg"].startswith("<svg")


def test_without_a_meeting_the_villages_are_there_and_no_pledges(hall: Hall):
    at = hall.open("layar")

    assert not at.exception
    assert drawn(at)["meeting"] is None
    assert len(drawn(at)["villages"]) == 32
    assert drawn(at)["latest"] == []


def test_pledges_are_summed_and_never_called_coverage(real_hall: Hall):
    meeting = real_hall.meeting(target_points=6000)
    before = drawn(real_hall.open("layar"))

    receipt = real_hall.pledge(meeting, 60)
    after = drawn(real_hall.open("layar"))

    assert after["pledges"] == {
        "villages": 1, "of": 29, "new_workers": 60, "new_workers_text": "60", "continued_workers": 0,
        "continued_workers_text": "0", "amount_rupiah": 12_096_000, "amount_text": "Rp 12,1 juta",
    }  # fmt: skip
    assert after["latest"][0]["key"] == receipt.commitment.receipt
    assert after["coverage"]["percent"] == before["coverage"]["percent"] == "40,0%"
    assert after["coverage"]["if_paid_percent"] == "40,2%"  # 11,460 of 28,500
    assert after["coverage"]["target_percent"] == "60%"
    (tile,) = [row for row in after["villages"] if row["code"] == VILLAGE]
    assert (tile["new_workers"], tile["committed"], tile["percent"]) == (60, True, "40%")


def test_the_address_chooses_the_meeting(hall: Hall):
    older = hall.meeting("closed", title="Yang lama")
    hall.meeting(title="Yang baru")

    assert drawn(hall.open("layar"))["meeting"]["title"] == "LATIHAN · Yang baru"
    assert drawn(hall.open("layar", rapat=str(older.id)))["meeting"]["title"] == "LATIHAN · Yang lama"


def test_an_unknown_meeting_in_the_address_is_no_error(hall: Hall):
    hall.meeting()

    for rapat in ("x", "00000000-0000-0000-0000-000000000000"):
        assert not hall.open("layar", rapat=rapat).exception


def test_sample_data_is_marked_and_real_data_is_not(hall_with):
    sample = hall_with("sample").open("layar")
    real_hall = hall_with("real")
    real_hall.meeting()
    real = real_hall.open("layar")

    assert drawn(sample)["data"]["is_sample"] is True
    assert drawn(real)["data"]["is_sample"] is False
    assert "LATIHAN" not in json.dumps(drawn(real))


def test_the_hall_sees_no_code(hall: Hall):
    codes = hall.codes(hall.meeting())

    at = hall.open("layar")

    assert not [code for code in codes.values() if code in everything(at)]


def test_a_title_reaches_the_screen_as_it_was_typed(hall: Hall):
    hall.meeting(title="<script>alert(1)</script> **x** =1")

    assert drawn(hall.open("layar"))["meeting"]["title"] == "LATIHAN · <script>alert(1)</script> **x** =1"
