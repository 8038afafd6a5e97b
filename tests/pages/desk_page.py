"""What a facilitator does on the desk of an open meeting, by AppTest."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Hall
from tests.support.app_test import words


def desk(hall: Hall, **query: str) -> AppTest:
    at = hall.open("rapat", facilitator=True, **query)
    assert not at.exception
    return at


def fill(at: AppTest, village: str | None, workers: str, **usual: object) -> None:
    at.selectbox(key="desk.entry.village").set_value(village)
    at.text_input(key="desk.entry.workers").set_value(workers)
    for name, value in usual.items():
        field = at.number_input if name == "months" else at.selectbox
        field(key=f"desk.entry.{name}").set_value(value)


def send(at: AppTest, village: str | None, workers: str, **usual: object) -> AppTest:
    fill(at, village, workers, **usual)
    return press(at, "desk.entry.send")


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def has_button(at: AppTest, key: str) -> bool:
    return any(button.key == key for button in at.button)


def rows(at: AppTest) -> list[str]:
    return [line for line in words(at).splitlines() if line.startswith(("✓ sudah", "○ belum"))]


def facts(hall: Hall) -> list[tuple[object, ...]]:
    return [row[:4] for row in hall.ledger()]


def ways_and_reasons(hall: Hall) -> list[tuple[str, str]]:
    return hall.sql(
        "SELECT json_extract(payload, '$.way'), json_extract(payload, '$.reason') FROM commitments ORDER BY sequence"
    )
