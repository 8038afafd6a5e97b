"""The first lines of a page, which stand in the HTML file until the page is drawn."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from components import first_paint
from components.access import CARD_COOKIE
from tests.pages.conftest import VILLAGE, Hall


def lines(path: str = "/komitmen", card: str = "") -> str:
    cookie = [(b"cookie", f"{CARD_COOKIE}={card}".encode())] if card else []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": cookie,
             "client": ("10.0.0.9", 1), "server": ("hall", 80), "scheme": "http"}  # fmt: skip
    return first_paint._lines(Request(scope))


def test_a_card_shows_its_village_at_once(hall: Hall):
    meeting = hall.meeting(title="Rembuk <b>2026</b>")

    found = lines(card=hall.codes(meeting)[VILLAGE])

    assert "<h1>Desa Sungai Pasir</h1>" in found
    assert "pekerja mandiri (BPU) belum terlindungi" in found
    assert "Rembuk &lt;b&gt;2026&lt;/b&gt;" in found


@pytest.mark.parametrize("card", ["", "ABCDEFGH", "<script>", "x" * 3000])
def test_a_wrong_card_learns_nothing(hall: Hall, card: str):
    hall.meeting()

    assert "<h1>Kabupaten Sukamara</h1>" in lines(card=card)


def test_elsewhere_a_card_is_not_asked_for(hall: Hall):
    meeting = hall.meeting()

    assert "Sungai Pasir" not in lines("/desa", hall.codes(meeting)[VILLAGE])


def test_whatever_goes_wrong_the_page_still_comes(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.meeting()

    def fail(*_: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(first_paint, "view", fail)

    assert lines("/") == "<p>Halaman sedang dimuat …</p>"


def test_the_file_is_streamlits_own_with_the_lines_in_it():
    html = first_paint.page_html("<h1>Desa</h1>", "id")

    assert '<html lang="id">' in html
    assert "<title>Rembuk</title>" in html
    assert '<div id="root"></div><div id="rb-first" role="status"><h1>Desa</h1></div>' in html
    assert "SourceSans" not in html
    assert '<script type="module"' in html
    assert '<html lang="en">' in first_paint.page_html("", "en_US")
    assert "rb-first" not in first_paint.page_html("", "en_US")
