from __future__ import annotations

import pytest

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import BUDGET_YEAR, KARTAMULIA

PLEDGE = ["--workers", "60", "--months", "12", "--start", f"{BUDGET_YEAR}-01", "--source", "ADD"]


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    """An open meeting where Kartamulia has pledged."""
    made = cli("meeting", "create", "--min-workers", "10", "--max-workers", "90", "--stage", "Perubahan", "--json")
    found = str(made.document["meeting"])
    cli("meeting", "open", found)
    assert cli("commit", found, KARTAMULIA, *PLEDGE, "--key", "first").code == 0
    return found


def test_a_pledge_is_taken_back_with_a_reason(cli: Command, meeting: str) -> None:
    silent = cli("commit", meeting, KARTAMULIA, "--withdraw", "--key", "back")
    said = cli("commit", meeting, KARTAMULIA, "--withdraw", "--reason", "Salah desa", "--key", "back", "--json")
    people = cli("commit", meeting, KARTAMULIA, "--withdraw", "--reason", "Salah desa", "--key", "back")

    assert (silent.code, silent.err) == (1, "Tulis alasan komitmen ini ditarik.\n")
    document = said.document
    assert (document["revision"], document["workers"], document["withdrawn"], document["warnings"]) == (2, 0, True, [])
    assert people.out.startswith("Kartamulia: komitmen ditarik. Tanda terima 01.2005-2-")
    assert cli("result", meeting, "--json").document["totals"]["villages_committed"] == 0
    assert cli("verify").code == 0


def test_the_limits_of_the_meeting_hold_at_the_machine_too(cli: Command, meeting: str) -> None:
    assert cli("commit", meeting, KARTAMULIA, "--workers", "9", *PLEDGE[2:], "--key", "few").code == 1
    assert cli("commit", meeting, KARTAMULIA, "--workers", "91", *PLEDGE[2:], "--key", "many").code == 1


def test_a_closed_meeting_is_opened_again_with_a_reason(cli: Command, meeting: str) -> None:
    cli("meeting", "close", meeting)

    again = cli("meeting", "reopen", meeting, "--reason", "Satu desa terlambat", "--json")

    assert (again.document["state"], again.document["revision"]) == ("open", 4)
    assert cli("meeting", "reopen", meeting).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--withdraw", "--reason", "x", "--workers", "60"],
        ["--withdraw", "--reason", "x", "--months", "12"],
        ["--workers", "60", "--months", "12", "--source", "ADD"],
        ["--workers", "60"],
    ],
)
def test_a_withdrawal_has_no_content_and_a_pledge_has_all_of_it(
    cli: Command, meeting: str, arguments: list[str]
) -> None:
    said = cli("commit", meeting, KARTAMULIA, *arguments, "--key", "k")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: python -m db")
