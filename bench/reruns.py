"""R1: one rerun of each page, beside an empty page and the plain form of the same page, in turns in the same run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Session
from bench.figures import Result, milliseconds, percentile, spread
from bench.hall import Hall, prepare
from bench.servers import all_three, cpu_seconds
from components.access import CARD_COOKIE
from tests.support.server import RunningApp

ROUNDS, TURN, WARM_UP = 6, 15, 10
MOST_MS, MOST_OF_EMPTY, MOST_OF_PLAIN = 20.0, 3.0, 0.2
FIELD = "commitment.workers"

Act = Callable[[Session, int], Awaitable[float]]


@dataclass(slots=True)
class Measured:
    """One page of one server: an open tab, what it does, and what that took."""

    name: str
    server: RunningApp
    tab: Session
    act: Act
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    async def take_turn(self, reruns: int, *, keep: bool = True) -> None:
        """Act so often, back to back, as one visitor would at most."""
        before = cpu_seconds(self.server)
        seconds = [await self.act(self.tab, number) for number in range(reruns)]
        after = cpu_seconds(self.server)
        if keep:
            self.seconds += seconds
            self.cpu += (after - before) if before is not None and after is not None else 0.0

    @property
    def p50(self) -> float:
        """Seconds."""
        return percentile(self.seconds, 0.5)


async def _rerun(tab: Session, _number: int) -> float:
    return await tab.rerun()


async def _type(tab: Session, number: int) -> float:
    """Another number each time, so that the preview is computed and drawn anew."""
    return await tab.type_text(FIELD, str(24 + number % 2))


def _pages(hall: Hall) -> list[tuple[str, str, str, Act]]:
    """What is measured: name, page of ours, page of the plain form, what is done there."""
    fresh = hall.villages[-1]
    return [
        ("overview /", "/", "/", _rerun),
        ("village /desa", f"/desa?kode={fresh}", f"/desa?kode={fresh}", _rerun),
        ("pledge /komitmen, a number typed", "/komitmen", f"/komitmen?kode={fresh}", _type),
    ]


async def measure(folder: Path) -> list[Result]:
    """Median and p95 of each page, with its ratios."""
    hall = prepare(f"sqlite:///{folder / 'r1.sqlite3'}")
    with all_three(hall, folder) as servers:
        async with AsyncExitStack() as tabs:
            measured = await _open(tabs, servers, hall)
            for one in measured:
                await one.take_turn(WARM_UP, keep=False)
            for _ in range(ROUNDS):
                for one in measured:
                    await one.take_turn(TURN)
    by_name = {one.name: one for one in measured}
    results = [_of("an empty page", by_name["empty"])]
    for name, *_ in _pages(hall):
        results += _with_ratios(name, by_name[name], by_name["empty"], by_name[f"plain {name}"])
    return results


async def _open(tabs: AsyncExitStack, servers: Mapping[str, RunningApp], hall: Hall) -> list[Measured]:
    cookies = {CARD_COOKIE: hall.codes[hall.villages[-1]]}

    async def one(name: str, server: str, page: str, act: Act) -> Measured:
        tab = Session(servers[server].url, page, cookies=cookies)
        await tabs.enter_async_context(tab)
        return Measured(name, servers[server], tab, act)

    found = [await one("empty", "empty", "/", _rerun)]
    for name, ours, theirs, act in _pages(hall):
        found.append(await one(name, "rembuk", ours, act))
        found.append(await one(f"plain {name}", "plain", theirs, act))
    return found


def _of(what: str, one: Measured, limit: float | None = None) -> Result:
    cpu = {"cpu": milliseconds(one.cpu / len(one.seconds))} if one.cpu else {}
    return Result("R1", what, milliseconds(one.p50), "ms", limit, {**spread(one.seconds), **cpu})


def _with_ratios(name: str, ours: Measured, empty: Measured, plain: Measured) -> list[Result]:
    of_empty, of_plain = round(ours.p50 / empty.p50, 2), round(ours.p50 / plain.p50, 2)
    return [
        _of(name, ours, MOST_MS),
        _of(f"{name}: plain form", plain),
        Result("R1", f"{name}: of an empty page", of_empty, "x", MOST_OF_EMPTY, _cpu_ratio(ours, empty)),
        Result("R1", f"{name}: of its plain form", of_plain, "x", MOST_OF_PLAIN, _cpu_ratio(ours, plain)),
    ]


def _cpu_ratio(ours: Measured, other: Measured) -> dict[str, float]:
    return {"by cpu": round(ours.cpu / other.cpu, 2)} if ours.cpu and other.cpu else {}
