"""Several lines in one pledge on the phone, and a database that does not answer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import components.pledge_review
from db.engine import DatabaseUnavailable
from domain.calendar import Month
from domain.commitment import LineRequest
from domain.meeting import Meeting
from services.submit_commitment import SubmitCommitment, submit_commitment
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock
from tests.support.pledge_form import can_confirm, confirm, fill, review


@pytest.fixture
def two_lines(real_hall: Hall, meeting: Meeting) -> AppTest:
    lines = tuple(
        LineRequest(nature, 60 - 20 * i, 12, Month(2027, 1), "ADD") for i, nature in enumerate(("new", "continued"))
    )
    submit_commitment(SubmitCommitment(meeting.id, VILLAGE, lines, "desk"), real_hall.database, clock, AT_THE_MACHINE)
    return real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])


def add_line(at: AppTest, number: int, workers: str, **fields: object) -> AppTest:
    at.button(key="commitment.add").click().run()
    for name, value in fields.items():
        at.session_state[f"commitment.{number}.{name}"] = value
    return at.text_input(key=f"commitment.{number}.workers").set_value(workers).run()


def test_fishers_continued_workers_and_officials_are_one_pledge(real_hall: Hall, form: AppTest):
    fill(form, "60")
    form.session_state["commitment.group"] = "fisher"
    add_line(form, 2, "40", nature="continued", group="")
    add_line(form, 3, "5", nature="new", group="village_official")
    confirm(review(form))

    assert not form.exception
    (row,) = real_hall.ledger()
    assert row[1:] == (1, 65, 40, (60 + 40) * 12 * 16_800 + 5 * 12 * 10_920)
    assert "60 nelayan baru × 12 bulan · ADD; 40 pekerja lanjutan × 12 bulan · ADD; 5 perangkat desa baru" in words(
        form
    )


def test_a_new_line_begins_as_the_one_above_it_and_waits_for_its_number(real_hall: Hall, form: AppTest):
    fill(form, "60", months=6)
    form.button(key="commitment.add").click().run()

    assert form.number_input(key="commitment.2.months").value == 6
    assert "Baris 2 belum diisi: isi jumlah pekerjanya, atau hapus baris itu." in words(form)
    assert form.button(key="commitment.submit").disabled


def test_what_is_wrong_with_the_second_line_is_said_there_and_the_rest_is_kept(real_hall: Hall, form: AppTest):
    fill(form, "400")
    add_line(form, 2, "81", nature="new")

    assert notices(form, "error") == ["Pekerja baru 481 melebihi yang belum terlindungi di desa ini: 480 pekerja BPU."]
    assert form.button(key="commitment.submit").disabled
    assert [form.text_input(key=key).value for key in ("commitment.workers", "commitment.2.workers")] == ["400", "81"]


def test_a_line_that_is_taken_out_lets_those_below_move_up(real_hall: Hall, form: AppTest):
    fill(form, "10")
    add_line(form, 2, "20")
    add_line(form, 3, "30", nature="continued")
    form.button(key="commitment.2.remove").click().run()
    confirm(review(form))

    assert [row[1:4] for row in real_hall.ledger()] == [(1, 10, 30)]


def test_a_pledge_in_several_lines_opens_with_all_of_them(real_hall: Hall, two_lines: AppTest):
    confirm(review(fill(two_lines, "61")))

    assert two_lines.session_state["commitment.2.workers"] == "40"
    assert [row[1:] for row in real_hall.ledger()] == [(1, 60, 40, 20_160_000), (2, 61, 40, 20_361_600)]


def test_jht_is_added_where_it_is_asked_for(real_hall: Hall, form: AppTest):
    fill(form, "10")
    form.toggle(key="commitment.jht").set_value(True).run()
    confirm(review(form))

    assert [row[4] for row in real_hall.ledger()] == [10 * 12 * 36_800]


def test_the_wage_of_officials_is_asked_and_a_bad_one_is_refused_at_its_field(real_hall: Hall, form: AppTest):
    form.session_state["commitment.group"] = "village_official"
    fill(form, "5")
    assert "Iuran perangkat desa dihitung dari upah resmi terendah" in words(form)

    form.text_input(key="commitment.wage").set_value("tiga juta").run()
    refused = notices(form, "error")
    form.text_input(key="commitment.wage").set_value("3.000.000").run()
    confirm(review(form))

    assert len(refused) == 1
    assert refused[0].startswith("Upah sebulan:")
    assert [row[4] for row in real_hall.ledger()] == [5 * 12 * 16_200]


def test_a_database_that_does_not_answer_keeps_the_review_for_another_press(
    real_hall: Hall, form: AppTest, monkeypatch: pytest.MonkeyPatch
):
    at = review(fill(form, "60"))
    closed = "Basis data sedang tidak dapat ditulis. Coba lagi."

    def refuse(*_: object) -> None:
        raise DatabaseUnavailable(closed)

    with monkeypatch.context() as broken:
        broken.setattr(components.pledge_review, "submit_commitment", refuse)
        confirm(at)
    told = notices(at, "error")
    confirm(at)

    assert told == [closed]
    assert not at.exception
    assert [row[1:] for row in real_hall.ledger()] == [(1, 60, 0, 12_096_000)]
    assert not can_confirm(at)
