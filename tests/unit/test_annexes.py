"""The annexes on paper: what can be read in them, that sums agree, and that no text becomes markup."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from domain.budget_codes import NO_CODE, BudgetCodes
from domain.budget_sheet import budget_sheet
from domain.rates import RateTable
from exports.annexes import NO_PLEDGE, Pledge, Record, budget_sheets_pdf, commitments_pdf, letters_pdf
from tests.support.pledges import BPU_JKM_FROM_JULY, kept_rates, line_of, officials, rates
from tests.support.workbooks import SHA, line, result, village

CHANGING = rates(BPU_JKM_FROM_JULY)
HOSTILE = [
    "=SUM(A1:A9)",
    "+62 812",
    "-5 desa",
    "@desa <b>tebal</b>",
    "Desa #panic() *tebal* _miring_ $x$ [a] \\ // ` ' \"",
    '#import "/etc/passwd"',
    "X" * 80,
    "Desa " + "Karang-" * 11,
]


def record(*villages: Mapping[str, Any], table: RateTable = CHANGING, **changes: Any) -> tuple[Record, list[Pledge]]:
    made = Record(result(villages, rates=kept_rates(), **changes), SHA)
    pledges = []
    for row in villages:
        lines = [line_of(one) for one in row["lines"]]
        if lines:
            pledges.append(Pledge(row, lines, budget_sheet(lines, table, 2027)))
    return made, pledges


def pages(pdf: bytes) -> list[str]:
    """The text of each page; how it breaks into lines does not matter."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


LATE = line(60, start_month="2027-03", months=10, amount_rupiah=60 * (4 * 16_800 + 6 * 18_000))
MIXED = village(1, LATE, line(10, nature="continued", source="DD", amount_rupiah=10 * (6 * 16_800 + 6 * 18_000)),
                officials(4, 2_500_000, [13_500] * 12), officials(2, None, [10_920] * 12))  # fmt: skip


def test_a_budget_sheet_says_everything_that_is_copied() -> None:
    found, pledges = record(MIXED)

    (text,) = pages(budget_sheets_pdf(found, pledges, BudgetCodes()))

    for said in (
        "Rencana Anggaran Biaya (RAB)", "Desa Desa Nomor 1 (62.08.01.2001)", "Sukamara, Kabupaten Sukamara",
        "APBDes 2027 (murni)", "tanda terima 01.2001-1-ABCDEF01", "Minggu, 22 November 2026",
        "1 Iuran JKK + JKM untuk 60 pekerja baru (BPU)", "Maret s.d. Juni 2027 240 OB 16.800 4.032.000 ADD",
        "Juli s.d. Desember 2027 360 OB 18.000 6.480.000 ADD", "0,54% (JKK 0,24% + JKM 0,30%) dari upah Rp 2.500.000",
        "48 OB 13.500 648.000 ADD", "24 OB 10.920 262.080 ADD",
        "Jumlah Pekerja mandiri (BPU) 12.600.000", "Jumlah Perangkat desa (PU) 910.080",
        "ADD (Alokasi Dana Desa), anggaran 2027 11.422.080 ADD", "DD (Dana Desa), anggaran 2027 2.088.000 DD",
        "Jumlah seluruh komitmen 13.510.080", "Terbilang: Tiga belas juta lima ratus sepuluh ribu delapan puluh rupiah",
        "Tanpa dana dari komitmen ini: Januari s.d. Februari 2027 (baris 1).",
        "potongan iuran PP 50/2025 tidak dipakai", "Aturan DD 2027 belum ditemukan",
        "dihitung dari upah resmi terendah", "bandingkan daftar nama dengan dana lain",
        f"SHA-256 {SHA[:16]}", "halaman 1 dari 1",
    ):  # fmt: skip
        assert said in text, said
    assert "LATIHAN" not in text


