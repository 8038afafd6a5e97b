"""What became of the pledges: seen by everybody, recorded by the village or a facilitator, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import components.follow_up
import components.follow_up_form
from components.follow_up import NO_PLEDGE, NOTHING_YET
from domain.calendar import Month
from domain.follow_up_step import StepRequest
from domain.meeting import Meeting
from services.follow_up import village_steps
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.record_follow_up import RecordStep, record_step
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.databases import AT_THE_MACHINE, enrollment_file
from tests.support.follow_up import request

BUDGETED = "APBDes · Perdes 5/2026 · Rp 12.096.000"
HOSTILE = "<img src=x onerror=alert(1)> **x**"


class Day:
    """The day on the page, until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 22, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> Day:
    found = Day()
    for room in (components.follow_up, components.follow_up_form):
        monkeypatch.setattr(room, "clock", lambda: found)
    return found


@pytest.fixture
def closed(real_hall: Hall, meeting: Meeting) -> Meeting:
    """Sungai Pasir pledged 60 workers for 2027, its neighbour 20."""
    real_hall.pledge(meeting, 60)
    real_hall.pledge(meeting, 20, village=NEIGHBOUR, key="neighbour")
    real_hall.change("close_meeting", meeting)
    return meeting


def do(hall: Hall, day: Day, meeting: Meeting, kind: str, key: str, **said: Any) -> None:
    asked = request(kind, village_code=said.pop("village", VILLAGE), **said)
    record_step(RecordStep(meeting.id, asked, key), hall.database, day, AT_THE_MACHINE)


def stored(hall: Hall, meeting: Meeting, village: str = VILLAGE) -> list[StepRequest]:
    return [step.said for step in village_steps(hall.database, AT_THE_MACHINE, meeting.id, village)]


def key(at: AppTest, name: str) -> str:
    return f"follow_up.{name}.{at.session_state['follow_up.draft'].key}"


def fill(at: AppTest, kind: str | None = None, **typed: str) -> AppTest:
    if kind:
        at.selectbox(key=f"{key(at, 'kind')}.1").set_value(kind).run()
    for name, value in typed.items():
        field = at.selectbox if name in ("from", "until") else at.text_input
        field(key=key(at, name)).set_value(value)
    return at


def press(at: AppTest, name: str = "save") -> AppTest:
    at.button(key=key(at, name)).click().run()
    assert not at.exception
    return at


def opened(hall: Hall, **how: Any) -> AppTest:
    at = hall.open("tindak_lanjut", **how)
    assert not at.exception
    return at


def village_page(hall: Hall, meeting: Meeting) -> AppTest:
    return opened(hall, card=hall.codes(meeting)[VILLAGE])


def test_before_any_meeting_has_closed_the_page_says_when_it_begins(real_hall: Hall, meeting: Meeting):
    at = opened(real_hall, facilitator=True)

    assert notices(at, "info") == [NOTHING_YET]
    assert "Belum ada rapat yang ditutup" in words(at)


def test_a_meeting_without_a_pledge_has_nothing_to_follow(real_hall: Hall, meeting: Meeting):
    real_hall.change("close_meeting", meeting)

    at = opened(real_hall, facilitator=True)

    assert notices(at, "info") == [NO_PLEDGE]
    assert not at.selectbox


def test_everybody_reads_the_finding_and_nobody_reads_the_notes(real_hall: Hall, day: Day, closed: Meeting):
    do(real_hall, day, closed, "apbdes", "k", note="rahasia dapur", document=HOSTILE)

    at = opened(real_hall)

    said = words(at)
    assert "2 desa berjanji: 0 dipenuhi, 1 sebagian, 1 belum; 27 desa tidak berjanji." in said
    assert f"Minggu, 20 Desember 2026: APBDes · {HOSTILE} · Rp 12.096.000" in said
    assert "perlu perubahan RKPDes; tanggalnya belum diketahui" in said
    assert "rahasia dapur" not in everything(at)
    assert not any("<img" in body for body in markup(at))
    assert not at.button
    assert not at.date_input
    assert at.code[0].value.startswith(f"Tindak lanjut {closed.title}, per Selasa, 22 Desember 2026")
    assert "keyakinan sedang" in said


