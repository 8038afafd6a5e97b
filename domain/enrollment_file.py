"""What an enrollment file must be: one row a village and worker group, whole counts, nothing guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.coverage import Counts
from domain.money import format_number
from domain.region_names import fold_name, normal_code
from domain.worker_groups import WorkerGroup

COLUMNS = ("kode_desa", "nama_desa", "kelompok", "potensi", "aktif", "nonaktif")
_PERSONAL_WORDS = frozenset(
    {
        "nik",
        "ktp",
        "kk",
        "kpj",
        "kependudukan",
        "hp",
        "telp",
        "telepon",
        "wa",
        "whatsapp",
        "lahir",
        "alamat",
        "email",
        "rekening",
        "npwp",
    }
)
_NAMES_OF_PLACES = frozenset(
    f"nama_{place}" for place in ("desa", "kelurahan", "kecamatan", "kabupaten", "provinsi", "kelompok")
)


def is_personal(header: str) -> bool:
    """Whether a column's title looks like data of a person; a file with one is refused, whatever else is in it.

    >>> is_personal("No. KTP"), is_personal("Nama TK"), is_personal("nama_desa"), is_personal("keterangan")
    (True, True, False, False)
    """
    words = re.findall(r"[a-z]+", header.lower().replace("n.i.k", "nik"))
    if _PERSONAL_WORDS & set(words):
        return True
    folded = "_".join(words)
    is_name = bool(words) and words[0].startswith("nama")
    return is_name and not difflib.get_close_matches(folded, _NAMES_OF_PLACES, n=1, cutoff=0.85)


_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_MOST = 2**31 - 1
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: its name ("" for CSV) and rows of cells; row 1 is the first of the file."""

    name: str
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be mended before anything is stored: where, what, and how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    cure: str


@dataclass(frozen=True, slots=True)
class KnownVillage:
    """A village that the file may name, with the spellings that are taken for its name."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a name means this village, after folding case, spaces and DESA or KELURAHAN."""
        return fold_name(name) in {fold_name(known) for known in (self.name, *self.aliases)}


