"""The palette by day and by night: every contrast that reading and recognising need, computed from the tokens."""

from __future__ import annotations

import re
import tomllib

import pytest

from charts.theme import TOKENS
from components.asset_files import for_every_browser, palette, read_assets
from tests.support.server import PROJECT

COLOURS = palette()
SCHEMES = ("by day", "by night")
TEXT, GRAPHICS = 4.5, 3.0
GROUNDS = ("paper", "sheet")
STEPS = [f"step-{step}" for step in range(6)]
READ = [
    *((text, ground) for text in ("ink", "ink-soft", "green", "rust", "rust-dark", "red") for ground in GROUNDS),
    *(("ink", ground) for ground in ("track", "fresh", "stale", *STEPS[:4])),
    ("ink-soft", "track"),
    ("on-green", "green"),
    ("on-rust", "rust"),
    ("on-rust", "rust-dark"),
    ("on-red", "red"),
    ("on-amber", "amber"),
    ("sheet", "ink-soft"),
    *(("on-step", step) for step in STEPS[4:]),
    *((text, "panel") for text in ("on-panel", "on-panel-soft", "green-pale")),
]
SEEN = [
    *((mark, ground) for mark in ("edge", "amber-edge", "green", "rust", "ink") for ground in GROUNDS),
    *((mark, "track") for mark in ("green", "rust", "ink")),
    ("green", "green-wash"),
    ("rust", "rust-wash"),
    ("ink-soft", "soft-wash"),
    *((mark, "panel-track") for mark in ("panel-now", "amber", "panel-rust")),
    ("panel-rust", "panel"),
]


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`, 0..1."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast, 1..21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# How the two commonest kinds of colour-blindness see linear red, green and blue (Viénot, Brettel, Mollon 1999).
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def seen_by(kind: str, colour: str) -> tuple[float, ...]:
    """Linear red, green and blue as somebody with that colour-blindness sees them."""
    linear = [(int(colour[place : place + 2], 16) / 255) ** 2.2 for place in (1, 3, 5)]
    return tuple(sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in BLIND[kind])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_is_read_on_its_ground(scheme: str):
    at = SCHEMES.index(scheme)

    found = {pair: round(contrast(COLOURS[pair[0]][at], COLOURS[pair[1]][at]), 2) for pair in READ}

    assert {pair: value for pair, value in found.items() if value < TEXT} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_mark_is_seen_on_its_ground(scheme: str):
    at = SCHEMES.index(scheme)

    found = {pair: round(contrast(COLOURS[pair[0]][at], COLOURS[pair[1]][at]), 2) for pair in SEEN}

    assert {pair: value for pair, value in found.items() if value < GRAPHICS} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", BLIND)
def test_what_exists_and_what_is_promised_differ_without_red_and_green(kind: str, scheme: str):
    at = SCHEMES.index(scheme)
    green, rust = (seen_by(kind, COLOURS[name][at]) for name in ("green", "rust"))

    assert max(abs(one - other) for one, other in zip(green, rust, strict=True)) > 0.08


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_steps_of_coverage_go_one_way(scheme: str):
    at = SCHEMES.index(scheme)
    lightness = [luminance(COLOURS[step][at]) for step in STEPS]

    assert lightness == sorted(lightness, reverse=scheme == "by day")


def test_streamlit_s_theme_and_the_charts_have_the_same_colours():
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"]
    roles = {
        "backgroundColor": "paper",
        "secondaryBackgroundColor": "sheet",
        "textColor": "ink",
        "primaryColor": "green",
        "linkColor": "green",
        "borderColor": "line",
    }

    for at, section in enumerate(("light", "dark")):
        assert {name: colour.lower() for name, colour in theme[section].items()} == {
            name: COLOURS[role][at] for name, role in roles.items()
        }
    assert {token: colour for colour, token in TOKENS.items()} == {
        token: COLOURS[token][0] for token in TOKENS.values()
    }


def test_no_other_style_sheet_brings_colours_of_its_own():
    sheets = sorted((PROJECT / "components" / "assets").glob("*.css"))
    # The projector's sheet is dressed for the night by tokens.css; a QR code is black on white, always.
    ours = [sheet for sheet in sheets if sheet.name not in {"tokens.css", "projector.css"}]

    found = [
        f"{sheet.name}: {line.strip()[:80]}"
        for sheet in ours
        for line in sheet.read_text().splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b", line) and "rb-qr" not in line
    ]

    assert found == []


def test_a_browser_without_light_dark_gets_plain_colours_for_both():
    plain = for_every_browser(":root { --ink: light-dark(#10252b, #eef2ef); }").split("@supports")[0]

    assert plain.split() == [
        *(":root", "{", "--ink:", "#10252b;", "}"),
        *("@media", "(prefers-color-scheme:", "dark)", "{", ":root", "{", "--ink:", "#eef2ef;", "}}"),
    ]
    assert "light-dark" in read_assets("tokens.css").split("@supports")[1]
