"""Berita Acara: who sees what in which state, the preview with DRAF, the office's template, and the checking."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from db.queries.meetings import meeting as meeting_of
from domain.meeting import Meeting
from exports.minutes_docx import TEMPLATE
from services.attendance import Arrival, mark_present
from services.change_meeting import reopen_meeting
from services.meeting_result import meeting_result
from tests.pages.conftest import Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.databases import AT_THE_MACHINE, clock

MINUTES = ["Berita acara (DOCX)", "Berita acara (PDF)"]
TABLES = ["Buku kerja (XLSX)", "Semua tabel (ZIP)"]
ANNEXES = [
    "RAB semua desa (PDF)",
    "Surat komitmen semua desa (PDF)",
    "Tabel komitmen (PDF)",
    "Satu berkas per desa (ZIP)",
]
SHEET = ["Daftar hadir (PDF)"]
OWN = ["Unduh templat bawaan"]


def buttons(at: AppTest) -> list[str]:
    return [button.proto.label for button in at.get("download_button")]


def result(hall: Hall, meeting: Meeting) -> dict[str, Any]:
    with hall.database.reading() as connection:
        return meeting_result(connection, meeting)


def closed_with_a_pledge(hall: Hall, state: str = "closed") -> Meeting:
    meeting = hall.meeting("open", budget_year=2027)
    hall.pledge(meeting, 60)
    mark_present(
        Arrival(meeting.id, "62.08.04.2004", name="Siti Aminah", position="Jabatan Langka"),
        hall.database, clock, AT_THE_MACHINE,
    )  # fmt: skip
    hall.change("close_meeting", meeting)
    if state == "published":
        hall.change("publish_meeting", meeting)
    return stored(hall, meeting)


def stored(hall: Hall, meeting: Meeting) -> Meeting:
    """The meeting as it is now."""
    with hall.database.reading() as connection:
        found = meeting_of(connection, meeting.id)
    assert found
    return found


@pytest.mark.parametrize(
    ("state", "facilitator", "offered", "told"),
    [
        ("draft", True, OWN, "Tutup rapat dulu"),
        ("open", True, OWN, "Tutup rapat dulu"),
        ("open", False, [], "Rapat sedang berlangsung. Berita acara dibuat setelah rapat ditutup."),
        (
            "closed",
            True,
            [*OWN, *MINUTES, *TABLES, *ANNEXES, *SHEET],
            "Sampai itu berita acara hanya untuk fasilitator.",
        ),
        ("closed", False, [], "Sampai itu berita acara hanya untuk fasilitator."),
        ("published", True, [*OWN, *MINUTES, *TABLES, *ANNEXES, *SHEET], "Dengan nama yang hadir."),
        ("published", False, [*MINUTES, *TABLES, *ANNEXES], "Salinan umum: tanpa nama orang yang hadir."),
    ],
)
def test_files_are_offered_to_whom_they_belong(
    real_hall: Hall, state: str, facilitator: bool, offered: list[str], told: str
):
    real_hall.meeting(state)

    at = real_hall.open("berita_acara", facilitator=facilitator)

    assert not at.exception
    assert buttons(at) == offered
    assert told in words(at)


def test_before_closing_the_preview_has_draf_across_it_and_afterwards_none(real_hall: Hall):
    meeting = real_hall.meeting("open", budget_year=2027)
    real_hall.pledge(meeting, 60)

    draft = real_hall.open("berita_acara", facilitator=True)
    real_hall.change("close_meeting", meeting)
    frozen = real_hall.open("berita_acara", facilitator=True)

    assert any('<div class="rb-watermark" aria-hidden="true" data-text="DRAF"></div>' in body for body in markup(draft))
    assert "DRAF · belum dibekukan" in words(draft)
    assert "Rp 12.096.000" in words(draft)
    assert "DRAF" not in words(frozen)
    digest = result(real_hall, stored(real_hall, meeting))["sha256"]
    assert [digest in words(at) for at in (draft, frozen)] == [False, True]


@pytest.mark.parametrize("facilitator", [True, False])
def test_the_page_names_nobody(real_hall: Hall, facilitator: bool):
    closed_with_a_pledge(real_hall, "published")

    at = real_hall.open("berita_acara", facilitator=facilitator)

    assert "Siti Aminah" not in everything(at)
    assert "Jabatan Langka" not in everything(at)


def test_everybody_sees_no_preview(real_hall: Hall):
    closed_with_a_pledge(real_hall, "published")

    at = real_hall.open("berita_acara")

    assert not any("rb-minutes" in body for body in markup(at))
    assert "1 dari 29" in words(at)
    assert "Rp 12.096.000" in words(at)


def test_number_and_place_stand_in_the_preview_as_typed(real_hall: Hall):
    real_hall.meeting("closed")
    at = real_hall.open("berita_acara", facilitator=True)
    assert "Nomor: titik-titik · Tempat: titik-titik" in words(at)

    at.text_input(key="minutes.number").set_value("=7 <b>2026</b>")
    at.text_input(key="minutes.place").set_value("Aula & Balai")
    at.button(key="minutes.apply").click().run()

    assert "Nomor: =7 <b>2026</b> · Tempat: Aula & Balai" in words(at)
    assert any("Nomor: =7 &lt;b&gt;2026&lt;/b&gt;" in body for body in markup(at))
    assert "bertempat di Aula & Balai" in words(at)


def test_number_and_place_are_there_again_for_the_next_visitor(real_hall: Hall):
    real_hall.meeting("published")
    at = real_hall.open("berita_acara", facilitator=True)
    at.text_input(key="minutes.number").set_value("7/2026")
    at.button(key="minutes.apply").click().run()

    again = real_hall.open("berita_acara", facilitator=True)

    assert again.text_input(key="minutes.number").value == "7/2026"
    assert "Nomor: 7/2026 · Tempat: titik-titik" in words(again)


def test_a_number_that_is_too_long_is_refused_and_stays_in_its_field(real_hall: Hall):
    real_hall.meeting("closed")
    at = real_hall.open("berita_acara", facilitator=True)

    at.text_input(key="minutes.number").set_value("a\x00b")
    at.button(key="minutes.apply").click().run()

    assert any("Nomor paling panjang" in text for text in notices(at, "error"))
    assert at.text_input(key="minutes.number").value == "a\x00b"
    assert "Nomor: titik-titik" in words(at)


def template(old: str = "", new: str = "") -> tuple[str, bytes, str]:
    document = Document(str(TEMPLATE))
    for paragraph in document.paragraphs:
        if old and old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return "kantor.docx", out.getvalue(), "application/octet-stream"


def test_an_office_uploads_its_template_and_a_wrong_one_is_told_where(real_hall: Hall):
    real_hall.meeting("closed")
    at = real_hall.open("berita_acara", facilitator=True)

    at.file_uploader(key="minutes.upload").set_value(template()).run()
    assert not at.exception
    assert "Templat DOCX: kantor.docx" in words(at)

    at.file_uploader(key="minutes.upload").set_value(template("{{ closing }}", "{{ closink }}")).run()
    (said,) = notices(at, "error")
    assert "“closink” yang tidak dikenal (paragraf " in said
    assert "Maksudnya mungkin “closing”." in said
    assert "Templat DOCX: bawaan program" in words(at)


def test_a_template_of_the_setting_that_is_missing_is_told(real_hall: Hall, monkeypatch: pytest.MonkeyPatch):
    import db.settings

    real_hall.meeting("closed")
    monkeypatch.setenv("REMBUK_MINUTES_TEMPLATE", "none/surat.docx")
    db.settings.settings.cache_clear()

    at = real_hall.open("berita_acara", facilitator=True)

    assert not at.exception
    assert any("surat.docx tidak ada" in said for said in notices(at, "error"))


def test_the_address_of_the_qr_code_says_in_green_which_meeting_it_is(real_hall: Hall):
    meeting = closed_with_a_pledge(real_hall)

    at = real_hall.open("berita_acara", periksa=result(real_hall, meeting)["sha256"])

    (said,) = notices(at, "success")
    assert said.startswith(f"COCOK: ini hasil rapat “{meeting.title}”, Minggu, 22 November 2026.")
    assert "Rp 12.096.000" in words(at)
    assert "1 dari 29" in words(at)
    assert not notices(at, "error")


@pytest.mark.parametrize("typed", ["abc", "a" * 64, "<b>x</b>", "=1+1"])
def test_another_hash_is_refused_in_red_and_in_words(real_hall: Hall, typed: str):
    closed_with_a_pledge(real_hall)

    at = real_hall.open("berita_acara", periksa=typed)

    (said,) = notices(at, "error")
    assert said.startswith("TIDAK COCOK: ")
    assert f"Yang diperiksa: {typed}" in words(at)
    assert not notices(at, "success")


def test_a_record_that_was_reopened_is_told(real_hall: Hall):
    meeting = closed_with_a_pledge(real_hall)
    digest = result(real_hall, meeting)["sha256"]
    reopen_meeting(meeting.id, "Salah tutup", real_hall.database, clock, AT_THE_MACHINE)

    at = real_hall.open("berita_acara", periksa=digest)

    (said,) = notices(at, "warning")
    assert said.startswith("TIDAK BERLAKU LAGI: ")


def test_a_hash_can_be_typed(real_hall: Hall):
    digest = result(real_hall, closed_with_a_pledge(real_hall))["sha256"]
    at = real_hall.open("berita_acara")

    at.text_input(key="record.hash").set_value(f" {digest.upper()} ")
    at.button(key="record.check").click().run()

    assert not at.exception
    assert len(notices(at, "success")) == 1


def test_sample_data_say_so(hall: Hall):
    meeting = hall.meeting("closed")

    at = hall.open("berita_acara", facilitator=True)
    checked = hall.open("berita_acara", periksa=result(hall, meeting)["sha256"])

    assert shows_sample_mark(at)
    assert shows_sample_mark(checked)


def test_without_a_meeting_the_page_says_where_minutes_come_from(empty_hall: Hall):
    at = empty_hall.open("berita_acara", facilitator=True)

    assert not at.exception
    assert "Belum ada rapat. Berita acara dibuat dari hasil rapat yang sudah ditutup." in words(at)


def test_the_desk_leads_to_the_minutes_of_its_meeting(real_hall: Hall):
    meeting = real_hall.meeting("closed")

    at = real_hall.open("rapat", facilitator=True, bagian="rapat")

    (link,) = at.get("page_link")
    assert link.proto.label == "Berita acara dan berkas hasil rapat"
    assert str(meeting.id) in str(link.proto)
