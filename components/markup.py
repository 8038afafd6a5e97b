"""Small pieces of HTML for `st.html`: every value from outside is escaped, so that text stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Literal

from domain.coverage import percent_label

Role = Literal["exists", "pledged", "plain"]
Kind = Literal["info", "success", "warning", "error"]
Part = str | tuple[str, Role]

_ROLES = ("exists", "pledged", "plain")
_MARKS = {"info": "i", "success": "✓", "warning": "!", "error": "×"}


def _role(role: str) -> str:
    if role not in _ROLES:
        raise ValueError(f"unknown role {role!r}; use one of {', '.join(_ROLES)}")
    return f"rb-{role}"


def _position(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


def headline(parts: Sequence[Part]) -> str:
    """A page says its finding in one sentence; its figures carry the colour of what they count.

    Its level is the second: the first is the page's name, which the router says to who cannot see the menu.

    Args:
        parts: running text as `str`, a figure as `(text, role)`. "exists" is green (what is so today),
            "pledged" rust (what is promised or needed), "plain" ink. Spaces are the caller's.

    >>> headline(["Dari ", ("13.885", "plain"), " pekerja, ", ("5.529", "exists"), " terlindungi."])
    '<h2 class="rb-headline">Dari <b class="rb-plain">13.885</b> pekerja, <b class="rb-exists">5.529</b> terlindungi.</h2>'
    """  # noqa: E501
    pieces = [
        escape(part) if isinstance(part, str) else f'<b class="{_role(part[1])}">{escape(part[0])}</b>'
        for part in parts
    ]
    return f'<h2 class="rb-headline">{"".join(pieces)}</h2>'


def badge(text: str) -> str:
    """A word that must not be overlooked, such as LATIHAN · DATA CONTOH."""
    return f'<span class="rb-badge">{escape(text)}</span>'


def source_line(text: str) -> str:
    """Where the figures above come from: region, month, source, rate; one quiet line under the finding."""
    return f'<p class="rb-source">{escape(text)}</p>'


def figure(label: str, value: str, role: Role = "plain") -> str:
    """One figure under its label, ready formatted ("39,8%", "Rp 213,3 juta")."""
    return (
        f'<span class="rb-figure"><span class="rb-figure-label">{escape(label)}</span>'
        f'<span class="rb-figure-value {_role(role)}">{escape(value)}</span></span>'
    )


def bar(share: float | None, if_paid_share: float | None = None, target_share: float | None = None) -> str:
    """Coverage is solid green, what pledges would add hatched rust, the target a tick; also said in words.

    Args:
        share: active over eligible, 0..1; None where nobody is eligible (an empty track).
        if_paid_share: the same after all pledges are paid, 0..1; drawn only where it is above `share`.
        target_share: 0..1, or None without a target.
    """
    spoken = ["tidak ada pekerja berhak" if share is None else f"cakupan {percent_label(share)}"]
    now = share or 0.0
    pieces = [f"--now:{_position(now)}"]
    marks = '<i class="rb-bar-now"></i>'
    if if_paid_share is not None and if_paid_share > now:
        spoken.append(f"{percent_label(if_paid_share)} bila dibayar")
        pieces.append(f"--paid:{_position(if_paid_share)}")
        marks += '<i class="rb-bar-paid"></i>'
    if target_share is not None:
        spoken.append(f"target {percent_label(target_share)}")
        pieces.append(f"--target:{_position(target_share)}")
        marks += '<i class="rb-bar-target"></i>'
    words, style = ", ".join(spoken), ";".join(pieces)
    return f'<span class="rb-bar" role="img" aria-label="{words}" style="{style}">{marks}</span>'


def notice(kind: Kind, text: str) -> str:
    """What happened, why and what to do; a mark stands beside the colour, and warnings interrupt a reader."""
    if kind not in _MARKS:
        raise ValueError(f"unknown kind {kind!r}; use one of {', '.join(_MARKS)}")
    role = "alert" if kind in {"warning", "error"} else "status"
    return (
        f'<div class="rb-notice rb-notice-{kind}" role="{role}">'
        f'<span class="rb-notice-mark" aria-hidden="true">{_MARKS[kind]}</span>'
        f"<span>{escape(text)}</span></div>"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of ready formatted texts under their titles; the first column is what the others are of."""
    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<table class="rb-village-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def scrolling(label: str, markup: str) -> str:
    """Ready markup that scrolls sideways inside itself where it is too wide; arrow keys move it too."""
    return f'<div class="rb-wide" role="region" aria-label="{escape(label)}" tabindex="0">{markup}</div>'


def page_name(text: str) -> str:
    """The first heading of a page, for screen readers only: the others see it underlined in the menu."""
    return f'<h1 class="rb-unseen">{escape(text)}</h1>'


def question(text: str) -> str:
    """What a group of fields asks, where their own label has no room; the field keeps it for screen readers."""
    return f'<p class="rb-question" aria-hidden="true">{escape(text)}</p>'


def as_text(name: str) -> str:
    r"""A name in a place that Streamlit reads as Markdown: its marks are shown, not obeyed.

    >>> as_text("Air Dua"), as_text("**x** [y](z)")
    ('Air Dua', '\\*\\*x\\*\\* \\[y\\]\\(z\\)')
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~$^:])", r"\\\1", name)


def village_row(
    *, name: str, gift: str, shares: tuple[float | None, float | None, float | None], change: str, reason: str
) -> str:
    """A village before and after; the reason of its figure opens under it.

    Args:
        shares: now, if paid, target; 0..1 or None.
    """
    return (
        f'<details class="rb-row"><summary><span class="rb-row-name">{escape(name)}</span>'
        f'<span class="rb-row-gift">{escape(gift)}</span>{bar(*shares)}'
        f'<span class="rb-row-change">{escape(change)}</span></summary>'
        f'<span class="rb-source">{escape(reason)}</span></details>'
    )
