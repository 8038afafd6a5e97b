from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import markup, notices, words
from tests.support.pledge_form import can_confirm, confirm, fill, review, send

# --- how many


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0", "Jumlah pekerja harus lebih dari 0."),
        ("-5", "Jumlah pekerja tidak boleh negatif."),
        ("1000000000000", "Jumlah pekerja terlalu besar; periksa angkanya."),
        ("10^12", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("9" * 20, "Jumlah pekerja terlalu besar."),
        ("abc", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("1,5", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("1.5", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("=60", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("६०", "Jumlah pekerja harus bilangan bulat tanpa huruf, misalnya 60."),
        ("481", "Pekerja baru 481 melebihi yang belum terlindungi di desa ini: 480 pekerja BPU."),
    ],
)
def test_a_bad_number_is_refused_with_its_reason_and_nothing_is_stored(
    real_hall: Hall, form: AppTest, typed: str, reason: str
):
    fill(form, typed)
    refused = notices(form, "error")
    if not form.button(key="commitment.submit").disabled:
        review(form)

    assert not form.exception
    assert refused == [reason]
    assert notices(form, "error") == [reason]
    assert not can_confirm(form)
    assert form.text_input(key="commitment.workers").value == typed
    assert real_hall.ledger() == []


def test_more_continued_workers_than_are_active_are_refused(real_hall: Hall, form: AppTest):
    fill(form, "321", nature="continued")

    assert form.button(key="commitment.submit").disabled
    assert notices(form, "error") == ["Pekerja lanjutan 321 melebihi yang aktif di desa ini: 320 pekerja BPU."]
    assert real_hall.ledger() == []


def test_an_empty_field_is_no_error_and_cannot_be_sent(real_hall: Hall, form: AppTest):
    fill(form, "  ")

    assert not form.exception
    assert notices(form, "error") == []
    assert form.button(key="commitment.submit").disabled
    assert real_hall.ledger() == []


@pytest.mark.parametrize("nature_and_limit", [("new", 480), ("continued", 320)])
def test_the_limit_itself_is_accepted(real_hall: Hall, form: AppTest, nature_and_limit: tuple[str, int]):
    nature, limit = nature_and_limit

    send(form, str(limit), nature=nature)

    assert not form.exception
    assert [(row[2], row[3]) for row in real_hall.ledger()] == [(limit, 0) if nature == "new" else (0, limit)]


# --- a good pledge


def test_sixty_workers_for_a_year_cost_twelve_million_ninety_six_thousand(real_hall: Hall, form: AppTest):
    fill(form, "60")

    # 60 x 12 x Rp16,800, before anything is sent
    assert "Rp 12.096.000" in words(form)
    assert "dua belas juta sembilan puluh enam ribu rupiah" in words(form)
    assert "40,0% → 47,5% bila dibayar" in words(form)  # 380 of 800 BPU workers
    assert real_hall.ledger() == []


def test_a_good_pledge_is_answered_with_a_receipt_that_stands_in_the_ledger(real_hall: Hall, form: AppTest):
    form.selectbox(key="commitment.start_month").set_value("2027-01")
    form.session_state["commitment.source"] = "ADD"
    review(fill(form, "60"))
    asked = notices(form, "info")
    confirm(form)

    assert not form.exception
    assert asked == [
        (
            "Desa Sungai Pasir berkomitmen 60 pekerja baru × 12 bulan · ADD, mulai Januari 2027: "
            "Rp 12.096.000, dianggarkan mulai APBDes 2027. Sudah benar?"
        )
    ]
    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, 12_096_000)]
    ((receipt, entered_by),) = real_hall.sql("SELECT receipt, entered_by FROM commitments")
    assert entered_by == "village"
    assert notices(form, "success") == [
        (
            f"Komitmen tercatat: 60 pekerja baru × 12 bulan · ADD, Rp 12.096.000. Tanda terima {receipt}. "
            "Simpan nomor ini; komitmen dapat diperbaiki sampai rapat ditutup."
        )
    ]


def test_another_source_start_and_length_are_stored_as_chosen(real_hall: Hall, form: AppTest):
    form.selectbox(key="commitment.start_month").set_value("2027-07")
    form.session_state["commitment.source"] = "PBH"

    send(form, "10", months=6)

    assert real_hall.ledger() == [(VILLAGE, 1, 10, 0, 1_008_000)]  # 10 x 6 x Rp16,800
    assert "10 pekerja baru × 6 bulan · PBH" in words(form)


def test_the_pledge_is_still_there_after_a_reload(real_hall: Hall, meeting, form: AppTest):
    send(form, "60")
    receipt = real_hall.sql("SELECT receipt FROM commitments")[0][0]

    again = real_hall.open("komitmen", card=real_hall.codes(meeting)[VILLAGE])

    assert words(again).count(f"tanda terima {receipt}") == 1
    assert again.text_input(key="commitment.workers").value == "60"


def test_what_is_pledged_already_cannot_be_pledged_again_unchanged(real_hall: Hall, form: AppTest):
    send(form, "60")

    fill(form, "60")

    assert form.button(key="commitment.submit").disabled
    assert any(text.startswith("Komitmen tercatat: 60 pekerja baru") for text in notices(form, "success"))
    assert not fill(form, "61").button(key="commitment.submit").disabled
    assert len(real_hall.ledger()) == 1


def test_confirming_twice_stores_one_pledge_and_the_second_is_told_so(real_hall: Hall, form: AppTest):
    review(fill(form, "60"))
    reviewed = form.session_state["pledge.review"]
    confirm(form)
    form.session_state["pledge.review"] = reviewed  # a browser that has not yet seen the first answer
    form.run()

    confirm(form)

    assert not form.exception
    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, 12_096_000)]
    assert notices(form, "success")[0].startswith("Komitmen ini sudah tercatat sebelumnya: 60 pekerja baru")


