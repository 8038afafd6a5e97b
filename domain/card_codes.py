"""Card codes: the secret of one village in one meeting, short enough to type.

A code is random to everybody without the meeting's secret (HMAC-SHA-256), so that it
needs no slow hash, and the cards of a meeting can be printed again.
"""

from __future__ import annotations

import hashlib
import hmac

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs without look-alikes: no 0 and O, no 1 and I."""

LENGTH = 8
MOST_TYPED = 64
"""Longer texts are no attempt at a code; they are not even read."""


def card_code(meeting_secret: bytes, village_code: str, issue: int) -> str:
    """The code of a village's card; the same for the same three, another for every issue.

    >>> len(card_code(b"s" * 32, "62.08.01.2005", 1))
    8
    """
    message = f"card\x00{village_code}\x00{issue}".encode()
    number = int.from_bytes(hmac.digest(meeting_secret, message, "sha256")[:5])
    signs = []
    for _ in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[index])
    return "".join(reversed(signs))


def normal_code(typed: str) -> str | None:
    """What was typed as the code it means, or None where it cannot be one.

    Lower case, spaces, dashes and dots are forgiven. 0, O, 1 and I stand in no code, so they are refused
    rather than guessed: each may be a misreading of several signs (O of Q or D, I of J or L).

    >>> normal_code(" ab7k-m2xq "), normal_code("AB7KM2X0")
    ('AB7KM2XQ', None)
    """
    if len(typed) > MOST_TYPED:
        return None
    signs = "".join(c for c in typed.upper() if not (c.isspace() or c in "-–—."))
    if len(signs) != LENGTH or any(c not in ALPHABET for c in signs):
        return None
    return signs


def shown_code(code: str) -> str:
    """The code in two groups of four, as it stands on the card.

    >>> shown_code("AB7KM2XQ")
    'AB7K-M2XQ'
    """
    return f"{code[:4]}-{code[4:]}"


def code_digest(installation_key: bytes, code: str) -> str:
    """What the database keeps of a code: its keyed digest, found by one indexed look-up."""
    return hmac.new(installation_key, code.encode(), hashlib.sha256).hexdigest()
