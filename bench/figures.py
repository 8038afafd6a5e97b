"""Measured figures: a percentile, a result with what it must reach, the table and the JSON of all of them."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

Unit = Literal["ms", "a second", "x", "count", "s"]
RESULTS_OF_SOAK = Path(__file__).with_name("results-soak.json")
_HEAD = ("row", "what", "figure", "must reach", "", "beside it")


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of one row.

    Attributes:
        limit: what it must reach: at most for times and ratios, at least for "a second"; None where nothing is asked.
        beside: other figures that belong to it, such as p95 or the same of the empty page.
    """

    row: str
    what: str
    figure: float
    unit: Unit
    limit: float | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> bool | None:
        """Whether it is as good as it must be; None where nothing is asked."""
        if self.limit is None:
            return None
        return self.figure >= self.limit if self.unit == "a second" else self.figure <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The row of the text table."""
        sign = "" if self.limit is None else ("≥ " if self.unit == "a second" else "≤ ")
        asked = "" if self.limit is None else f"{sign}{_shown(self.limit, self.unit)}"
        mark = {True: "yes", False: "NO", None: ""}[self.reached]
        beside = ", ".join(f"{name} {_plain(value)}" for name, value in self.beside.items())
        return (self.row, self.what, _shown(self.figure, self.unit), asked, mark, beside)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not below this share of all values.

    >>> percentile([5, 1, 4, 2, 3], 0.5), percentile([5, 1, 4, 2, 3], 0.95)
    (3, 5)
    """
    ranked = sorted(values)
    return ranked[max(0, -(-round(share * 1000) * len(ranked) // 1000) - 1)]


def milliseconds(seconds: float) -> float:
    """In milliseconds with one decimal, as the table shows it."""
    return round(seconds * 1000, 1)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p95, the worst and how many; the p50 is the figure itself."""
    return {
        "p95": milliseconds(percentile(seconds, 0.95)),
        "max": milliseconds(max(seconds)),
        "of": len(seconds),
    }


def load() -> float | None:
    """How many processes wanted a core, on average over the last minute; None where the system does not tell."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def machine() -> dict[str, Any]:
    """What the figures depend on, and how busy the machine is now."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": load(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
    }


def table(results: Sequence[Result]) -> str:
    """All results as text, a line each."""
    rows = [_HEAD, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * min(150, len(lines[0]) + 40), *lines[1:]])


def write_json(path: Path, about: Mapping[str, Any], results: Sequence[Result]) -> None:
    """The same for programs; the row of an earlier run that was not measured now is not kept."""
    rows = [{**asdict(result), "reached": result.reached} for result in results]
    document = {"machine": about, "command": sys.argv[1:], "results": rows}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _shown(value: float, unit: Unit) -> str:
    forms = {"x": f"{value:.2f}×", "count": f"{value:.0f}", "a second": f"{value:,.0f} a second", "s": f"{value:.2f} s"}
    return forms.get(unit, f"{value:.1f} {unit}")


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