def test_a_resend_after_closing_gets_the_first_receipt_again(real_hall: Hall, meeting, form: AppTest):
    review(fill(form, "60"))
    reviewed = form.session_state["pledge.review"]
    confirm(form)
    form.session_state["pledge.review"] = reviewed
    form.run()
    real_hall.change("close_meeting", meeting)

    confirm(form)

    assert notices(form, "success")[0].startswith("Komitmen ini sudah tercatat sebelumnya: 60 pekerja baru")
    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, 12_096_000)]


def test_a_correction_is_the_next_revision_and_keeps_the_first(real_hall: Hall, form: AppTest):
    send(form, "60")
    review(fill(form, "25"))
    asked = notices(form, "info")
    confirm(form)

    assert asked[0].startswith("Desa Sungai Pasir mengganti komitmen sebelumnya dengan 25 pekerja baru")
    assert real_hall.ledger() == [(VILLAGE, 1, 60, 0, 12_096_000), (VILLAGE, 2, 25, 0, 5_040_000)]
    history = [body for body in markup(form) if "Revisi" in body]
    assert ["Revisi 2" in history[0], "Revisi 1" in history[1]] == [True, True]


def test_a_stale_form_is_refused_and_keeps_what_was_typed(real_hall: Hall, meeting, form: AppTest):
    review(fill(form, "60", months=10))
    real_hall.pledge(meeting, 25)

    confirm(form)

    assert not form.exception
    assert notices(form, "error") == [
        "Komitmen desa ini sudah berubah: revisi 1, 25 pekerja baru × 12 bulan · ADD. Periksa dulu, lalu kirim lagi."
    ]
    assert real_hall.ledger() == [(VILLAGE, 1, 25, 0, 5_040_000)]
    assert form.text_input(key="commitment.workers").value == "60"
    assert form.number_input(key="commitment.months").value == 10


def test_after_a_refusal_the_same_answers_can_be_sent_again_knowingly(real_hall: Hall, meeting, form: AppTest):
    review(fill(form, "60"))
    real_hall.pledge(meeting, 25)
    confirm(form)

    confirm(review(form))

    assert notices(form, "error") == []
    assert real_hall.ledger()[1:] == [(VILLAGE, 2, 60, 0, 12_096_000)]


def test_changing_an_answer_after_the_review_asks_for_a_new_review(real_hall: Hall, form: AppTest):
    review(fill(form, "60"))
    fill(form, "61")

    assert not can_confirm(form)
    assert real_hall.ledger() == []


def test_quick_choices_and_steps_write_into_the_field(form: AppTest):
    empty = form.text_input(key="commitment.workers").value

    form.button(key="commitment.quick.25").click().run()
    chosen = form.text_input(key="commitment.workers").value
    form.button(key="commitment.more").click().run()
    form.button(key="commitment.more").click().run()
    form.button(key="commitment.less").click().run()
    stepped = form.text_input(key="commitment.workers").value
    form.button(key="commitment.quick.all").click().run()

    assert (empty, chosen, stepped) == ("", "25", "26")
    assert form.text_input(key="commitment.workers").value == "480"


# --- others meanwhile


def test_closing_while_the_form_is_open_refuses_the_pledge_and_says_so(real_hall: Hall, meeting, form: AppTest):
    review(fill(form, "60"))
    real_hall.change("close_meeting", meeting)

    confirm(form)

    assert not form.exception
    assert notices(form, "error") == ["Rapat sudah ditutup; komitmen tidak diterima lagi. Hubungi fasilitator."]
    assert notices(form, "success") == []
    assert real_hall.ledger() == []
