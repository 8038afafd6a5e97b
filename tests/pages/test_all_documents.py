"""All documents by one press: what is ready, what failed and again, and that what has changed is forgotten."""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from domain.minutes import MinutesForm
from domain.refusal import Refused
from services import all_documents
from services.all_documents import documents_zip
from services.minutes_details import write_minutes_details
from tests.pages.conftest import Hall
from tests.support.app_test import notices, words
from tests.support.databases import AT_THE_MACHINE, clock

NAMES = [
    "berita-acara.docx", "berita-acara.pdf", "hasil-rapat.zip", "rab.pdf", "surat-komitmen.pdf", "tabel-komitmen.pdf",
    "lampiran.zip",
]  # fmt: skip


def opened(hall: Hall, *, has_pledge: bool = True) -> AppTest:
    meeting = hall.meeting("open", budget_year=2027)
    if has_pledge:
        hall.pledge(meeting, 60)
    hall.change("close_meeting", meeting)
    return hall.open("berita_acara", facilitator=True, rapat=str(meeting.id))


def pressed(at: AppTest) -> AppTest:
    at.button(key="documents.prepare").click().run()
    assert not at.exception
    return at


def made(at: AppTest) -> dict[str, bytes]:
    found: dict[str, bytes] = at.session_state["documents.prepared"].made
    return found


def test_a_document_that_failed_is_named_and_made_by_another_press(real_hall: Hall, monkeypatch: pytest.MonkeyPatch):
    good = all_documents.commitments_table
    reasons: list[Exception] = [Refused("x.y", "Sedang sibuk."), RuntimeError("geheim")]

    def failing(*args: object) -> bytes:
        if reasons:
            raise reasons.pop(0)
        return good(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(all_documents, "commitments_table", failing)
    at = opened(real_hall)
    assert not any(button.key == "documents.download" for button in at.get("download_button"))

    at = pressed(at)
    assert "Tabel komitmen belum siap. Sedang sibuk." in "".join(notices(at, "error"))
    assert "Siap 6 dari 7" in words(at)
    first = made(at)["rab.pdf"]

    at = pressed(at)
    assert at.button(key="documents.prepare").label == "Coba lagi yang belum siap"
    assert "kesalahan program, kode" in "".join(notices(at, "error"))
    assert "geheim" not in words(at)

    at = pressed(at)
    assert (notices(at, "error"), sorted(made(at))) == ([], sorted(NAMES))
    assert made(at)["rab.pdf"] is first  # what was ready was not made again
    assert "Siap 7 dari 7" in words(at)
    with zipfile.ZipFile(io.BytesIO(documents_zip(made(at)))) as archive:
        assert (sorted(archive.namelist()), archive.testzip()) == (sorted(NAMES), None)


def test_without_a_pledge_there_are_no_sheets_and_what_has_changed_is_forgotten(real_hall: Hall):
    at = pressed(opened(real_hall, has_pledge=False))

    assert sorted(made(at)) == sorted(set(NAMES) - {"rab.pdf", "surat-komitmen.pdf", "lampiran.zip"})
    assert "Siap 4 dari 4" in words(at)
    assert "Tidak ada desa yang berkomitmen" in words(at)
    assert at.button(key="documents.prepare").label == "Susun semua dokumen"

    write_minutes_details(
        UUID(str(at.query_params["rapat"])), MinutesForm("9"), real_hall.database, clock, AT_THE_MACHINE
    )
    assert made(at.run()) == {}