def test_a_village_records_its_own_next_step_with_its_card(real_hall: Hall, closed: Meeting):
    at = village_page(real_hall, closed)
    assert at.selectbox(key=f"{key(at, 'kind')}.1").value == "rkpdes-change"  # what its date asks for

    press(fill(at, "apbdes", amount="12.096.000", document="Perdes 5/2026", note=HOSTILE))

    assert notices(at, "success") == [f"Tersimpan: {BUDGETED}."]
    (said,) = stored(real_hall, closed)
    assert (said.stage, said.amount_rupiah, said.workers, said.happened_on) == (
        "budgeted", 12_096_000, None, date(2026, 12, 22),
    )  # fmt: skip
    assert at.selectbox(key=f"{key(at, 'kind')}.1").value == "list"
    assert at.text_input(key=key(at, "document")).value == ""
    assert HOSTILE in words(at)  # its own note, as text
    assert "◐ sebagian" in words(at)


def test_a_second_click_stores_nothing_more(real_hall: Hall, closed: Meeting):
    at = fill(village_page(real_hall, closed), "apbdes", amount="12096000", document="Perdes 5/2026")
    again = at.button(key=key(at, "save"))
    for field in (*at.selectbox, *at.text_input, *at.date_input):
        field.set_value(field.value)  # as the browser sends it again, also after the form has gone

    press(at)
    again.click().run()

    assert not at.exception
    assert len(stored(real_hall, closed)) == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(real_hall: Hall, closed: Meeting):
    at = press(fill(village_page(real_hall, closed), "paid", workers="60", document="STS 1"))
    missing = notices(at, "error")
    press(fill(at, amount="enam juta"))
    unreadable = notices(at, "error")
    press(fill(at, amount="6.048.000", until="2027-06"))

    assert missing == ["Isi jumlah rupiah; 0 bila tidak ada."]
    assert len(unreadable) == 1
    assert [(str(one.paid_from), str(one.paid_until), one.workers) for one in stored(real_hall, closed)] == [
        ("2027-01", "2027-06", 60)
    ]
    assert at.selectbox(key=key(at, "from")).value == "2027-07"  # the next payment begins where this one ended


def test_a_facilitator_chooses_the_village_and_is_told_what_differs(real_hall: Hall, closed: Meeting):
    at = opened(real_hall, facilitator=True)
    at.selectbox(key="follow_up.village").set_value(NEIGHBOUR).run()

    press(fill(at, "apbdes", amount="1.000.000", document="Perdes 1/2026"))

    assert notices(at, "warning") == [
        "Tersimpan: APBDes · Perdes 1/2026 · Rp 1.000.000. Rp 1.000.000, lebih kecil dari Rp 4.032.000 yang dijanjikan."
    ]
    assert at.selectbox(key="follow_up.village").value == NEIGHBOUR
    assert stored(real_hall, closed) == []
    assert len(stored(real_hall, closed, NEIGHBOUR)) == 1


def test_what_somebody_else_recorded_meanwhile_is_told_before_it_is_recorded_twice(
    real_hall: Hall, day: Day, closed: Meeting
):
    at = fill(village_page(real_hall, closed), "apbdes", amount="12096000", document="Perdes 5/2026")
    do(real_hall, day, closed, "apbdes", "elsewhere")

    press(at)
    told = notices(at, "error")
    press(at)

    assert told == [f"Sementara itu orang lain mencatat: {BUDGETED}. Periksa dulu, lalu simpan lagi bila masih perlu."]
    assert len(stored(real_hall, closed)) == 2


