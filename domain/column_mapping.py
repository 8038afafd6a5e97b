"""Which column of a file means what: as the program found it, as a person says, and as it is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from domain.column_titles import Column, fold_title
from domain.refusal import Refused

Mapped = Mapping[str, str]
"""The label of the file's column by the key of what it means; "" where the file is said to have none."""


def column_letter(place: int) -> str:
    """A column as spreadsheets name it.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters, left = "", place + 1
    while left:
        left, here = divmod(left - 1, 26)
        letters = chr(ord("A") + here) + letters
    return letters


def column_labels(titles: Sequence[str]) -> tuple[str, ...]:
    """What each column of a file is called: its title, and where it stands if that does not tell it from the others.

    >>> column_labels(["Desa", "Jumlah", "", "Jumlah"])
    ('Desa', 'Jumlah (kolom B)', 'kolom C', 'Jumlah (kolom D)')
    """
    often = Counter(titles)
    labels = []
    for place, title in enumerate(titles):
        where = f"kolom {column_letter(place)}"
        labels.append(where if not title else title if often[title] == 1 else f"{title} ({where})")
    return tuple(labels)


def fingerprint(titles: Sequence[str]) -> str:
    """The same for every file with these titles in this order, whatever its cells say."""
    return sha256("\n".join(fold_title(title) for title in titles).encode()).hexdigest()


def with_choice(
    found: Mapping[str, Sequence[int]], titles: Sequence[str], chosen: Mapped
) -> tuple[dict[str, list[int]], list[str]]:
    """The places after a person's choice, and the keys whose label the file does not have.

    A column that was chosen for one meaning has lost any other that was found for it.

    Args:
        found: by key, the places whose titles mean it.
    """
    labels = column_labels(titles)
    places = {key: list(at) for key, at in found.items() if key not in chosen}
    unknown = [key for key, label in chosen.items() if label and label not in labels]
    for key, label in chosen.items():
        if label in labels:
            at = labels.index(label)
            places = {other: kept for other, old in places.items() if (kept := [p for p in old if p != at])}
            places[key] = [at]
    return places, unknown


def whole_mapping(columns: Sequence[Column], places: Mapping[str, Sequence[int]], titles: Sequence[str]) -> Mapped:
    """What every column of a kind was taken from."""
    labels = column_labels(titles)
    return {c.key: labels[places[c.key][0]] if places.get(c.key) else "" for c in columns}


def require_columns(columns: Sequence[Column], chosen: Mapped) -> None:
    """A person can only speak of columns that the kind of file has, and of each title once.

    Raises:
        Refused: an unknown key, or one column for two meanings.
    """
    known = [column.key for column in columns]
    for key in chosen:
        if key not in known:
            raise Refused("import.column", f"Kolom “{key}” tidak dikenal. Yang dikenal: {', '.join(known)}.")
    twice = [label for label, times in Counter(filter(None, chosen.values())).items() if times > 1]
    if twice:
        reason = f"Kolom “{twice[0]}” dipilih untuk lebih dari satu arti. Pilih satu saja."
        raise Refused("import.column_twice", reason)
