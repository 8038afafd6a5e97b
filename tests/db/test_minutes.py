"""The minutes of a meeting in a database: whose they are, what they are made of, and what they must not name."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from db.engine import Database
from db.settings import Settings
from domain.addendum import AddendumRequest
from domain.meeting import Meeting
from domain.minutes import MinutesForm
from domain.money import format_rupiah
from services import attendance
from services.addenda import AddAddendum, add_addendum
from services.change_meeting import publish_meeting, reopen_meeting
from services.identity import CardCode, Credential, FacilitatorCookie
from services.meeting_result import meeting_result
from services.minutes import Kind, MinutesOrder, minutes_document, minutes_preview
from services.submit_commitment import submit_commitment
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    card_code_of,
    close_meeting,
    draft_meeting,
    drop_triggers,
    footprint,
    open_meeting,
    refused,
    run_sql,
    submit,
    withdrawal_of,
)
from tests.db.people import BUDI, SITI, mark
from tests.support.decisions import decide, keep
from tests.support.minutes import docx_tables, docx_words, pdf_words
from tests.support.sign_in import by_printed_link

READ: dict[Kind, Callable[[bytes], str]] = {"docx": docx_words, "pdf": pdf_words}


@pytest.fixture
def meeting(real_database: Database, clock: SettableClock) -> Meeting:
    """Open: Kartamulia pledges on two lines, Pudu has withdrawn, a fund was divided, two people came."""
    found = open_meeting(real_database, clock, target_points=6000)
    submit(real_database, clock, found, KARTAMULIA, new=50, continued=10, key="a")
    submit(real_database, clock, found, PUDU, new=25, key="b")
    submit_commitment(withdrawal_of(found, PUDU, key="c", reason="=Dana"), real_database, clock, AT_THE_MACHINE)
    decide(real_database, clock, found, keep(real_database, clock))
    mark(real_database, clock, found, KARTAMULIA, **SITI)
    mark(real_database, clock, found, None, organisation="BPJS Ketenagakerjaan", **BUDI)
    return found


def order(meeting: Meeting) -> MinutesOrder:
    return MinutesOrder(meeting.id, MinutesForm("7/2026", "Aula"), "http://10.0.0.7:8501")


def words(database: Database, meeting: Meeting, who: Credential | None = AT_THE_MACHINE, kind: Kind = "docx") -> str:
    return READ[kind](minutes_document(order(meeting), kind, database, who))


def result(database: Database, meeting: Meeting) -> dict:
    with database.reading() as connection:
        return meeting_result(connection, meeting)


@pytest.mark.parametrize("kind", READ)
def test_the_totals_are_those_that_result_prints(
    real_database: Database, clock: SettableClock, meeting: Meeting, kind: Kind
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    printed = result(real_database, closed)

    text = words(real_database, closed, kind=kind)

    totals = printed["totals"]
    assert f"{totals['villages_committed']} dari {totals['villages_entitled']} desa" in text
    assert format_rupiah(totals["amount_rupiah"]) in text
    assert printed["sha256"] in text
    decided = printed["decisions"][0]
    assert format_rupiah(decided["spent_rupiah"]) in text
    assert "ditarik: =Dana" in text
    assert "Siti Aminah" in text


def test_every_village_of_result_stands_in_the_document_with_its_amount(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    closed = close_meeting(meeting, real_database, clock)

    tables = docx_tables(minutes_document(order(closed), "docx", real_database, AT_THE_MACHINE))

    (pledged,) = [rows[1:-1] for rows in tables if rows[0][1] == "Desa, kecamatan"]
    (without,) = [rows[1:] for rows in tables if rows[0][1:3] == ["Desa", "Kecamatan"]]
    villages = result(real_database, closed)["villages"]
    assert [(row[1].split("\n")[0], row[4].split("\n")[0]) for row in pledged] == [
        (row["name"], format_rupiah(row["amount_rupiah"])) for row in villages if row["committed"]
    ]
    assert [row[1] for row in without] == [row["name"] for row in villages if not row["committed"]]


def test_it_is_made_of_the_snapshot_and_not_of_what_came_later(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    before = words(real_database, closed)

    run_sql(real_database, "UPDATE regions SET name = 'Nama Baru' WHERE code = :code", code=KARTAMULIA)
    run_sql(real_database, "UPDATE meetings SET title = 'Judul Baru'")

    assert words(real_database, closed) == before


def test_before_closing_there_is_a_preview_and_no_document(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    for early in (meeting, draft_meeting(real_database, clock)):
        for kind in READ:
            found = refused(lambda early=early, kind=kind: words(real_database, early, kind=kind), real_database)
            assert (found.code, "Tutup rapat dulu" in found.reason) == ("export.not_closed", True)
        assert minutes_preview(order(early), real_database, AT_THE_MACHINE).is_draft

    draft = minutes_preview(order(meeting), real_database, AT_THE_MACHINE)
    assert draft.total_amount == format_rupiah(result(real_database, meeting)["totals"]["amount_rupiah"])


def test_a_meeting_that_was_reopened_has_none_until_it_closes_again(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    old = result(real_database, closed)["sha256"]
    reopened = reopen_meeting(closed.id, "Salah tutup", real_database, clock, AT_THE_MACHINE)

    assert refused(lambda: words(real_database, reopened), real_database).code == "export.not_closed"
    submit(real_database, clock, reopened, PUDU, new=5, key="z", replaces=2)
    again = close_meeting(reopened, real_database, clock)

    assert old not in words(real_database, again)
    assert result(real_database, again)["sha256"] in words(real_database, again)


def test_until_it_is_published_it_is_the_facilitators(
    real_database: Database, clock: SettableClock, meeting: Meeting, facilitator_settings: Settings
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    cookie = by_printed_link(real_database, clock, facilitator_settings)
    forged = FacilitatorCookie("0" * 43, facilitator_settings, clock)

    assert "Siti Aminah" in words(real_database, closed, cookie)
    assert refused(lambda: words(real_database, closed, None), real_database).code == "export.not_published"
    card = CardCode(card_code_of(KARTAMULIA, closed, real_database))
    assert refused(lambda: words(real_database, closed, card), real_database).code == "identity.forbidden"
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    # Whoever is no longer signed in is told so, and does not take the copy without names for the whole one.
    assert refused(lambda: words(real_database, closed, forged), real_database).code == "identity.facilitator"


@pytest.mark.parametrize("kind", READ)
def test_everybody_has_the_published_one_without_names(
    real_database: Database, clock: SettableClock, meeting: Meeting, kind: Kind
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)

    public, own = words(real_database, closed, None, kind), words(real_database, closed, kind=kind)

    people = [name for person in (SITI, BUDI) for name in person.values() if name != "Kepala Desa"]
    assert [name for name in people if name not in own] == []
    assert [name for name in people if name in public] == []
    assert "(nama tidak dimuat)" in public
    assert "Salinan umum ini tidak memuat nama" in public
    assert result(real_database, closed)["sha256"] in public


def test_the_preview_names_nobody(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    shown = [minutes_preview(order(meeting), real_database, AT_THE_MACHINE)]
    close_meeting(meeting, real_database, clock)
    shown.append(minutes_preview(order(meeting), real_database, AT_THE_MACHINE))

    assert "Siti" not in str(shown)
    assert "Budi" not in str(shown)
    assert [len(one.people) for one in shown] == [2, 2]


def test_names_that_were_erased_are_said_to_be(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    closed = close_meeting(meeting, real_database, clock)
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    attendance.erase_names(closed.id, real_database, clock, AT_THE_MACHINE)

    text = words(real_database, closed)

    assert "Siti Aminah" not in text
    assert text.count("(nama dihapus)") == 2
    assert "Nama 2 orang telah dihapus dari program setelah rapat." in text


def test_addenda_stand_in_it_and_change_no_figure(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    publish_meeting(closed.id, real_database, clock, AT_THE_MACHINE)
    before = words(real_database, closed)
    request = AddendumRequest("withdrawal", "-Ditarik oleh BPD", "Camat", KARTAMULIA)
    add_addendum(AddAddendum(closed.id, request, "k"), real_database, clock, AT_THE_MACHINE)

    text = words(real_database, closed)

    assert "Adendum 1. Penarikan, Desa Kartamulia" in text
    assert "-Ditarik oleh BPD Diputuskan oleh Camat." in text
    assert set(before.splitlines()) <= set(text.splitlines())


def test_a_snapshot_that_was_changed_makes_no_document(
    real_database: Database, clock: SettableClock, meeting: Meeting
) -> None:
    closed = close_meeting(meeting, real_database, clock)
    drop_triggers(real_database)
    run_sql(real_database, "UPDATE meeting_snapshots SET body = replace(body, 'Kartamulia', 'Kartamulya')")

    assert refused(lambda: words(real_database, closed), real_database).code == "record.changed"


def test_reading_leaves_nothing_behind(real_database: Database, clock: SettableClock, meeting: Meeting) -> None:
    closed = close_meeting(meeting, real_database, clock)
    before = footprint(real_database)

    words(real_database, closed)
    minutes_preview(order(closed), real_database, AT_THE_MACHINE)

    assert footprint(real_database) == before


def test_a_meeting_that_does_not_exist_is_refused(real_database: Database) -> None:
    nowhere = MinutesOrder(uuid4(), MinutesForm(), "")

    for act in (
        lambda: minutes_document(nowhere, "pdf", real_database, AT_THE_MACHINE),
        lambda: minutes_preview(nowhere, real_database, AT_THE_MACHINE),
    ):
        assert refused(act, real_database).code == "meeting.unknown"