def test_a_step_is_corrected_and_taken_back_and_both_stay_readable(real_hall: Hall, day: Day, closed: Meeting):
    do(real_hall, day, closed, "apbdes", "k", note="x")
    at = village_page(real_hall, closed)

    at.button(key="follow_up.correct.1").click().run()
    filled = at.text_input(key=key(at, "amount")).value
    press(fill(at, amount="9.000.000"))
    at.button(key="follow_up.correct.2").click().run()
    press(at, "withdraw")
    unsaid = notices(at, "error")
    press(fill(at, why="Salah desa"), "withdraw")

    assert filled == "12096000"
    assert unsaid == ["Tulis alasan langkah ini ditarik."]
    assert [(one.corrects, one.is_withdrawn) for one in stored(real_hall, closed)] == [
        (None, False), (1, False), (2, True),
    ]  # fmt: skip
    assert "3. Menarik nomor 2" in words(at)
    assert "ditarik oleh nomor 3" in words(at)


def test_changing_ones_mind_leaves_the_step_as_it_is(real_hall: Hall, day: Day, closed: Meeting):
    do(real_hall, day, closed, "apbdes", "k")
    at = village_page(real_hall, closed)

    at.button(key="follow_up.correct.1").click().run()
    press(at, "cancel")

    assert not any("Memperbaiki" in text for text in notices(at, "info"))
    assert len(stored(real_hall, closed)) == 1


def test_the_list_is_narrowed_to_what_is_late_or_stops(real_hall: Hall, day: Day, closed: Meeting):
    do(real_hall, day, closed, "paid", "k", last="2027-06")
    day.now = datetime(2027, 6, 5, tzinfo=UTC)
    at = opened(real_hall)

    def names(chosen: str) -> list[str]:
        at.segmented_control(key="follow_up.filter").set_value(chosen).run()
        return [line.split("</span>")[0] for line in _summaries(at)]

    assert [len(names(one)) for one in ("all", "open", "overdue", "lapsing")] == [2, 2, 1, 1]
    assert "Sungai Pasir" in names("lapsing")[0]
    assert "berhenti bulan depan" in words(at)
    assert "Sungai Damar" in names("overdue")[0]


def _summaries(at: AppTest) -> list[str]:
    (rows,) = [body for body in markup(at) if "rb-follow-list" in body]
    return rows.split("<summary>")[1:]


def test_a_card_of_another_meeting_records_nothing_here(real_hall: Hall, closed: Meeting):
    other = real_hall.meeting(budget_year=2027)

    at = opened(real_hall, card=real_hall.codes(other)[VILLAGE], rapat=str(closed.id))

    assert not at.date_input
    assert "2 desa berjanji" in words(at)


def test_an_address_of_a_meeting_that_goes_on_shows_the_one_before_and_says_so(real_hall: Hall, closed: Meeting):
    other = real_hall.meeting(title="Rapat baru", budget_year=2027)

    at = opened(real_hall, rapat=str(other.id))

    assert notices(at, "info") == [f"Rapat baru belum ditutup; ini tindak lanjut {closed.title}."]


@pytest.mark.parametrize(("paid", "mark"), [(True, "✓</span> Aktif"), (False, "?</span> Aktif")])
def test_newer_data_fill_the_last_stage_and_say_how_sure_that_is(
    real_hall: Hall, day: Day, closed: Meeting, paid: bool, mark: str
):
    if paid:
        do(real_hall, day, closed, "paid", "k")
    day.now = datetime(2027, 3, 10, tzinfo=UTC)
    content = enrollment_file(real_hall.database, active=50)
    import_enrollment(
        ImportEnrollment(content, "februari.csv", Month(2027, 2)), real_hall.database, day, AT_THE_MACHINE
    )

    at = opened(real_hall)

    row = next(row for row in _summaries(at) if "Sungai Pasir" in row)
    assert mark in row
    figures = "aktif 320 (Oktober 2026) → 400 (Februari 2027): +80, dijanjikan 60 baru."
    assert f"{figures} Kenaikan {'menutup' if paid else 'ada, tetapi'}" in row
    assert f"Keyakinan: {'sedang' if paid else 'rendah'}." in row


def test_a_rehearsal_says_so(hall: Hall):
    meeting = hall.meeting(budget_year=2027)
    hall.pledge(meeting, 5)
    hall.change("close_meeting", meeting)

    assert shows_sample_mark(opened(hall))
