"""How the program says no: one sentence for people, one stable code for programs."""

from __future__ import annotations


class Refused(ValueError):
    """A rule forbids the request; nothing was stored.

    Args:
        code: stable, dotted, for programs and tests (``commitment.workers``).
        reason: one or two Indonesian sentences: what is wrong and what to do.
        field: the form field that the reason belongs to, where there is one.
    """

    def __init__(self, code: str, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.field = field

    def __str__(self) -> str:
        return self.reason
