"""What a file to be imported looks like: its columns in words, the values they may have, and rows to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from domain.claims_file import KIND_NAMES, PROGRAMMES
from domain.meeting import Stage
from domain.pledge_lines import FUNDING_SOURCES

Cell = str | int
TemplateRow = tuple[Cell, ...]
RULES_MARK = "PETUNJUK PENGISIAN"
"""How the first cell of a template's second sheet begins; a sheet with it is never read as data."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template.

    Attributes:
        key: its title.
        meaning: what is to be written, for people.
        example: a value as it may stand there.
        choices: the values that are known; empty where any will do.
        is_whole: whether only whole numbers from 0 on are taken.
        may_be_empty: of a row that is otherwise filled.
    """

    key: str
    meaning: str
    example: Cell
    choices: tuple[str, ...] = ()
    is_whole: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class ImportTemplate:
    """A file to fill: rows with what is known already, and the rules in words.

    Attributes:
        rows: in the order of the columns; "" is what is to be filled.
        examples: whole rows as they may be filled.
    """

    title: str
    columns: tuple[TemplateColumn, ...]
    rules: tuple[str, ...]
    rows: tuple[TemplateRow, ...]
    examples: tuple[TemplateRow, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True, slots=True)
class Place:
    """A village as a template names it: code, name, and whether it has a budget of its own."""

    code: str
    name: str
    is_desa: bool = True


_ALWAYS = (
    "Isi lembar “Data”, satu baris untuk satu hal; jangan mengubah judul kolom di baris 1.",
    "Kode desa adalah kode Kemendagri seperti 62.08.01.2005, bukan kode BPS. Nama harus cocok dengan kodenya.",
    "Tidak boleh ada NIK, KK, nama orang, telepon atau alamat: hanya jumlah.",
    "Baris jumlah di bawah boleh ada; program mencocokkannya dan tidak menyimpannya.",
    "Berkas diperiksa seluruhnya sebelum disimpan. Bila ada yang salah, tidak ada yang tersimpan.",
)
_COUNTS = "Jumlah orang ditulis bulat. Nol ditulis 0; sel kosong atau “-” bukan nol dan ditolak."


def enrollment_template(places: Sequence[Place], groups: Sequence[tuple[str, bool]]) -> ImportTemplate:
    """One row a village and worker group.

    Args:
        groups: the Indonesian name of each, and whether kelurahan have it as well.
    """
    names = tuple(name for name, _ in groups)
    columns = (
        *_village(places),
        TemplateColumn("kelompok", "Kelompok pekerja, persis salah satu dari daftar.", _first(names), names),
        TemplateColumn("potensi", "Semua pekerja yang berhak, termasuk yang sudah aktif.", 120, is_whole=True),
        TemplateColumn("aktif", "Peserta yang aktif; tidak boleh lebih besar dari potensi.", 45, is_whole=True),
        TemplateColumn("nonaktif", "Pernah menjadi peserta, sekarang tidak aktif.", 5, is_whole=True),
    )
    rows = [
        (place.code, place.name, name, "", "", "")
        for place in places
        for name, everywhere in groups
        if place.is_desa or everywhere
    ]
    return _template("Kepesertaan", columns, (_COUNTS,), rows)


def budget_template(places: Sequence[Place], year: int) -> ImportTemplate:
    """One row a desa and funding source, for the APBDes of a year."""
    sources = tuple(FUNDING_SOURCES)
    desa = [place for place in places if place.is_desa]
    columns = (
        *_village(desa),
        TemplateColumn("tahun", "Tahun anggaran, empat angka.", year),
        TemplateColumn("tahap", "APBDes atau Perubahan.", "APBDes", tuple(get_args(Stage))),
        TemplateColumn("sumber", "Sumber dana.", _first(sources), sources),
        TemplateColumn("pagu", "Batas dana dalam rupiah penuh.", 60_000_000, is_whole=True),
        TemplateColumn(
            "sudah_dianggarkan", "Yang sudah masuk untuk jaminan sosial; kosong bila belum diketahui.", 12_000_000,
            is_whole=True, may_be_empty=True,
        ),
    )  # fmt: skip
    rule = "Rupiah ditulis penuh: 60000000 atau 60.000.000, bukan 60 juta."
    unknown = "Baris tanpa pagu dan tanpa anggaran berarti belum diketahui; baris itu tidak disimpan."
    rows = [(place.code, place.name, year, "APBDes", source, "", "") for place in desa for source in sources]
    return _template("Pagu desa", columns, (rule, unknown), rows)


def claims_template(places: Sequence[Place]) -> ImportTemplate:
    """One row a village and programme."""
    columns = (
        *_village(places, may_be_empty=True),
        TemplateColumn("program", "Program.", "JKM", PROGRAMMES),
        TemplateColumn(
            "jenis", "Jenis klaim; kosong berarti yang biasa bagi program itu.", KIND_NAMES["death"],
            tuple(KIND_NAMES.values()), may_be_empty=True,
        ),
        TemplateColumn("kasus", "Jumlah kasus yang dibayar.", 2, is_whole=True),
        TemplateColumn("rupiah", "Jumlah yang dibayar dalam rupiah penuh.", 84_000_000, is_whole=True),
    )  # fmt: skip
    nowhere = "Kode dan nama desa yang kosong berarti klaim itu tidak dirinci per desa."
    rows = [(place.code, place.name, programme, "", "", "") for place in places for programme in PROGRAMMES]
    return _template("Klaim dibayar", columns, (_COUNTS, nowhere), rows)


def _village(places: Sequence[Place], *, may_be_empty: bool = False) -> tuple[TemplateColumn, TemplateColumn]:
    codes, names = tuple(place.code for place in places), tuple(place.name for place in places)
    return (
        TemplateColumn("kode_desa", "Kode Kemendagri.", _first(codes), codes, may_be_empty=may_be_empty),
        TemplateColumn("nama_desa", "Nama desa atau kelurahan.", _first(names), names, may_be_empty=may_be_empty),
    )


def _first(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


def _template(
    title: str, columns: tuple[TemplateColumn, ...], rules: tuple[str, ...], rows: Sequence[TemplateRow]
) -> ImportTemplate:
    """With the first rows filled as examples; in all but one of them stays empty what may."""
    examples = tuple(_filled(row, columns, whole=number == 0) for number, row in enumerate(rows[:3]))
    return ImportTemplate(title, columns, (*_ALWAYS, *rules), tuple(rows), examples)


def _filled(row: TemplateRow, columns: Sequence[TemplateColumn], *, whole: bool) -> TemplateRow:
    return tuple(
        column.example if cell == "" and (whole or not column.may_be_empty) else cell
        for cell, column in zip(row, columns, strict=True)
    )
