"""What a file was compared with when it was looked at, and how that has changed by the time it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOVED = "Sejak pratinjau ini dibuat, ada yang berubah, jadi tidak ada yang disimpan."


@dataclass(frozen=True, slots=True)
class World:
    """The current dataset by id and in words, and the names by which villages and groups are found.

    Attributes:
        villages: by code: the name, then the other spellings.
        groups: names by code.
    """

    dataset: str | None
    dataset_label: str
    villages: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]


def differences(before: World, now: World) -> list[str]:
    """Sentences on what has changed; none where nothing has."""
    said = []
    if before.dataset != now.dataset:
        said.append(f"Data yang dipakai kini {now.dataset_label}; sebelumnya {before.dataset_label}.")
    for code in sorted(before.villages.keys() | now.villages.keys()):
        then, here = before.villages.get(code), now.villages.get(code)
        if then != here:
            said.append(f"Desa {code}: dulu {_names(then)}, sekarang {_names(here)}.")
    for code in sorted(before.groups.keys() | now.groups.keys()):
        if before.groups.get(code) != now.groups.get(code):
            then_name, name = before.groups.get(code, "belum ada"), now.groups.get(code, "tidak ada lagi")
            said.append(f"Kelompok pekerja: dulu {then_name}, sekarang {name}.")
    return said


def _names(names: tuple[str, ...] | None) -> str:
    return " / ".join(names) if names else "tidak ada"
