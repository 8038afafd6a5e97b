from __future__ import annotations

from contextlib import closing

import pytest

from db.engine import open_database
from tests.cli.conftest import Command
from tests.support.databases import clock
from tests.support.decisions import UNIT, keep, plan_with

RECORD = ["--decided-by", "Bupati Sukamara"]


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cli("meeting", "open", found)
    return found


@pytest.fixture
def scenario(real: str, meeting: str) -> str:
    """290 workers, ten in each desa."""
    with closing(open_database(real)) as database:
        return keep(database, clock, plan_with(290 * UNIT)).id


def test_a_decision_is_recorded_listed_and_withdrawn(cli: Command, meeting: str, scenario: str) -> None:
    made = cli("decision", "record", meeting, "--scenario", scenario, *RECORD, "--note", "SK", "--key", "a", "--json")
    again = cli("decision", "record", meeting, "--scenario", scenario, *RECORD, "--note", "SK", "--key", "a")
    text = cli("decision", "list", meeting).out
    gone = cli("decision", "withdraw", meeting, "1", "--reason", "Dana batal", "--json")
    (listed,) = cli("decision", "list", meeting, "--json").document

    assert (made.code, made.document["number"], made.document["workers"]) == (0, 1, 290)
    assert (made.document["repeated"], made.document["warnings"]) == (False, [])
    assert again.out.endswith("(sudah tercatat sebelumnya)\n")
    assert text == (
        "Keputusan 1: Rp 58,5 juta · Cakupan sama rata · 290 pekerja di 29 desa · bila dibayar (Bupati Sukamara)\n"
    )
    assert (gone.document["number"], gone.document["takes_back"], gone.document["repeated"]) == (2, 1, False)
    assert (listed["standing"], listed["taken_back_by"], listed["withdrawn_because"]) == (False, 2, "Dana batal")
    assert cli("decision", "list", meeting).out == "Belum ada keputusan yang berlaku.\n"
    assert cli("verify").code == 0


def test_the_frozen_result_holds_the_decision(cli: Command, meeting: str, scenario: str) -> None:
    cli("decision", "record", meeting, "--scenario", scenario, *RECORD, "--key", "a")
    cli("meeting", "close", meeting)

    (decided,) = cli("result", meeting, "--json").document["decisions"]
    late = cli("decision", "withdraw", meeting, "1", "--reason", "Dana batal", "--json")

    assert (decided["decided_by"], decided["rule"], decided["budget_rupiah"]) == (
        "Bupati Sukamara",
        "equal_coverage",
        290 * UNIT,
    )
    assert late.code == 1
    assert late.document == {"refused": "Rapat sudah ditutup; keputusannya tidak dapat ditambah atau ditarik lagi."}


@pytest.mark.parametrize("arguments", [["record"], ["record", "m", "--scenario", "s"], ["withdraw", "m", "1"], []])
def test_what_is_missing_is_wrong_usage(cli: Command, real: str, arguments: list[str]) -> None:
    assert cli("decision", *arguments).code == 2
