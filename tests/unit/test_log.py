"""The log as JSON lines: whole, one line each, and without what nobody may read there."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import streamlit.logger

from components.log import JsonLines, set_up_log, without_secrets
from db.settings import Settings


@pytest.fixture
def _restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every logger is afterwards as it was."""
    loggers = [
        logging.getLogger(),
        *(one for one in logging.Logger.manager.loggerDict.values() if hasattr(one, "handlers")),
    ]
    before = [(one, list(one.handlers), one.propagate, one.level) for one in loggers]
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    monkeypatch.setattr(streamlit.logger, "_loggers", dict(streamlit.logger._loggers))
    yield
    logging.captureWarnings(capture=False)
    for one, handlers, propagate, level in before:
        one.handlers, one.propagate = handlers, propagate
        one.setLevel(level)


@pytest.mark.usefixtures("_restored")
def test_every_logger_writes_one_json_line_to_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    server = logging.getLogger("uvicorn.error")
    server.addHandler(logging.StreamHandler())
    early = streamlit.logger.get_logger("streamlit.test_log_early")
    set_up_log(Settings(REMBUK_LOG="json"))
    late = streamlit.logger.get_logger("streamlit.test_log_late")

    logging.getLogger("services.any").warning("dua\nbaris %s", 7)
    for one in (server, early, late):
        one.warning("x")

    assert [
        (one["logger"], one["level"], one["message"]) for one in map(json.loads, capsys.readouterr().err.splitlines())
    ] == [
        ("services.any", "warning", "dua\nbaris 7"),
        ("uvicorn.error", "warning", "x"),
        ("streamlit.test_log_early", "warning", "x"),
        ("streamlit.test_log_late", "warning", "x"),
    ]


@pytest.mark.usefixtures("_restored")
def test_text_is_left_as_it_was() -> None:
    before = list(logging.getLogger().handlers)

    set_up_log(Settings())

    assert logging.getLogger().handlers == before
    assert streamlit.logger.setup_formatter.__module__ == "streamlit.logger"


def test_what_was_raised_and_the_fields_are_in_the_line() -> None:
    with pytest.raises(ValueError, match="abc") as raised:
        int("/masuk?token=abc")
    record = logging.LogRecord("a", logging.ERROR, "f.py", 1, "gagal", None, (raised.type, raised.value, raised.tb))
    record.created, record.fields = 0.0, {"code": "A1"}

    found = json.loads(JsonLines().format(record))

    assert found.pop("traceback").endswith("literal for int() with base 10: '/masuk?token=***'")
    assert found == {
        "at": "1970-01-01T00:00:00.000+00:00", "level": "error", "logger": "a", "message": "gagal",
        "code": "A1", "error": "ValueError",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /masuk?token=abc-1 HTTP/1.1", "GET /masuk?token=*** HTTP/1.1"),
        ("'/komitmen?a=1&k=ABCD2345'", "'/komitmen?a=1&k=***'"),
        ("/desa?kode=62.08.01.2005", "/desa?kode=62.08.01.2005"),
    ],
)
def test_secrets_of_addresses_are_left_out(said: str, kept: str) -> None:
    assert without_secrets(said) == kept
