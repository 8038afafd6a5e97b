"""Find the header of a table and its columns by what their titles mean, in Indonesian and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.import_table import cell_text, is_filled

# Units, and words that say only that something is counted; they are left out unless nothing else is there.
_FILLERS = frozenset(
    {
        "jumlah", "jml", "jlh", "total", "banyaknya", "orang", "org", "jiwa", "rp", "rupiah", "idr", "people",
        "persons", "number", "of", "the",
    }
)  # fmt: skip
_ROWS_SEARCHED = 40
_ENOUGH = 2
_NUMBERS_OF_COLUMNS = re.compile(r"\(?[0-9]{1,2}\)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a file may have.

    Attributes:
        key: its own title, as the template writes it.
        titles: what else it is called, in plain words.
        is_needed: whether a file without it is refused.
    """

    key: str
    titles: tuple[str, ...] = ()
    is_needed: bool = True


VILLAGE_CODE = Column(
    "kode_desa",
    ("kode", "kode wilayah", "kode kemendagri", "kode desa kelurahan", "kode kelurahan", "kode wilayah desa",
     "kode desa kemendagri", "village code", "code", "kemendagri code", "id desa"),
)  # fmt: skip
VILLAGE_NAME = Column(
    "nama_desa",
    ("desa", "kelurahan", "desa kelurahan", "nama kelurahan", "nama desa kelurahan", "nama desa dan kelurahan",
     "desa kel", "nama desa kel", "village", "village name"),
)  # fmt: skip
SUBDISTRICT = Column(
    "kecamatan", ("nama kecamatan", "kec", "subdistrict", "sub district", "subdistrict name"), is_needed=False
)
BPS_CODE = Column(
    "kode_bps", ("kode desa bps", "kode wilayah bps", "kode bps desa", "id bps", "bps code"), is_needed=False
)
MONTH = Column("bulan", ("periode", "bulan data", "month", "period", "bulan tahun"), is_needed=False)


def fold_title(text: str) -> str:
    """A title for comparing: plain words in small letters, without units.

    >>> fold_title("Jumlah Peserta AKTIF (orang)"), fold_title("kode_desa"), fold_title("Jumlah")
    ('peserta aktif', 'kode desa', 'jumlah')
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [word for word in words if word not in _FILLERS]
    return " ".join(kept or words)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the titles stand and what they are.

    Attributes:
        row: the number of its last row; data begin below it.
        titles: as they are shown; of two rows both, where both say something.
        places: of each column that was recognised, the places of all titles that mean it.
    """

    row: int
    titles: tuple[str, ...] = ()
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.places)


def find_header(rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> Header | None:
    """The row, or the two rows, whose titles mean most of the columns; else the fullest row; None without any.

    Titles above it are passed over, and so is a row that only numbers the columns.
    """
    filled = [at for at, row in enumerate(rows[: _ROWS_SEARCHED * 5]) if is_filled(row)][:_ROWS_SEARCHED]
    if not filled:
        return None
    meant = _meanings(columns)
    single = [_header(at + 1, [[cell_text(cell)] for cell in rows[at]], meant) for at in filled]
    best = max(single, key=lambda header: header.score)
    for at in filled:
        if at + 1 < len(rows) and is_filled(rows[at + 1]):
            double = _header(at + 2, _two_rows(rows[at], rows[at + 1]), meant)
            best = double if double.score > best.score else best
    if best.score < _ENOUGH:  # the first of those with the most titles: a line of text above the table has one
        best = max(single, key=lambda header: sum(map(bool, header.titles)))
    return Header(_after_numbers(rows, best.row), best.titles, best.places)


def _meanings(columns: Sequence[Column]) -> dict[str, str]:
    """The column's key by each of its folded titles; of two columns with one title the first has it."""
    found: dict[str, str] = {}
    for column in columns:
        for title in (column.key, *column.titles):
            found.setdefault(fold_title(title), column.key)
    return found


def _header(row: int, candidates: Sequence[Sequence[str]], meant: Mapping[str, str]) -> Header:
    """Each place has its titles, the most telling first; the first that means a column decides."""
    places: dict[str, list[int]] = {}
    for place, titles in enumerate(candidates):
        key = next((meant[folded] for title in titles if title and (folded := fold_title(title)) in meant), None)
        if key:
            places.setdefault(key, []).append(place)
    shown = tuple(titles[1] if len(titles) > 1 else titles[0] for titles in candidates)
    return Header(row, shown, places)


def _two_rows(upper: Sequence[object], lower: Sequence[object]) -> list[list[str]]:
    """The titles of two header rows: an upper one stands over all below it until the next, as merged cells do."""
    found: list[list[str]] = []
    over = ""
    for place in range(max(len(upper), len(lower))):
        above = cell_text(upper[place]) if place < len(upper) else ""
        below = cell_text(lower[place]) if place < len(lower) else ""
        over = above or (over if below else "")
        both = f"{over} {below}".strip() if below != over else below
        found.append([below, both] if below else [above, above])
    return found


def _after_numbers(rows: Sequence[Sequence[object]], row: int) -> int:
    """The row under the header may number the columns: (1), (2), (3); data begin below it."""
    if row >= len(rows):
        return row
    texts = [text for cell in rows[row] if (text := cell_text(cell))]
    numbers = [int(text.strip("()")) for text in texts if _NUMBERS_OF_COLUMNS.fullmatch(text)]
    is_numbering = len(texts) > _ENOUGH and numbers == list(range(numbers[0] if numbers else 1, len(texts) + 1))
    return row + 1 if is_numbering and len(numbers) == len(texts) else row
