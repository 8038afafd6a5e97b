from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.coverage import points_label
from domain.projection import LONGEST_MESSAGE, Projection, projection_from_json
from domain.refusal import Refused

ENDS = datetime(2026, 11, 22, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scene": "film"}, "scene"),
        ({"ranking_by": "luck"}, "ranking_by"),
        ({"scheme": "sepia"}, "scheme"),
        ({"font_percent": 400}, "font_percent"),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, "message"),
        ({"message": "a\x00b"}, "message"),
        ({"scene": "village"}, "village_code"),
        ({"scene": "plan"}, "plan"),
        ({"scene": "message", "message": " \n "}, "message"),
        ({"scene": "countdown"}, "ends_at"),
    ],
)
def test_what_no_screen_can_show_is_refused_with_its_field(changes: dict[str, Any], field: str):
    with pytest.raises(Refused) as refused:
        Projection().with_changes(changes)

    assert refused.value.field == field


def test_a_change_leaves_what_it_does_not_name():
    hidden = Projection().with_changes({"is_hidden": True, "font_percent": 130})

    shown = hidden.with_changes({"scene": "message", "message": "  Istirahat \n sampai 10.30 "})

    assert (shown.is_hidden, shown.font_percent, shown.message) == (True, 130, "Istirahat sampai 10.30")


def test_a_projection_is_read_as_it_was_stored():
    shown = Projection().with_changes({"scene": "countdown", "ends_at": ENDS, "scheme": "dark"})

    assert projection_from_json(shown.to_json()) == shown
    assert projection_from_json(Projection().to_json() | {"of_a_later_version": 1}) == Projection()


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.032, "+3,2 poin"), (-0.0041, "-0,4 poin"), (-0.0001, "0,0 poin"), (0.0, "0,0 poin"), (None, "–")],
)
def test_a_difference_is_told_in_points(difference: float | None, text: str):
    assert points_label(difference) == text
