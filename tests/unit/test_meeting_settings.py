"""What a facilitator may change in a meeting, and when."""

from __future__ import annotations

from typing import Any

import pytest

from domain.meeting import Settings, may_reopen, require_changeable
from domain.refusal import Refused


def settings(**values: Any) -> Settings:
    usual = {"target_points": 6000, "stage": "APBDes", "min_workers": None, "max_workers": None}
    return Settings(**{**usual, "over_ceiling": "refuse", **values})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"target_points": None},
        {"target_points": 1},
        {"target_points": 10_000},
        {"stage": "Perubahan"},
        {"min_workers": 1},
        {"max_workers": 1},
        {"min_workers": 10, "max_workers": 10},
    ],
)
def test_settings_that_a_meeting_can_have_pass(values: dict[str, Any]) -> None:
    settings(**values).check()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"target_points": 0}, "meeting.target", "target"),
        ({"target_points": 10_001}, "meeting.target", "target"),
        ({"stage": "RKPDes"}, "meeting.stage", "stage"),
        ({"min_workers": 0}, "meeting.limits", "min_workers"),
        ({"min_workers": 10**10}, "meeting.limits", "min_workers"),
        ({"max_workers": 0}, "meeting.limits", "max_workers"),
        ({"max_workers": 10**10}, "meeting.limits", "max_workers"),
        ({"min_workers": 11, "max_workers": 10}, "meeting.limits", "max_workers"),
    ],
)
def test_settings_that_no_meeting_can_have_are_refused_at_their_field(
    values: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        settings(**values).check()

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_settings_change_until_the_meeting_closes() -> None:
    require_changeable("draft")
    require_changeable("open")
    for state in ("closed", "published"):
        with pytest.raises(Refused, match="tidak dapat diubah lagi"):
            require_changeable(state)


def test_only_a_closed_meeting_is_reopened_and_an_open_one_is_open_already() -> None:
    assert (may_reopen("closed"), may_reopen("open")) == (True, False)
    with pytest.raises(Refused, match="belum pernah dibuka"):
        may_reopen("draft")
    with pytest.raises(Refused, match="sudah diterbitkan"):
        may_reopen("published")
