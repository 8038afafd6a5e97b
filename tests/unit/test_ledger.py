"""The chain of hashes, and what it notices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.ledger import ChainedRow, canonical_json, first_fault, first_hash, receipt, row_hash, sha256

MEETING = UUID("0b6e0000-0000-4000-8000-000000000001")
OTHER_MEETING = UUID("0b6e0000-0000-4000-8000-000000000002")


def chain(*payloads: dict[str, Any], meeting: UUID = MEETING) -> list[ChainedRow]:
    rows: list[ChainedRow] = []
    previous = first_hash(meeting)
    for sequence, payload in enumerate(payloads, start=1):
        rows.append(ChainedRow(sequence, payload, previous, row_hash(previous, payload)))
        previous = rows[-1].row_hash
    return rows


ROWS = chain({"village": "A", "workers": 25}, {"village": "B", "workers": 60}, {"village": "A", "workers": 30})


def test_one_content_has_one_text() -> None:
    assert (
        canonical_json({"b": [1, None], "a": {"d": True, "c": "é “x”"}}) == '{"a":{"c":"é “x”","d":true},"b":[1,null]}'
    )


def test_the_order_of_the_keys_does_not_matter() -> None:
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 0.5])
def test_a_fraction_is_refused_wherever_it_stands(number: float) -> None:
    with pytest.raises(TypeError, match="is no whole number"):
        canonical_json({"lines": [{"amount_rupiah": 1}, {"amount_rupiah": number}]})


def test_a_hash_is_sha256_of_the_text_in_utf_8() -> None:
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_a_chain_begins_with_the_hash_of_the_meetings_id() -> None:
    assert first_hash(MEETING) == "ff9b8b3e1371b5013694119b4bc162e5462bf5df6934f741707b55f7ccfdefdb"


def test_a_row_is_hashed_after_the_hash_before_it() -> None:
    hashed = row_hash(first_hash(MEETING), {"workers": 25, "a": "é"})

    assert hashed == "fd9c9472d831eb93a721ac37d40b08ca6d7a08ee5e83d16078bdfe61df645b4f"


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS])
def test_a_whole_chain_has_no_fault(rows: list[ChainedRow]) -> None:
    assert first_fault(MEETING, rows) is None


def test_a_changed_row_is_named() -> None:
    changed = [ROWS[0], replace(ROWS[1], payload={"village": "B", "workers": 61}), ROWS[2]]

    assert first_fault(MEETING, changed) == "isi baris 2 tidak cocok dengan hash-nya"


def test_a_row_that_is_rewritten_with_its_hash_is_found_at_the_next() -> None:
    payload = {"village": "B", "workers": 61}
    forged = ChainedRow(2, payload, ROWS[0].row_hash, row_hash(ROWS[0].row_hash, payload))

    assert first_fault(MEETING, [ROWS[0], forged, ROWS[2]]) == "baris 3 tidak menyambung ke baris sebelumnya"


def test_a_missing_row_is_named() -> None:
    assert first_fault(MEETING, [ROWS[0], ROWS[2]]) == "baris 2 hilang (yang ada bernomor 3)"


def test_a_missing_row_is_found_where_the_others_were_numbered_anew() -> None:
    closed_up = [ROWS[0], replace(ROWS[2], sequence=2)]

    assert first_fault(MEETING, closed_up) == "baris 2 tidak menyambung ke baris sebelumnya"


def test_the_chain_of_another_meeting_is_no_chain_of_this_one() -> None:
    rows = chain({"village": "A", "workers": 25}, meeting=OTHER_MEETING)

    assert first_fault(MEETING, rows) == "baris 1 tidak menyambung ke baris sebelumnya"


def test_a_receipt_has_village_revision_and_the_start_of_the_hash() -> None:
    assert receipt("62.08.04.2004", 12, "0a1b2c3d" + "f" * 56) == "04.2004-12-0A1B2C3D"
