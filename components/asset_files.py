"""The texts under `assets/`, read once at import: style sheets and scripts of the components."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"


def read_assets(*names: str) -> str:
    """Several files as one text in the order given: later rules win, later functions use earlier ones."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
