from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.import_rules import heavy_imports

WHERE_FROM = "Dari mana angka ini?"


def opened(hall: Hall, case: str = "accident_death") -> AppTest:
    at = hall.open("manfaat")
    assert not at.exception
    if case == "accident_death":
        return at
    at.session_state["manfaat.case"] = case
    at.run()
    assert not at.exception
    return at


def paid_claims(hall: Hall, source: str, *, is_sample: int = 0) -> None:
    """What an import of claims stores: two kinds over two villages, for September 2026."""
    key = uuid4().hex
    hall.sql(
        "INSERT INTO datasets (id, kind, regency_code, month, source, as_of, file_name, file_sha256, is_sample, row_count,"
        f" warnings, imported_by, imported_at) VALUES ('{key}', 'claims', '62.08', '2026-09', '{source}', '2026-09-30',"
        f" 'klaim.csv', '{'0' * 64}', {is_sample}, 3, '[]', 'uji', '2026-10-01 00:00:00')"
    )
    for programme, kind, village, cases, rupiah in (
        ("JKM", "death", "62.08.01.2002", 2, 84_000_000),
        ("JKM", "death", "62.08.01.2005", 1, 10_000_000),
        ("JKK", "treatment", "", 4, 12_345_678),
    ):
        hall.sql(f"INSERT INTO claims VALUES ('{key}', '{programme}', '{kind}', '{village}', {cases}, {rupiah})")
    hall.sql(f"INSERT INTO current_datasets (regency_code, kind, dataset_id) VALUES ('62.08', 'claims', '{key}')")


def test_it_opens_without_data_and_without_a_meeting(empty_hall: Hall):
    at = opened(empty_hall)

    assert "Bila peserta meninggal karena kecelakaan kerja, keluarganya menerima Rp 70.000.000." in words(at)
    assert "Belum ada data klaim yang dimuat untuk kabupaten ini." in words(at)
    assert notices(at, "info") == notices(at, "warning") == notices(at, "error") == []


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("death", "Bila peserta meninggal bukan karena kerja, keluarganya menerima Rp 42.000.000 mulai bulan ke-4; sebelumnya Rp 10.000.000."),
        ("total_disability", "Bila peserta cacat total tetap karena kecelakaan kerja, ia menerima Rp 56.000.000."),
        ("partial_disability", "Bila peserta cacat sebagian dan tabel menyebut 10%, ia menerima Rp 8.000.000."),
        ("treatment", "Bila peserta celaka saat bekerja, perawatannya ditanggung sampai sembuh, tanpa batas biaya."),
        ("scholarship", "Dua anak peserta dapat menerima beasiswa sampai Rp 174.000.000."),
    ],
)  # fmt: skip
def test_the_headline_states_what_is_paid_in_the_chosen_case(real_hall: Hall, case: str, said: str):
    assert said in words(opened(real_hall, case))


def test_each_case_shows_its_conditions_its_law_and_where_its_figures_are_from(real_hall: Hall):
    for case in ("death", "accident_death", "total_disability", "partial_disability", "treatment", "scholarship"):
        at = opened(real_hall, case)
        text = words(at)

        assert "PP 44/2015 jo. PP 82/2019" in text
        assert "belum menjadi peserta" in text
        assert "keyakinan sedang" in text
        assert "Keyakinan: " in text
        # the amounts, the expected cases, and for deaths the two dates
        assert [one.label for one in at.expander].count(WHERE_FROM) == (3 if case == "death" else 2)


def test_the_parts_add_up_in_sight(real_hall: Hall):
    text = words(opened(real_hall))

    for part in ("Rp 48.000.000", "Rp 12.000.000", "Rp 10.000.000", "60% × 80 = 48 × Rp 1.000.000 = Rp 48.000.000"):
        assert part in text
    assert "Ditambah beasiswa sampai Rp 174.000.000 untuk dua anak, tanpa syarat 3 tahun iuran" in text


def test_the_first_three_months_of_jkm_stand_beside_the_rest(real_hall: Hall):
    at = opened(real_hall, "death")

    sides = next(body for body in markup(at) if "rb-sides" in body)
    assert "Bulan ke-1 s.d. 3" in sides
    assert "Rp 10.000.000" in sides
    assert "Mulai bulan ke-4" in sides
    assert "Rp 42.000.000" in sides
    assert "sesudah 3 tahun iuran" in words(at)


def test_both_dates_of_full_jkm_are_shown_where_payment_stops(real_hall: Hall):
    real_hall.meeting(budget_year=2027)
    at = opened(real_hall, "death")

    dates = next(body for body in markup(at) if "rb-dates" in body)
    assert "April 2027" in dates  # three months after January 2027
    assert "April 2028" in dates  # paid to June, nothing for six months, the fourth month of the next run
    assert "Belum diketahui: masa tunggu menghitung bulan yang lewat atau bulan yang dibayar" in words(at)


