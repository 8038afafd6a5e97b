"""The minutes as a DOCX file, from a template that an office can exchange for its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.minutes_parts import Minutes
from domain.refusal import Refused
from exports.minutes_fields import check_fields
from exports.minutes_places import Place, check_marks, places, where
from exports.minutes_texts import texts_of

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

TEMPLATE = Path(__file__).resolve().parent / "templates" / "berita_acara.docx"
LARGEST_BYTES = 5_000_000
_LARGEST_UNPACKED = 50_000_000
_QR_MM = 32


@dataclass(frozen=True, slots=True)
class Template:
    """An office's own DOCX file; `name` is how a refusal calls it."""

    name: str
    content: bytes


def default_template() -> Template:
    """The template that comes with the program."""
    return Template(TEMPLATE.name, TEMPLATE.read_bytes())


def minutes_docx(minutes: Minutes, template: Template | None = None) -> bytes:
    """The file; what people typed stands in it as typed, and the mark of sample data on every page.

    Raises:
        Refused: the template cannot be read, or a field of it is wrong or missing; names the field and its place.
    """
    from jinja2 import TemplateError  # noqa: PLC0415  with docxtpl: only documents need it

    found, environment = _checked(template or default_template())
    if minutes.mark:
        _mark_every_page(found.docx)
    try:
        found.render(_context(minutes, found), environment)
    except (TemplateError, TypeError, ValueError) as error:
        raise _unusable(str(error), list(places(found.docx))) from error
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def check_template(template: Template) -> None:
    """Refuse a template that could not be filled, before anybody waits for a document.

    Raises:
        Refused: as :func:`minutes_docx`.
    """
    _checked(template)


def _checked(template: Template) -> tuple[DocxTemplate, Environment]:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415  as above

    found, environment = _opened(template), _environment()
    texts: list[Place] = list(places(found.docx))
    check_marks(texts, environment)
    try:
        check_fields(environment.parse(_source(found)), texts)
    except TemplateSyntaxError as error:
        raise _unusable(str(error), texts) from error
    return found, environment


def _unusable(said: str, texts: Sequence[Place]) -> Refused:
    """A mistake that nobody has foreseen; what the library quotes of it leads to its place."""
    quoted = said.split("'")[1] if said.count("'") > 1 else ""
    place = where(quoted, texts) if quoted else ""
    return Refused(
        "minutes.template_fault",
        f"Templat berita acara tidak dapat diisi{f' ({place})' if place else ''}. "
        "Bandingkan tandanya dengan templat bawaan program.",
    )


def _opened(template: Template) -> DocxTemplate:
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415  0.2 s that only documents need
    from docxtpl import DocxTemplate  # noqa: PLC0415  as above

    _check_size(template.content)
    try:
        found = DocxTemplate(io.BytesIO(template.content))
        found.init_docx()
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(
            "minutes.template",
            f"Templat berita acara {template.name} tidak dapat dibaca. Simpan lagi sebagai DOCX, lalu ulangi.",
        ) from error
    return found


def _check_size(content: bytes) -> None:
    """A small file can hold a large one; refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        unpacked = 0  # no archive at all: whoever opens it says so
    if len(content) > LARGEST_BYTES or unpacked > _LARGEST_UNPACKED:
        raise Refused(
            "minutes.template_size",
            f"Templat berita acara paling besar {LARGEST_BYTES // 1_000_000} MB. Perkecil gambarnya.",
        )


def _environment() -> Environment:
    """A template comes from an office: it may place fields, and reach nothing else of the program."""
    from jinja2 import StrictUndefined  # noqa: PLC0415  with docxtpl: only documents need it
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415  as above

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _source(template: DocxTemplate) -> str:
    """The template's parts that are filled, one after the other."""
    parts = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts += [template.patch_xml(template.get_part_xml(part)) for _key, part in template.get_headers_footers(uri)]
    return "\n".join(parts)


def _mark_every_page(document: Any) -> None:
    """Each head of a page that is in use says the mark, also where the office's template has forgotten it."""
    even = document.settings.odd_and_even_pages_header_footer
    marked = set()
    for section in document.sections:
        used = ["header"] + ["first_page_header"] * section.different_first_page_header_footer
        for kind in used + ["even_page_header"] * even:
            head = getattr(section, kind)
            if head.is_linked_to_previous and kind in marked:
                continue
            marked.add(kind)
            if not any("mark" in paragraph.text for paragraph in head.paragraphs):
                head.add_paragraph().add_run("{{ mark }}").bold = True


def _context(minutes: Minutes, template: DocxTemplate) -> Mapping[str, Any]:
    values = {name: _escaped(value) for name, value in texts_of(minutes).items()}
    return values | {"qr": _qr(minutes.check_address, template)}


def _escaped(value: Any) -> Any:
    """Every text as it may stand in XML; lists and rows with their texts."""
    from markupsafe import Markup, escape  # noqa: PLC0415  with docxtpl: only documents need it

    if isinstance(value, str):
        # docxtpl would turn {_{ into {{ afterwards, in what people typed as well.
        return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704  it was escaped just now
    if isinstance(value, dict):
        return {name: _escaped(inside) for name, inside in value.items()}
    return [_escaped(inside) for inside in value]


def _qr(address: str, template: DocxTemplate) -> Any:
    import segno  # noqa: PLC0415  as in exports/qr.py
    from docx.shared import Mm  # noqa: PLC0415  0.2 s that only documents need
    from docxtpl import InlineImage  # noqa: PLC0415  as above

    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    return InlineImage(template, picture, width=Mm(_QR_MM))
