"""The fields of a minutes template: which there are, and a template that lacks one or misspells one is told where."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from domain import minutes_parts as parts
from domain.refusal import Refused
from exports.minutes_places import Place, where

if TYPE_CHECKING:
    from jinja2.nodes import For, Template

ROWS: Mapping[str, type] = {
    "people": parts.PersonText,
    "commitments": parts.CommitmentText,
    "without": parts.WithoutText,
    "decisions": parts.DecisionText,
    "shares": parts.ShareText,
    "follow_up": parts.FollowUpText,
    "addenda": parts.AddendumText,
    "offices": parts.SignatureText,
    "villages": parts.SignatureText,
    "versions": parts.VersionText,
}
"""Lists, and what each of their rows has."""

FIELDS = frozenset(field.name for field in fields(parts.Minutes)) | {"qr"}
OPTIONAL = frozenset({"regency", "place", "mark"})
"""The first two stand in other fields as well; the mark is put on every page whatever the template says."""

_NUMBER = "no"


def check_fields(tree: Template, found: Sequence[Place]) -> None:
    """Refuse a template with a field that does not exist, or without one that the record must have.

    Args:
        tree: the template as it was parsed, all its parts together.

    Raises:
        Refused: names the first such field, and where it stands.
    """
    from jinja2 import meta  # noqa: PLC0415  with docxtpl: only documents need it

    used = meta.find_undeclared_variables(tree)
    for name in sorted(used - FIELDS):
        raise _unknown(name, name, FIELDS, found)
    asked = _asked_of_rows(tree)
    for (rows, target), names in asked.items():
        known = _fields_of(rows)
        for name in sorted(names - known):
            raise _unknown(f"{target}.{name}", name, known, found)
    missing = sorted(FIELDS - OPTIONAL - used)
    if missing:
        raise Refused(
            "minutes.template_missing",
            f"Templat berita acara tidak memuat isian wajib: {', '.join(missing)}. "
            "Tambahkan di badan, kepala, atau kaki halamannya.",
        )
    for rows, target, lacking in _lacking(asked):
        raise Refused(
            "minutes.template_missing",
            f"Daftar “{rows}” dalam templat berita acara tidak memuat {target}.{lacking}{_at(rows, found)}. "
            "Tambahkan di dalam barisnya.",
        )


def _unknown(shown: str, name: str, known: frozenset[str], found: Sequence[Place]) -> Refused:
    near = difflib.get_close_matches(name, known, n=1)
    meant = f" Maksudnya mungkin “{near[0]}”." if near else ""
    return Refused(
        "minutes.template_field",
        f"Templat berita acara memuat isian “{shown}” yang tidak dikenal{_at(name, found)}.{meant} "
        "Nama isian yang ada tertulis di docs/minutes.md.",
    )


def _at(name: str, found: Sequence[Place]) -> str:
    place = where(name, found)
    return f" ({place})" if place else ""


def _fields_of(rows: str) -> frozenset[str]:
    return frozenset(field.name for field in fields(ROWS[rows]))


def _asked_of_rows(tree: Template) -> Mapping[tuple[str, str], set[str]]:
    """What loops over each list ask of a row; an empty list would never show a name that is wrong."""
    from jinja2 import nodes  # noqa: PLC0415  as above

    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for loop, rows, target in _loops(tree):
        asked[rows, target] |= {
            one.attr
            for one in loop.find_all(nodes.Getattr)
            if isinstance(one.node, nodes.Name) and one.node.name == target
        }
    return asked


def _loops(tree: Template) -> Iterator[tuple[For, str, str]]:
    from jinja2 import nodes  # noqa: PLC0415  as above

    for loop in tree.find_all(nodes.For):
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name) and loop.iter.name in ROWS:
            yield loop, loop.iter.name, loop.target.name


def _lacking(asked: Mapping[tuple[str, str], set[str]]) -> Iterator[tuple[str, str, str]]:
    """Fields that no loop over their list shows; the row's number may be left out."""
    shown: dict[str, set[str]] = defaultdict(set)
    for (rows, _target), names in asked.items():
        shown[rows] |= names
    for rows, target in asked:
        for lacking in sorted(_fields_of(rows) - {_NUMBER} - shown[rows]):
            yield rows, target, lacking
