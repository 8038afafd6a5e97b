"""What an addendum must say, and what is stored of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.addendum import LONGEST_TEXT, Addendum, AddendumRequest, check_key, require_published
from domain.refusal import Refused

GOOD = AddendumRequest("correction", "60 menjadi 50 pekerja", "Pemerintah Desa Pudu", "62.08.01.2002")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"village_code": None}, "village"),
        ({"village_code": ""}, "village"),
        ({"kind": "late_pledge", "village_code": None}, "village"),
        ({"kind": "withdrawal", "village_code": None}, "village"),
        ({"text": ""}, "text"),
        ({"text": " \n \t "}, "text"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\tb"}, "text"),
        ({"text": "a\u2028b"}, "text"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_by": "x" * 121}, "decided_by"),
        ({"decided_by": "a\x00"}, "decided_by"),
    ],
)
def test_what_an_addendum_lacks_is_refused_at_its_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        replace(GOOD, **wrong).tidied()

    assert (refusal.value.code, refusal.value.field) == (f"addendum.{field}", field)


def test_a_note_needs_no_village() -> None:
    note = replace(GOOD, kind="note", village_code=None)

    assert note.tidied() == note


def test_line_breaks_are_kept_and_spaces_at_the_ends_are_not() -> None:
    typed = replace(GOOD, text="  satu  \r\ndua\r\rtiga\n", decided_by=" Pemerintah\n Desa ")

    assert typed.tidied() == replace(GOOD, text="satu\ndua\n\ntiga", decided_by="Pemerintah Desa")
    assert replace(GOOD, text="x" * LONGEST_TEXT).tidied().text == "x" * LONGEST_TEXT


def test_a_stored_addendum_is_known_by_what_it_says() -> None:
    stored = Addendum(1, "correction", GOOD.village_code, GOOD.text, GOOD.decided_by, datetime.now(UTC), "0" * 64)

    assert stored.is_of(GOOD)
    assert not stored.is_of(replace(GOOD, text="lain"))
    assert stored.label == "Perbaikan"


@pytest.mark.parametrize("key", ["", "x" * 201, "a\n"])
def test_a_key_that_no_form_makes_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="Kunci kiriman"):
        check_key(key)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_only_a_published_result_takes_addenda(state: str) -> None:
    with pytest.raises(Refused, match="sudah diterbitkan"):
        require_published(state)
    require_published("published")
