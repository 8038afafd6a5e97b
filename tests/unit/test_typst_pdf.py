"""What is typeset once is remembered for the same text only, and what holds names is not remembered at all."""

from __future__ import annotations

import ast
from pathlib import Path

from exports import typst_pdf
from exports.typst_pdf import typeset, typeset_once

EXPORTS = Path(typst_pdf.__file__).parent
ROWS = {"title": "Rapat", "day": "Senin", "is_rehearsal": False, "rows": []}


def test_the_same_text_is_typeset_once_and_another_anew():
    typst_pdf._remembered.cache_clear()

    first = typeset_once("attendance.typ", ROWS)
    again = typeset_once("attendance.typ", dict(ROWS))
    other = typeset_once("attendance.typ", ROWS | {"title": "Rapat lain"})

    assert again is first
    assert other != first
    assert typst_pdf._remembered.cache_info()[:2] == (1, 2)


def test_what_is_not_to_be_remembered_is_not():
    typst_pdf._remembered.cache_clear()

    typeset("attendance.typ", ROWS)

    assert typst_pdf._remembered.cache_info().currsize == 0


def test_nothing_with_names_of_people_is_remembered():
    remember = {path.name for path in EXPORTS.glob("*.py") if "typeset_once" in _imported(path)}

    assert remember == {"annexes.py"}


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
