"""A village over its regency's meetings: frozen where a meeting has closed, rehearsals apart."""

from __future__ import annotations

from datetime import date

from db.engine import Database
from services.village_timeline import village_timeline
from tests.db.factories import KARTAMULIA, PUDU, SettableClock, close_meeting, draft_meeting, open_meeting, submit

REGENCY = "62.08"


def test_each_opened_meeting_is_told_the_newest_first(real_database: Database, clock: SettableClock) -> None:
    first = open_meeting(real_database, clock, title="Pertama", held_on=date(2026, 11, 1), budget_year=2027)
    submit(real_database, clock, first)
    close_meeting(first, real_database, clock)
    second = open_meeting(real_database, clock, title="Kedua", held_on=date(2026, 11, 20), budget_year=2027)
    draft_meeting(real_database, clock, title="Ketiga", held_on=date(2026, 12, 1), budget_year=2027)

    found = village_timeline(real_database, REGENCY, KARTAMULIA, rehearsals=False)

    assert [(one.title, one.is_frozen, bool(one.lines)) for one in found.pledges] == [
        (second.title, False, False),
        (first.title, True, True),
    ]
    assert found.promised.by_year == {2027: 12}
    assert found.scholarship_months == 36


def test_a_pledge_of_an_open_meeting_is_told_as_it_stands(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    kept = submit(real_database, clock, meeting).commitment

    (one,) = village_timeline(real_database, REGENCY, KARTAMULIA, rehearsals=False).pledges
    (other,) = village_timeline(real_database, REGENCY, PUDU, rehearsals=False).pledges

    assert (one.lines, one.amount_rupiah, one.is_frozen) == (kept.lines, kept.amount_rupiah, False)
    assert other.text == "tanpa komitmen"


def test_rehearsals_and_real_meetings_do_not_mix(real_database: Database, clock: SettableClock) -> None:
    open_meeting(real_database, clock)

    assert village_timeline(real_database, REGENCY, KARTAMULIA, rehearsals=True).pledges == ()