def test_another_years_months_are_summed_apart() -> None:
    found, pledges = record(
        village(1, line(10, start_month="2027-11", months=4, unit_rupiah=18_000, amount_rupiah=720_000))
    )

    (text,) = pages(budget_sheets_pdf(found, pledges, BudgetCodes()))

    for said in (
        "Jumlah Pekerja mandiri (BPU) 360.000", "Jumlah Pekerja mandiri (BPU), anggaran 2028 360.000",
        "Jumlah tahun anggaran 2027 360.000", "Jumlah tahun anggaran 2028 360.000", "Jumlah seluruh komitmen 720.000",
        "Tanpa dana dari komitmen ini: Januari s.d. Oktober 2027 (baris 1).",
    ):  # fmt: skip
        assert said in text, said


def test_codes_are_the_offices_or_say_that_there_is_none() -> None:
    found, pledges = record(MIXED)

    (plain,) = pages(budget_sheets_pdf(found, pledges, BudgetCodes()))
    (said,) = pages(budget_sheets_pdf(found, pledges, BudgetCodes("2.1.99 Lain", "5.2.7.99", "1.1.98", "5.1.3.98")))

    assert plain.count(NO_CODE) == 2
    assert "Kegiatan 1.1.03 Penyediaan Jaminan Sosial" in plain
    assert "usulan menurut Permendagri 20/2018" in plain
    assert "Kegiatan 2.1.99 Lain Rekening 5.2.7.99" in said
    assert "Kegiatan 1.1.98 Rekening 5.1.3.98" in said
    assert "usulan menurut" not in said
    assert NO_CODE not in said


def test_officials_codes_are_not_on_a_sheet_without_officials() -> None:
    found, pledges = record(village(1, line(60)))

    (text,) = pages(budget_sheets_pdf(found, pledges, BudgetCodes()))

    assert "1.1.03" not in text
    assert "5.1.3" not in text
    assert "5.2.7" not in text


def test_a_letter_says_what_is_promised_and_leaves_names_open() -> None:
    found, pledges = record(MIXED, stage="Perubahan")

    (text,) = pages(letters_pdf(found, pledges))

    for said in (
        "Surat Pernyataan Komitmen", "Rancangan: dibaca dan disesuaikan desa sebelum ditandatangani",
        "Perubahan APBDes 2027", "Kepala Desa Desa Nomor 1", "10.512.000", "Jumlah 13.510.080",
        "tiga belas juta".capitalize(), "tanda terima 01.2001-1-ABCDEF01",
    ):  # fmt: skip
        assert said in text, said


def test_the_table_has_every_village_and_why_one_has_no_sheet() -> None:
    taken_back = village(3, withdrawn=True, reason="Belum disetujui BPD")
    found, pledges = record(MIXED, village(2), taken_back)

    (text,) = pages(commitments_pdf(found, pledges))

    assert "1 dari 3 desa berkomitmen: 76 pekerja, Rp 13.510.080" in text
    assert f"2 62.08.01.2002 Desa Nomor 2 Sukamara - - - {NO_PLEDGE}" in text
    assert "3 62.08.01.2003 Desa Nomor 3 Sukamara - - - Komitmen ditarik: Belum disetujui BPD" in text
    assert "60 pekerja baru × 10 bulan · ADD · mulai Mar 2027" in text
    assert "Jumlah 1 dari 3 desa 66 10 13.510.080" in text


def test_many_villages_have_a_page_each_in_order_and_every_page_is_marked() -> None:
    found, pledges = record(*(village(n, line(n)) for n in range(1, 301)), is_rehearsal=True)
    some = pledges[:50]  # each takes as long as the one before: fifty say what three hundred would

    sheets, letters = budget_sheets_pdf(found, some, BudgetCodes()), letters_pdf(found, some)
    table = pages(commitments_pdf(found, pledges))

    for pdf in (sheets, letters):
        reader = PdfReader(io.BytesIO(pdf))
        assert len(reader.pages) == 50
        for n in (1, 2, 25, 49, 50):  # reading each would take longer than printing all
            text = re.sub(r"\s+", " ", reader.pages[n - 1].extract_text())
            assert f"62.08.01.{2000 + n})" in text
            assert "halaman 1 dari 1" in text
            assert "LATIHAN · DATA CONTOH" in text
    assert all("LATIHAN · DATA CONTOH" in page and "Kecamatan" in page for page in table)
    assert all(f"halaman {n} dari {len(table)}" in page for n, page in enumerate(table, 1))
    assert all(f"Desa Nomor {n} " in " ".join(table) for n in range(1, 301))


