"""What the process writes for who runs it: text for a person at the laptop, or JSON lines for a log collector.

The text is Python's and Streamlit's own. With ``REMBUK_LOG=json`` every message of every library is one line, and
pledges get a line too: ids, codes and seconds, no names, no card codes, no tokens.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

import streamlit.logger

from db.settings import Settings

_SECRETS = re.compile(r"(?<=[?&])(token|k)=[^&\s\"']+")


class JsonLines(logging.Formatter):
    """A message as one line: ``at`` (UTC), ``level``, ``logger``, ``message``, its fields, and what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; addresses lose their secrets (what the database quotes is taken away in db/engine.py)."""
        document: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            document["error"] = record.exc_info[0].__name__
            document["traceback"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(document, ensure_ascii=False, default=str)


def without_secrets(text: str) -> str:
    """A text in which the token and the card code of an address are covered.

    >>> without_secrets("GET /masuk?token=abc&x=1")
    'GET /masuk?token=***&x=1'
    """
    return _SECRETS.sub(r"\1=***", text)


def set_up_log(settings: Settings) -> None:
    """With ``REMBUK_LOG=json`` let all loggers of the process speak through one handler on standard error.

    Called when the app is read and again when it has started: in between the server sets up its own.
    """
    if settings.log != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    for logger in tuple(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            _hand_to_root(logger)
    # Each of Streamlit's loggers gets a handler of its own when it is first asked for, the last of them hours later.
    streamlit.logger.setup_formatter = _hand_to_root


def _hand_to_root(logger: logging.Logger) -> None:
    logger.handlers = []
    logger.propagate = True
