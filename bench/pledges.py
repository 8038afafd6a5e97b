"""R6: pledges on disk, two processes of 16 threads each, on SQLite and on PostgreSQL; and is each there once?"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.durable_postgres import durable_postgres, why_not
from bench.figures import Result
from bench.hall import Hall, prepare
from db.engine import open_database
from db.schema import commitments
from tests.support.server import PROJECT

PROCESSES, THREADS, SECONDS = 2, 16, 6.0
AT_LEAST_SQLITE, AT_LEAST_POSTGRES = 1000.0, 400.0
OF_THREADS = f"{PROCESSES} × {THREADS} threads"


async def measure(folder: Path) -> list[Result]:
    """Pledges a second in one meeting of all villages, and with a meeting for each village."""
    results = await _both("SQLite", f"sqlite:///{folder}", AT_LEAST_SQLITE)
    if reason := why_not():
        print(f"R6 on PostgreSQL not measured: {reason}", file=sys.stderr)
        return results
    with durable_postgres() as server:
        return results + await _both("PostgreSQL", server, AT_LEAST_POSTGRES)


async def _both(name: str, place: str, at_least: float) -> list[Result]:
    results = []
    for number, (what, meetings) in enumerate((("one meeting", 1), ("a meeting each village", 29))):
        url = f"{place}/r6-{number}.sqlite3" if name == "SQLite" else _database_of(place, f"r6_{number}")
        hall = await asyncio.to_thread(prepare, url, meetings=meetings, pledges=0)
        told = await _hammer(hall)
        seconds = max(one["seconds"] for one in told)
        kept = [key for one in told for key in one["kept"]]
        beside = _accounts(hall, kept) | _errors(told)
        figure = round(len(kept) / seconds)
        results.append(Result("R6", f"{name}, {what}, {OF_THREADS}", figure, "a second", at_least, beside))
    return results


def _database_of(server: str, name: str) -> str:
    import psycopg  # noqa: PLC0415  not where there is no PostgreSQL

    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rsplit('/', 1)[0]}/{name}"


async def _hammer(hall: Hall) -> list[dict[str, Any]]:
    order = {
        "url": hall.url,
        "meetings": [str(one) for one in hall.meetings],
        "villages": hall.villages,
        "year": hall.year,
        "threads": THREADS,
        "seconds": SECONDS,
    }
    async with contextlib.AsyncExitStack() as ended:
        processes = [await _begin(ended, order | {"seed": number}) for number in range(PROCESSES)]
        told = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    return [json.loads(out) for out, _ in told]


async def _begin(ended: contextlib.AsyncExitStack, order: dict[str, Any]) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.pledger", cwd=PROJECT, stdin=PIPE, stdout=PIPE, limit=2**24
    )
    ended.callback(_end, process)
    assert process.stdin, "asked for"
    assert process.stdout, "asked for"
    process.stdin.write(json.dumps(order).encode() + b"\n")
    await process.stdin.drain()
    if (await process.stdout.readline()).strip() != b"ready":
        raise RuntimeError("a process that was to pledge ended before it began")
    return process


def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()


def _accounts(hall: Hall, kept: list[str]) -> dict[str, int]:
    """Every receipt against the ledger: which pledges are not there, and which are there twice or unasked."""
    database = open_database(hall.url)
    with database.reading() as connection:
        stored = Counter(connection.scalars(select(commitments.c.idempotency_key)))
    database.close()
    return {"lost": sum(key not in stored for key in kept), "twice": stored.total() - len(stored)}


def _errors(told: list[dict[str, Any]]) -> dict[str, Any]:
    found: Counter[str] = sum((Counter(one["errors"]) for one in told), Counter())
    return {"errors": found.total()} | ({"most": found.most_common(1)[0][0]} if found else {})
