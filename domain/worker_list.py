"""Count a list of workers by village and group: each row is looked at once, and only numbers are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.column_titles import BPS_CODE, SUBDISTRICT, VILLAGE_CODE, VILLAGE_NAME, Column, find_header
from domain.coverage import Counts
from domain.enrollment_file import GROUP, EnrollmentRow
from domain.import_file import Scope
from domain.import_table import Sheet, cell_text, is_filled
from domain.person_cells import Cover, age_on, cover_of, day_of_birth, number_of_person
from domain.region_names import fold_name
from domain.total_rows import is_total_row
from domain.village_search import KnownVillage, Mention, VillageSearch, village_code
from domain.worker_groups import WorkerGroup

OLDEST = 65
_FIRST_YEAR = 1900
NIK = Column(
    "nik",
    ("no nik", "nomor nik", "nik pekerja", "nik peserta", "no ktp", "nomor ktp", "ktp", "nik ktp", "no nik ktp",
     "nomor induk kependudukan", "nomor induk kependudukan nik"),
    is_needed=False,
)  # fmt: skip
BIRTH = Column(
    "tanggal_lahir",
    ("tgl lahir", "tgl lhr", "tanggal lhr", "ttl", "tempat tanggal lahir", "tempat tgl lahir", "birth date",
     "date of birth", "lahir"),
    is_needed=False,
)  # fmt: skip
COVERED = Column(
    "sudah_terlindungi",
    ("terlindungi", "sudah peserta", "status kepesertaan", "status peserta", "kepesertaan", "peserta bpjs",
     "peserta bpjs ketenagakerjaan", "bpjs ketenagakerjaan", "status bpjs", "status bpjs ketenagakerjaan", "status",
     "aktif", "peserta aktif", "covered"),
    is_needed=False,
)  # fmt: skip
COLUMNS = (VILLAGE_CODE, VILLAGE_NAME, SUBDISTRICT, BPS_CODE, GROUP, NIK, BIRTH, COVERED)

_UNCHECKED = {
    NIK.key: "Tidak ada kolom NIK: orang yang tertulis dua kali tidak dapat ditemukan.",
    BIRTH.key: "Tidak ada kolom tanggal lahir: umur tidak diperiksa.",
    COVERED.key: "Tidak ada kolom kepesertaan: semua orang dihitung belum aktif.",
}


@dataclass(slots=True)
class CountedList:
    """What came of counting a list; nothing of its rows is in it.

    Attributes:
        rows: by village and group: everyone in the list, those who are active and inactive already.
        people: rows that were counted.
        faults: how many rows were left out, by what is wrong with them; a row may have several.
        left_out: rows with at least one fault.
        notes: what the list does not tell and so was not checked.
        problem: why nothing could be counted at all, and the cure; "" where it could.
    """

    rows: list[EnrollmentRow] = field(default_factory=list)
    people: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    notes: list[str] = field(default_factory=list)
    problem: str = ""


def looks_like_list(sheet: Sheet) -> bool:
    """Whether a sheet has a number or a day of birth for each of its rows, and so may be counted."""
    header = find_header(sheet.rows, COLUMNS)
    return header is not None and bool({NIK.key, BIRTH.key} & header.places.keys())


def count_list(sheet: Sheet, scope: Scope, groups: Sequence[WorkerGroup], today: date) -> CountedList:
    """Count the rows of a list that have no fault.

    Args:
        scope: its villages are those that a row may name.
        groups: the worker groups that are known, called by their Indonesian name.
        today: the day on which ages are reckoned.
    """
    found = CountedList()
    header = find_header(sheet.rows, COLUMNS)
    places = {key: at[0] for key, at in header.places.items()} if header else {}
    if header is None or GROUP.key not in places or not {"kode_desa", "nama_desa", "kode_bps"} & places.keys():
        found.problem = "Daftar ini belum dapat dihitung: perlu kolom desa (kode atau nama) dan kolom kelompok pekerja."
        return found
    found.notes = [note for key, note in _UNCHECKED.items() if key not in places]
    counter = _Counter(scope, groups, today)
    for number, row in enumerate(sheet.rows[header.row :], start=header.row + 1):
        cells = {key: row[at] if at < len(row) else None for key, at in places.items()}
        if is_filled(row) and not is_total_row(row, cells) and sum(bool(cell_text(c)) for c in cells.values()) > 1:
            counter.add(cells, is_hidden=number in sheet.hidden_rows)
    found.rows = counter.rows()
    found.people, found.left_out, found.faults = counter.people, counter.left_out, dict(counter.faults.most_common())
    return found


class _Counter:
    """Looks at one row after another; the numbers of persons are known only while this object lives."""

    def __init__(self, scope: Scope, groups: Sequence[WorkerGroup], today: date) -> None:
        self._villages, self._today = scope.villages, today
        self._search = VillageSearch(scope.villages, scope.regency_name, scope.answers)
        self._groups = {fold_name(group.name): group.code for group in groups}
        self._seen: set[str] = set()
        self._counts: dict[tuple[str, str], Counter[Cover]] = {}
        self.people, self.left_out = 0, 0
        self.faults: Counter[str] = Counter()

    def add(self, cells: Mapping[str, object], *, is_hidden: bool) -> None:
        """Count a row, or what is wrong with it."""
        wrong = [*self._number(cells), *self._age(cells), *(["Baris tersembunyi"] if is_hidden else [])]
        village, group = self._village(cells), self._groups.get(fold_name(cell_text(cells.get(GROUP.key)) or "?"))
        cover = cover_of(cells[COVERED.key]) if COVERED.key in cells else "none"
        wrong += ["Desa tidak dikenal atau namanya tidak cocok dengan kodenya"] if village is None else []
        wrong += ["Kelompok pekerja tidak dikenal"] if group is None else []
        wrong += ["Kolom kepesertaan tidak jelas"] if cover is None else []
        if wrong or village is None or group is None or cover is None:
            self.left_out += 1
            self.faults.update(wrong)
            return
        self.people += 1
        self._counts.setdefault((village.code, group), Counter())[cover] += 1

    def rows(self) -> list[EnrollmentRow]:
        """The counts, in the order of villages and groups."""
        order = list(self._groups.values())
        return [
            (village, group, Counts(counts.total(), counts["active"], counts["inactive"]))
            for (village, group), counts in sorted(self._counts.items(), key=lambda i: (i[0][0], order.index(i[0][1])))
        ]

    def _number(self, cells: Mapping[str, object]) -> list[str]:
        if NIK.key not in cells:
            return []
        number = number_of_person(cells[NIK.key])
        if number is None:
            is_damaged = isinstance(cells[NIK.key], float | int)
            return [
                "NIK tersimpan sebagai angka: Excel merusak angka terakhirnya" if is_damaged else "NIK bukan 16 angka"
            ]
        if number in self._seen:
            return ["NIK sudah ada di baris lain"]
        self._seen.add(number)
        return []

    def _age(self, cells: Mapping[str, object]) -> list[str]:
        if BIRTH.key not in cells:
            return []
        born = day_of_birth(cells[BIRTH.key])
        if born is None or born.year < _FIRST_YEAR or born > self._today:
            return ["Tanggal lahir tidak sah"]
        return [f"Umur lebih dari {OLDEST} tahun"] if age_on(born, self._today) > OLDEST else []

    def _village(self, cells: Mapping[str, object]) -> KnownVillage | None:
        said = Mention(*(cell_text(cells.get(key)) for key in ("kode_desa", "nama_desa", "kecamatan", "kode_bps")))
        if said.code and not said.name:
            return self._villages.get(village_code(said.code) or "")
        if said.code or said.bps_code or said.subdistrict:
            found = self._search.find(said)
            return found if isinstance(found, KnownVillage) else None
        called = [village for village in self._villages.values() if said.name and village.is_called(said.name)]
        return called[0] if len(called) == 1 else None
