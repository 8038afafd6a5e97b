"""The figures of a process: counted from any thread, told to this machine alone."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request
from starlette.responses import Response

from components.metrics_route import METRICS_ROUTE
from components.routes import ROUTES
from domain.refusal import Refused
from services.metrics import Counted, Metrics


def value(metrics: Metrics, name: str) -> float:
    (found,) = [line.rpartition(" ")[2] for line in metrics.text().splitlines() if line.rpartition(" ")[0] == name]
    return float(found)


def take(metrics: Metrics, outcome: str = "stored") -> None:
    counted = Counted()
    with metrics.pledge(counted):
        counted.outcome = outcome


def asked(host: str, headers: Mapping[str, str] | None = None) -> Response:
    """The route's answer to a request from there; Starlette's own client would be one more dependency."""
    sent = [(name.lower().encode(), said.encode()) for name, said in (headers or {}).items()]
    scope = {"type": "http", "method": "GET", "path": "/metrics", "headers": sent, "client": (host, 50000)}
    return METRICS_ROUTE.endpoint(Request(scope))


def test_a_process_that_has_done_nothing_says_so() -> None:
    metrics = Metrics()

    names = ["rembuk_pledges_stored_total", "rembuk_pledges_repeated_total", "rembuk_pledges_failed_total"]
    assert [value(metrics, name) for name in [*names, "rembuk_pledge_seconds_count", "rembuk_live_screens"]] == [0] * 5
    assert value(metrics, "process_start_time_seconds") > 0


def test_each_outcome_is_counted_once_and_what_was_raised_goes_on() -> None:
    metrics, counted = Metrics(), Counted()
    take(metrics)
    take(metrics, "repeated")
    with pytest.raises(Refused, match="penuh"), metrics.pledge(counted):
        raise Refused("commitment.ceiling", "penuh")
    with pytest.raises(OSError, match="disk"), metrics.pledge(Counted()):
        raise OSError("disk")

    assert (counted.outcome, counted.code) == ("refused", "commitment.ceiling")
    assert value(metrics, "rembuk_pledges_stored_total") == 1
    assert value(metrics, "rembuk_pledges_repeated_total") == 1
    assert value(metrics, "rembuk_pledges_failed_total") == 1
    assert value(metrics, 'rembuk_pledges_refused_total{code="commitment.ceiling"}') == 1
    assert value(metrics, "rembuk_pledge_seconds_count") == 4


def test_seconds_stand_in_their_bucket_and_in_all_above(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = Metrics()
    times = iter([10.0, 10.1, 20.0, 27.0])
    monkeypatch.setattr("services.metrics.time.perf_counter", lambda: next(times))

    take(metrics)
    take(metrics)

    bounds = ["0.05", "0.25", "5", "+Inf"]
    assert [value(metrics, f'rembuk_pledge_seconds_bucket{{le="{bound}"}}') for bound in bounds] == [0, 1, 1, 2]
    assert value(metrics, "rembuk_pledge_seconds_sum") == pytest.approx(7.1)


def test_threads_lose_no_count() -> None:
    metrics = Metrics()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: take(metrics), range(2000)))

    assert value(metrics, "rembuk_pledges_stored_total") == 2000


def test_a_screen_counts_while_it_is_connected_even_if_it_breaks_off() -> None:
    metrics = Metrics()

    def watch() -> None:
        with metrics.screen(), metrics.screen():
            during.append(value(metrics, "rembuk_live_screens"))
            raise ConnectionError

    during: list[float] = []
    with pytest.raises(ConnectionError):
        watch()

    assert (during, value(metrics, "rembuk_live_screens")) == ([2], 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_this_machine_gets_the_figures(host: str) -> None:
    answer = asked(host)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert "# TYPE rembuk_pledge_seconds histogram" in bytes(answer.body).decode()
    assert METRICS_ROUTE in ROUTES


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("192.168.43.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-For": ""}),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.1"}),
        ("::1", {"X-Real-IP": "10.0.0.1"}),
    ],
)
def test_everybody_else_is_told_that_there_is_nothing(host: str, headers: dict[str, str]) -> None:
    answer = asked(host, headers)

    assert (answer.status_code, answer.body) == (404, b"Not Found")
