"""The pledge form as AppTest fills it in: the same fields, in the same order, as a village head."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def has_form(at: AppTest) -> bool:
    return any(field.key == "commitment.workers" for field in at.text_input)


def can_confirm(at: AppTest) -> bool:
    return any(button.key == "commitment.confirm" for button in at.button)


def fill(at: AppTest, workers: str, *, nature: str = "new", months: int = 12) -> AppTest:
    """Type the number of workers, and choose for whom and how long."""
    at.session_state["commitment.nature"] = nature
    at.number_input(key="commitment.months").set_value(months)
    return at.text_input(key="commitment.workers").set_value(workers).run()


def review(at: AppTest) -> AppTest:
    """Press "Tinjau komitmen"."""
    return at.button(key="commitment.submit").click().run()


def confirm(at: AppTest) -> AppTest:
    """Press "Ya, kirim komitmen"."""
    return at.button(key="commitment.confirm").click().run()


def send(at: AppTest, workers: str, *, nature: str = "new", months: int = 12) -> AppTest:
    """Fill in, review and confirm."""
    return confirm(review(fill(at, workers, nature=nature, months=months)))
