"""What a list of regions changes: regions that are new, and names that are other ones now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from domain.region_file import RegionRow, ancestors, plain_region_name, stand_in_name
from domain.region_names import fold_name

MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region that the database knows: its name and the other spellings that are taken for it."""

    name: str
    aliases: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a name means this region, after folding case, spaces and the word of its level."""
        folded = fold_name(plain_region_name(name))
        return folded in {fold_name(plain_region_name(own)) for own in (self.name, *self.aliases)}


@dataclass(frozen=True, slots=True)
class Renamed:
    """A region that the list calls otherwise; the name before stays as a spelling, unless it only stood in for one."""

    code: str
    before: str
    name: str

    @property
    def was_stand_in(self) -> bool:
        """Whether the name before was made from the code."""
        return self.before == stand_in_name(self.code)


@dataclass(frozen=True, slots=True)
class RegionChanges:
    """What storing a list does.

    Attributes:
        added: in an order in which parents come first.
        stand_ins: codes among the added whose name no list has said yet.
        unchanged: how many rows say what is known.
    """

    added: list[RegionRow] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    stand_ins: frozenset[str] = frozenset()
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """The same for the same changes; for telling whether the world has moved since a preview."""
        said = [f"{row.code}={row.name}" for row in self.added]
        said += [f"{one.code}:{one.before}>{one.name}" for one in self.renamed]
        return sha256("\n".join(said).encode()).hexdigest()

    def warnings(self) -> list[str]:
        """Names that change, and regions that have none yet, in sentences."""
        said = []
        new_names = [one for one in self.renamed if not one.was_stand_in]
        if new_names:
            shown = ", ".join(f"{one.code} {one.before} → {one.name}" for one in new_names[:MOST_NAMED])
            more = f" dan {len(new_names) - MOST_NAMED} lagi" if len(new_names) > MOST_NAMED else ""
            said.append(
                f"{len(new_names)} wilayah berganti nama: {shown}{more}. Nama lama tetap dikenali dalam berkas."
            )
        for length, word in ((5, "kabupaten/kota"), (8, "kecamatan")):
            nameless = sum(len(code) == length for code in self.stand_ins)
            if nameless:
                said.append(
                    f"Nama {nameless} {word} tidak ada dalam berkas; sementara ditampilkan dengan kodenya. "
                    f"Tambahkan barisnya, atau kolom {'kabupaten' if length == len('62.08') else 'kecamatan'}."
                )
        return said


def region_changes(rows: Sequence[RegionRow], known: Mapping[str, KnownRegion]) -> RegionChanges:
    """Compare a list with the regions that are known; nothing is ever taken away.

    Args:
        known: by code.
    """
    named = {row.code for row in rows}
    missing = [code for code in ancestors([row.code for row in rows]) if code not in named and code not in known]
    made = [RegionRow(code, stand_in_name(code)) for code in missing]
    changes = RegionChanges(stand_ins=frozenset(code for code in missing if len(code) > len("62")))
    unchanged = 0
    for row in (*made, *rows):
        here = known.get(row.code)
        if here is None:
            changes.added.append(row)
        elif here.is_called(row.name):
            unchanged += 1
        else:
            changes.renamed.append(Renamed(row.code, here.name, row.name))
    changes.added.sort(key=lambda row: (len(row.code), row.code))
    return RegionChanges(changes.added, changes.renamed, changes.stand_ins, unchanged)
