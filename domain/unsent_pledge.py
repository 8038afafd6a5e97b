"""What a village has filled in and not sent: kept as it was typed, and read back with care."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from domain.pledge_rules import MOST_LINES

LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of the form as its fields stand; the texts are what was typed, right or wrong."""

    nature: str
    workers: str
    months: int
    start_month: str
    source: str
    group: str
    wage: str
    jht: bool


def draft_text(lines: Sequence[TypedLine]) -> str:
    """The lines as the draft keeps them."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def typed_lines(text: str) -> tuple[TypedLine, ...]:
    """The lines of a draft; none where it is not one that this program could have written.

    >>> typed_lines("[]"), typed_lines("no json"), typed_lines('[{"nature": 1}]')
    ((), (), ())
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list) or len(found) > MOST_LINES or not all(map(_is_line, found)):
        return ()
    return tuple(TypedLine(**line) for line in found)


def _is_line(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != set(TypedLine.__dataclass_fields__):
        return False
    texts = [value[name] for name in ("nature", "workers", "start_month", "source", "group", "wage")]
    return (
        all(isinstance(text, str) and len(text) <= LONGEST_TYPED for text in texts)
        and type(value["months"]) is int
        and type(value["jht"]) is bool
    )
