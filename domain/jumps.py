"""Counts that have jumped since the dataset before: rarely so, more often a slip in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.coverage import Counts
from domain.money import format_number

_LEAST = 20
_MOST_NAMED = 5


def jumps(
    label: str, before: Iterable[tuple[str, Counts]], now: Iterable[tuple[str, Counts]], names: Mapping[str, str]
) -> list[str]:
    """One sentence for the eligible and one for the active that have risen or fallen by half in some villages.

    Villages with few people are left out: from 4 to 8 is no jump.

    Args:
        label: of the dataset before.
        before: village codes with counts, one or more rows a village.
    """
    then, here = _by_village(before), _by_village(now)
    found = []
    for name, attribute in (("Pekerja berhak", "eligible"), ("Aktif", "active")):
        pairs = [
            (code, getattr(then[code], attribute), getattr(here[code], attribute)) for code in here if code in then
        ]
        jumped = [(code, a, b) for code, a, b in pairs if abs(a - b) >= _LEAST and max(a, b) > 1.5 * min(a, b)]
        if jumped:
            shown = [f"{names.get(c, c)} {format_number(a)} → {format_number(b)}" for c, a, b in jumped[:_MOST_NAMED]]
            more = f" dan {len(jumped) - _MOST_NAMED} lagi" if len(jumped) > _MOST_NAMED else ""
            found.append(f"{name} berubah tajam sejak {label} di {len(jumped)} desa: {', '.join(shown)}{more}.")
    return found


def _by_village(rows: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for code, counts in rows:
        found[code] = found.get(code, Counts()) + counts
    return found
