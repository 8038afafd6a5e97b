"""Charts as pictures for the office's slides: PNG and SVG, title and source inside; nothing is fetched for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

Kind = Literal["png", "svg"]
FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
WIDTH = 900
_PIXELS = 2
_TITLE_LETTERS, _NOTE_LETTERS = 64, 110
_VEGA_LITE = "6.4"
_FONT, _INK, _SOFT, _PAPER = "Plus Jakarta Sans", "#10252b", "#46585d", "#ffffff"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with what must stand in its picture.

    Attributes:
        name: of the file, without ending.
        spec: Vega-Lite.
        notes: under the title: the source, and that it is a rehearsal where it is one.
    """

    name: str
    title: str
    spec: Mapping[str, Any]
    notes: tuple[str, ...]


def pictures_zip(pictures: Iterable[Picture]) -> bytes:
    """Each as PNG, in twice its size, and as SVG."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for picture in pictures:
            for kind in ("png", "svg"):
                archive.writestr(f"{picture.name}.{kind}", drawn(picture, kind))
    return out.getvalue()


def drawn(picture: Picture, kind: Kind) -> bytes:
    """The picture's file."""
    vl_convert, spec = _converter(), _framed(picture)
    if kind == "svg":
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
        return svg.encode()
    png: bytes = vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=_PIXELS, allowed_base_urls=[])
    return png


@lru_cache(maxsize=1)
def _converter() -> Any:
    import vl_convert  # noqa: PLC0415  33 MB and two seconds that only a picture needs

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _framed(picture: Picture) -> dict[str, Any]:
    width = picture.spec.get("width")
    return {
        **picture.spec,
        "width": width if isinstance(width, int) else WIDTH,
        "background": _PAPER,
        "padding": 28,
        "title": {
            "text": wrap(picture.title, _TITLE_LETTERS),
            "subtitle": [line for note in picture.notes for line in wrap(note, _NOTE_LETTERS)],
            "anchor": "start",
            "frame": "group",
            "offset": 18,
            "font": _FONT,
            "fontSize": 24,
            "fontWeight": 700,
            "color": _INK,
            "subtitleFont": _FONT,
            "subtitleFontSize": 14,
            "subtitleColor": _SOFT,
            "subtitlePadding": 8,
        },
    }
