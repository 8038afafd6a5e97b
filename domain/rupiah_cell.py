"""An amount of rupiah as a cell of a table gives it."""

from __future__ import annotations

from domain.import_table import cell_text
from domain.money import Rupiah, parse_rupiah


def rupiah_of(cell: object) -> Rupiah:
    """Rupiah as people type them; a workbook's number with decimals is none: 16.8 is not 16.800, 1.234 not 1234.

    Raises:
        ValueError: it is no whole amount; the message says why, in Indonesian.
    """
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError("Jumlahnya bukan rupiah bulat.")
    return Rupiah(parse_rupiah(cell_text(cell)))


def amount_or_none(cell: object) -> int | None:
    """An amount for comparing with a total; an empty one is unknown and adds nothing."""
    try:
        return rupiah_of(cell) if cell_text(cell) else 0
    except ValueError:
        return None
