"""The villages' cards on paper: name, code, QR code, address, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from exports.qr import qr_svg
from exports.typst_pdf import typeset


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card; `code` as it is typed (``XXXX-XXXX``), `link` as the QR code holds it."""

    title: str
    subdistrict: str
    code: str
    link: str


@dataclass(frozen=True, slots=True)
class CardSheet:
    """What stands on every card of a meeting.

    Attributes:
        day: the day of the meeting in words.
        address: what a phone opens by hand.
        wifi_name: of the hall's network, or empty.
    """

    title: str
    day: str
    is_rehearsal: bool
    address: str
    wifi_name: str


def cards_pdf(cards: Sequence[PrintedCard], sheet: CardSheet) -> bytes:
    """All cards as a PDF, eight on a sheet of A4."""
    network = sheet.wifi_name or "ruang rapat"
    return typeset(
        "cards.typ",
        {
            "title": sheet.title,
            "day": sheet.day,
            "is_rehearsal": sheet.is_rehearsal,
            "address": sheet.address,
            "steps": [
                f"Sambungkan ponsel ke Wi-Fi {network}.",
                "Pindai kode QR. Bila halaman tidak terbuka, ketik alamat dan kode.",
                "Isi jumlah pekerja, periksa, lalu kirim. Simpan tanda terimanya.",
            ],
            "warning": "Tetap di Wi-Fi ini; matikan data seluler.",
            "cards": [asdict(card) | {"qr": qr_svg(card.link)} for card in cards],
        },
    )
