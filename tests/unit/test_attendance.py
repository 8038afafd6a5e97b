"""How a name may be written, and what the record keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.attendance import (
    Person,
    name_hash,
    name_state,
    named_person,
    organisation_name,
    person,
    require_changeable_list,
    require_erasable,
)
from domain.meeting import Meeting
from domain.refusal import Refused

SITI = Person("Siti Aminah", "Kepala Desa")
ID = "0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11"


def meeting(state: str, *, is_rehearsal: bool = False) -> Meeting:
    return Meeting(
        id=UUID(ID), regency_code="62.08", title="Rembuk", held_on=date(2026, 11, 22), state=state, revision=1,  # type: ignore[arg-type]
        budget_year=2027, stage="APBDes", dataset_id=None, target_points=None, base_rupiah=1_000_000,
        is_rehearsal=is_rehearsal,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Siti Aminah", "Siti Aminah"),
        ("  Siti \t Aminah\n", "Siti Aminah"),
        ("Siti\u00a0Aminah", "Siti Aminah"),
        ("Ame\u0301lie", "Amélie"),
        ("👩‍🌾 Siti", "👩‍🌾 Siti"),
        ("سيتي أمينة", "سيتي أمينة"),
        ("O'Brien & <b>", "O'Brien & <b>"),
        ("=1+1", "=1+1"),
        ("x" * 80, "x" * 80),
        ("x" * 79 + " " * 300, "x" * 79),
    ],
)
def test_a_name_is_any_printable_line_with_its_spaces_in_order(typed: str, kept: str):
    assert person(typed, "Kepala Desa") == Person(kept, "Kepala Desa")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Siti\x00", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("Siti\x1cAminah", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("\x1b[31mSiti", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("Siti\u202enimA", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("Siti\ud800", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("Siti\uffff", "Nama memuat tanda yang tidak dapat dicetak. Ketik ulang."),
        ("x" * 81, "Nama paling panjang 80 huruf."),
        ("x" * 10_000, "Nama paling panjang 80 huruf."),
        (" " * 10_000, "Nama paling panjang 80 huruf."),
        ("", "Isi nama yang hadir, misalnya Siti Aminah."),
        ("\u200b\u200d \u0301", "Isi juga namanya, misalnya Siti Aminah."),
    ],
)
def test_what_is_no_name_is_refused_with_a_sentence(typed: str, sentence: str):
    with pytest.raises(Refused) as refusal:
        named_person(typed, "Kepala Desa" if typed else "")

    assert (refusal.value.code, refusal.value.field, refusal.value.reason) == ("attendance.name", "name", sentence)


@pytest.mark.parametrize("typed", ["Kepala\x00", "x" * 81, ""])
def test_a_position_keeps_the_same_rules(typed: str):
    with pytest.raises(Refused) as refusal:
        person("Siti Aminah", typed)

    assert (refusal.value.code, refusal.value.field) == ("attendance.position", "position")


def test_nobody_in_particular_may_be_there_but_not_a_position_alone():
    assert person(" ", "") == Person()
    with pytest.raises(Refused) as refusal:
        person("", "Kepala Desa")
    assert refusal.value.field == "name"


@pytest.mark.parametrize("typed", ["", " ", "x" * 81, "BPJS\x00"])
def test_an_organisation_has_a_name(typed: str):
    with pytest.raises(Refused) as refusal:
        organisation_name(typed)

    assert (refusal.value.code, refusal.value.field) == ("attendance.organisation", "organisation")


@pytest.mark.parametrize(("state", "may"), [("draft", True), ("open", True), ("closed", False), ("published", False)])
def test_the_list_changes_until_the_meeting_closes(state: str, may: bool):
    if may:
        require_changeable_list(state)  # type: ignore[arg-type]
        return
    with pytest.raises(Refused) as refusal:
        require_changeable_list(state)  # type: ignore[arg-type]
    assert refusal.value.code == "meeting.closed"


@pytest.mark.parametrize(
    ("state", "is_rehearsal", "may"),
    [
        ("draft", False, False), ("open", False, False), ("closed", False, False), ("published", False, True),
        ("draft", True, False), ("open", True, False), ("closed", True, True),
    ],
)  # fmt: skip
def test_names_are_erased_when_the_minutes_no_longer_need_them(state: str, is_rehearsal: bool, may: bool):
    found = meeting(state, is_rehearsal=is_rehearsal)
    if may:
        require_erasable(found)
        return
    with pytest.raises(Refused) as refusal:
        require_erasable(found)
    assert refusal.value.code == "attendance.state"


def test_the_hash_is_of_the_person_in_this_row_alone():
    hashes = {
        name_hash(ID, SITI),
        name_hash(ID.replace("0b", "1b"), SITI),
        name_hash(ID, replace(SITI, name="Siti")),
        name_hash(ID, replace(SITI, position="Sekretaris Desa")),
        name_hash(ID, Person("Siti AminahKepala", " Desa")),
    }

    assert len(hashes) == 5
    assert all(len(one) == 64 for one in hashes)


@pytest.mark.parametrize(
    ("frozen", "now", "state"),
    [
        (SITI, SITI, "named"),
        (SITI, Person(), "erased"),
        (SITI, replace(SITI, position="Camat"), "changed"),
        (Person(), Person(), "unnamed"),
        (Person(), SITI, "changed"),
    ],
)
def test_a_name_is_paired_with_the_record_by_its_hash(frozen: Person, now: Person, state: str):
    assert name_state({"id": ID, "name_sha256": name_hash(ID, frozen)}, now) == state
