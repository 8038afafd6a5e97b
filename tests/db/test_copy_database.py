"""A copy joins what is missing, once; cards work at the other end; nothing is doubled or taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db.changes import counters, meeting_topic
from db.engine import Database, open_database
from db.schema import metadata
from domain.calendar import Month
from domain.meeting import Meeting
from domain.refusal import Refused
from services import attendance
from services.change_meeting import publish_meeting, reopen_meeting
from services.facilitators import add_facilitator
from services.identity import CardCode
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.prepare_database import load_sample, migrate_and_load
from services.reissue_card import reissue_card
from services.submit_commitment import submit_commitment
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    open_meeting,
    pledge_of,
    submit,
)
from tests.support.databases import enrollment_file
from tests.support.keeping import contents, held_meeting, whole

OWN = frozenset({"installation", "changes", "audit", "facilitators", "sign_ins", "wrong_codes", "cards", "projections"})
"""What stays each installation's own, or is made anew."""

# The first two tests go all four ways between the database systems. What is joined is decided in Python and in SQL
# that both share, so for the rest a laptop's copy to either system will do.
FROM_A_LAPTOP = pytest.mark.parametrize("copy_of", ["sqlite"], indirect=True)


@pytest.fixture
def held(real_database: Database, clock: SettableClock) -> Meeting:
    """A meeting on the laptop with everything in it, published."""
    return held_meeting(real_database, clock)


def test_a_meeting_held_on_a_laptop_joins_the_server(copy, real_database: Database, server: Database, held) -> None:
    before = whole(real_database)

    done = copy(real_database, server)

    there = contents(server, without=OWN)
    assert there == contents(real_database, without=OWN)
    empty = {"claims", "income_bases"}  # no service stores either of them here
    assert {name for name, rows in there.items() if not rows} == empty
    assert (done.meetings, done.rows) == (1, 2)
    assert verify_ledger(server).fault is None
    assert whole(real_database) == before
    with server.reading() as connection:
        assert counters(connection)[meeting_topic(held.id)] >= 1


def test_a_second_time_stores_nothing_in_either_direction(
    copy, real_database: Database, server: Database, held
) -> None:
    copy(real_database, server)
    on_server, on_laptop = whole(server), whole(real_database)

    again, back = copy(real_database, server), copy(server, real_database)

    assert (dict(again.stored), dict(back.stored)) == ({}, {})
    assert (whole(server), whole(real_database)) == (on_server, on_laptop)


@FROM_A_LAPTOP
def test_the_cards_open_the_meeting_there_too(
    copy, real_database: Database, server: Database, clock: SettableClock
) -> None:
    add_facilitator("Orang Server", server, clock, AT_THE_MACHINE)  # the server has a key of its own by now
    meeting = open_meeting(real_database, clock)
    copy(real_database, server)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    receipt = submit_commitment(pledge_of(meeting), server, clock, card)

    assert receipt.commitment.entered_by == "village"
    assert contents(server)["cards"] != contents(real_database)["cards"]
    assert copy(server, real_database).rows == 1  # and the pledge finds its way back


@FROM_A_LAPTOP
def test_a_card_that_was_replaced_on_one_side_is_replaced_on_both(
    copy, real_database: Database, server: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    copy(real_database, server)
    lost = CardCode(card_code_of(KARTAMULIA, meeting, real_database))
    reissue_card(meeting.id, KARTAMULIA, 1, real_database, clock, AT_THE_MACHINE)

    copy(real_database, server)

    with pytest.raises(Refused) as refusal:
        submit_commitment(pledge_of(meeting), server, clock, lost)
    assert refusal.value.code == "identity.card_replaced"
    card = CardCode(card_code_of(KARTAMULIA, meeting, server))
    assert submit_commitment(pledge_of(meeting), server, clock, card).commitment.revision == 1


@FROM_A_LAPTOP
def test_the_side_that_went_on_is_believed(
    copy, real_database: Database, server: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    copy(real_database, server)
    submit(real_database, clock, meeting, PUDU, key="key-2")
    close_meeting(meeting, real_database, clock)
    copy(real_database, server)
    reopen_meeting(meeting.id, "Salah hitung", server, clock, AT_THE_MACHINE)
    submit(server, clock, meeting, PUDU, key="key-3", new=70)
    close_meeting(meeting, server, clock)
    publish_meeting(meeting.id, server, clock, AT_THE_MACHINE)

    on_server = contents(server)
    assert copy(real_database, server).stored == {}  # the laptop is behind: nothing is taken back
    assert contents(server) == on_server
    done = copy(server, real_database)

    assert done.rows == 3
    assert contents(real_database, without=OWN) == contents(server, without=OWN)


@FROM_A_LAPTOP
def test_names_that_were_erased_there_do_not_come_back(
    copy, real_database: Database, server: Database, clock: SettableClock, held
) -> None:
    copy(real_database, server)
    attendance.erase_names(held.id, server, clock, AT_THE_MACHINE)

    copy(real_database, server)
    assert not any("Budi" in str(row) for row in contents(server)["attendees"])
    copy(server, real_database)
    assert not any("Budi" in str(row) for row in contents(real_database)["attendees"])


@FROM_A_LAPTOP
def test_links_of_facilitators_open_nothing_there(
    copy, real_database: Database, server: Database, clock: SettableClock, held
) -> None:
    add_facilitator("Ibu Sari", real_database, clock, AT_THE_MACHINE)

    copy(real_database, server)

    names = {column.name: at for at, column in enumerate(metadata.tables["facilitators"].columns)}
    assert [(row[names["name"]], row[names["revoked_at"]]) for row in contents(server)["facilitators"]] == [
        ("Ibu Sari", clock())
    ]


def test_sample_data_are_not_doubled(copy, server: Database, clock: SettableClock, tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/laptop.sqlite3")) as laptop:
        for database in (laptop, server):
            migrate_and_load(database)
            load_sample(database, clock)
        meeting = open_meeting(laptop, clock)
        before = contents(server)

        copy(laptop, server)

        after = contents(server)
        assert len(after["datasets"]) == len(before["datasets"]) + 1  # the one that the rehearsal stands on
        assert after["current_datasets"] == before["current_datasets"]
        assert str(meeting.id) in str(after["meetings"])


@FROM_A_LAPTOP
def test_real_data_take_the_place_of_sample_data(copy, real_database: Database, server: Database, clock) -> None:
    load_sample(server, clock)

    copy(real_database, server)

    assert contents(server)["current_datasets"] == contents(real_database)["current_datasets"]
    assert copy(real_database, server).stored == {}


@FROM_A_LAPTOP
def test_data_that_are_newer_here_stay(copy, real_database: Database, server: Database, clock: SettableClock) -> None:
    command = ImportEnrollment(enrollment_file(server, active=50), "november.csv", Month(2026, 11))
    import_enrollment(command, server, clock, AT_THE_MACHINE)
    before = contents(server)["current_datasets"]

    copy(real_database, server)

    assert contents(server)["current_datasets"] == before
    assert len(contents(server)["datasets"]) == 2
