"""Each refusal has its reason, and nothing is stored: no row, no audit, no raised counter."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from db.engine import Database
from domain.refusal import Refused
from services.identity import UNKNOWN_CODE, CardCode, FacilitatorCookie
from services.pledge_form import pledge_form
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    footprint,
    open_meeting,
    pledge_of,
    submit,
)


def refused(database: Database, clock: SettableClock, command: Any, credential: Any = AT_THE_MACHINE) -> Refused:
    """The refusal of a pledge, after making sure that it left nothing behind."""
    before = footprint(database)
    with pytest.raises(Refused) as refusal:
        submit_commitment(command, database, clock, credential)
    assert footprint(database) == before
    return refusal.value


WRONG_VALUES: list[tuple[dict[str, Any], str, str | None]] = [
    ({"new": 481}, "commitment.workers", "workers"),
    ({"new": None, "continued": 321}, "commitment.workers", "workers"),
    ({"new": 10, "continued": 321}, "commitment.workers", "2.workers"),
    ({"new": 0}, "commitment.workers", "workers"),
    ({"new": -60}, "commitment.workers", "workers"),
    ({"new": 10**12}, "commitment.workers", "workers"),
    ({"new": None, "continued": 10**12}, "commitment.workers", "workers"),
    ({"new": None}, "commitment.workers", "workers"),
    ({"months": 0}, "commitment.months", "months"),
    ({"months": 13}, "commitment.months", "months"),
    ({"start": "2026-12"}, "commitment.start_month", "start_month"),
    ({"start": "2028-01"}, "commitment.start_month", "start_month"),
    ({"source": "APBN"}, "commitment.source", "source"),
    ({"village_code": MENDAWAI}, "commitment.kelurahan", None),
    ({"village_code": "62.08.01.9999"}, "commitment.village", "village"),
    ({"village_code": "62.08.01"}, "commitment.village", "village"),
    ({"village_code": "62.07.01.2001"}, "commitment.village", "village"),
    ({"key": ""}, "commitment.key", None),
    ({"key": "x" * 201}, "commitment.key", None),
    ({"key": "a\nb"}, "commitment.key", None),
    ({"key": "a\x00b"}, "commitment.key", None),
]


def test_wrong_values_are_refused_with_the_field_and_nothing_is_stored(
    real_database: Database, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    meeting = open_meeting(real_database, clock)

    for values, code, field in WRONG_VALUES:
        with subtests.test(**values):
            refusal = refused(real_database, clock, pledge_of(meeting, **values))
            assert (refusal.code, refusal.field) == (code, field)


def test_the_limits_are_named_in_the_refusal(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    too_many_new = refused(real_database, clock, pledge_of(meeting, new=481))
    too_many_continued = refused(real_database, clock, pledge_of(meeting, new=None, continued=321))

    assert too_many_new.reason == ("Pekerja baru 481 melebihi yang belum terlindungi di desa ini: 480 pekerja BPU.")
    assert too_many_continued.reason == "Pekerja lanjutan 321 melebihi yang aktif di desa ini: 320 pekerja BPU."


def test_a_pledge_for_a_draft_a_closed_or_an_unknown_meeting_is_refused(
    real_database: Database, clock: SettableClock
) -> None:
    draft = draft_meeting(real_database, clock)
    closed = close_meeting(open_meeting(real_database, clock), real_database, clock)

    assert refused(real_database, clock, pledge_of(draft)).code == "meeting.draft"
    assert refused(real_database, clock, pledge_of(closed)).code == "meeting.closed"
    assert refused(real_database, clock, pledge_of(uuid4())).code == "meeting.unknown"


def test_a_key_of_another_village_is_refused(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, key="key-1")

    assert refused(real_database, clock, pledge_of(meeting, PUDU, key="key-1")).code == "commitment.key"


def test_a_card_speaks_for_its_own_village_and_meeting_only(real_database: Database, clock: SettableClock) -> None:
    meeting, other = open_meeting(real_database, clock), open_meeting(real_database, clock)
    pudu = CardCode(card_code_of(PUDU, meeting, real_database))
    elsewhere = CardCode(card_code_of(KARTAMULIA, other, real_database))

    foreign_village = refused(real_database, clock, pledge_of(meeting, KARTAMULIA), pudu)
    foreign_meeting = refused(real_database, clock, pledge_of(meeting, KARTAMULIA), elsewhere)

    assert foreign_village.code == foreign_meeting.code == "identity.forbidden"
    assert foreign_village.reason == "Kartu ini untuk desa lain. Pakai kartu desa Anda."
    assert foreign_meeting.reason == (
        f"Kartu ini untuk rapat lain: {other.title} (rapat dibuka). Minta kartu rapat ini kepada fasilitator."
    )


def test_a_foreign_card_does_not_even_learn_of_a_stored_pledge(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, key="key-1")
    pudu = CardCode(card_code_of(PUDU, meeting, real_database))

    refusal = refused(real_database, clock, pledge_of(meeting, KARTAMULIA, key="key-1"), pudu)

    assert refusal.code == "identity.forbidden"


def test_every_wrong_code_gets_the_same_sentence(
    real_database: Database, clock: SettableClock, subtests: pytest.Subtests
) -> None:
    meeting = open_meeting(real_database, clock)
    right = card_code_of(KARTAMULIA, meeting, real_database)
    nearly = right[:-1] + ("A" if right[-1] != "A" else "B")
    wrong = [nearly, right[:-1], right + "A", "", " ", "AAAAAAAA", "0O1I0O1I", KARTAMULIA, "x" * 10_000, "' OR 1=1 --"]

    for typed in wrong:
        with subtests.test(typed=typed[:40]):
            refusal = refused(real_database, clock, pledge_of(meeting), CardCode(typed))
            assert (refusal.code, refusal.reason, refusal.field) == ("identity.card_code", UNKNOWN_CODE, "card_code")


def test_a_code_is_unknown_where_no_card_was_ever_made(real_database: Database, clock: SettableClock) -> None:
    with pytest.raises(Refused, match=UNKNOWN_CODE):
        pledge_form(real_database, CardCode("ABCDEFGH"))


def test_a_wrong_cookie_is_refused(real_database: Database, clock: SettableClock, facilitator_settings) -> None:
    meeting = open_meeting(real_database, clock)

    for value in ("", "x", "0" * 64, "é"):
        cookie = FacilitatorCookie(value, facilitator_settings)
        assert refused(real_database, clock, pledge_of(meeting), cookie).code == "identity.facilitator"


def test_a_stale_form_is_refused_and_told_what_changed(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    early = refused(real_database, clock, pledge_of(meeting, key="a", replaces=1))
    submit(real_database, clock, meeting, new=60, key="b", replaces=0)
    submit(real_database, clock, meeting, new=50, key="c", replaces=1)

    first_form = refused(real_database, clock, pledge_of(meeting, key="d", replaces=0))
    older = refused(real_database, clock, pledge_of(meeting, key="e", replaces=1))
    ahead = refused(real_database, clock, pledge_of(meeting, key="f", replaces=3))

    assert {refusal.code for refusal in (early, first_form, older, ahead)} == {"commitment.stale"}
    assert early.reason == "Desa ini belum mempunyai komitmen yang dapat diganti."
    assert (
        first_form.reason
        == older.reason
        == ahead.reason
        == (
            "Komitmen desa ini sudah berubah: revisi 2, 50 pekerja baru × 12 bulan · ADD. Periksa dulu, lalu kirim lagi."
        )
    )
