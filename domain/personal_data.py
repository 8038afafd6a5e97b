"""Columns that hold data of persons: a file with one is refused whole, by its title or by what stands in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from domain.import_table import cell_text

_PERSONAL_WORDS = frozenset(
    {
        "nik",
        "ktp",
        "kk",
        "kpj",
        "kependudukan",
        "hp",
        "telp",
        "telpon",
        "telepon",
        "phone",
        "wa",
        "whatsapp",
        "lahir",
        "birth",
        "alamat",
        "address",
        "email",
        "rekening",
        "npwp",
    }
)
# What follows "nama" where no person is meant. Only of the first a misspelling counts: pekerja is nearly pekerjaan.
_PLACES = ("desa", "kelurahan", "kecamatan", "kabupaten", "provinsi", "kelompok")
_OTHER_THINGS = frozenset(
    {"kel", "kec", "kab", "kota", "prov", "wilayah", "pekerjaan", "program", "instansi", "kantor", "sumber", "dana",
     "dan", "atau", "jenis", "di"}
)  # fmt: skip
_COUNTS = frozenset({"jumlah", "jml", "jlh", "banyak", "banyaknya", "total", "count", "number"})
_BOOKKEEPING = ("kode rekening", "kode rek", "no rekening anggaran")

# District, then the day of birth (from 41 for women), month, year and a counter.
_NIK = re.compile(r"[1-9][0-9]{5}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{6}")
_DAMAGED = re.compile(r"[1-9][.,][0-9]{3,}E\+?15", re.IGNORECASE)  # a NIK that a spreadsheet has cut
_ADDRESS = re.compile(r"\bRT\b\W{0,2}[0-9]+\W{0,3}RW\b|^\s*(?:jl|jln|jalan|gang|gg)\b[. ]+\S", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+62|0)8[1-9][0-9]{7,10}")  # without the plus it could be an amount


def is_personal(header: str) -> bool:
    """Whether a column's title looks like data of a person; a file with one is refused, whatever else is in it.

    >>> is_personal("No. KTP"), is_personal("Nama TK"), is_personal("nama_desa"), is_personal("keterangan")
    (True, True, False, False)
    >>> is_personal("Nama Desa/Kelurahan"), is_personal("Jumlah KK"), is_personal("Kode rekening")
    (False, False, False)
    """
    words = re.findall(r"[a-z]+", header.lower().replace("n.i.k", "nik"))
    if not words or words[0] in _COUNTS or " ".join(words).startswith(_BOOKKEEPING):
        return False
    if _PERSONAL_WORDS & set(words):
        return True
    # English as well: "worker name", but not "village name".
    if words[-1] == "name":
        return not set(words) & {"village", "district", "subdistrict", "regency", "province", "group"}
    if not words[0].startswith("nama"):
        return False
    named = [words[0].removeprefix("nama"), *words[1:]]
    named = [word for word in named if word]
    return not named or not all(map(_is_no_person, named))


def _is_no_person(word: str) -> bool:
    return word in _OTHER_THINGS or bool(difflib.get_close_matches(word, _PLACES, n=1, cutoff=0.8))


def first_personal(cells: Iterable[object]) -> int | None:
    """The place of the first cell that is a NIK, the number of a mobile phone, or an address; None where no cell is.

    >>> first_personal(["Jl. Tjilik Riwut 5"]), first_personal(["RT 03/RW 1"]), first_personal(["6.20801E+15"])
    (0, 0, 0)
    >>> first_personal(["120", "6208014508900001"]), first_personal(["6208012005", 120.0])
    (1, None)
    """
    for place, cell in enumerate(cells):
        text = re.sub(r"[\s'.-]", "", cell_text(cell))
        if _NIK.fullmatch(text) or _PHONE.fullmatch(text):
            return place
        if isinstance(cell, str) and (_ADDRESS.search(cell) or _DAMAGED.fullmatch(cell.strip())):
            return place
    return None
