from __future__ import annotations

import logging
import re

import pytest

from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, notices

PAGES = ["ringkasan", "desa", "komitmen", "berita_acara", "layar", "rapat", "tindak_lanjut"]


@pytest.mark.parametrize("name", PAGES)
def test_every_address_opens_for_everyone(hall: Hall, name: str):
    at = hall.open(name)

    assert not at.exception
    assert not notices(at, "error")


@pytest.mark.parametrize("name", PAGES)
def test_a_failing_database_is_told_in_a_sentence_with_a_code_that_stands_in_the_log(
    hall: Hall, name: str, caplog: pytest.LogCaptureFixture
):
    card = hall.codes(hall.meeting())[VILLAGE]
    hall.sql("ALTER TABLE meetings RENAME TO meetings_taken_away")
    caplog.set_level(logging.ERROR)

    at = hall.open(name, card=card, facilitator=True)

    assert not at.exception
    (sentence,) = notices(at, "error")
    (code,) = re.findall(r"sebutkan kode ([0-9A-F]{6}) kepada fasilitator", sentence)
    assert f"incident {code}" in caplog.text
    assert "OperationalError" in caplog.text
    assert "OperationalError" not in everything(at)
    assert "meetings_taken_away" not in everything(at)
    assert "no such table" not in everything(at)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_the_internet(hall: Hall, name: str):
    code = hall.codes(hall.meeting())[VILLAGE]

    at = hall.open(name, card=code, facilitator=True)

    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", everything(at))
    assert {address for address in addresses if "w3.org" not in address and "vega.github.io" not in address} == set()
