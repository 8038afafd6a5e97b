"""What the minutes say of a frozen result."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.addendum import Addendum
from domain.minutes import Attendee, MinutesForm
from domain.money import format_rupiah, in_words
from domain.refusal import Refused
from tests.support.minutes import FORM, URL, YEAR_RUPIAH, body_of, minutes_of, village

SITI = Attendee("Siti Aminah", "Kepala Desa", "Desa Pudu", "named")


def test_the_opening_says_day_and_date_in_words_and_the_place():
    found = minutes_of(body_of([village(1)]))

    assert found.opening == (
        "Pada hari ini Minggu, tanggal dua puluh dua bulan November tahun dua ribu dua puluh enam (22-11-2026), "
        "bertempat di Aula Kantor Bupati, telah dilaksanakan Rembuk Perlindungan Pekerja Desa tentang jaminan sosial "
        "ketenagakerjaan bagi pekerja desa di Kabupaten Sukamara, untuk APBDes 2027."
    )


def test_the_totals_are_those_of_the_result_in_figures_and_words():
    body = body_of([village(1, workers=60), village(2, workers=25), village(3, workers=0)])

    found = minutes_of(body)

    amount = body["totals"]["amount_rupiah"]
    assert (found.total_workers, amount) == ("85", 85 * YEAR_RUPIAH)
    assert (found.total_amount, found.total_words) == (format_rupiah(amount), in_words(amount))
    assert [(row.workers, row.amount) for row in found.commitments] == [
        ("60", format_rupiah(60 * YEAR_RUPIAH)),
        ("25", format_rupiah(25 * YEAR_RUPIAH)),
    ]
    assert found.commitments[0].content == "60 pekerja baru × 12 bulan · ADD · mulai Januari 2027"


def test_every_village_stands_in_exactly_one_list_and_signs():
    found = minutes_of(body_of([village(n, workers=n % 3) for n in range(1, 30)]))

    listed = [row.village for row in (*found.commitments, *found.without)]
    assert sorted(listed) == sorted({f"Desa Ke-{n}" for n in range(1, 30)})
    assert len(found.villages) == 29
    assert [row.who for row in found.offices] == ["Pemerintah Kabupaten Sukamara", "BPJS Ketenagakerjaan"]


def test_a_village_without_a_commitment_has_its_reason():
    rows = [
        village(1, workers=0),
        village(2, workers=0, withdrawn=True, revision=2, reason="=Dana dialihkan"),
        village(3, workers=0, revision=1, reason="Menunggu BPD"),
    ]

    found = minutes_of(body_of(rows))

    assert [row.reason for row in found.without] == [
        "belum menyampaikan",
        "ditarik: =Dana dialihkan",
        "menyampaikan 0 pekerja: Menunggu BPD",
    ]
    assert found.without_text == "3 desa tanpa komitmen pada saat rapat ditutup:"


def test_a_meeting_without_a_pledge_has_minutes():
    found = minutes_of(body_of([village(1, workers=0), village(2, workers=0)]))

    assert found.commitments == ()
    assert found.commitments_text == (
        "0 dari 2 desa menyampaikan komitmen untuk 0 pekerja (0 baru, 0 lanjutan), seluruhnya Rp 0 (nol rupiah)."
    )
    assert [row.due for row in found.follow_up] == ["31 Desember 2026"] * 2 + [""] * 5


def test_the_follow_up_is_dated_from_the_record():
    late, revision = {"held_on": "2027-01-05"}, {"stage": "Perubahan"}

    assert [row.due for row in minutes_of(body_of([village(1)])).follow_up] == [
        "31 Desember 2026",
        "31 Desember 2026",
        "sebelum Januari 2027",
        "sebelum Januari 2027",
        "sebelum Januari 2027",
        "tiap bulan sejak Januari 2027",
        "tiap bulan sejak Februari 2027",
    ]
    for other in (late, revision):
        assert minutes_of(body_of([village(1)], **other)).follow_up[0].due == ""


@pytest.mark.parametrize(
    ("state", "shown", "said"),
    [
        ("unnamed", "(tanpa nama)", ""),
        ("erased", "(nama dihapus)", "Nama 1 orang telah dihapus dari program setelah rapat."),
        ("changed", "(nama tidak cocok dengan catatan rapat)", "tidak sama dengan yang dibekukan"),
        ("withheld", "(nama tidak dimuat)", "Salinan umum ini tidak memuat nama"),
    ],
)
def test_a_name_that_is_missing_says_why(state: str, shown: str, said: str):
    found = minutes_of(body_of([village(1)]), SITI, Attendee("Budi", "Kepala", "Desa Lain", state))

    assert [(one.name, one.position) for one in found.people] == [("Siti Aminah", "Kepala Desa"), (shown, "")]
    assert said in found.presence
    assert "Budi" not in str(found)


def test_a_snapshot_from_before_the_list_of_who_came_says_that_none_was_kept():
    body = body_of([village(1)])
    for name in ("attendance", "decisions", "budget_dataset"):
        del body[name]

    found = minutes_of(body)

    assert found.presence == "Daftar hadir tidak dicatat dalam program; lihat daftar hadir yang ditandatangani."
    assert found.decisions_text == "Rapat ini tidak mencatat keputusan tentang dana kabupaten."


def test_addenda_stand_behind_the_published_result():
    added = Addendum(
        1, "withdrawal", "62.08.01.2001", "Ditarik oleh BPD", "Camat", datetime(2026, 12, 1, 3, tzinfo=UTC), "ef" * 32
    )

    (found,) = minutes_of(body_of([village(1)]), addenda=[added]).addenda

    assert found.title == "Penarikan, Desa Desa Ke-1 · Selasa, 1 Desember 2026, pukul 10.00 WIB"
    assert (found.text, found.decided_by) == ("Ditarik oleh BPD", "Camat")


def test_the_coverage_has_counts_month_and_source_and_what_is_pledged_is_not_coverage():
    found = minutes_of(body_of([village(1, workers=100)])).situation

    assert found[0] == "Cakupan 39,8%: 5.529 pekerja aktif dari 13.885 pekerja berhak; 8.356 belum terlindungi."
    assert found[1].startswith("Data Oktober 2026, sumber BPJS Ketenagakerjaan, per Sabtu, 31 Oktober 2026.")
    assert "bila dibayar" in found[2]


def test_only_what_is_frozen_has_a_hash_and_an_address():
    body = body_of([village(1)])
    frozen, draft = minutes_of(body), minutes_of(body, frozen=False)

    assert (frozen.is_draft, draft.is_draft) == (False, True)
    assert frozen.check_address == f"{URL}/berita-acara?periksa={frozen.sha256}"
    assert (draft.sha256, draft.check_address) == ("", "")


def test_sample_data_carry_their_mark():
    sample = body_of([village(1)])
    sample["dataset"]["is_sample"] = True

    assert minutes_of(sample).mark == "LATIHAN · DATA CONTOH"
    assert minutes_of(body_of([village(1)], is_rehearsal=True)).mark == "LATIHAN · DATA CONTOH"
    assert minutes_of(body_of([village(1)])).mark == ""


def test_what_the_office_leaves_open_is_a_line_to_write_on():
    found = minutes_of(body_of([village(1)]), form=MinutesForm())

    assert found.number == found.place == "." * 40


@pytest.mark.parametrize(("field", "text"), [("number", "x" * 121), ("place", "a\x00b")])
def test_a_number_or_place_that_cannot_be_printed_is_refused(field: str, text: str):
    with pytest.raises(Refused) as refusal:
        MinutesForm(**{field: text}).tidied()

    assert (refusal.value.code, refusal.value.field) == (f"minutes.{field}", field)


def test_the_form_stands_on_one_line():
    assert MinutesForm(" 7 \n 8", FORM.place).tidied() == MinutesForm("7 8", FORM.place)