def test_a_pledge_of_many_lines_stays_on_one_page_and_one_of_too_many_keeps_its_head_on_the_next() -> None:
    split = [line(n, amount_rupiah=n * (6 * 16_800 + 6 * 18_000)) for n in range(1, 13)]
    dearer = [
        line(n, start_month="2027-03", amount_rupiah=n * (4 * 16_800 + 3 * 18_000 + 5 * 19_000)) for n in range(1, 13)
    ]
    twice = rates(BPU_JKM_FROM_JULY, {**BPU_JKM_FROM_JULY, "valid_from": "2027-10", "flat_rupiah": 9_000})

    for lines, table, rows, sheets in ((split, CHANGING, 24, 1), (dearer, twice, 48, 2)):
        found, pledges = record(village(1, *lines), table=table, is_rehearsal=True)
        made = pages(budget_sheets_pdf(found, pledges, BudgetCodes()))

        assert len(pledges[0].sheet.rows) == rows
        assert " ".join(made).count("Iuran JKK + JKM untuk") == rows
        assert len(made) == sheets
        assert "Jumlah seluruh komitmen" in made[-1]
        for number, text in enumerate(made, 1):
            assert "Harga satuan (Rp)" in text
            assert "Desa Desa Nomor 1 · halaman" in text
            assert "LATIHAN · DATA CONTOH" in text
            assert f"halaman {number} dari {sheets}" in text
        assert len(pages(letters_pdf(found, pledges))) == 1


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_is_shown_as_it_was_typed(typed: str) -> None:
    row = village(1, line(5, group_name=typed), name=typed, subdistrict=typed, reason=typed)
    found, pledges = record(row, village(2, name=typed, withdrawn=True, reason=typed), title=typed)
    codes = BudgetCodes(activity=typed, account=typed)

    for pdf in (budget_sheets_pdf(found, pledges, codes), letters_pdf(found, pledges), commitments_pdf(found, pledges)):
        text = squeezed(" ".join(pages(pdf)))
        assert squeezed(typed) in text or squeezed(typed) in text.replace("-", "").replace("", "-")
    text = squeezed(" ".join(pages(budget_sheets_pdf(found, pledges, codes))))
    assert text.count(squeezed(typed)) >= 5
    assert squeezed(typed.lower()) in text


def test_control_characters_pictures_and_other_scripts_do_not_stop_the_print() -> None:
    typed = "\tAir\x00\x07\x1b \u202eDua\n🎣 مرحبا 村 \ufeff"
    row = village(1, line(5, group_name=typed), name=typed, subdistrict=typed, reason=typed)
    found, pledges = record(row, title=typed)

    made = [budget_sheets_pdf(found, pledges, BudgetCodes(typed)), letters_pdf(found, pledges)]
    made.append(commitments_pdf(found, pledges))

    for pdf in made:
        (text,) = pages(pdf)
        assert "Air Dua" in text
        assert not re.search(r"[\x07\x1b\u202e\ufeff]", text)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_files_are_sound(tmp_path: Path) -> None:
    found, pledges = record(MIXED, *(village(n, line(n)) for n in range(2, 30)))
    path = tmp_path / "made.pdf"

    for pdf in (
        budget_sheets_pdf(found, pledges, BudgetCodes()),
        letters_pdf(found, pledges),
        commitments_pdf(found, pledges),
    ):
        path.write_bytes(pdf)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
        assert PdfReader(path).metadata.title == "Rembuk Sukamara"
