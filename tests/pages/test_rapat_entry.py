"""A number said aloud at the desk: recorded, refused, taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components import desk_entry
from db.engine import DatabaseUnavailable
from domain.meeting import Meeting
from services.submit_commitment import submit_commitment
from tests.pages.conftest import VILLAGE, Hall
from tests.pages.desk_page import desk, facts, has_button, press, send, ways_and_reasons
from tests.support.app_test import everything, notices, words

KELURAHAN = "62.08.01.1003"
RUPIAH_60 = 12_096_000  # 60 x 12 x Rp16,800


@pytest.fixture
def at(real_hall: Hall, meeting: Meeting) -> AppTest:
    """The desk of an open meeting in which nobody has pledged."""
    return desk(real_hall)


def test_village_number_and_one_press_record_a_pledge_with_its_receipt(real_hall: Hall, at: AppTest):
    send(at, VILLAGE, "60")

    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, RUPIAH_60)]
    assert ways_and_reasons(real_hall)[0][0] == "spoken"
    assert "\n".join(notices(at, "success")) == (
        "Sungai Pasir tercatat: 60 pekerja baru × 12 bulan · ADD, mulai Januari 2027. "
        "Rp 12.096.000 (dua belas juta sembilan puluh enam ribu rupiah)."
    )
    assert "Cakupan pekerja mandiri 40,0% → 47,5% bila dibayar. Tanda terima 04.2004-1-" in words(at)


def test_after_a_pledge_the_line_is_ready_for_the_next_village_and_keeps_source_and_way(real_hall: Hall, at: AppTest):
    send(at, VILLAGE, "60", months=6, start_month="2027-03", nature="continued", source="PBH", way="paper")

    assert facts(real_hall) == [(VILLAGE, 1, 0, 60)]
    assert real_hall.sql("SELECT entered_by FROM commitments") == [("paper",)]
    entry = {name: at.selectbox(key=f"desk.entry.{name}").value for name in ("nature", "start_month", "source", "way")}
    assert entry == {"nature": "new", "start_month": "2027-01", "source": "PBH", "way": "paper"}
    assert at.selectbox(key="desk.entry.village").value is None
    assert at.text_input(key="desk.entry.workers").value == ""
    assert at.number_input(key="desk.entry.months").value == 12
    assert "tetap 40,0%: pekerja lanjutan menjaga, tidak menambah" in words(at)


@pytest.mark.parametrize(
    ("village", "typed", "reason"),
    [
        (None, "60", "Pilih desanya dulu: ketik awal namanya, lalu Enter."),
        (VILLAGE, "", "Isi jumlah pekerja, misalnya 60."),
        (VILLAGE, "0", "Jumlah pekerja harus lebih dari 0."),
        (VILLAGE, "-5", "Jumlah pekerja tidak boleh negatif."),
        (VILLAGE, "enam puluh", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        (VILLAGE, "1,5", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        (VILLAGE, "<b>6</b>", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        (VILLAGE, "9" * 20, "Jumlah pekerja terlalu besar."),
        (
            VILLAGE,
            "481",
            "Pekerja baru 481 melebihi yang belum terlindungi di desa ini: 480 pekerja BPU.",
        ),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_stays_in_the_line(
    real_hall: Hall, at: AppTest, village: str | None, typed: str, reason: str
):
    send(at, village, typed, source="PBH")

    assert notices(at, "error") == [reason]
    assert real_hall.ledger() == []
    assert at.selectbox(key="desk.entry.village").value == village
    assert at.text_input(key="desk.entry.workers").value == typed
    assert at.selectbox(key="desk.entry.source").value == "PBH"


def test_only_desa_are_offered(at: AppTest):
    options = at.selectbox(key="desk.entry.village").options

    assert len(options) == 29
    assert "Sungai Pasir · Pantai Lunci" in options
    assert not [option for option in options if option.startswith("Mendawai")]
    assert KELURAHAN not in everything(at)


def test_the_same_again_stores_nothing_and_shows_the_same_receipt(real_hall: Hall, at: AppTest):
    send(at, VILLAGE, "60")
    send(at, VILLAGE, "60")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0)]
    assert notices(at, "success")[0].startswith("Sungai Pasir sudah tercatat sebelumnya: 60 pekerja baru")


def test_a_pledge_that_was_stored_while_the_line_broke_is_found_again(
    real_hall: Hall, at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    def lost(*args: object) -> None:
        submit_commitment(*args)  # type: ignore[arg-type]
        raise DatabaseUnavailable("Basis data tidak dapat dibaca atau ditulis.")

    monkeypatch.setattr(desk_entry, "submit_commitment", lost)
    send(at, VILLAGE, "60")
    said = notices(at, "error")
    monkeypatch.setattr(desk_entry, "submit_commitment", submit_commitment)
    press(at, "desk.entry.send")

    assert said == ["Basis data tidak dapat dibaca atau ditulis."]
    assert facts(real_hall) == [(VILLAGE, 1, 60, 0)]
    assert notices(at, "success")[0].startswith("Sungai Pasir sudah tercatat sebelumnya")


# --- undo


def test_undo_of_a_first_pledge_withdraws_it(real_hall: Hall, at: AppTest):
    send(at, VILLAGE, "60")

    press(at, "desk.undo")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 0, 0)]
    assert ways_and_reasons(real_hall)[1] == ("spoken", "dibatalkan di meja")
    assert notices(at, "success") == ["Sungai Pasir dibatalkan: desa ini kembali belum berkomitmen (revisi 2)."]
    assert "0 dari 29 desa sudah berkomitmen · belum: 29" in words(at)
    assert not has_button(at, "desk.undo")


def test_after_an_undo_the_village_is_recorded_again_without_a_reason(real_hall: Hall, at: AppTest):
    send(at, VILLAGE, "60")
    press(at, "desk.undo")

    send(at, VILLAGE, "50")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 0, 0), (VILLAGE, 3, 50, 0)]


def test_undo_of_a_correction_brings_the_lines_before_it_back(real_hall: Hall, meeting: Meeting):
    real_hall.pledge(meeting, 60)
    at = desk(real_hall)
    send(at, VILLAGE, "70")
    at.text_input(key="desk.fix.reason").set_value("salah dengar")
    press(at, "desk.fix.save")

    press(at, "desk.undo")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 70, 0), (VILLAGE, 3, 60, 0)]
    assert notices(at, "success") == [
        "Sungai Pasir dibatalkan: berlaku lagi 60 pekerja baru × 12 bulan · ADD (revisi 3)."
    ]


def test_undo_after_somebody_else_changed_it_is_refused(real_hall: Hall, meeting: Meeting, at: AppTest):
    send(at, VILLAGE, "60")
    real_hall.pledge(meeting, 75)

    press(at, "desk.undo")

    assert facts(real_hall) == [(VILLAGE, 1, 60, 0), (VILLAGE, 2, 75, 0)]
    assert notices(at, "error") == [
        "Komitmen desa ini sudah berubah: revisi 2, 75 pekerja baru × 12 bulan · ADD. Periksa dulu, lalu kirim lagi."
    ]
