"""What a list of regions must be: a row a region with its Kemendagri code and name; parents come from the code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.column_titles import Column, Header, find_header
from domain.import_file import PERSONAL_CURE, PERSONAL_PROBLEM, Checked
from domain.import_table import Fault, Sheet, cell_text, is_filled
from domain.personal_data import first_personal, is_personal
from domain.provinces import PROVINCES
from domain.village_search import village_code

Level = Literal["province", "regency", "subdistrict", "village"]
MEANINGS = (
    Column(
        "kode",
        ("kode wilayah", "kode kemendagri", "kode desa", "kode desa kelurahan", "kode kelurahan", "code",
         "village code", "kemendagri code", "region code"),
    ),
    Column(
        "nama",
        ("nama wilayah", "nama desa", "nama kelurahan", "nama desa kelurahan", "desa", "desa kelurahan", "name",
         "village name", "region name", "wilayah"),
    ),
    Column("jenis", ("tipe", "type", "kind", "jenis desa", "desa atau kelurahan"), is_needed=False),
    Column("kecamatan", ("nama kecamatan", "subdistrict"), is_needed=False),
    Column("kabupaten", ("nama kabupaten", "kabupaten kota", "nama kabupaten kota", "regency"), is_needed=False),
    Column("provinsi", ("nama provinsi", "province"), is_needed=False),
    Column("kode_bps", ("bps code", "kode desa bps", "kode wilayah bps"), is_needed=False),
    Column("lat", ("lintang", "latitude"), is_needed=False),
    Column("lon", ("bujur", "longitude"), is_needed=False),
)  # fmt: skip

LEVELS: Mapping[int, Level] = {2: "province", 5: "regency", 8: "subdistrict", 13: "village"}
"""By the length of a code with its dots."""

_UPPER = {8: ("kecamatan", "Kecamatan"), 5: ("kabupaten", "Kabupaten"), 2: ("provinsi", "Provinsi")}
_PARTS = re.compile(r"([1-9][0-9])\.?([0-9]{2})?\.?([0-9]{2})?")
_KIND_OF_DIGIT = {"1": "kelurahan", "2": "desa", "3": "desa"}
_KINDS = {"desa": "desa", "desaadat": "desa", "kelurahan": "kelurahan", "kel": "kelurahan"}
_FIRST_TOWN = 71
_KIND_WORD = re.compile(r"(?:kabupaten|kab\.?|kota|provinsi|prov\.?|kecamatan|kec\.?)\s+(?=\S)", re.IGNORECASE)
_LONGEST_NAME = 100
CODE_CURE = "Tulis kode Kemendagri dengan titik, misalnya 62.08.01.2005, dan format kolomnya sebagai teks."


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region of a list: its code, how it is called, and where it lies, in degrees, where the list says so."""

    code: str
    name: str
    bps_code: str | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def level(self) -> Level:
        """Province, regency, subdistrict or village, by the length of the code."""
        return LEVELS[len(self.code)]

    @property
    def kind(self) -> str | None:
        """Desa or kelurahan of a village, by the first digit of its last part; a desa adat is a desa."""
        return _KIND_OF_DIGIT[self.code[9]] if self.level == "village" else None

    @property
    def parent_code(self) -> str | None:
        """The region that it lies in; None for a province."""
        return parent_of(self.code)


@dataclass(frozen=True, slots=True)
class RegionTotals:
    """How many regions a list has, by level."""

    provinces: int = 0
    regencies: int = 0
    subdistricts: int = 0
    villages: int = 0


def region_totals(rows: Sequence[RegionRow]) -> RegionTotals:
    """The regions of a list by level."""
    lengths = [len(row.code) for row in rows]
    return RegionTotals(*(lengths.count(length) for length in LEVELS))


def parent_of(code: str) -> str | None:
    """The code without its last part; None for a province."""
    return code.rpartition(".")[0] or None


