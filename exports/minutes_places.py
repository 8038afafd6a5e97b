"""Where something stands in a template: in the words of somebody who looks for it in a word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.refusal import Refused

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

_SHOWN = 60
_ENDS = {"endfor": "for", "endif": "if"}
_TAG = re.compile(r"\{%-?(?:p|tr|tc|r)?\s+(\w+)([^%]*?)-?%\}")
_PRINTED = re.compile(r"\{\{(?:r\s)?(.*?)\}\}")
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the template and where it stands, in words."""

    where: str
    text: str

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        return f"{self.where}: “{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"


def places(document: Document) -> Iterator[Place]:
    """Every paragraph of a document in order: its body with its tables, then the heads and feet of its pages."""
    yield from _paragraphs(document, "")
    for number, section in enumerate(document.sections, start=1):
        of = f" bagian {number}" if len(document.sections) > 1 else ""
        for name, part in _margins(section):
            if not part.is_linked_to_previous:
                yield from _paragraphs(part, f"{name}{of}, ")


def _margins(section: Any) -> Iterator[tuple[str, Any]]:
    for name, key in (("kepala halaman", "header"), ("kaki halaman", "footer")):
        for which in ("", "first_page_", "even_page_"):
            yield name, getattr(section, f"{which}{key}")


def _paragraphs(part: Any, before: str) -> Iterator[Place]:
    paragraphs = tables = 0
    for block in part.iter_inner_content():
        if hasattr(block, "rows"):
            tables += 1
            for at, row in enumerate(block.rows, start=1):
                for cell in row.cells:
                    yield from _paragraphs(cell, f"{before}tabel {tables} baris {at}, ")
        else:
            paragraphs += 1
            yield Place(f"{before}paragraf {paragraphs}", block.text)


def where(name: str, found: Sequence[Place]) -> str:
    """The first place that names a field, with its text; empty where none does."""
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return next((str(place) for place in found if wanted.search(place.text)), "")


def check_marks(found: Sequence[Place], environment: Environment) -> None:
    """Refuse marks that do not pair, and what stands between two of them and cannot be read.

    Raises:
        Refused: says what is wrong with the first one, and where it stands.
    """
    opened: list[tuple[str, Place]] = []
    for place in found:
        _check_printed(place, environment)
        for word, rest in _TAG.findall(place.text):
            if word in _ENDS.values():
                _check_read(f"{{% {word}{rest}%}}", f"{{% end{word} %}}", place, environment)
                opened.append((word, place))
            elif word in _ENDS and (not opened or opened.pop()[0] != _ENDS[word]):
                raise _faulty(f"{{% {word} %}} tanpa {{% {_ENDS[word]} %}} sebelumnya", place)
    if opened:
        word, place = opened[-1]
        raise _faulty(f"{{% {word} %}} tanpa {{% end{word} %}} sesudahnya", place)


def _check_printed(place: Place, environment: Environment) -> None:
    for expression in _PRINTED.findall(place.text):
        _check_read(f"{{{{ {expression.strip()} }}}}", "", place, environment)
    if _LEFT_OVER.search(_TAG.sub("", _PRINTED.sub("", place.text))):
        raise _faulty("tanda kurung isian tidak berpasangan", place)


def _check_read(mark: str, end: str, place: Place, environment: Environment) -> None:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415  with docxtpl: only documents need it

    try:
        environment.parse(mark + end)
    except TemplateSyntaxError as error:
        raise _faulty(f"{mark} tidak terbaca", place) from error


def _faulty(what: str, place: Place) -> Refused:
    return Refused("minutes.template_fault", f"Templat berita acara salah: {what} ({place}). Perbaiki, lalu ulangi.")
