"""The minutes as a PDF: searchable, with page numbers and a QR code of the address that checks them."""

from __future__ import annotations

from domain.minutes_parts import Minutes
from exports.minutes_texts import texts_of
from exports.qr import qr_svg
from exports.typst_pdf import typeset


def minutes_pdf(minutes: Minutes) -> bytes:
    """The PDF; its texts go to the typesetter as data."""
    return typeset("minutes.typ", texts_of(minutes) | {"qr": qr_svg(minutes.check_address)})