@dataclass(slots=True)
class Checked:
    """A file after checking: its rows where it has no fault, and all that was found."""

    rows: list[tuple[str, str, Counts]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    header_row: int = 1

    @property
    def refused_rows(self) -> int:
        """Data rows with at least one fault."""
        return len({(fault.sheet, fault.row) for fault in self.faults if fault.row > self.header_row})


def check_enrollment(
    sheet: Sheet, villages: Mapping[str, KnownVillage], groups: Sequence[WorkerGroup], regency_name: str
) -> Checked:
    """Check a whole table and collect every fault; rows count only if there is none.

    Args:
        sheet: the first row that is not empty is the header.
        villages: the regency's villages by Kemendagri code.
        groups: the worker groups that are known, called by their Indonesian name.
    """
    checked = Checked()
    header_row = next((number for number, row in enumerate(sheet.rows) if _is_filled(row)), None)
    if header_row is None:
        checked.faults.append(Fault(sheet.name, 1, "", "", "Berkas kosong.", f"Isi dengan kolom {', '.join(COLUMNS)}."))
        return checked
    checked.header_row = header_row + 1
    places = _columns(sheet, header_row, checked)
    if checked.faults:
        return checked
    reader = _RowReader(sheet.name, places, villages, groups, regency_name, checked)
    for number, row in enumerate(sheet.rows[header_row + 1 :], start=header_row + 2):
        if _is_filled(row):
            reader.read(number, row)
    if not checked.rows and not checked.faults:
        cure = "Isi satu baris untuk setiap desa dan kelompok pekerja."
        checked.faults.append(Fault(sheet.name, header_row + 1, "", "", "Tidak ada baris data.", cure))
    reader.warn_of_missing_villages()
    return checked


def _is_filled(row: Sequence[object]) -> bool:
    return any(cell_text(cell) for cell in row)


def cell_text(cell: object) -> str:
    """A cell as people see it: no spaces around it, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _columns(sheet: Sheet, header_row: int, checked: Checked) -> dict[str, int]:
    header = [cell_text(cell) for cell in sheet.rows[header_row]]
    folded = [re.sub(r"[\s.]+", "_", name.lower()).strip("_") for name in header]
    for shown in header:
        if is_personal(shown):
            problem = "Kolom ini memuat data pribadi; program hanya menerima jumlah orang."
            cure = "Hapus kolom itu dan kirim jumlah per desa dan kelompok."
            checked.faults.append(Fault(sheet.name, header_row + 1, shown, "", problem, cure))
    # A personal column is deleted, never renamed: it is no candidate for a misspelt one.
    unknown = [name for name in folded if name and name not in COLUMNS and not is_personal(name)]
    for column in COLUMNS:
        if folded.count(column) == 1:
            continue
        problem, value = f"Kolom {column} tidak ada.", ""
        cure = f"Beri kolom itu judul persis “{column}”."
        if folded.count(column) > 1:
            problem, cure = f"Kolom {column} ada lebih dari satu.", "Hapus kolom yang berlebih."
        elif near := difflib.get_close_matches(column, unknown, n=1, cutoff=0.6):
            value = header[folded.index(near[0])]
            cure = f"Ganti judul “{value}” menjadi “{column}”."
            unknown.remove(near[0])
        checked.faults.append(Fault(sheet.name, header_row + 1, column, value, problem, cure))
    if not checked.faults:
        checked.warnings.extend(f"Kolom “{name}” tidak dipakai dan diabaikan." for name in unknown)
    return {column: folded.index(column) for column in COLUMNS if column in folded}


class _RowReader:
    """Reads data rows one after another and remembers which village and group it has seen where."""

    def __init__(
        self,
        sheet: str,
        places: Mapping[str, int],
        villages: Mapping[str, KnownVillage],
        groups: Sequence[WorkerGroup],
        regency_name: str,
        checked: Checked,
    ) -> None:
        self._sheet, self._places, self._villages, self._checked = sheet, places, villages, checked
        self._groups = {fold_name(group.name): group.code for group in groups}
        self._group_names = ", ".join(group.name for group in groups)
        self._regency_name = regency_name
        self._seen: dict[tuple[str, str], int] = {}

    def read(self, number: int, row: Sequence[object]) -> None:
        """Check one data row; a good one is added to the checked rows."""
        cells = {name: row[place] if place < len(row) else None for name, place in self._places.items()}
        before = len(self._checked.faults)
        village = self._village(number, cells)
        group = self._group(number, cells)
        counts = self._counts(number, cells)
        if village and group:
            self._check_first(number, village, group, cell_text(cells["kelompok"]))
        if village and group and counts and len(self._checked.faults) == before:
            self._checked.rows.append((village.code, group, counts))

    def warn_of_missing_villages(self) -> None:
        """Name the villages of the regency that the file does not speak of."""
        present = {code for code, _, _ in self._checked.rows}
        missing = [village.name for code, village in self._villages.items() if code not in present]
        if missing and not self._checked.faults:
            self._checked.warnings.append(f"{len(missing)} desa tidak ada dalam berkas: {', '.join(missing)}.")

    def _fault(self, number: int, column: str, value: object, problem: str, cure: str) -> None:
        shown = cell_text(value)[:80]
        self._checked.faults.append(Fault(self._sheet, number, column, shown, problem, cure))

    def _village(self, number: int, cells: Mapping[str, object]) -> KnownVillage | None:
        typed, name = cell_text(cells["kode_desa"]), cell_text(cells["nama_desa"])
        code = normal_code(typed)
        village = self._villages.get(code) if code else None
        if village is None:
            called = [v for v in self._villages.values() if name and v.is_called(name)]
            hint = f" Kode {called[0].name} adalah {called[0].code}." if len(called) == 1 else ""
            problem = f"Kode desa ini tidak ada di {self._regency_name}."
            cure = f"Pakai kode Kemendagri seperti 62.08.01.2005, bukan kode BPS.{hint}"
            self._fault(number, "kode_desa", typed, problem, cure)
        elif not village.is_called(name):
            problem = f"Nama tidak cocok dengan kode {village.code}, yaitu {village.name}."
            self._fault(number, "nama_desa", name, problem, "Perbaiki nama atau kodenya.")
        return village

    def _group(self, number: int, cells: Mapping[str, object]) -> str | None:
        name = cell_text(cells["kelompok"])
        code = self._groups.get(fold_name(name)) if name else None
        if code is None:
            self._fault(
                number,
                "kelompok",
                name,
                "Kelompok pekerja ini tidak dikenal.",
                f"Yang dikenal: {self._group_names}.",
            )
        return code

    def _counts(self, number: int, cells: Mapping[str, object]) -> Counts | None:
        values = [self._count(number, column, cells[column]) for column in ("potensi", "aktif", "nonaktif")]
        eligible, active, inactive = values
        if eligible is None or active is None or inactive is None:
            return None
        if active > eligible:
            self._fault(
                number,
                "aktif",
                cells["aktif"],
                f"Aktif {format_number(active)} lebih besar dari potensi {format_number(eligible)}.",
                "Potensi berarti semua pekerja yang berhak, termasuk yang aktif. Perbaiki salah satunya.",
            )
            return None
        if active + inactive > eligible:
            self._checked.warnings.append(
                f"Baris {number}: aktif dan nonaktif bersama-sama ({format_number(active + inactive)}) "
                f"melebihi potensi ({format_number(eligible)})."
            )
        return Counts(eligible, active, inactive)

    def _count(self, number: int, column: str, cell: object) -> int | None:
        text = cell_text(cell)
        if isinstance(cell, str) and _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        if text.isascii() and text.isdecimal():
            if len(text) <= _MOST_DIGITS and int(text) <= _MOST:
                return int(text)
            problem = "Jumlah ini terlalu besar."
        else:
            problem = "Bukan jumlah orang yang bulat." if text else "Jumlah ini kosong."
        if text.startswith("-"):
            problem = "Jumlah orang tidak boleh negatif."
        self._fault(number, column, cell, problem, "Tulis bilangan bulat, misalnya 120; tulis 0 bila tidak ada.")
        return None

    def _check_first(self, number: int, village: KnownVillage, group: str, group_name: str) -> None:
        first = self._seen.setdefault((village.code, group), number)
        if first != number:
            problem = f"{village.name} · {group_name} sudah ada di baris {first}."
            self._fault(number, "kelompok", group_name, problem, "Satukan kedua baris atau hapus salah satunya.")
