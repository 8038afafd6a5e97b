"""The last stage from newer data: figures, what they may mean, and never more certainty than counts allow."""

from __future__ import annotations

import pytest

from domain.activation import Activation
from domain.calendar import Month


def seen(*, now: int, is_paid: bool = True, month: str = "2027-02", pledged: int = 60) -> Activation:
    return Activation(
        "BPU", Month(2026, 10), 320, pledged, Month.parse(month), now, starts=Month(2027, 1), is_paid=is_paid
    )


@pytest.mark.parametrize(
    ("found", "difference", "sure", "reading"),
    [
        (seen(now=380), 60, "medium", "menutup yang dijanjikan dan pembayaran tercatat"),
        (seen(now=400), 80, "medium", "bukti per nama ada di daftar BPJS"),
        (seen(now=380, is_paid=False), 60, "low", "bisa dari dana lain"),
        (seen(now=350), 30, "low", "lebih kecil dari yang dijanjikan"),
        (seen(now=320), 0, "low", "lebih kecil dari yang dijanjikan"),
        (seen(now=300), -20, "low", "Jumlah aktif turun"),
        (seen(now=380, month="2026-12"), 60, "none", "sebelum bulan mulai komitmen (Januari 2027)"),
        (seen(now=320, pledged=0), 0, "medium", "menutup"),  # only continued workers, and nobody left
    ],
)
def test_a_difference_is_read_with_care(found: Activation, difference: int, sure: str, reading: str):
    assert (found.difference, found.sure) == (difference, sure)
    assert reading in found.reading


def test_the_figures_stand_with_their_months():
    assert seen(now=300).figures == ("aktif 320 (Oktober 2026) → 300 (Februari 2027): −20, dijanjikan 60 baru")
    assert ": +60, " in seen(now=380).figures
    assert ": 0, " in seen(now=320).figures
