"""What every line of a pledge must say, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Month
from domain.commitment import LineRequest, Situation, make_lines
from domain.coverage import Counts
from domain.rates import RateTable
from domain.refusal import Refused

SITUATION = Situation(Counts(612, 231), 2027, RateTable.of([]))
REQUEST = LineRequest("new", 25, 12, Month(2027, 1), "ADD")


def refused(**changed: Any) -> str:
    with pytest.raises(Refused) as refusal:
        make_lines([replace(REQUEST, **changed)], SITUATION)
    return refusal.value.code


@pytest.mark.parametrize("programmes", [(), ("JKK", "JKK")])
def test_a_line_names_its_programmes_each_once(programmes: tuple[str, ...]) -> None:
    assert refused(programmes=programmes) == "commitment.programmes"


def test_a_line_is_for_new_or_for_continued_workers() -> None:
    assert refused(nature="other", workers=999_999) == "commitment.nature"
