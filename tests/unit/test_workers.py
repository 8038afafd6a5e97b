from __future__ import annotations

from tests.support.workers import share_of


def test_all_browser_tests_share_one_worker():
    first = share_of("tests/browser/test_projector.py::test_it_moves[chromium]")
    second = share_of("tests/browser/phone/test_pledge.py::TestForm::test_it_saves")

    assert first == second


def test_other_tests_are_dealt_by_file():
    assert share_of("tests/unit/test_money.py::test_a") == "tests/unit/test_money.py"
