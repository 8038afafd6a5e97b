"""The pieces of HTML that only the benefits page needs: parts with their bars, two sides, conditions, ranges, steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from domain.benefit_cases import Condition

CONFIDENCE = {"high": "tinggi", "medium": "sedang", "low": "rendah"}


def confidence_mark(confidence: str) -> str:
    """How sure the office is, where it is not sure; in words beside a dashed outline."""
    if confidence == "high":
        return ""
    return f'<span class="rb-sure">keyakinan {escape(CONFIDENCE.get(confidence, confidence))}</span>'


def part(name: str, how: str, amount: str, share: float | None) -> str:
    """One part of a benefit: what, how it is made, how much; the bar is its share of the largest part."""
    drawn = "" if share is None else f'<i class="rb-part-bar" style="--share:{min(max(share, 0), 1) * 100:.2f}%"></i>'
    made = f'<span class="rb-part-how">{escape(how)}</span>' if how else ""
    return (
        f'<li class="rb-part"><span class="rb-part-name">{escape(name)}</span>'
        f'<b class="rb-part-amount">{escape(amount)}</b>{drawn}{made}</li>'
    )


def parts(rows: Iterable[str], total: tuple[str, str] | None = None) -> str:
    """The parts under each other, and what they are together."""
    end = ""
    if total:
        label, amount = total
        end = f'<p class="rb-part-total"><span>{escape(label)}</span><b>{escape(amount)}</b></p>'
    return f'<ul class="rb-parts">{"".join(rows)}</ul>{end}'


def two_sides(before: tuple[str, str, str], after: tuple[str, str, str]) -> str:
    """What is paid in the first months and what later, side by side: label, amount, remark."""
    return f'<div class="rb-sides">{_side(*before, "rb-side-before")}{_side(*after, "rb-side-after")}</div>'


def _side(label: str, amount: str, remark: str, look: str) -> str:
    return (
        f'<div class="rb-side {look}"><span class="rb-side-label">{escape(label)}</span>'
        f'<b class="rb-side-amount">{escape(amount)}</b><span class="rb-side-remark">{escape(remark)}</span></div>'
    )


def dates(*pairs: tuple[str, str, str]) -> str:
    """Months that answer one question by two readings: label, month, which reading."""
    cells = "".join(
        f'<div class="rb-date"><span class="rb-figure-label">{escape(label)}</span><b>{escape(month)}</b>'
        f'<span class="rb-source">{escape(reading)}</span></div>'
        for label, month, reading in pairs
    )
    return f'<div class="rb-dates">{cells}</div>'


def conditions(found: Sequence[Condition]) -> str:
    """What must be so; what is not certain carries its mark."""
    rows = "".join(f"<li>{escape(one.text)}{confidence_mark(one.confidence)}</li>" for one in found)
    return f'<ul class="rb-conditions">{rows}</ul>'


def chance(name: str, cases: str, label: str, span: tuple[float, float, float]) -> str:
    """A range of chances on a track from never to certain; hatched, since it is no promise.

    Args:
        span: low, central, high, each 0..1.
    """
    low, central, high = (min(max(point, 0), 1) * 100 for point in span)
    style = f"--low:{low:.2f}%;--central:{central:.2f}%;--high:{high:.2f}%"
    spoken = f"peluang paling sedikit satu kasus {label}"
    return (
        f'<div class="rb-chance"><span class="rb-chance-name">{escape(name)}</span>'
        f'<b class="rb-chance-value">{escape(label)}</b>'
        f'<span class="rb-chance-track" role="img" aria-label="{escape(spoken)}" style="{style}">'
        f'<i class="rb-chance-range"></i><i class="rb-chance-central"></i></span>'
        f'<span class="rb-part-how">{escape(cases)}</span></div>'
    )


def sources(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Where figures come from: what, how it was computed, basis and source, how sure."""
    cells = "".join(
        f"<div><dt>{escape(what)}</dt><dd><span>{escape(how)}</span><span>{escape(source)}</span>"
        f"<span>Keyakinan: {escape(CONFIDENCE.get(confidence, confidence))}.</span></dd></div>"
        for what, how, source, confidence in rows
    )
    return f'<dl class="rb-sources">{cells}</dl>'


def steps(rows: Iterable[tuple[str, Sequence[Condition]]]) -> str:
    """Numbered steps, each with what it takes."""
    cells = "".join(f"<li><b>{escape(title)}</b>{conditions(needs)}</li>" for title, needs in rows)
    return f'<ol class="rb-steps">{cells}</ol>'


def claims_table(rows: Iterable[tuple[str, str, str]]) -> str:
    """What was paid: kind, cases, rupiah; figures to the right."""
    cells = "".join(
        f"<tr><th scope='row'>{escape(kind)}</th><td>{escape(cases)}</td><td>{escape(amount)}</td></tr>"
        for kind, cases, amount in rows
    )
    head = "<tr><th scope='col'>Jenis</th><th scope='col'>Kasus</th><th scope='col'>Dibayarkan</th></tr>"
    return f'<table class="rb-claims"><thead>{head}</thead><tbody>{cells}</tbody></table>'