def region_code(text: str) -> str | None:
    """A Kemendagri code of any level in its one form; None for anything else.

    >>> region_code("62"), region_code("6208"), region_code("62.08.01"), region_code("6208012005"), region_code("62.1")
    ('62', '62.08', '62.08.01', '62.08.01.2005', None)
    """
    if village := village_code(text):
        return village
    found = _PARTS.fullmatch(text.strip().lstrip("'"))
    if not found or (text.count(".") and text.count(".") != sum(part is not None for part in found.groups()) - 1):
        return None
    return ".".join(part for part in found.groups() if part)


def plain_region_name(name: str) -> str:
    """A name without the word of its level: ``Kabupaten Sukamara`` and ``KAB. SUKAMARA`` are compared as Sukamara.

    >>> plain_region_name("Kab. Sukamara")
    'Sukamara'
    """
    return _KIND_WORD.sub("", name.strip(), count=1)


def stand_in_name(code: str) -> str:
    """What a region is called until a list says its name; a province's name is known.

    >>> stand_in_name("62"), stand_in_name("62.08"), stand_in_name("62.08.01")
    ('Kalimantan Tengah', 'Kabupaten/Kota 62.08', '62.08.01')
    """
    if len(code) == len("62"):
        return PROVINCES.get(code, f"Provinsi {code}")
    return f"Kabupaten/Kota {code}" if len(code) == len("62.08") else code


def check_regions(sheet: Sheet) -> Checked[RegionRow]:
    """Check a whole list and collect every fault; its rows count only if there is none.

    Regions above the villages that the list names in a column of their own (kecamatan, kabupaten, provinsi), or in a
    row of their own, are rows too.
    """
    reader = _Reader(sheet)
    reader.read()
    return reader.checked