def test_without_an_interruption_both_readings_give_one_month(real_hall: Hall):
    real_hall.meeting(budget_year=2027)
    at = opened(real_hall, "death")

    at.number_input(key="manfaat.gap").set_value(0).run()

    dates = next(body for body in markup(at) if "rb-dates" in body)
    assert dates.count("April 2027") == 2


def test_the_children_decide_the_scholarship(real_hall: Hall):
    at = opened(real_hall, "scholarship")

    at.session_state["manfaat.children"] = 1
    at.selectbox(key="manfaat.child.1").set_value("senior")
    at.run()

    assert "Seorang anak peserta dapat menerima beasiswa sampai Rp 69.000.000." in words(at)


def test_the_percent_of_a_partial_disability_is_an_example_that_can_be_typed(real_hall: Hall):
    at = opened(real_hall, "partial_disability")

    at.number_input(key="manfaat.loss").set_value(40).run()

    assert "tabel menyebut 40%, ia menerima Rp 32.000.000." in words(at)
    assert "tabel itu belum kami miliki" in words(at)


def test_expected_cases_follow_the_number_of_workers_and_promise_nothing(real_hall: Hall):
    at = opened(real_hall)
    before = words(at)

    at.number_input(key="manfaat.workers").set_value(1000).run()

    assert "Dari 100 pekerja, diperkirakan 0,2–0,7 kematian setahun" in before
    assert "Dari 1.000 pekerja, diperkirakan 2,2–6,9 kematian setahun; peluang paling sedikit satu kasus" in words(at)
    assert "bukan janji" in words(at)
    assert "tidak ada hasil yang dijanjikan" in words(at)


def test_no_workers_are_no_error(real_hall: Hall):
    at = opened(real_hall)

    at.number_input(key="manfaat.workers").set_value(0).run()

    assert not at.exception
    assert "Tanpa pekerja yang dibayar, tidak ada kematian yang diperkirakan." in words(at)


def test_claims_paid_here_come_with_month_and_source(real_hall: Hall):
    paid_claims(real_hall, "BPJS <b>Pangkalan Bun</b>")

    at = opened(real_hall)
    text = words(at)

    for said in ("JKM · Meninggal3Rp 94.000.000", "JKK · Perawatan4Rp 12.345.678", "Jumlah7Rp 106.345.678"):
        assert said in text
    assert "Data klaim September 2026 · BPJS <b>Pangkalan Bun</b>, per Rabu, 30 September 2026" in text
    assert "banyaknya kasus bukan banyaknya orang" in text
    assert "<b>Pangkalan" not in everything(at)
    assert not shows_sample_mark(at)
    assert [one.label for one in at.expander].count(WHERE_FROM) == 3


def test_sample_claims_carry_their_mark(real_hall: Hall):
    paid_claims(real_hall, "Contoh", is_sample=1)

    assert shows_sample_mark(opened(real_hall))


def test_a_regency_that_nobody_knows_has_no_claims_but_benefits_all_the_same(real_hall: Hall):
    at = real_hall.open("manfaat", kab="99.99")

    assert not at.exception
    assert "Rp 70.000.000" in words(at)
    assert notices(at, "info") == [
        "Kabupaten di alamat ini tidak dikenal, atau belum ada datanya. Hapus “kab” dari alamat."
    ]


def test_the_declared_income_is_asked_only_where_the_office_has_added_one(real_hall: Hall):
    assert [box.key for box in opened(real_hall).selectbox] == []
    real_hall.sql(
        "INSERT INTO income_bases (base_rupiah, valid_from, verified, legal_basis, source, added_by, added_at)"
        " VALUES (2000000, '2024-01', 0, 'PP 44/2015', 'uji', 'uji', '2026-10-01 00:00:00')"
    )

    at = opened(real_hall)
    labels = at.selectbox(key="manfaat.base").options
    at.selectbox(key="manfaat.base").set_value(2_000_000).run()

    assert labels == ["Rp 1.000.000 (lapis terendah)", "Rp 2.000.000 (belum diverifikasi)"]
    assert "keluarganya menerima Rp 118.000.000." in words(at)


def test_registering_is_told_in_six_steps_with_what_is_not_certain(real_hall: Hall):
    at = opened(real_hall)

    steps = next(body for body in markup(at) if "rb-steps" in body)
    assert steps.count("<li><b>") == 6
    for said in ("NIK 16 angka", "65 tahun", "Dalam 7 hari sesudah dibayar.<", "2 × 24 jam", "agen Perisai"):
        assert said in steps


def test_a_month_before_the_rules_is_said_and_the_rest_stays(real_hall: Hall):
    real_hall.sql("UPDATE benefits SET valid_from = '2030-01'")

    at = opened(real_hall)

    assert notices(at, "warning")[0].startswith("Belum ada manfaat JKK untuk ")
    assert "Cara mendaftar" in everything(at)


def test_the_page_loads_neither_pandas_nor_altair():
    assert heavy_imports(Path(__file__).resolve().parents[2], "pages/manfaat.py") == []
