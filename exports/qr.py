"""QR codes, on screens and on paper."""

from __future__ import annotations

import io
from functools import lru_cache


@lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """A QR code as SVG that takes the size of its place."""
    import segno  # noqa: PLC0415  0.07 s that the start need not wait for

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", omitsize=True, border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()
