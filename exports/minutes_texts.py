"""The minutes' texts as documents can hold them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.minutes_parts import Minutes
from exports.spreadsheet import plain_text


def texts_of(minutes: Minutes) -> dict[str, Any]:
    """Every field by its name, rows as mappings; without the signs that neither XML nor a font knows."""
    return {name: _plain(value) for name, value in asdict(minutes).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {name: _plain(inside) for name, inside in value.items()}
    return [_plain(inside) for inside in value]
