from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.database import automatic_backups
from db.engine import DatabaseUnavailable
from domain.card_codes import shown_code
from services import change_meeting
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.databases import import_real_data

ENDED = (
    "Halaman ini untuk fasilitator. Masuk Anda sudah berakhir atau dicabut: "
    "buka lagi tautan fasilitator Anda, atau minta tautan baru."
)
FORBIDDEN = "Halaman ini untuk fasilitator. Buka tautan fasilitator yang dicetak di jendela tempat program dijalankan."


def desk(hall: Hall, **query: str) -> AppTest:
    at = hall.open("rapat", facilitator=True, **query)
    assert not at.exception
    return at


def states(hall: Hall) -> list[str]:
    return [row[0] for row in hall.sql("SELECT state FROM meetings ORDER BY created_at")]


def shows_codes(at: AppTest, hall: Hall, meeting) -> int:
    sent = everything(at)
    return sum(code in sent or shown_code(code) in sent for code in hall.codes(meeting).values())


# --- who may


def test_without_signing_in_the_desk_is_closed_and_no_code_is_anywhere(hall: Hall):
    meeting = hall.meeting()

    at = hall.open("rapat")

    assert not at.exception
    assert notices(at, "info") == [FORBIDDEN]
    assert not at.button
    assert not at.toggle
    assert shows_codes(at, hall, meeting) == 0


@pytest.mark.parametrize("cookie", ["a-token-for-tests-only", "0" * 64, "é", "x" * 10_000])
def test_a_foreign_cookie_does_not_open_the_desk(hall: Hall, cookie: str):
    hall.meeting()
    at = hall.open("rapat")
    at.session_state["access.facilitator"] = cookie

    at.run()

    assert not at.exception
    assert notices(at, "info") == [ENDED]
    assert not at.button


def test_a_villages_card_does_not_open_the_desk(hall: Hall):
    meeting = hall.meeting()
    card = hall.codes(meeting)[VILLAGE]

    at = hall.open("rapat", card=card)

    assert not at.exception
    assert notices(at, "info") == [FORBIDDEN]
    assert shows_codes(at, hall, meeting) == 0


# --- states


def test_empty_database_says_what_comes_first(empty_hall: Hall):
    at = desk(empty_hall)

    assert notices(at, "info") == [
        "Belum ada rapat. Isi formulir di bawah untuk membuat rapat pertama.",
        "Rapat baru dapat dibuat setelah data kepesertaan dimuat.",
    ]
    assert not at.button


def test_a_meeting_is_created_opened_and_closed_by_pressing(hall: Hall):
    at = desk(hall)

    at.text_input(key="desk.title").set_value("Rembuk Uji")
    at.number_input(key="desk.target").set_value(60.0)
    at.button(key="desk.create").click().run()
    assert not at.exception
    assert hall.sql("SELECT title, state, target_points FROM meetings") == [("LATIHAN · Rembuk Uji", "draft", 6000)]
    assert "LATIHAN · Rembuk Uji · rapat belum dibuka" in words(at)

    at.button(key="desk.open").click().run()
    assert not at.exception
    assert states(hall) == ["open"]
    assert "rapat dibuka" in words(at)

    assert at.button(key="desk.close").disabled
    at.checkbox(key="desk.sure").check().run()
    at.button(key="desk.close").click().run()
    assert not at.exception
    assert states(hall) == ["closed"]
    assert notices(at, "success") == ["Rapat sudah ditutup dan hasilnya dibekukan."]
    assert not [button for button in at.button if button.key in {"desk.open", "desk.close"}]


def test_a_meeting_without_a_single_answer_gets_its_defaults(hall: Hall):
    at = desk(hall)

    at.button(key="desk.create").click().run()

    assert not at.exception
    title = "LATIHAN · Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara"
    assert hall.sql("SELECT title, target_points, is_rehearsal FROM meetings") == [(title, None, 1)]


def test_closing_needs_the_tick(hall: Hall):
    hall.meeting()
    at = desk(hall)

    at.checkbox(key="desk.sure").check().run()
    ticked = at.button(key="desk.close").disabled
    at.checkbox(key="desk.sure").uncheck().run()

    assert not ticked
    assert at.button(key="desk.close").disabled
    assert states(hall) == ["open"]


