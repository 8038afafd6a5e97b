"""How a pledge came in, why it was corrected, and on which revision of the meeting its form was drawn."""

from __future__ import annotations

import json
from typing import Any

import pytest

from db.engine import Database
from db.queries.commitments import latest_commitments
from db.stores import commitments as store
from services.change_meeting import change_settings
from services.identity import CardCode
from services.submit_commitment import submit_commitment
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    ledger,
    open_meeting,
    pledge_of,
    refused,
    settings_with,
    submit,
)
from tests.support.sign_in import by_printed_link


def test_each_who_sends_has_a_usual_way(real_database: Database, clock: SettableClock, facilitator_settings) -> None:
    meeting = open_meeting(real_database, clock)
    village = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    cookie = by_printed_link(real_database, clock, facilitator_settings)

    kept = [
        submit_commitment(pledge_of(meeting, key=str(n)), real_database, clock, credential).commitment
        for n, credential in enumerate([village, cookie, AT_THE_MACHINE])
    ]

    assert [pledge.way for pledge in kept] == ["phone", "spoken", "machine"]
    assert [json.loads(row["payload"])["way"] for row in ledger(real_database, meeting)] == [p.way for p in kept]


def test_who_runs_the_meeting_says_how_it_came_in_and_why_it_is_corrected(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)

    spoken = submit(real_database, clock, meeting, key="a", way="message").commitment
    paper = submit(real_database, clock, meeting, key="b", way="paper", reason="Salah baca lembar").commitment

    assert (spoken.way, spoken.entered_by, spoken.reason) == ("message", "facilitator", "")
    assert (paper.way, paper.entered_by, paper.reason) == ("paper", "paper", "Salah baca lembar")
    with real_database.reading() as connection:
        assert latest_commitments(connection, meeting.id) == [paper]
    assert verify_ledger(real_database).fault is None


def test_a_card_cannot_say_that_it_is_anything_but_the_villages_phone(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    village = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    def send(way: Any, credential: Any):
        command = pledge_of(meeting, way=way)
        return refused(lambda: submit_commitment(command, real_database, clock, credential), real_database)

    for refusal in (send("paper", village), send("machine", village), send("telepathy", AT_THE_MACHINE)):
        assert (refusal.code, refusal.field) == ("commitment.way", "way")
    own = submit_commitment(pledge_of(meeting, way="phone"), real_database, clock, village)
    assert own.commitment.way == "phone"


def test_a_reason_is_200_readable_characters_at_most(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    for reason in ("x" * 201, "a\x07b"):
        refusal = refused(lambda r=reason: submit(real_database, clock, meeting, reason=r), real_database)
        assert (refusal.code, refusal.field) == ("commitment.reason", "reason")
    assert submit(real_database, clock, meeting, reason="é" * 200).commitment.reason == "é" * 200


def test_rows_from_before_these_questions_are_read_as_they_were_and_hold(
    real_database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = open_meeting(real_database, clock)
    now = store._payload
    newer = {"way", "reason", "withdrawn"}
    monkeypatch.setattr(store, "_payload", lambda *args: {k: v for k, v in now(*args).items() if k not in newer})
    submit(real_database, clock, meeting, KARTAMULIA, key="old")
    monkeypatch.undo()
    submit(real_database, clock, meeting, PUDU, key="new")

    with real_database.reading() as connection:
        _, old = latest_commitments(connection, meeting.id)
    assert (old.way, old.reason, old.is_withdrawn, old.workers) == ("", "", False, 60)
    close_meeting(meeting, real_database, clock)
    assert verify_ledger(real_database).fault is None


def test_a_form_drawn_on_an_old_revision_of_the_meeting_is_refused_and_can_be_sent_again(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    kept = submit(real_database, clock, meeting, PUDU, key="kept", meeting_revision=meeting.revision)
    changed = change_settings(meeting.id, settings_with(target_points=7000), real_database, clock, AT_THE_MACHINE)

    def send(**values: Any):
        return submit(real_database, clock, meeting, KARTAMULIA, key="form", **values)

    old = refused(lambda: send(meeting_revision=meeting.revision), real_database)
    ahead = refused(lambda: send(meeting_revision=changed.revision + 1), real_database)

    assert old.code == ahead.code == "commitment.meeting_changed"
    assert old.reason == (
        "Fasilitator mengubah rapat ini sejak formulir dibuka: target 70% (dulu belum ada). "
        "Periksa lagi isian Anda, lalu kirim."
    )
    replay = submit(real_database, clock, meeting, PUDU, key="kept", meeting_revision=meeting.revision)
    assert (replay.repeated, replay.commitment) == (True, kept.commitment)
    assert send(meeting_revision=changed.revision).repeated is False
    assert submit(real_database, clock, meeting, KARTAMULIA, key="unchecked").commitment.revision == 2
