"""Kept, partly, not yet; what is late and only by days after the pledge; what stops; the words for all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.budget_calendar import BudgetDate, date_in_force, deadlines
from domain.calendar import Month
from domain.follow_up import Step
from domain.follow_up_status import LineState, Summary, VillageState, line_states, summary_of
from domain.follow_up_step import StepRequest
from domain.follow_up_words import agenda, attention_words, line_words, next_words
from domain.meeting import Stage
from domain.refusal import Refused
from tests.support.follow_up import PLEDGED_ON, PUDU, pledged, request, steps

PLAN = BudgetDate("RKPDes", 2020, -1, 9, 30, "aturan", "sumber", "high")
BUDGET = BudgetDate("APBDes", 2020, -1, 12, 31, "umum", "sumber", "medium")
CHANGE = BudgetDate("Perubahan", 2020, 0, None, None, "tidak ditemukan", "sumber", "low")
DATES = (PLAN, BUDGET, CHANGE)


def village(
    *requests: StepRequest,
    today: str = "2027-03-10",
    on: date = PLEDGED_ON,
    stage: Stage = "APBDes",
    rows: list[Step] | None = None,
    **line: Any,
) -> VillageState:
    due = deadlines(DATES, stage, 2027, on)
    found = rows if rows is not None else steps(*requests)
    (state,) = line_states([pledged(**line)], found, due, on, date.fromisoformat(today))
    return state


def only(*requests: StepRequest, **said: Any) -> LineState:
    return village(*requests, **said).lines[0]


NOTHING = request("apbdes", amount_rupiah=0, note="Dana habis")


@pytest.mark.parametrize(
    ("today", "done", "outcome"),
    [
        ("2026-12-01", [], "not_yet"),
        ("2026-12-01", [request("rkpdes-change")], "not_yet"),
        ("2026-12-30", [request("apbdes")], "partly"),
        ("2027-03-10", [NOTHING], "not_yet"),
        ("2027-03-10", [request("list")], "partly"),
        ("2027-01-20", [request("paid", last="2027-01")], "kept"),  # the first month, while no month is over
        ("2027-03-10", [request("paid", last="2027-02")], "kept"),  # March is not over
        ("2027-03-10", [request("paid", last="2027-01")], "partly"),
        ("2027-03-10", [request("paid", first="2027-02", last="2027-12")], "partly"),  # never January
        ("2027-03-10", [request("paid", workers=59)], "partly"),
        ("2027-03-10", [request("paid", workers=61)], "kept"),
        ("2027-03-10", [request("paid", workers=20), request("paid", workers=40)], "kept"),  # two batches of workers
        ("2027-03-10", [request("active")], "partly"),  # said to be active, but no payment is recorded
        ("2028-06-10", [request("paid")], "kept"),
    ],
)
def test_an_outcome_counts_what_was_paid_for_the_months_that_are_over(
    today: str, done: list[StepRequest], outcome: str
):
    assert only(*done, today=today).outcome == outcome


def test_a_later_stage_leaves_those_before_it_unrecorded():
    line = only(request("paid", last="2027-06"))

    assert [line.state_of(stage) for stage in ("planned", "budgeted", "listed", "paid", "active")] == [
        "unrecorded", "unrecorded", "unrecorded", "done", "open",
    ]  # fmt: skip
    assert (line.reached, line.next_stage) == ("paid", "active")
    assert only(NOTHING).state_of("budgeted") == "nothing"
    assert only(NOTHING).reached is None


def test_the_newest_budget_counts_whole_and_payments_are_added():
    line = only(
        request("apbdes-change", "2027-08-01", amount_rupiah=7),  # typed first, but later in the year
        request("apbdes", "2026-12-28", amount_rupiah=5),
        request("paid", amount_rupiah=3, last="2027-06"),
        request("paid", amount_rupiah=4, first="2027-07", last="2027-12"),
    )

    assert (line.budgeted_rupiah, line.paid_rupiah, line.paid_until) == (7, 7, Month(2027, 12))


def test_a_correction_takes_the_place_of_what_it_corrects_and_a_withdrawal_of_nothing_else():
    first = request("paid", workers=60)
    corrected = only(first, request("paid", workers=50, corrects=1))
    gone = only(first, request("paid", corrects=1, is_withdrawn=True, note="Salah"))

    assert corrected.paid_workers(Month(2027, 1)) == 50
    assert gone.reached is None


def test_steps_of_another_revision_or_line_belong_to_another_pledge():
    assert only(rows=steps(request("paid"), revision=2)).reached is None
    assert only(request("paid", line=2)).reached is None


def test_a_date_before_the_pledge_makes_nothing_late_and_asks_for_a_change():
    late = only(today="2027-01-15")

    assert late.deadlines["planned"].needs == "perlu perubahan RKPDes"
    assert late.deadlines["planned"].day is None
    assert late.overdue == ("APBDes (paling lambat Kamis, 31 Desember 2026)",)
    assert only(today="2026-12-31").overdue == ()
    assert next_words(late) == "berikutnya Perubahan RKPDes: perlu perubahan RKPDes; tanggalnya belum diketahui"


@pytest.mark.parametrize(("on", "needs"), [("2026-09-29", ""), ("2026-09-30", "perlu perubahan RKPDes")])
def test_a_date_on_the_day_of_the_pledge_is_not_after_it(on: str, needs: str):
    line = only(on=date.fromisoformat(on), today="2026-10-01")

    assert line.deadlines["planned"].needs == needs
    assert bool(line.overdue) is not bool(needs)


def test_a_pledge_for_the_changed_budget_has_no_known_date():
    line = only(stage="Perubahan", today="2027-01-20")

    assert (line.deadlines["planned"].needs, line.deadlines["budgeted"].needs) == ("perlu perubahan RKPDes", "")
    assert line.deadlines["budgeted"].document == "Perubahan APBDes"
    assert line.overdue == ()


def test_a_pledge_in_the_budget_year_itself_needs_the_changed_budget():
    assert only(on=date(2027, 2, 1)).deadlines["budgeted"].needs == "perlu Perubahan APBDes"


@pytest.mark.parametrize(("on", "late"), [("2027-09-29", True), ("2027-09-30", False), ("2027-10-05", False)])
def test_a_known_date_of_the_change_makes_late_only_what_was_pledged_before_it(on: str, late: bool):
    known = replace(CHANGE, month=9, day=30)
    pledged_on = date.fromisoformat(on)
    due = deadlines([PLAN, BUDGET, known], "Perubahan", 2027, pledged_on)["budgeted"]

    assert due.day == date(2027, 9, 30)
    assert due.is_overdue(pledged_on, date(2027, 11, 1)) is late
    assert not due.is_overdue(pledged_on, date(2027, 9, 30))


def test_what_was_recorded_or_is_past_is_not_late():
    assert only(request("apbdes"), today="2027-01-15").overdue == ()
    assert only(request("list"), today="2027-01-15").overdue == ()
    assert only(NOTHING, today="2027-01-15").overdue == ()


def test_a_month_that_the_village_named_itself_is_late_when_it_is_over():
    assert only(request("apbdes"), today="2027-02-01").overdue == (
        "Januari 2027 belum dibayar (bulan itu dijanjikan desa sendiri)",
    )
    assert only(request("paid", last="2027-01"), today="2027-03-10").overdue[0].startswith("Februari 2027")
    assert only(request("paid", last="2027-02"), today="2027-03-10").overdue == ()
    before = only(request("apbdes"), on=date(2027, 2, 15), today="2027-03-10").overdue
    assert before == ("Februari 2027 belum dibayar (bulan itu dijanjikan desa sendiri)",)


@pytest.mark.parametrize(
    ("today", "stops", "text"),
    [
        ("2027-05-31", False, "dibayar sampai Juni 2027"),
        ("2027-06-01", True, "dibayar sampai Juni 2027; berhenti bulan depan, nonaktif mulai Oktober 2027 bila tetap tidak dibayar"),
        ("2027-08-01", True, "dibayar sampai Juni 2027; belum dibayar sejak Juli 2027, nonaktif mulai Oktober 2027 bila tetap tidak dibayar"),
        ("2027-10-01", True, "dibayar sampai Juni 2027; nonaktif sejak Oktober 2027 bila tidak dibayar pihak lain"),
    ],
)  # fmt: skip
def test_money_stops_after_the_last_month_that_is_paid(today: str, stops: bool, text: str):
    line = only(request("paid", last="2027-06"), today=today)

    assert (line.stops, line.stop_text) == (stops, text)
    assert (only(today=today).stops, only(today=today).stop_text) == (False, "")


def test_a_kept_pledge_whose_money_stops_is_open_again():
    kept, stopping = village(request("paid"), today="2027-11-30"), village(request("paid"), today="2027-12-01")

    assert (kept.outcome, kept.shown_in("open"), kept.shown_in("lapsing")) == ("kept", False, False)
    assert (stopping.outcome, stopping.shown_in("open"), stopping.shown_in("lapsing")) == ("kept", True, True)


def test_a_village_is_kept_or_not_yet_where_all_its_lines_are():
    lines = [pledged(), pledged(number=2, nature="continued")]

    def outcome(*requests: StepRequest) -> str:
        (state,) = line_states(lines, steps(*requests), {}, PLEDGED_ON, date(2027, 3, 10))
        return state.outcome

    assert outcome() == "not_yet"
    assert outcome(request("paid")) == "partly"
    assert outcome(request("paid"), request("paid", line=2)) == "kept"


def test_the_summary_counts_villages_and_says_who_did_not_pledge():
    states = [village(request("paid")), village(request("apbdes")), village()]

    assert summary_of(states, 3).text == "3 desa: 1 dipenuhi, 1 sebagian, 1 belum"
    assert summary_of(states, 29).text == "3 desa berjanji: 1 dipenuhi, 1 sebagian, 1 belum; 26 desa tidak berjanji"
    assert summary_of([], 29) == Summary(29, 0, 0, 0)


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ([], "belum ada langkah yang tercatat"),
        ([NOTHING], "dicatat tidak jadi (angka 0)"),
        ([request("rkpdes-change")], "direncanakan dalam Perubahan RKPDes, belum dianggarkan"),
        ([request("apbdes")], "APBDes Rp 12.096.000"),
        ([request("apbdes", amount_rupiah=9_000_000)], "APBDes Rp 9.000.000 dari Rp 12.096.000 yang dijanjikan"),
        ([request("apbdes"), request("list", workers=54)], "APBDes Rp 12.096.000; daftar 54 dari 60 pekerja, belum dibayar"),
        ([request("paid", workers=54)], "dibayar Rp 12.096.000, sampai Desember 2027; Januari 2027 untuk 54 dari 60 pekerja"),
        ([request("paid"), request("active")], "dibayar Rp 12.096.000, sampai Desember 2027; dilaporkan aktif 60 pekerja"),
    ],
)  # fmt: skip
def test_a_line_is_told_in_one_clause(done: list[StepRequest], words: str):
    assert line_words(only(*done)) == words


def test_the_list_says_what_to_look_at_first():
    assert attention_words(village(today="2027-01-15")) == "Terlambat: APBDes (paling lambat Kamis, 31 Desember 2026)"
    assert attention_words(village(request("paid", last="2027-03"))).startswith("Dibayar sampai Maret 2027; berhenti")
    assert attention_words(village(request("paid", workers=54))) == "Januari 2027 untuk 54 dari 60 pekerja"
    assert attention_words(village(request("apbdes"), today="2026-12-30")) == "Berikutnya didaftar"
    assert attention_words(village(request("paid"))) == ""


def test_the_agenda_names_the_open_ones_and_no_others():
    found = [("Desa A", village(request("paid"))), ("Desa B", village(request("apbdes"), today="2027-01-20"))]
    text = agenda("Rembuk", summary_of([one for _, one in found], 2), found, date(2027, 1, 20))

    assert text.splitlines() == [
        "Tindak lanjut Rembuk, per Rabu, 20 Januari 2027",
        "2 desa: 1 dipenuhi, 1 sebagian, 0 belum.",
        "Terbuka: 1 desa.",
        "1. Desa B (sebagian)",
        "   60 pekerja baru × 12 bulan · ADD, Rp 12.096.000: APBDes Rp 12.096.000.",
    ]
    assert agenda("R", Summary(1, 1, 0, 0), found[:1], date(2027, 1, 20)).endswith("Tidak ada yang terbuka.")


def test_the_newest_row_counts_from_its_budget_year_on():
    earlier = BudgetDate("APBDes", 2028, -1, 11, 30, "Perbup", "DPMD", "high")
    again = BudgetDate("APBDes", 2028, -1, 2, 29, "Perbup baru", "DPMD", "high")

    assert date_in_force([*DATES, earlier], "APBDes", 2027) == BUDGET
    assert date_in_force([earlier, *DATES, again], "APBDes", 2029) == again
    assert date_in_force([], "APBDes", 2027) is None
    assert again.day_in(2028) == date(2027, 2, 28)
    assert deadlines([], "APBDes", 2027, PLEDGED_ON)["budgeted"].text == "tanggalnya belum diketahui"


@pytest.mark.parametrize(
    "said", [(2, 30), (13, 1), (None, 1), (0, 0)]
)  # fmt: skip
def test_a_day_that_does_not_exist_is_refused(said: tuple[int | None, int | None]):
    with pytest.raises(Refused):
        BudgetDate("APBDes", 2027, -1, *said, "Perbup", "DPMD", "high").check()


def test_village_codes_are_kept():
    assert village().village_code == PUDU
