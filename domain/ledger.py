"""The chain of the ledger: each row carries the hash of the row before it in the same meeting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChainedRow:
    """A ledger row as it is checked: its place in the chain, what it says, and its two hashes."""

    sequence: int
    payload: Mapping[str, Any]
    previous_hash: str
    row_hash: str


def canonical_json(document: object) -> str:
    """One text for one content: sorted keys, no spaces, whole numbers only.

    >>> canonical_json({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    _refuse_fractions(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_fractions(value: object) -> None:
    """A fraction has many spellings, and no count or amount is one."""
    if isinstance(value, float):
        raise TypeError(f"{value!r} is no whole number")
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for part in inside:
        _refuse_fractions(part)


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_hash(meeting_id: UUID) -> str:
    """What the first row of a meeting's chain is chained to: the meeting's own id."""
    return sha256(f"meeting:{meeting_id}")


def row_hash(previous_hash: str, payload: Mapping[str, Any]) -> str:
    """The hash of a row: of the one before and of all that this row says."""
    return text_hash(previous_hash, canonical_json(payload))


def text_hash(previous_hash: str, text: str) -> str:
    """The hash of a row whose payload is written as canonical JSON already."""
    return sha256(f"{previous_hash}\n{text}")


def first_fault(meeting_id: UUID, rows: Iterable[ChainedRow]) -> str | None:
    """The first thing wrong with a meeting's chain, in words, or None where all holds.

    Args:
        rows: all rows of the meeting in order of ``sequence``.
    """
    return chain_fault(first_hash(meeting_id), rows)


def chain_fault(expected: str, rows: Iterable[ChainedRow]) -> str | None:
    """The first thing wrong with a chain that begins at the expected hash, in words, or None where all holds."""
    for place, row in enumerate(rows, start=1):
        if row.sequence != place:
            return f"baris {place} hilang (yang ada bernomor {row.sequence})"
        if row.previous_hash != expected:
            return f"baris {row.sequence} tidak menyambung ke baris sebelumnya"
        if row_hash(row.previous_hash, row.payload) != row.row_hash:
            return f"isi baris {row.sequence} tidak cocok dengan hash-nya"
        expected = row.row_hash
    return None


def receipt(village_code: str, revision: int, row_hash_: str) -> str:
    """The number of a receipt: village, revision, and the beginning of the row's hash.

    >>> receipt("62.08.01.2005", 2, "7f3a9c21" + "0" * 56)
    '01.2005-2-7F3A9C21'
    """
    return f"{village_code[-7:]}-{revision}-{row_hash_[:8].upper()}"
