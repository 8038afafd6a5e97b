"""Files for a spreadsheet that is set to Indonesian: semicolons, decimal commas, a mark that says UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# The full-width forms count too: spreadsheets set to an East Asian language obey them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_file(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as a file; what would be read as a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def guarded(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers with a decimal comma.

    >>> guarded("=1+1"), guarded("Pudu"), guarded(41.2), guarded(None)
    ("'=1+1", 'Pudu', '41,2', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return f"'{value}" if isinstance(value, str) and is_like_a_formula(value) else value


def is_like_a_formula(text: str) -> bool:
    """Whether some spreadsheet might calculate this text; spaces before it protect nobody.

    >>> is_like_a_formula(" =1+1"), is_like_a_formula("＝1+1"), is_like_a_formula("Air-Dua")
    (True, True, False)
    """
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def plain_text(text: str) -> str:
    r"""What a cell can hold of a text: line breaks stay, other control and invisible characters go.

    >>> plain_text("Air\x07 Dua\u202e\nB\tC")
    'Air Dua\nB C'
    """
    return "".join(
        sign if sign == "\n" or sign.isprintable() else " " for sign in text if sign == "\n" or _leaves_a_trace(sign)
    )


def _leaves_a_trace(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()
