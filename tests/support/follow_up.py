"""Steps of a follow-up as the tests record them, and lines that were pledged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from domain.calendar import Month
from domain.follow_up import PledgedLine, Step
from domain.follow_up_step import KINDS, StepRequest
from domain.money import Rupiah
from domain.pledge_lines import Line

PUDU = "62.08.01.2002"
UNIT = 16_800
PLEDGED_ON = date(2026, 11, 22)


def pledged(workers: int = 60, months: int = 12, start: str = "2027-01", number: int = 1, **said: Any) -> PledgedLine:
    line = Line(
        nature=said.get("nature", "new"),
        segment="BPU",
        workers=workers,
        months=months,
        start_month=Month.parse(start),
        programmes=("JKK", "JKM"),
        source="ADD",
        unit_rupiah=Rupiah(UNIT),
        amount_rupiah=Rupiah(workers * months * UNIT),
    )
    return PledgedLine(PUDU, said.get("revision", 1), number, line)


def request(kind: str, day: str = "2026-12-20", **said: Any) -> StepRequest:
    """A step that its stage accepts, for what is not said otherwise."""
    stage, is_change = KINDS[kind]
    usual: dict[str, Any] = {"document": "Perdes 5/2026", "village_code": PUDU, "line": 1}
    if stage in ("budgeted", "paid"):
        usual["amount_rupiah"] = 60 * 12 * UNIT
    if stage in ("listed", "paid", "active"):
        usual["workers"] = 60
    if stage == "paid":
        first, last = (said.pop(name, other) for name, other in (("first", "2027-01"), ("last", "2027-12")))
        usual |= {"paid_from": Month.parse(first), "paid_until": Month.parse(last)}
    return StepRequest(stage=stage, is_change=is_change, happened_on=date.fromisoformat(day), **{**usual, **said})


def steps(*requests: StepRequest, revision: int = 1) -> list[Step]:
    """Stored steps in this order."""
    at = datetime(2026, 12, 20, tzinfo=UTC)
    return [Step(number, revision, said, "facilitator", at) for number, said in enumerate(requests, start=1)]