class _Reader:
    """Reads a list of regions row by row."""

    def __init__(self, sheet: Sheet) -> None:
        self.checked: Checked[RegionRow] = Checked()
        self._sheet = sheet
        self._rows: dict[str, tuple[int, RegionRow]] = {}
        self._upper: dict[str, tuple[int, str]] = {}

    def read(self) -> None:
        header = find_header(self._sheet.rows, MEANINGS)
        if header is None:
            self._fault(1, "", "", "Berkas kosong.", "Isi dengan kolom kode dan nama.")
            return
        places = self._places(header)
        if self.checked.faults:
            return
        for number, row in enumerate(self._sheet.rows[header.row :], start=header.row + 1):
            if is_filled(row) and not self._is_note(number, row):
                self._read_row(number, {k: cell_text(row[at]) if at < len(row) else "" for k, at in places.items()})
        if not self._rows and not self.checked.faults:
            self._fault(header.row, "", "", "Tidak ada baris data.", "Isi satu baris untuk setiap wilayah.")
        self._add_upper()
        self.checked.rows = [row for _, (_, row) in sorted(self._rows.items())]

    def _places(self, header: Header) -> dict[str, int]:
        self.checked.header_row = header.row
        places = {key: found[0] for key, found in header.places.items()}
        for column in MEANINGS:
            if column.is_needed and column.key not in places:
                cure = f"Beri kolom itu judul persis “{column.key}”."
                self._fault(header.row, column.key, "", f"Kolom {column.key} tidak ada.", cure)
        for place, title in enumerate(header.titles):
            if title and place not in places.values():
                self._look_at_unknown(header.row, place, title)
        self.checked.columns = {key: header.titles[place] for key, place in places.items()}
        self.checked.places = places
        return places

    def _look_at_unknown(self, header_row: int, place: int, title: str) -> None:
        below = (row[place] if place < len(row) else None for row in self._sheet.rows[header_row:])
        if is_personal(title) or first_personal(below) is not None:
            self._fault(header_row, title, "", PERSONAL_PROBLEM, PERSONAL_CURE)
            self.checked.is_personal = True
        else:
            self.checked.warnings.append(f"Kolom “{title}” tidak dipakai dan diabaikan.")

    def _is_note(self, number: int, row: Sequence[object]) -> bool:
        filled = [text for cell in row if (text := cell_text(cell))]
        if len(filled) > 1 or region_code(filled[0]):
            return False
        self.checked.warnings.append(f"Baris {number} (“{filled[0][:40]}”) bukan baris data dan tidak dibaca.")
        return True

    def _read_row(self, number: int, said: Mapping[str, str]) -> None:
        code = region_code(said["kode"])
        if code is None:
            problem = "Ini bukan kode wilayah Kemendagri." if said["kode"] else "Kode wilayah kosong."
            self._fault(number, "kode", said["kode"], problem, CODE_CURE)
            return
        first = self._rows.get(code)
        if first:
            problem = f"Kode {code} sudah ada di baris {first[0]}."
            self._fault(number, "kode", said["kode"], problem, "Hapus salah satunya.")
            return
        name = self._name(number, code, "nama", said["nama"])
        kind = _KINDS.get(re.sub(r"[\s_.]", "", said.get("jenis", "").lower()))
        row = RegionRow(code, name, said.get("kode_bps") or None, *self._point(number, said))
        if kind and row.kind and kind != row.kind:
            problem = f"Jenis tidak cocok dengan kode {code}, yaitu {row.kind}."
            self._fault(number, "jenis", said["jenis"], problem, "Perbaiki jenis atau kodenya.")
        self._rows[code] = (number, row)
        for length, (key, _) in _UPPER.items():
            if len(code) > length and said.get(key):
                self._note_upper(number, code[:length], key, said[key])

    def _name(self, number: int, code: str, column: str, text: str) -> str:
        name = " ".join(text.split())
        if not name:
            self._fault(number, column, text, "Nama wilayah kosong.", "Tulis namanya.")
        elif len(name) > _LONGEST_NAME or not any(sign.isalpha() for sign in name) or not name.isprintable():
            self._fault(number, column, text, "Ini bukan nama wilayah.", "Tulis namanya dengan huruf biasa.")
        if LEVELS[len(code)] == "regency" and name and not _KIND_WORD.match(name):
            return f"{'Kota' if int(code[3:]) >= _FIRST_TOWN else 'Kabupaten'} {name}"
        return name if LEVELS[len(code)] in ("regency", "village") else plain_region_name(name)

    def _point(self, number: int, said: Mapping[str, str]) -> tuple[float | None, float | None]:
        lat, lon = said.get("lat", ""), said.get("lon", "")
        if not lat and not lon:
            return None, None
        try:
            found = float(lat.replace(",", ".")), float(lon.replace(",", "."))
        except ValueError:
            found = (float("nan"), float("nan"))
        if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
            self._fault(number, "lat", f"{lat} {lon}", "Titik ini tidak terbaca.", "Tulis derajat: -2,5 dan 111,2.")
            return None, None
        return found

    def _note_upper(self, number: int, code: str, column: str, text: str) -> None:
        known = self._upper.get(code)
        if known is None:
            self._upper[code] = (number, self._name(number, code, column, text))
        elif (name := " ".join(text.split())) not in known[1] and self._name(number, code, column, text) != known[1]:
            problem = f"{code} di baris {known[0]} bernama {known[1]}, di sini {name}."
            self._fault(number, column, text, problem, "Samakan namanya, atau perbaiki kodenya.")

    def _add_upper(self) -> None:
        for code, (number, name) in self._upper.items():
            self._rows.setdefault(code, (number, RegionRow(code, name)))

    def _fault(self, number: int, column: str, value: str, problem: str, cure: str) -> None:
        self.checked.faults.append(Fault(self._sheet.name, number, column, value[:80], problem, cure))


def ancestors(codes: Sequence[str]) -> Iterator[str]:
    """Every region above these, each once, the highest first."""
    found: set[str] = set()
    for code in codes:
        parent = parent_of(code)
        while parent and parent not in found:
            found.add(parent)
            parent = parent_of(parent)
    yield from sorted(found, key=lambda code: (len(code), code))
