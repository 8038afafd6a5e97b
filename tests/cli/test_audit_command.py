"""The acts from the command line: the same words, and the whole detail for programs."""

from __future__ import annotations

from contextlib import closing

import pytest

from db.audit import record
from db.engine import open_database
from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA
from tests.support.databases import clock

PLEDGE = ["--months", "12", "--start", "2027-01", "--source", "ADD"]


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    found: str = cli("meeting", "create", "--year", "2027", "--json").document["meeting"]
    assert cli("meeting", "open", found).code == 0
    for number, workers in enumerate(("60", "70")):
        assert cli("commit", found, KARTAMULIA, "--workers", workers, *PLEDGE, "--key", f"k{number}").code == 0
    return found


def test_acts_are_told_newest_first_with_before_and_after(cli: Command, meeting: str) -> None:
    said = cli("audit", meeting)

    second, first, opened, created = said.out.splitlines()
    assert said.code == 0
    assert "  baris perintah  Komitmen dicatat: Desa Kartamulia, revisi 1: 60 pekerja baru" in second
    assert "→ revisi 2: 70 pekerja baru" in second
    assert "→" not in first
    assert "Rapat dibuka: keadaan rapat belum dibuka → rapat dibuka" in opened
    assert "Rapat dibuat: judul:" in created
    assert cli("audit").out == said.out


def test_a_program_gets_every_act_with_its_code_and_its_detail(cli: Command, meeting: str) -> None:
    newest, *_ = found = cli("audit", meeting, "--json").document

    assert [one["action"] for one in found] == [
        "commitment.submitted", "commitment.submitted", "meeting.opened", "meeting.created",
    ]  # fmt: skip
    assert (newest["actor"], newest["who"], newest["what"]) == ("command_line", "baris perintah", "Komitmen dicatat")
    assert (newest["meeting"], newest["regency"]) == (meeting, "62.08")
    assert (newest["detail"]["village"], newest["detail"]["revision"]) == (KARTAMULIA, 2)
    assert newest["changes"][0] == {"what": "", "before": "", "after": "Desa Kartamulia"}
    assert newest["changes"][1]["before"].startswith("revisi 1: 60 pekerja baru")
    assert newest["at"].endswith("+00:00")


def test_what_belongs_to_no_meeting_is_told_apart(cli: Command, meeting: str) -> None:
    assert [one["action"] for one in cli("audit", "--installation", "--json").document] == ["enrollment.imported"]


def test_a_time_limits_the_acts_and_without_a_zone_it_is_the_halls(cli: Command, real: str) -> None:
    imported = "2026-11-22T10:30:00"  # 03.30 UTC, as the test data are made

    def acts(*limits: str) -> int:
        return len(cli("audit", "--installation", *limits, "--json").document)

    assert (acts("--since", imported), acts("--since", "2026-11-22T10:30:01")) == (1, 0)
    assert (acts("--since", "2026-11-22T03:30:00+00:00"), acts("--since", "2026-11-22T03:30:01+00:00")) == (1, 0)
    assert (acts("--until", imported), acts("--until", "2026-11-22T10:30:01")) == (0, 1)
    assert (acts("--since", "2026-11-22"), acts("--since", "2026-11-23")) == (1, 0)
    assert cli("audit", "--installation", "--since", "2099-01-01").out == "Belum ada catatan.\n"


def test_nothing_that_stands_there_moves_the_terminal_or_looks_like_another_act(cli: Command, real: str) -> None:
    with closing(open_database(real)) as database, database.writing() as connection:
        detail = {"reason": "satu\ndua\u2028tiga\x1b[2J"}
        record(connection, at=clock(), actor="x", action="moon.landed", detail=detail)

    told = [line for line in cli("audit", "--installation").out.split("\n") if "moon" in line]

    assert told == ["2026-11-22 10.30.00  x  moon.landed: alasan: satu dua tiga [2J"]
    assert detail in [one["detail"] for one in cli("audit", "--installation", "--json").document]


def test_an_unknown_meeting_is_refused_and_wrong_usage_is_told(cli: Command, meeting: str) -> None:
    assert cli("audit", "00000000").code == 1
    for arguments in ([meeting, "--installation"], ["--since", "kemarin"], [meeting, meeting]):
        assert cli("audit", *arguments).code == 2
