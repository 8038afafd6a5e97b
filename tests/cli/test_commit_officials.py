from __future__ import annotations

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import BUDGET_YEAR, KARTAMULIA

TERMS = ["--months", "12", "--start", f"{BUDGET_YEAR}-01", "--source", "ADD"]


def opened(cli: Command) -> str:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    return found


def test_workers_and_officials_are_one_pledge_at_the_machine_too(cli: Command, real: str) -> None:
    found = opened(cli)

    receipt = cli("commit", found, KARTAMULIA, "--workers", "60", "--officials", "5", *TERMS, "--key", "a", "--json")

    assert receipt.code == 0
    assert receipt.document["workers"] == 65
    assert receipt.document["amount_rupiah"] == 60 * 12 * 16_800 + 5 * 12 * 10_920
    assert "lowest_wage" in [warning["code"] for warning in receipt.document["warnings"]]
    assert cli("verify").code == 0


def test_a_named_wage_counts_and_a_bad_one_is_refused(cli: Command, real: str) -> None:
    found = opened(cli)

    bad = cli("commit", found, KARTAMULIA, "--officials", "5", "--wage", "tiga", *TERMS, "--key", "b", "--json")
    good = cli("commit", found, KARTAMULIA, "--officials", "5", "--wage", "3.000.000", *TERMS, "--key", "b", "--json")

    assert (bad.code, good.code) == (1, 0)
    assert good.document["amount_rupiah"] == 5 * 12 * 16_200
