from __future__ import annotations

from contextlib import closing

import pytest

from db.engine import open_database
from services.attendance import Arrival, mark_present
from services.find_meeting import meeting_named
from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA
from tests.support.databases import AT_THE_MACHINE, clock

PUDU = "62.08.01.2002"


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    """An open meeting where one village came with a name, one without, and somebody of an organisation."""
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    with closing(open_database(real)) as database:
        of = meeting_named(database, found).id
        for arrival in (
            Arrival(of, KARTAMULIA, name="Siti Aminah", position="Kepala Desa"),
            Arrival(of, PUDU),
            Arrival(of, organisation="BPJS Ketenagakerjaan", name="Budi Santoso", position="Kepala Cabang"),
        ):
            mark_present(arrival, database, clock, AT_THE_MACHINE)
    return found


def test_counts_and_rows_come_without_names(cli: Command, meeting: str) -> None:
    said = cli("attendance", meeting, "--json")
    people = cli("attendance", meeting)

    document = said.document
    rows = {row["village_code"]: row for row in document["villages"]}
    assert (document["villages_present"], document["villages_entitled"], document["people"]) == (2, 29, 3)
    assert (len(rows), rows[KARTAMULIA]["present"], rows[KARTAMULIA]["committed"]) == (32, True, False)
    assert set(rows[KARTAMULIA]["people"][0]) == {"id", "arrived_at", "marked_by"}
    assert [row["organisation"] for row in document["organisations"]] == ["BPJS Ketenagakerjaan"]
    assert people.out.startswith("Hadir 2 dari 29 desa, 3 orang.\nDesa Pudu: 1 orang\nDesa Kartamulia: 1 orang\nBPJS")
    assert not [word for word in ("Siti", "Budi", "Kepala") if word in said.out + said.err + people.out + people.err]


def test_names_are_printed_where_they_are_asked_for(cli: Command, meeting: str) -> None:
    document = cli("attendance", meeting, "--names", "--json").document

    people = {row["village_code"]: row["people"] for row in document["villages"]}
    assert (people[KARTAMULIA][0]["name"], people[KARTAMULIA][0]["position"]) == ("Siti Aminah", "Kepala Desa")
    assert people[PUDU][0]["name"] == ""
    assert "Desa Kartamulia: Siti Aminah (Kepala Desa)\n" in cli("attendance", meeting, "--names").out


def test_the_result_keeps_hashes_and_no_names(cli: Command, meeting: str) -> None:
    cli("meeting", "close", meeting)

    said = cli("result", meeting, "--json")

    assert said.document["attendance"]["people"] == 3
    assert "Siti" not in said.out
    assert cli("attendance", "ffff").code == 1
