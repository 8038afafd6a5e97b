"""The workbook, read back: its figures, its formulas calculated anew, and what it looks like on paper."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from domain.addendum import Addendum
from exports.workbook import workbook
from exports.workbook_content import WorkbookContent
from tests.support.formulas import Calculated, facts_of, table_of
from tests.support.workbooks import NOON, SHA, content, decision, history_row, line, village

OFFICIALS = line(
    4, nature="continued", segment="PU", unit_rupiah=11_348, amount_rupiah=4 * (6 * 11_348 + 6 * 12_000),
    group="village_official", group_name="Perangkat desa", wage_rupiah=2_100_000, source="PADes",
)  # fmt: skip
ODD = line(7, unit_rupiah=3, amount_rupiah=100)


@pytest.fixture
def meeting() -> WorkbookContent:
    """Four desa: one with two lines, one with an amount that no unit gives, one that took back, one that was silent."""
    villages = [
        village(1, line(60), OFFICIALS, ceilings=[{"source": "ADD", "ceiling_rupiah": 10_000_000, "planned_rupiah": None}]),
        village(2, ODD, reason="Salah hitung", revision=2, way="paper", paper_checked=False),
        village(3, revision=2, withdrawn=True, reason="Salah desa", way="spoken", receipt="01.2003-2-ABCDEF01"),
        village(4),
    ]  # fmt: skip
    history = [
        history_row(1, "62.08.01.2001"),
        history_row(2, "62.08.01.2003"),
        history_row(
            3, "62.08.01.2003", revision=2, replaces=1, is_withdrawn=True, text="komitmen ditarik", amount_rupiah=0
        ),
    ]
    return content(villages, history=history)


def assert_formulas_hold(book: Calculated) -> int:
    """Each formula, calculated from what it names, gives to the rupiah what the program wrote; how many there are."""
    cells = list(book.live_cells())
    wrong = [(sheet, at, written, got) for sheet, at, written in cells if (got := book.calculate(sheet, at)) != written]
    assert wrong == []
    return len(cells)


def test_every_formula_gives_what_the_program_has_calculated(meeting: WorkbookContent) -> None:
    book = Calculated(workbook(meeting))

    assert assert_formulas_hold(book) > 40
    amount = sum(row["amount_rupiah"] for row in meeting.result["villages"])
    assert amount == 60 * 201_600 + 4 * 140_088 + 100 == 12_656_452
    assert (
        book.calculate("Desa", "K3") == book.calculate("Baris", "O3") == facts_of(book.values)["Jumlah (Rp)"] == amount
    )


def test_the_sums_are_live(meeting: WorkbookContent) -> None:
    book = Calculated(workbook(meeting))
    book.formulas["Baris"]["G5"] = 61

    assert book.calculate("Desa", "K3") == 12_656_452 + 201_600
    check = next(
        row[1]
        for row in book.formulas["Ringkasan"].iter_rows()
        if row[0].value == "Jumlah dibandingkan dengan hasil beku"
    )
    assert book.calculate("Ringkasan", check.coordinate) == "TIDAK COCOK: isi buku ini sudah diubah"
    assert facts_of(book.values)["Jumlah dibandingkan dengan hasil beku"] == "cocok"


def test_the_summary_says_what_the_meeting_came_to(meeting: WorkbookContent) -> None:
    facts = facts_of(Calculated(workbook(meeting)).values)

    wanted = {
        "Rapat": "Rembuk Sukamara",
        "Kabupaten": "Kabupaten Sukamara (62.08)",
        "Tanggal rapat": datetime(2026, 11, 22),  # noqa: DTZ001  spreadsheets know no zones
        "Keadaan": "rapat ditutup",
        "Hasil dibekukan (WIB)": datetime(2026, 11, 22, 12, 0),  # noqa: DTZ001
        "Tahun anggaran dan tahap": "2027, APBDes",
        "Sumber data": "Kantor cabang",
        "Desa dalam rapat": 4,
        "Desa berkomitmen": 2,
        "Desa hadir": 2,
        "Pekerja baru": 67,
        "Pekerja lanjutan": 4,
        "Pekerja dijanjikan": 71,
        "Jumlah (Rp)": 12_656_452,
        "Cakupan hari ini": 0.4,
        "Cakupan bila dibayar": 867 / 2000,
        "SHA-256 hasil beku": SHA,
    }
    assert {name: facts[name] for name in wanted} == wanted
    assert facts["Terbilang"].startswith("dua belas juta enam ratus lima puluh enam ribu")
    assert "Perhatian" not in facts


def test_each_desa_has_a_row_pledged_or_not(meeting: WorkbookContent) -> None:
    first, second, third, fourth = table_of(Calculated(workbook(meeting)).values["Desa"])

    assert first == {
        "Kode": "62.08.01.2001", "Desa": "Desa Nomor 1", "Kecamatan": "Sukamara", "Komitmen": "berkomitmen",
        "Pekerja berhak": 100, "Aktif hari ini": 40, "Pekerja baru": 60, "Pekerja lanjutan": 4, "Pekerja dijanjikan": 64,
        "Bulan": 12, "Jumlah (Rp)": 12_656_352, "Cakupan hari ini": 0.4, "Cakupan bila dibayar": 1, "Cara masuk": "lewat ponsel desa",
        "Lembar diperiksa": None, "Revisi": 1, "Tanda terima": "01.2001-1-ABCDEF01", "Alasan": None,
    }  # fmt: skip
    assert [(row["Komitmen"], row["Lembar diperiksa"], row["Alasan"]) for row in (second, third, fourth)] == [
        ("berkomitmen", "belum", "Salah hitung"),
        ("ditarik", None, "Salah desa"),
        ("belum", None, None),
    ]
    assert (fourth["Cara masuk"], fourth["Bulan"], fourth["Jumlah (Rp)"]) == (None, None, 0)


def test_an_amount_is_a_formula_only_where_that_is_exact(meeting: WorkbookContent) -> None:
    sheet = Calculated(workbook(meeting)).formulas["Baris"]

    cells = [[cell.value for cell in row[12:]] for row in sheet.iter_rows(min_row=5)]
    assert cells == [
        [16_800, "=H5*M5", "=G5*N5"],
        [11_348, 140_088, "=G6*N6"],  # the rate rises in July: the months are summed by the program
        [3, None, 100],
    ]


def test_the_history_says_which_rows_stand(meeting: WorkbookContent) -> None:
    rows = table_of(Calculated(workbook(meeting)).values["Riwayat"])

    assert [(row["Baris"], row["Desa"], row["Revisi"], row["Mengganti revisi"], row["Berlaku"]) for row in rows] == [
        (1, "Desa Nomor 1", 1, None, "ya"),
        (2, "Desa Nomor 3", 1, None, "diganti"),
        (3, "Desa Nomor 3", 2, 1, "ditarik"),
    ]
    assert rows[0]["Waktu (WIB)"] == datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001
    assert rows[0]["Hash baris ini"] == SHA


def test_the_parameters_carry_their_legal_basis(meeting: WorkbookContent) -> None:
    rows = {row["Parameter"]: row for row in table_of(Calculated(workbook(meeting)).values["Parameter"])}

    assert {name: rows[name]["Nilai"] for name in list(rows)[:7]} == {
        "Tahun anggaran": "2027",
        "Tahap anggaran": "APBDes",
        "Target cakupan": 0.6,
        "Pekerja sekali komitmen, paling sedikit": 10,
        "Pekerja sekali komitmen, paling banyak": "tidak dibatasi",
        "Di atas pagu desa": "tanpa pagu",
        "Dasar penghasilan BPU sebulan (Rp)": 1_000_000,
    }
    share, flat = rows["Iuran BPU JKK, bagian dari dasar"], rows["Iuran BPU JKM, tetap (Rp sebulan)"]
    assert (share["Nilai"], share["Paling banyak (Rp)"], share["Sampai"]) == (0.01, 207_000, None)
    assert (share["Dasar hukum"], share["Sumber"], share["Keyakinan"]) == ("PP 44/2015", "Lampiran", "tinggi")
    assert (flat["Nilai"], flat["Sampai"], flat["Keyakinan"]) == (6_800, datetime(2027, 12, 1), "sedang")  # noqa: DTZ001


def test_ceilings_say_what_the_pledges_leave(meeting: WorkbookContent) -> None:
    (row,) = table_of(Calculated(workbook(meeting)).values["Pagu"])

    assert (row["Pagu (Rp)"], row["Sudah dianggarkan (Rp)"], row["Ruang (Rp)"]) == (10_000_000, None, 10_000_000)
    assert (row["Dijanjikan (Rp)"], row["Sisa (Rp)"]) == (12_096_000, -2_096_000)


def test_decisions_and_addenda_have_sheets_only_where_there_are_any(meeting: WorkbookContent) -> None:
    plain = load_workbook(io.BytesIO(workbook(meeting)))
    villages = meeting.result["villages"]
    note = Addendum(1, "correction", "62.08.01.2002", "Baris satu\nBaris dua", "Camat", NOON, SHA)
    decided = content(villages, decisions=[decision(1, v2001=10, v2004=5), decision(3, v2001=1)], addenda=[note])
    book = Calculated(workbook(decided))

    assert plain.sheetnames == ["Ringkasan", "Desa", "Baris", "Riwayat", "Pagu", "Parameter"]
    assert book.values.sheetnames == [
        "Ringkasan", "Desa", "Baris", "Riwayat", "Keputusan", "Keputusan per desa", "Pagu", "Parameter", "Adendum",
    ]  # fmt: skip
    assert_formulas_hold(book)
    first, second = table_of(book.values["Keputusan"])
    assert (first["Dana"], first["Diputuskan oleh"]) == ("APBD Rp 10.000.000 (hanya Nelayan)", "Bupati")
    assert (first["Terpakai (Rp)"], first["Sisa (Rp)"], second["Terpakai (Rp)"]) == (3_024_000, 6_976_000, 201_600)
    assert [row["Jumlah (Rp)"] for row in table_of(book.values["Keputusan per desa"])] == [
        2_016_000,
        1_008_000,
        201_600,
    ]
    (added,) = table_of(book.values["Adendum"])
    assert (added["Jenis"], added["Desa"], added["Isi"]) == ("Perbaikan", "Desa Nomor 2", "Baris satu\nBaris dua")


def test_nobody_pledged_anything() -> None:
    book = Calculated(workbook(content([village(1), village(2)])))

    assert_formulas_hold(book)
    facts = facts_of(book.values)
    assert (facts["Desa berkomitmen"], facts["Jumlah (Rp)"], facts["Terbilang"]) == (0, 0, "nol rupiah")
    assert table_of(book.values["Baris"]) == []
    assert book.values["Baris"]["O3"].value == 0
    assert book.values["Baris"].auto_filter.ref == "A4:O5"


def test_a_result_without_data_has_no_coverage() -> None:
    found = content([village(1, line(5))], dataset=None, coverage=None)
    book = Calculated(workbook(WorkbookContent(found.result, SHA, "rapat ditutup", {})))

    assert_formulas_hold(book)
    assert not any(name.startswith("Cakupan") for name in facts_of(book.values))
    assert table_of(book.values["Desa"])[0]["Cakupan bila dibayar"] is None


def test_a_result_of_an_older_version_is_read_too() -> None:
    """What the first version of the snapshot did not say yet."""
    row = village(
        1, {name: value for name, value in line(5).items() if name not in ("group", "group_name", "wage_rupiah")}
    )
    old = {
        name: value
        for name, value in row.items()
        if name not in ("way", "paper_checked", "withdrawn", "reason", "ceilings")
    }
    found = content([old])
    younger = ("min_workers", "max_workers", "over_ceiling", "budget_dataset", "attendance", "decisions")
    result = {name: value for name, value in found.result.items() if name not in younger}

    book = Calculated(workbook(WorkbookContent(result, SHA, "rapat ditutup", found.counts)))

    assert_formulas_hold(book)
    assert table_of(book.values["Desa"])[0]["Cara masuk"] == "cara tidak tercatat"


def test_the_same_content_gives_the_same_bytes_whenever_it_is_asked_for(meeting: WorkbookContent) -> None:
    made = workbook(meeting)

    assert made == workbook(meeting)
    assert load_workbook(io.BytesIO(made)).properties.created == NOON.replace(tzinfo=None)
