"""What every file that is imported by village keeps to: a header, whole rows, a known village; faults with a cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.region_names import fold_name, normal_code

Row = TypeVar("Row")
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
    is_desa: bool = True

    def is_called(self, name: str) -> bool:
        """Whether a name means this village, after folding case, spaces and DESA or KELURAHAN."""
        return fold_name(name) in {fold_name(known) for known in (self.name, *self.aliases)}


@dataclass(slots=True)
class Checked(Generic[Row]):
    """A file after checking: its rows where it has no fault, and all that was found."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    header_row: int = 1

    @property
    def refused_rows(self) -> int:
        """Data rows with at least one fault."""
        return len({(fault.sheet, fault.row) for fault in self.faults if fault.row > self.header_row})


def cell_text(cell: object) -> str:
    """A cell as people see it: no spaces around it, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


Cells = Mapping[str, object]


class FileCheck(Generic[Row]):
    """One file under check: reads its rows one after another and collects all that is wrong with them.

    Args:
        columns: the titles that the header must have, each once, in any order.
        villages: the regency's villages by Kemendagri code.

    Attributes:
        checked: what was found so far; its rows are added by whoever reads them.
    """

    def __init__(
        self, sheet: Sheet, columns: Sequence[str], villages: Mapping[str, KnownVillage], regency_name: str
    ) -> None:
        self.checked = Checked[Row]()
        self._sheet, self._columns = sheet, columns
        self._villages, self._regency_name = villages, regency_name
        self._seen: dict[object, int] = {}

    def data_rows(self, *, empty_cure: str) -> Iterator[tuple[int, Cells]]:
        """The filled rows below the header by number, each as its cells by column; none where the header is wrong.

        Args:
            empty_cure: what to do about a file without a data row.
        """
        rows = self._sheet.rows
        header = next((number for number, row in enumerate(rows) if _is_filled(row)), None)
        if header is None:
            self.fault(1, "", "", "Berkas kosong.", f"Isi dengan kolom {', '.join(self._columns)}.")
            return
        self.checked.header_row = header + 1
        places = self._places([cell_text(cell) for cell in rows[header]])
        if self.checked.faults:
            return
        for number, row in enumerate(rows[header + 1 :], start=header + 2):
            if _is_filled(row):
                yield number, {name: row[place] if place < len(row) else None for name, place in places.items()}
        if not self.checked.rows and not self.checked.faults:
            self.fault(header + 1, "", "", "Tidak ada baris data.", empty_cure)

    def fault(self, number: int, column: str, value: object, problem: str, cure: str) -> None:
        """Note what is wrong in one row."""
        self.checked.faults.append(Fault(self._sheet.name, number, column, cell_text(value)[:80], problem, cure))

    def village(self, number: int, cells: Cells) -> KnownVillage | None:
        """The village of a row, whose name must agree with its code; None, and a fault, for an unknown code."""
        typed, name = cell_text(cells["kode_desa"]), cell_text(cells["nama_desa"])
        code = normal_code(typed)
        village = self._villages.get(code) if code else None
        if village is None:
            called = [v for v in self._villages.values() if name and v.is_called(name)]
            hint = f" Kode {called[0].name} adalah {called[0].code}." if len(called) == 1 else ""
            problem = f"Kode desa ini tidak ada di {self._regency_name}."
            cure = f"Pakai kode Kemendagri seperti 62.08.01.2005, bukan kode BPS.{hint}"
            self.fault(number, "kode_desa", typed, problem, cure)
        elif not village.is_called(name):
            problem = f"Nama tidak cocok dengan kode {village.code}, yaitu {village.name}."
            self.fault(number, "nama_desa", name, problem, "Perbaiki nama atau kodenya.")
        return village

    def first_time(self, number: int, key: object, what: str, *, column: str, value: object) -> None:
        """Refuse a row whose key stood in a row before it; `what` names the two in words."""
        first = self._seen.setdefault(key, number)
        if first != number:
            problem = f"{what} sudah ada di baris {first}."
            self.fault(number, column, value, problem, "Satukan kedua baris atau hapus salah satunya.")

    def warn_of_missing(
        self, present: set[str], said: str = "tidak ada dalam berkas", *, only_desa: bool = False
    ) -> None:
        """Name the villages of the regency that a file without faults does not speak of."""
        missing = [
            village.name
            for code, village in self._villages.items()
            if code not in present and (village.is_desa or not only_desa)
        ]
        if missing and not self.checked.faults:
            self.checked.warnings.append(f"{len(missing)} desa {said}: {', '.join(missing)}.")

    def _places(self, header: Sequence[str]) -> dict[str, int]:
        folded = [re.sub(r"[\s.]+", "_", name.lower()).strip("_") for name in header]
        number = self.checked.header_row
        for shown in header:
            if is_personal(shown):
                problem = "Kolom ini memuat data pribadi; program hanya menerima jumlah orang."
                self.fault(number, shown, "", problem, "Hapus kolom itu dan kirim jumlah per desa dan kelompok.")
        # A personal column is deleted, never renamed: it is no candidate for a misspelt one.
        unknown = [name for name in folded if name and name not in self._columns and not is_personal(name)]
        for column in self._columns:
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
            self.fault(number, column, value, problem, cure)
        if not self.checked.faults:
            self.checked.warnings.extend(f"Kolom “{name}” tidak dipakai dan diabaikan." for name in unknown)
        return {column: folded.index(column) for column in self._columns if column in folded}


def _is_filled(row: Sequence[object]) -> bool:
    return any(cell_text(cell) for cell in row)
