"""The texts under `assets/`, read once at import: style sheets and scripts of the components."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_TOKENS = "tokens.css"
_TWO_COLOURS = re.compile(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")


def read_assets(*names: str) -> str:
    """Several files as one text in the order given: later rules win, later functions use earlier ones."""
    return "\n".join(_read(name) for name in names)


def _read(name: str) -> str:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return for_every_browser(text) if name == _TOKENS else text


def for_every_browser(tokens: str) -> str:
    """The palette once more in plain colours: a browser older than 2024 knows no `light-dark()`.

    There the system's preference alone decides, which is what Streamlit follows as long as nobody chose otherwise.
    """
    by_day, by_night = (_TWO_COLOURS.sub(rf"\{group}", tokens) for group in (1, 2))
    return (
        f"{by_day}\n@media (prefers-color-scheme: dark) {{\n{by_night}}}\n"
        f"@supports (color: light-dark(#000, #fff)) {{\n{tokens}}}\n"
    )


def palette() -> dict[str, tuple[str, str]]:
    """Each colour of the palette by its name: by day, by night; as `#rrggbb`."""
    tokens = (_FOLDER / _TOKENS).read_text(encoding="utf-8")
    found = re.finditer(r"--([a-z0-9-]+): " + _TWO_COLOURS.pattern, tokens)
    return {match[1]: (match[2], match[3]) for match in found}
