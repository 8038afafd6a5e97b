"""Any one thing that is done to a chain of pledges is found.

Two things cannot be seen from the rows alone, and are not asked of `first_fault`: that the last rows are
gone (only a snapshot or a receipt remembers them), and that everything from a row to the end was made anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.ledger import ChainedRow, canonical_json, first_fault, first_hash, row_hash

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(codec="utf-8"), max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=5,
)
payloads = st.dictionaries(st.sampled_from(["village", "workers", "lines", "note"]), json_values)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@st.composite
def chains(draw: st.DrawFn, min_size: int = 1) -> tuple[UUID, list[ChainedRow]]:
    meeting = draw(st.uuids())
    rows: list[ChainedRow] = []
    previous = first_hash(meeting)
    for sequence, payload in enumerate(draw(st.lists(payloads, min_size=min_size, max_size=6)), start=1):
        rows.append(ChainedRow(sequence, payload, previous, row_hash(previous, payload)))
        previous = rows[-1].row_hash
    return meeting, rows


def a_place(data: st.DataObject, rows: list[ChainedRow]) -> int:
    return data.draw(st.integers(0, len(rows) - 1))


@given(chains(min_size=0))
def test_an_untouched_chain_holds(chain: tuple[UUID, list[ChainedRow]]) -> None:
    meeting, rows = chain

    assert first_fault(meeting, rows) is None


@given(chains(), payloads, st.data())
def test_a_row_with_another_content_is_found(
    chain: tuple[UUID, list[ChainedRow]], payload: dict[str, Any], data: st.DataObject
) -> None:
    meeting, rows = chain
    place = a_place(data, rows)
    assume(canonical_json(payload) != canonical_json(rows[place].payload))

    rows[place] = replace(rows[place], payload=payload)

    assert first_fault(meeting, rows) == f"isi baris {place + 1} tidak cocok dengan hash-nya"


@given(chains(min_size=2), payloads, st.data())
def test_a_row_that_is_forged_with_its_hash_is_found_unless_it_is_the_last(
    chain: tuple[UUID, list[ChainedRow]], payload: dict[str, Any], data: st.DataObject
) -> None:
    meeting, rows = chain
    place = data.draw(st.integers(0, len(rows) - 2))
    assume(canonical_json(payload) != canonical_json(rows[place].payload))

    previous = rows[place].previous_hash
    rows[place] = ChainedRow(place + 1, payload, previous, row_hash(previous, payload))

    assert first_fault(meeting, rows) == f"baris {place + 2} tidak menyambung ke baris sebelumnya"


@given(chains(), hashes, st.data())
def test_a_changed_hash_is_found(chain: tuple[UUID, list[ChainedRow]], other: str, data: st.DataObject) -> None:
    meeting, rows = chain
    place = a_place(data, rows)
    field = data.draw(st.sampled_from(["previous_hash", "row_hash"]))
    assume(other != getattr(rows[place], field))

    rows[place] = replace(rows[place], **{field: other})  # type: ignore[arg-type]

    assert first_fault(meeting, rows) is not None


@given(chains(), st.integers(-2, 9), st.data())
def test_a_changed_number_is_found(chain: tuple[UUID, list[ChainedRow]], number: int, data: st.DataObject) -> None:
    meeting, rows = chain
    place = a_place(data, rows)
    assume(number != place + 1)

    rows[place] = replace(rows[place], sequence=number)

    assert first_fault(meeting, rows) == f"baris {place + 1} hilang (yang ada bernomor {number})"


@given(chains(min_size=2), st.booleans(), st.data())
def test_a_dropped_row_is_found_unless_it_is_the_last(
    chain: tuple[UUID, list[ChainedRow]], numbered_anew: bool, data: st.DataObject
) -> None:
    meeting, rows = chain
    del rows[data.draw(st.integers(0, len(rows) - 2))]

    left = [replace(row, sequence=i) for i, row in enumerate(rows, start=1)] if numbered_anew else rows

    assert first_fault(meeting, left) is not None


@given(chains(min_size=2), st.booleans(), st.data())
def test_two_swapped_rows_are_found(
    chain: tuple[UUID, list[ChainedRow]], numbered_anew: bool, data: st.DataObject
) -> None:
    meeting, rows = chain
    one, other = sorted(data.draw(st.lists(st.sampled_from(range(len(rows))), min_size=2, max_size=2, unique=True)))
    rows[one], rows[other] = rows[other], rows[one]

    swapped = [replace(row, sequence=i) for i, row in enumerate(rows, start=1)] if numbered_anew else rows

    assert first_fault(meeting, swapped) is not None


@given(chains(), st.booleans(), st.data())
def test_a_repeated_row_is_found_wherever_it_is_put(
    chain: tuple[UUID, list[ChainedRow]], numbered_anew: bool, data: st.DataObject
) -> None:
    meeting, rows = chain
    rows.insert(data.draw(st.integers(0, len(rows))), rows[a_place(data, rows)])

    longer = [replace(row, sequence=i) for i, row in enumerate(rows, start=1)] if numbered_anew else rows

    assert first_fault(meeting, longer) is not None


@given(chains(), payloads, st.data())
def test_a_forged_row_is_found_wherever_it_is_put_before_another(
    chain: tuple[UUID, list[ChainedRow]], payload: dict[str, Any], data: st.DataObject
) -> None:
    meeting, rows = chain
    place = a_place(data, rows)
    previous = rows[place].previous_hash

    rows.insert(place, ChainedRow(0, payload, previous, row_hash(previous, payload)))
    longer = [replace(row, sequence=i) for i, row in enumerate(rows, start=1)]

    assert first_fault(meeting, longer) is not None


@given(chains(), st.uuids())
def test_a_chain_belongs_to_one_meeting(chain: tuple[UUID, list[ChainedRow]], other: UUID) -> None:
    meeting, rows = chain
    assume(other != meeting)

    assert first_fault(other, rows) == "baris 1 tidak menyambung ke baris sebelumnya"


@given(st.dictionaries(st.text("abcdef", min_size=1), json_values), st.randoms(use_true_random=False))
def test_one_content_has_one_text_whatever_the_order_of_its_keys(content: dict[str, Any], random: Any) -> None:
    keys = list(content)
    random.shuffle(keys)

    assert canonical_json({key: content[key] for key in keys}) == canonical_json(content)
