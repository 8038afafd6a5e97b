"""The minutes as DOCX and PDF: the same texts in both, whatever the names are, for one village and for 300."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from domain.minutes import Attendee
from domain.minutes_parts import Minutes
from exports.minutes_docx import minutes_docx
from exports.minutes_pdf import minutes_pdf
from tests.support.minutes import body_of, docx_tables, docx_words, minutes_of, pdf_pages, pdf_words, village

DECISION = {
    "number": 1,
    "title": "APBD sama rata",
    "decided_by": "Bupati Sukamara",
    "note": "",
    "funds": [{"name": "APBD", "amount_rupiah": 1_008_000, "groups": None}],
    "rule_label": "Cakupan sama rata",
    "workers": 5,
    "villages_served": 1,
    "villages_of": 2,
    "spent_rupiah": 1_008_000,
    "left_rupiah": 0,
    "villages": [{"name": "Pudu", "workers": 5, "amount_rupiah": 1_008_000, "reason": "480 belum terlindungi"}],
}
MAKERS: dict[str, tuple[Callable[[Minutes], bytes], Callable[[bytes], str]]] = {
    "docx": (minutes_docx, docx_words),
    "pdf": (minutes_pdf, pdf_words),
}


@pytest.fixture(params=MAKERS)
def read(request: pytest.FixtureRequest) -> Callable[[Minutes], str]:
    """Makes a document and reads its words, on one line."""
    make, words = MAKERS[request.param]
    return lambda minutes: " ".join(words(make(minutes)).split())


def small() -> Minutes:
    rows = [village(1, workers=60, name="Pudu"), village(2, workers=0, name="Air Dua")]
    people = (
        Attendee("Siti Aminah", "Kepala Desa", "Desa Pudu", "named"),
        Attendee("", "", "Desa Air Dua", "erased"),
    )
    return minutes_of(body_of(rows, decisions=[DECISION]), *people)


def test_a_document_says_all_that_the_record_needs(read: Callable[[Minutes], str]):
    found = small()

    words = read(found)

    texts = [
        found.number, found.opening, found.presence, *found.agenda, *found.situation, found.commitments_text,
        found.total_amount, found.total_words, found.without_text, found.decisions_text, found.decisions[0].text,
        found.compare_by_name, *found.notes, found.closing, found.sha256, "Siti Aminah", "(nama dihapus)",
        "belum menyampaikan", "31 Desember 2026", "Pemerintah Kabupaten Sukamara", "480 belum terlindungi",
        "Diputuskan oleh Bupati Sukamara", "Desa Pudu, Kecamatan Sukamara",
    ]  # fmt: skip
    assert [text for text in texts if text not in words] == []


def test_the_tables_of_the_docx_hold_the_minutes_row_by_row():
    found = small()

    tables = {rows[0][1]: rows for rows in docx_tables(minutes_docx(found))}

    assert tables["Nama"][1:] == [
        ["1", "Siti Aminah", "Kepala Desa", "Desa Pudu"],
        ["2", "(nama dihapus)", "", "Desa Air Dua"],
    ]
    assert tables["Desa, kecamatan"][1:] == [
        [
            "1",
            "Pudu\nSukamara",
            "60",
            "60 pekerja baru × 12 bulan · ADD · mulai Januari 2027",
            "Rp 12.096.000\ndua belas juta sembilan puluh enam ribu rupiah",
        ],
        ["", "Jumlah", "60", "", "Rp 12.096.000\ndua belas juta sembilan puluh enam ribu rupiah"],
    ]
    assert tables["Langkah"][1][1:] == [
        "Memasukkan komitmen ke RKPDes dan APBDes 2027",
        "Pemerintah desa dan BPD",
        "31 Desember 2026",
    ]


def test_a_list_that_is_empty_leaves_no_table():
    minutes = minutes_of(body_of([village(1, workers=0)]))

    heads = [rows[0][1] for rows in docx_tables(minutes_docx(minutes))]

    assert heads == ["Desa", "Langkah", "Untuk", "Untuk", "Dari"]


HOSTILE = [
    "=1+1", "+62", "-5", "@jumlah", "<w:p>&amp;</w:p>", "]]>", "{{ sha256 }}", "{_{ title }_}", "{%p if x %}",
    "#set page(width: 1mm)", "$x$ *tebal* _miring_", "a & b \" ' <", "Ñandú — 😀",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_typed_stands_as_typed_in_the_docx(name: str):
    minutes = minutes_of(
        body_of([village(1, name=name), village(2, workers=0, withdrawn=True, reason=name)]),
        Attendee(name, name, name, "named"),
    )

    tables = {rows[0][1]: rows for rows in docx_tables(minutes_docx(minutes))}

    assert tables["Nama"][1][1:] == [name] * 3
    assert tables["Desa, kecamatan"][1][1] == f"{name}\nSukamara"
    assert tables["Desa"][1][3] == f"ditarik: {name}"


@pytest.mark.parametrize("name", [name for name in HOSTILE if "😀" not in name])
def test_what_people_typed_stands_as_typed_in_the_pdf(name: str):
    minutes = minutes_of(body_of([village(1)]), Attendee(name, "Kepala", "Desa", "named"))

    assert name in pdf_words(minutes_pdf(minutes))


@pytest.mark.parametrize("name", ["Siti\x00\x07\x1b", "Siti\ufffe\uffff", "Siti\u202e", "\tSiti", "Siti\x0b"])
def test_control_characters_break_no_document(name: str, read: Callable[[Minutes], str]):
    minutes = minutes_of(body_of([village(1, name=name)]), Attendee(name, name, name, "named"))

    assert "Siti" in read(minutes)


def test_names_of_eighty_letters_stand_whole(read: Callable[[Minutes], str]):
    whole, words = "W" * 80, ("Siti Aminah binti Abdurrahman " * 3)[:80].strip()

    text = read(minutes_of(body_of([village(1)]), *(Attendee(n, "Kepala", "Desa", "named") for n in (whole, words))))

    assert whole in text.replace(" ", "")
    assert words in text


@pytest.mark.parametrize("count", [1, 29, 300])
def test_any_number_of_villages_adds_up_in_both(count: int):
    body = body_of([village(n) for n in range(1, count + 1)])
    minutes = minutes_of(body)

    in_docx, in_pdf = docx_words(minutes_docx(minutes)), pdf_words(minutes_pdf(minutes))

    for text in (in_docx, in_pdf):
        assert minutes.total_amount in text
        assert f"Desa Ke-{count}" in text
    rows = next(rows for rows in docx_tables(minutes_docx(minutes)) if rows[0][1] == "Desa, kecamatan")
    rupiah = [int(row[4].split("\n")[0].removeprefix("Rp ").replace(".", "")) for row in rows[1:]]
    assert sum(rupiah[:-1]) == rupiah[-1] == body["totals"]["amount_rupiah"]


def test_a_rehearsal_says_so_on_every_page():
    minutes = minutes_of(body_of([village(n) for n in range(1, 60)], is_rehearsal=True))

    pages = pdf_pages(minutes_pdf(minutes))
    document = Document(io.BytesIO(minutes_docx(minutes)))

    assert len(pages) > 2
    assert [page for page in pages if "LATIHAN · DATA CONTOH" not in page] == []
    assert document.sections[0].header.paragraphs[0].text == "LATIHAN · DATA CONTOH"


def test_real_data_have_no_mark(read: Callable[[Minutes], str]):
    assert "CONTOH" not in read(small())


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_the_pdf_is_sound(tmp_path: Path):
    file = tmp_path / "ba.pdf"
    file.write_bytes(minutes_pdf(small()))

    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_docx_is_sound_and_holds_the_qr_code():
    with zipfile.ZipFile(io.BytesIO(minutes_docx(small()))) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            if name.endswith(".xml"):
                etree.fromstring(packed.read(name))
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]

    assert len(pictures) == 1


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_the_docx(tmp_path: Path):
    file = tmp_path / "ba.docx"
    file.write_bytes(minutes_docx(small()))

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file], check=True, timeout=180
    )

    assert small().sha256 in pdf_words((tmp_path / "ba.pdf").read_bytes())
