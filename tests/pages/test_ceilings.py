"""Ceilings on the screens: the desk, the village's page, the what-if, and the parts that the pledge form shows."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from domain.meeting import Meeting
from tests.pages.conftest import NEIGHBOUR, VILLAGE, Hall
from tests.pages.desk_page import desk, facts, fill, press, send, ways_and_reasons
from tests.pages.desk_room import room_of
from tests.pages.test_rapat_table import place, table, type_rows
from tests.pages.test_simulasi_desa import desa as what_if
from tests.support.app_test import markup, notices, words
from tests.support.budgets import OF_60, SUNGAI_PASIR, budget_row, take_new, with_ceilings

REFUSED = (
    "Pagu ADD Rp 12.096.000, yang sudah dianggarkan belum diketahui, dihitung Rp 0, sisa Rp 12.096.000; "
    "komitmen ini Rp 12.297.600, lebih Rp 201.600."
)


def limited(hall: Hall, over_ceiling: str = "refuse", pagu: int = OF_60) -> Meeting:
    """An open meeting in which Sungai Pasir may take `pagu` rupiah from ADD, and nothing else is known."""
    with_ceilings(hall.database, budget_row(SUNGAI_PASIR, pagu=pagu))
    return hall.meeting(budget_year=2027, over_ceiling=over_ceiling)


def has_reason_field(at: AppTest) -> bool:
    return "desk.entry.reason" in [field.key for field in at.text_input]


def test_the_desk_is_told_with_all_figures_and_keeps_what_was_typed(real_hall: Hall):
    limited(real_hall)
    at = desk(real_hall)

    send(at, VILLAGE, "61")

    assert notices(at, "error") == [f"{REFUSED} Kurangi pekerja atau bulannya, atau pilih sumber dana lain."]
    assert at.text_input(key="desk.entry.workers").value == "61"
    assert not has_reason_field(at)
    assert real_hall.ledger() == []


def test_where_the_meeting_allows_it_the_entry_line_asks_for_the_reason_and_takes_the_pledge(real_hall: Hall):
    limited(real_hall, "reason")
    at = desk(real_hall)
    send(at, VILLAGE, "61")
    asked = has_reason_field(at), notices(at, "error")

    at.text_input(key="desk.entry.reason").set_value("Ditambah di Perubahan")
    press(at, "desk.entry.send")

    assert asked == (True, [f"{REFUSED} Rapat ini menerimanya dengan alasan: tulis alasannya, atau kurangi."])
    assert facts(real_hall) == [(VILLAGE, 1, 61, 0)]
    assert ways_and_reasons(real_hall) == [("spoken", "Ditambah di Perubahan")]
    assert f"{REFUSED} Dasar: berkas pagu desa." in notices(at, "warning")
    assert not has_reason_field(at)


def test_the_reason_of_one_village_never_goes_with_another(real_hall: Hall):
    limited(real_hall, "reason")
    at = desk(real_hall)
    send(at, VILLAGE, "61")

    fill(at, NEIGHBOUR, "61")
    at.text_input(key="desk.entry.reason").set_value("Untuk Sungai Pasir")
    press(at, "desk.entry.send")

    assert facts(real_hall) == [(NEIGHBOUR, 1, 61, 0)]
    assert ways_and_reasons(real_hall) == [("spoken", "")]


def test_a_correction_above_the_ceiling_is_told_too(real_hall: Hall):
    meeting = limited(real_hall)
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)
    send(at, VILLAGE, "61")

    at.text_input(key="desk.fix.reason").set_value("salah dengar")
    press(at, "desk.fix.save")

    assert notices(at, "error")[0].startswith(REFUSED)
    assert facts(real_hall) == [(VILLAGE, 1, 60, 0)]


@pytest.mark.parametrize(
    ("over_ceiling", "way_out"),
    [
        ("refuse", "atau pilih sumber dana lain."),
        ("reason", "Lewat tabel ini tanpa alasan: catat di baris isian, dan kosongkan baris ini."),
    ],
)
def test_a_row_of_the_table_that_is_above_says_so_and_the_others_are_stored(
    real_hall: Hall, over_ceiling: str, way_out: str
):
    limited(real_hall, over_ceiling)
    at = desk(real_hall)
    table(at)
    type_rows(at, {place(at, VILLAGE): {"Pekerja baru": "61"}, place(at, NEIGHBOUR): {"Pekerja baru": "61"}})

    press(at, "desk.table.save")

    assert facts(real_hall) == [(NEIGHBOUR, 1, 61, 0)]
    told = words(at)
    assert REFUSED in told
    assert way_out in told


def test_the_settings_say_what_happens_above_the_ceiling(real_hall: Hall):
    meeting = limited(real_hall)
    at = room_of(meeting, "settings")

    shown = at.segmented_control(key="desk.settings.over_ceiling").value
    at.segmented_control(key="desk.settings.over_ceiling").set_value("reason")
    press(at, "desk.settings.save")

    assert shown == "refuse"
    assert real_hall.sql("SELECT over_ceiling, revision FROM meetings") == [("reason", meeting.revision + 1)]


def test_newer_budgets_are_offered_and_taken_by_a_press(real_hall: Hall):
    meeting = limited(real_hall)
    before = room_of(meeting, "settings")
    newer = with_ceilings(real_hall.database, budget_row(SUNGAI_PASIR, pagu=1))
    at = room_of(meeting, "settings")
    offered = notices(at, "info")

    press(at, "desk.budgets.take")

    assert "desk.budgets.take" not in [button.key for button in before.button]
    assert offered[0].startswith("Ada pagu desa yang lebih baru: data November 2026")
    assert notices(at, "success") == ["Rapat memakai pagu desa terbaru."]
    assert real_hall.sql("SELECT count(*) FROM meetings WHERE revision = 3") == [(1,)]
    again = room_of(meeting, "settings")
    assert "desk.budgets.take" not in [button.key for button in again.button]
    assert newer.stored


def test_the_village_page_shows_what_is_known_with_its_month_and_source(real_hall: Hall):
    with_ceilings(
        real_hall.database,
        budget_row(SUNGAI_PASIR, pagu=60_000_000, sudah=12_000_000),
        budget_row(SUNGAI_PASIR, sumber="DD", pagu="5 juta"),
        source="DPMD <b>Sukamara</b>",
    )
    real_hall.meeting(budget_year=2027)

    known = real_hall.open("desa", kode=VILLAGE)
    unknown = real_hall.open("desa", kode=NEIGHBOUR)
    kelurahan = real_hall.open("desa", kode="62.08.01.1003")

    (rows,) = [body for body in markup(known) if "Sudah dianggarkan" in body]
    assert "<td>ADD</td><td>60.000.000</td><td>12.000.000</td><td>48.000.000</td>" in rows
    assert "<td>DD</td><td>5.000.000</td><td>belum diketahui</td><td>5.000.000</td>" in rows
    assert "data November 2026 · DPMD &lt;b&gt;Sukamara&lt;/b&gt;, per Minggu, 22 November 2026" in rows
    assert "Dana untuk jaminan sosial dalam APBDes 2027: pagu belum diketahui." in words(unknown)
    assert "Dana yang diketahui" not in [heading.value for heading in kelurahan.subheader]


def test_an_open_meeting_shows_its_own_budgets_and_not_the_newest(real_hall: Hall):
    meeting = limited(real_hall)
    with_ceilings(real_hall.database, budget_row(SUNGAI_PASIR, pagu=777))

    as_opened = words(real_hall.open("desa", kode=VILLAGE))
    take_new(real_hall.database, meeting)
    after = words(real_hall.open("desa", kode=VILLAGE))

    assert ("777" in as_opened, "777" in after) == (False, True)


def test_a_what_if_above_the_room_left_is_warned_and_not_stopped(real_hall: Hall):
    meeting = limited(real_hall)
    within = what_if(real_hall, "workers", workers="60")
    above = what_if(real_hall, "workers", workers="61")
    real_hall.pledge(meeting, 1)
    beside = what_if(real_hall, "workers", workers="60")

    assert not [text for text in notices(within, "warning") if "Pagu ADD" in text]
    (told,) = [text for text in notices(above, "warning") if "Pagu ADD" in text]
    assert told.startswith("Pagu ADD Rp 12.096.000")
    assert "rencana ini Rp 12.297.600, lebih Rp 201.600." in told
    assert "61 pekerja lagi terlindungi" in words(above)
    (told,) = [text for text in notices(beside, "warning") if "Pagu ADD" in text]
    assert "rencana ini Rp 12.096.000 dan yang sudah dijanjikan Rp 201.600, lebih Rp 201.600." in told


def _parts(workers: int, source: str) -> None:
    from uuid import UUID

    import streamlit as st

    from components.ceilings import ask_over_reason, show_ceilings
    from components.database import database
    from domain.calendar import Month
    from domain.commitment import LineRequest, make_lines
    from services.identity import CommandLine
    from services.pledge_form import pledge_form

    meeting = UUID(st.query_params["rapat"])
    form = pledge_form(database(), CommandLine(), meeting_id=meeting, village_code="62.08.04.2004")
    lines = make_lines([LineRequest("new", workers, 12, Month(2027, 1), source)], form.situation)
    show_ceilings(form, lines)
    st.write("alasan: " + ask_over_reason(form, lines))


def parts(meeting: Meeting, workers: int, source: str = "ADD") -> AppTest:
    at = AppTest.from_function(_parts, args=(workers, source), default_timeout=60)
    at.query_params["rapat"] = str(meeting.id)
    at.run()
    assert not at.exception
    return at


def test_the_form_shows_what_a_pledge_takes_of_its_source(real_hall: Hall):
    meeting = limited(real_hall)

    within, above, other = parts(meeting, 60), parts(meeting, 61), parts(meeting, 60, "PADes")

    assert words(within).endswith("sisa Rp 12.096.000; komitmen ini Rp 12.096.000.")
    assert notices(within, "warning") == []
    assert notices(above, "warning") == [
        f"{REFUSED} Komitmen di atas pagu ditolak di rapat ini: kurangi, atau pilih sumber dana lain."
    ]
    assert words(other) == "Pagu PADes belum diketahui; komitmen ini Rp 12.096.000."
    assert [at.text_input.len for at in (within, above, other)] == [0, 0, 0]


def test_the_form_says_nothing_where_nothing_is_known(real_hall: Hall):
    assert words(parts(real_hall.meeting(budget_year=2027), 60)) == ""


def test_the_form_asks_for_a_reason_only_where_one_helps(real_hall: Hall):
    meeting = limited(real_hall, "reason")

    within, above = parts(meeting, 60), parts(meeting, 61)
    above.text_input(key="commitment.reason").set_value("  Perubahan ").run()

    assert within.text_input.len == 0
    assert above.markdown[0].value == "alasan: Perubahan"
