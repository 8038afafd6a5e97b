"""Reminders are made from the frozen result, for facilitators, after closing."""

from __future__ import annotations

from uuid import uuid4

import pytest

from db.engine import Database
from domain.refusal import Refused
from services.reminders import village_reminders
from tests.db.factories import AT_THE_MACHINE, KARTAMULIA, SettableClock, close_meeting, open_meeting, submit


def test_every_village_gets_the_text_of_the_frozen_result(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    receipt = submit(real_database, clock, meeting).commitment
    close_meeting(meeting, real_database, clock)

    found = {one.village_code: one.text for one in village_reminders(meeting.id, real_database, AT_THE_MACHINE)}

    assert len(found) == 29
    assert receipt.receipt in found[KARTAMULIA]
    assert receipt.lines[0].text in found[KARTAMULIA]
    assert sum("belum menyampaikan" in text for text in found.values()) == 28


def test_before_closing_there_is_nothing_to_remind_of(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    with pytest.raises(Refused, match="Tutup rapat dulu"):
        village_reminders(meeting.id, real_database, AT_THE_MACHINE)
    with pytest.raises(Refused, match="tidak ada"):
        village_reminders(uuid4(), real_database, AT_THE_MACHINE)
