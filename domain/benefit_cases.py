"""The cases in which JKK and JKM pay, what each is made of, and under which conditions; in the words of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

LineKind = Literal["cash", "at_most", "monthly", "formula", "unlimited"]
SchoolLevel = Literal["primary", "junior", "senior", "university"]


@dataclass(frozen=True, slots=True)
class School:
    """A level of school: its name and the most years that the scholarship pays."""

    name: str
    years: int


SCHOOL_LEVELS: Mapping[SchoolLevel, School] = MappingProxyType(
    {
        "primary": School("TK–SD", 8),
        "junior": School("SMP", 3),
        "senior": School("SMA", 3),
        "university": School("Kuliah", 5),
    }
)
"""In order; PP 82/2019 as reported. 8 × 1.5 + 3 × 2 + 3 × 3 + 5 × 12 = 87 million a child."""

SCHOLARSHIPS = frozenset(f"scholarship_{level}" for level in SCHOOL_LEVELS)

ITEMS: Mapping[str, str] = MappingProxyType(
    {
        "death": "Santunan kematian",
        "periodic": "Santunan berkala, dibayar sekaligus",
        "funeral": "Biaya pemakaman",
        "total_disability": "Santunan cacat total tetap",
        "partial_disability": "Santunan cacat sebagian",
        "treatment": "Perawatan sampai sembuh",
        "unable_first_year": "Selama tidak bisa bekerja, 12 bulan pertama",
        "unable_later": "Sesudah itu, sampai sembuh",
        "transport_land": "Angkutan darat, sungai, danau",
        "transport_sea": "Angkutan laut",
        "transport_air": "Angkutan udara",
        "home_care": "Perawatan di rumah, paling lama 1 tahun",
        **{f"scholarship_{level}": f"Beasiswa {school.name}" for level, school in SCHOOL_LEVELS.items()},
    }
)

_KINDS: Mapping[str, LineKind] = MappingProxyType(
    {
        "partial_disability": "formula",
        "treatment": "unlimited",
        "unable_first_year": "monthly",
        "unable_later": "monthly",
        "transport_land": "at_most",
        "transport_sea": "at_most",
        "transport_air": "at_most",
        "home_care": "at_most",
        **dict.fromkeys(SCHOLARSHIPS, "at_most"),
    }
)


def kind_of(item: str) -> LineKind:
    """How an item is paid; a sum at once where nothing else is said."""
    return _KINDS.get(item, "cash")


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so, as reported; `confidence` is high, medium or low, after domain research."""

    text: str
    confidence: str = "high"


@dataclass(frozen=True, slots=True)
class Case:
    """Something that happens to a worker, and which items of which programme it brings."""

    code: str
    label: str
    programme: Literal["JKK", "JKM"]
    items: tuple[str, ...]
    conditions: tuple[Condition, ...]
    has_scholarship: bool = False


_PAID = Condition("Iuran sudah dibayar: yang baru diusulkan atau dijanjikan belum menjadi peserta.")
_AT_ONCE = Condition("Berlaku sejak menjadi peserta; JKK tidak mempunyai masa tunggu.")
_ARREARS = Condition("Tiga bulan berturut-turut tidak dibayar: perlindungan tidak aktif sampai dibayar lagi.", "medium")
_REPORT = Condition("Laporkan kecelakaan dalam 2 × 24 jam.", "medium")
_BASE = Condition("Dihitung dari penghasilan yang didaftarkan, bukan dari penghasilan yang sebenarnya.")
_CHILDREN = Condition("Beasiswa: paling banyak 2 anak, sampai usia 23 tahun, menikah, atau bekerja.")
_CHILDREN_AT_ONCE = Condition("Beasiswa karena kecelakaan kerja: tanpa syarat 3 tahun iuran.")
_CHILDREN_WAIT = Condition("Beasiswa karena meninggal biasa (JKM): sesudah paling sedikit 3 tahun iuran.")
_EARLY = Condition(
    "Rp 10 juta pada bulan-bulan pertama disebut biaya pemakaman, atau 8 juta + 2 juta; jumlahnya sama.", "medium"
)
_WAIT_UNKNOWN = Condition(
    "Belum diketahui apakah masa tunggu menghitung bulan yang lewat atau bulan yang dibayar, dan apakah mulai lagi "
    "sesudah iuran terputus. Tanyakan ke BPJS Ketenagakerjaan.",
    "low",
)
_TABLE = Condition("Persennya menurut tabel di peraturan; tabel itu belum kami miliki.", "medium")
_FUNCTION = Condition("Cacat fungsi: persen berkurangnya fungsi dikalikan pula.", "medium")
_DOCTOR = Condition("Untuk kecelakaan kerja dan penyakit akibat kerja, sesuai kebutuhan medis.")
_RIDES = Condition("Biaya angkutan darat, laut, dan udara dapat digabung.")

_ACCIDENT = (_AT_ONCE, _PAID)

CASES: Mapping[str, Case] = MappingProxyType(
    {
        case.code: case
        for case in (
            Case(
                "death",
                "Meninggal",
                "JKM",
                ("death", "periodic", "funeral"),
                (_PAID, _ARREARS, _CHILDREN_WAIT, _CHILDREN, _EARLY, _WAIT_UNKNOWN),
                has_scholarship=True,
            ),
            Case(
                "accident_death",
                "Meninggal karena kecelakaan kerja",
                "JKK",
                ("death", "periodic", "funeral"),
                (*_ACCIDENT, _BASE, _CHILDREN_AT_ONCE, _CHILDREN, _ARREARS, _REPORT),
                has_scholarship=True,
            ),
            Case(
                "total_disability",
                "Cacat total tetap",
                "JKK",
                ("total_disability",),
                (*_ACCIDENT, _BASE, _CHILDREN_AT_ONCE, _CHILDREN, _ARREARS, _REPORT),
                has_scholarship=True,
            ),
            Case(
                "partial_disability",
                "Cacat sebagian",
                "JKK",
                ("partial_disability",),
                (*_ACCIDENT, _BASE, _TABLE, _FUNCTION, _ARREARS, _REPORT),
            ),
            Case(
                "treatment",
                "Perawatan",
                "JKK",
                (
                    "treatment",
                    "unable_first_year",
                    "unable_later",
                    "transport_land",
                    "transport_sea",
                    "transport_air",
                    "home_care",
                ),
                (*_ACCIDENT, _DOCTOR, _BASE, _RIDES, _ARREARS, _REPORT),
            ),
            Case(
                "scholarship",
                "Beasiswa anak",
                "JKM",
                (),
                (_CHILDREN_WAIT, _CHILDREN_AT_ONCE, _CHILDREN, _PAID, _ARREARS),
                has_scholarship=True,
            ),
        )
    }
)