def test_a_database_that_went_away_is_said_in_its_sentence(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.meeting("draft")
    at = desk(hall)

    def gone(*_args: object) -> None:
        raise DatabaseUnavailable("Basis data tidak dapat dibaca atau ditulis.")

    monkeypatch.setattr(change_meeting, "open_meeting", gone)
    at.run()
    at.button(key="desk.open").click().run()

    assert not at.exception
    assert notices(at, "error") == ["Basis data tidak dapat dibaca atau ditulis."]
    assert states(hall) == ["draft"]


def test_a_step_that_somebody_else_has_undone_is_refused_with_the_reason(hall: Hall):
    meeting = hall.meeting("draft")
    at = desk(hall)
    hall.change("open_meeting", meeting)
    hall.change("close_meeting", meeting)

    at.button(key="desk.open").click().run()

    assert not at.exception
    assert notices(at, "error") == [
        "Rapat ini sudah ditutup; hasilnya dibekukan. Pakai “Buka kembali” dengan alasannya, atau buat rapat baru."
    ]
    assert states(hall) == ["closed"]


def test_a_signed_out_facilitator_cannot_press_what_is_still_on_the_screen(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.meeting("draft")
    at = desk(hall)
    monkeypatch.setenv("REMBUK_FACILITATOR_TOKEN", "a-new-token")
    import db.settings

    db.settings.settings.cache_clear()

    at.button(key="desk.open").click().run()

    assert not at.exception
    assert notices(at, "info") == [ENDED]


def test_progress_counts_villages_workers_and_rupiah(hall: Hall):
    meeting = hall.meeting()
    hall.pledge(meeting, 60)
    hall.pledge(meeting, 25, village="62.08.04.2001", key="another")

    at = desk(hall)

    # 85 x 12 x Rp16,800
    assert "Desa yang berkomitmen2 dari 29Pekerja85Anggaran yang dijanjikanRp 17.136.000" in words(at)


# --- codes


def test_codes_are_sent_to_the_browser_only_after_they_were_asked_for(hall: Hall):
    meeting = hall.meeting()
    at = desk(hall, bagian="kartu")
    before = shows_codes(at, hall, meeting)

    at.toggle(key="desk.show_codes").set_value(True).run()
    shown = list(at.dataframe[0].value["Kode kartu"])
    after = shows_codes(at, hall, meeting)
    at.toggle(key="desk.show_codes").set_value(False).run()

    assert not at.exception
    assert before == 0
    assert sorted(shown) == sorted(shown_code(code) for code in hall.codes(meeting).values())
    assert after == 29
    assert shows_codes(at, hall, meeting) == 0


def test_a_village_gets_its_qr_code(hall: Hall):
    hall.meeting()
    at = desk(hall, bagian="kartu")

    at.toggle(key="desk.show_codes").set_value(True).run()
    at.selectbox(key="desk.qr").set_value("Sungai Pasir").run()

    assert not at.exception
    assert len([body for body in markup(at) if "data:image/svg+xml" in body]) == 1


# --- marks and texts


def test_sample_data_is_marked_and_real_data_is_not(hall_with):
    sample = desk(hall_with("sample"))
    real = desk(hall_with("real"))

    assert shows_sample_mark(sample)
    assert "DATA CONTOH" not in everything(real)
    assert "LATIHAN" not in everything(real)


def test_a_meeting_prepared_on_sample_data_is_no_rehearsal_once_it_opens_on_real_data(hall: Hall):
    hall.meeting("draft", title="Rembuk Uji")
    import_real_data(hall.database)
    at = desk(hall)

    at.button(key="desk.open").click().run()

    assert not at.exception
    assert hall.sql("SELECT title, is_rehearsal FROM meetings") == [("Rembuk Uji", 0)]
    assert not shows_sample_mark(at)
    assert "LATIHAN" not in words(at)


def test_a_title_is_text_and_one_line_of_at_most_120_letters(hall: Hall):
    at = desk(hall)

    at.text_input(key="desk.title").set_value("<script>alert(1)</script> **tebal** =1+1")
    at.button(key="desk.create").click().run()

    assert not at.exception
    assert "LATIHAN · <script>alert(1)</script> **tebal** =1+1" in words(at)
    assert not [body for body in markup(at) if "<script" in body]


def test_a_title_that_does_not_fit_is_refused_and_stays_in_the_form(hall: Hall):
    at = desk(hall)

    at.text_input(key="desk.title").set_value("a\u202eb")
    at.button(key="desk.create").click().run()

    assert not at.exception
    assert notices(at, "error") == ["Judul rapat paling panjang 120 huruf, dalam satu baris."]
    assert at.text_input(key="desk.title").value == "a\u202eb"
    assert states(hall) == []


def test_the_tick_for_closing_belongs_to_one_meeting(hall: Hall):
    first, second = hall.meeting(title="Pertama"), hall.meeting(title="Kedua")
    at = desk(hall, rapat=str(first.id))
    at.checkbox(key="desk.sure").set_value(True).run()
    ticked = not at.button(key="desk.close").disabled

    at.selectbox(key="desk.choice").set_value(str(second.id)).run()

    assert ticked
    assert at.button(key="desk.close").disabled


def test_an_unknown_meeting_in_the_address_leads_to_the_list(hall: Hall):
    hall.meeting()

    at = desk(hall, rapat="00000000-0000-0000-0000-000000000000")

    assert not at.exception
    assert notices(at, "warning") == ["Rapat di alamat ini tidak ada. Pilih dari daftar."]
    assert len(at.selectbox(key="desk.choice").options) == 1


def test_a_backup_that_failed_is_said_on_the_desk_and_nowhere_else(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.meeting()
    sentence = "Cadangan otomatis gagal. Disk penuh."
    monkeypatch.setattr(automatic_backups(), "problem", sentence)

    assert sentence in notices(desk(hall), "warning")
    assert sentence not in everything(hall.open("komitmen"))
