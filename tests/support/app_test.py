"""What a page run by AppTest holds: its words, its markup, and everything that would reach the browser."""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest

_TAG = re.compile(r"<[^>]*>")


def markup(at: AppTest) -> list[str]:
    """The HTML of every `st.html` on the page in order, without the style sheet."""
    bodies = [element.proto.body for element in at.get("html")]
    return [body for body in bodies if not body.startswith("<style")]


def words(at: AppTest) -> str:
    """What a visitor reads in the page's own markup, a line each."""
    return "\n".join(unescape(_TAG.sub("", body)) for body in markup(at))


def notices(at: AppTest, kind: str) -> list[str]:
    """The texts of the notices of a kind: info, success, warning or error."""
    found = [body for body in markup(at) if f"rb-notice-{kind}" in body]
    return [unescape(_TAG.sub("", body.split("</span>", 1)[1])) for body in found]


def everything(at: AppTest) -> str:
    """All that is sent to the browser for this page, tables and charts included."""
    sent = (getattr(element, "proto", None) for element in at._tree)
    return "\n".join(str(proto) for proto in sent if proto is not None)


def shows_sample_mark(at: AppTest) -> bool:
    """Whether the page says LATIHAN and DATA CONTOH in the mark that must not be overlooked."""
    return any("rb-badge" in body and "LATIHAN · DATA CONTOH" in body for body in markup(at))
