"""S1: signing in at the desk, and 10,000 guessed card codes against two processes while right cards come in."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Self

from bench.figures import Result, milliseconds, percentile, spread
from bench.hall import Hall, prepare
from bench.servers import rembuk
from db.settings import Settings
from services.facilitator_token import facilitator_token

SIGN_INS, GUESSES, GUESSERS, PAUSE_SECONDS = 200, 10_000, 400, 0.05
AT_MOST_MS, AT_MOST_A_SECOND = 5.0, 20.0
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


async def measure(folder: Path) -> list[Result]:
    """A sign-in alone; then guesses from many senders at two processes on one database."""
    hall = await asyncio.to_thread(prepare, f"sqlite:///{folder}/s1.sqlite3")
    (folder / "other").mkdir()
    with rembuk(hall, folder) as first, rembuk(hall, folder / "other") as second:
        alone = await asyncio.to_thread(_sign_ins, first.port, facilitator_token(Settings(DATABASE_URL=hall.url)))
        told = await _guess(hall, [first.port, second.port])
    answered = told.answers["salah"] / told.seconds
    missed = sum(count for what, count in told.right_answers.items() if what != "in")
    beside = {"guesses": GUESSES, "a second": round(GUESSES / told.seconds), **dict(told.answers)}
    return [
        Result("S1", "one sign-in by a link", milliseconds(percentile(alone, 0.5)), "ms", AT_MOST_MS, spread(alone)),
        Result(
            "S1", "wrong codes answered as wrong, a second, two processes", round(answered, 1), "count",
            AT_MOST_A_SECOND, beside,
        ),
        Result("S1", "right cards not let in meanwhile", missed, "count", 0, spread(told.right)),
    ]  # fmt: skip


def _sign_ins(port: int, token: str) -> list[float]:
    """Seconds of each, on one connection; each is a browser of its own and so a row of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken = []
    for _ in range(SIGN_INS):
        begin = time.perf_counter()
        connection.request("GET", f"/masuk?token={token}")
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - begin)
        if answer.status != http.HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"signing in was answered with {answer.status}")
    connection.close()
    return taken


@dataclass(slots=True)
class _Told:
    """What the guessers and the right cards were answered, and how long the cards took."""

    answers: Counter[str] = field(default_factory=Counter)
    right_answers: Counter[str] = field(default_factory=Counter)
    right: list[float] = field(default_factory=list)
    seconds: float = 0.0


class _Caller:
    """One connection that is kept open, as a browser's."""

    def __init__(self, port: int, sender: str) -> None:
        self._port, self._sender = port, sender

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._writer.close()

    async def show(self, code: str) -> str:
        """Open a card's link: "in", or why not, as the redirect says it."""
        head = f"GET /komitmen?k={code} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {self._sender}\r\n\r\n"
        self._writer.write(head.encode())
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        target = next(line for line in answer.split("\r\n") if line.startswith("location:"))
        return target.partition("kartu=")[2] or ("in" if "set-cookie: rembuk_card=" in answer else "?")


async def _guess(hall: Hall, ports: list[int]) -> _Told:
    told, left = _Told(), iter(range(GUESSES))
    codes = set(hall.codes.values())
    begin = time.perf_counter()
    guessing = asyncio.gather(*(_guesser(left, ports[n % 2], n, codes, told) for n in range(GUESSERS)))
    cards = asyncio.create_task(_right_cards(hall, ports, told))
    await guessing
    told.seconds = time.perf_counter() - begin
    cards.cancel()
    await asyncio.gather(cards, return_exceptions=True)
    return told


async def _guesser(left: Iterator[int], port: int, number: int, codes: set[str], told: _Told) -> None:
    async with _Caller(port, f"10.0.{number // 250}.{number % 250}") as caller:
        for guess in left:  # one iterator that all share
            code = "".join(_SIGNS[(guess * 7_919 + place * 31 + guess // 32**place) % 32] for place in range(8))
            if code not in codes:
                told.answers[await caller.show(code)] += 1


async def _right_cards(hall: Hall, ports: list[int], told: _Told) -> None:
    async with _Caller(ports[0], "10.1.0.1") as one, _Caller(ports[1], "10.1.0.2") as other:
        for caller, code in zip(cycle((one, other)), cycle(hall.codes.values()), strict=False):
            begin = time.perf_counter()
            told.right_answers[await caller.show(code)] += 1
            told.right.append(time.perf_counter() - begin)
            await asyncio.sleep(PAUSE_SECONDS)
