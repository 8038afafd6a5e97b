"""Typeset a document: a template of this room, data as JSON, a PDF whose text can be searched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The program's own fonts and the typesetter's, read once; never the machine's, so that each prints the same."""
    import typst  # noqa: PLC0415  30 MB that only printing needs

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF of a template in `exports/templates`.

    What people typed goes in as data and is never part of the template, so it cannot be markup.

    Args:
        template: the file's name, as ``cards.typ``.
        data: what ``json(bytes(sys.inputs.data))`` is in the template.
    """
    return _compiled(template, _text(data))


def typeset_once(template: str, data: Mapping[str, Any]) -> bytes:
    """As :func:`typeset`, and remembered while the process runs: for what is asked for again unchanged.

    Not for what holds names of people: they can be erased, and then must be gone here, too.
    """
    return _remembered(template, _text(data))


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


@lru_cache(maxsize=256)
def _remembered(template: str, data: str) -> bytes:
    return _compiled(template, data)


def _compiled(template: str, data: str) -> bytes:
    import typst  # noqa: PLC0415  30 MB that only printing needs

    found = typst.compile(
        str(TEMPLATES / template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
    )
    assert isinstance(found, bytes)
    return found
