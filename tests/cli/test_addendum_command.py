"""Addenda from the command line: the same service, the same rules."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA

NOTE = ["--kind", "note", "--text", "Daftar nama menyusul", "--decided-by", "DPMD", "--key", "k1"]


@pytest.fixture
def published(cli: Command, real: str) -> str:
    found = cli("meeting", "create", "--json").document["meeting"]
    for step in ("open", "close", "publish"):
        assert cli("meeting", step, found).code == 0
    return found


def test_an_addendum_is_added_once_and_listed_and_stands_beside_the_result(cli: Command, published: str) -> None:
    correction = ["--kind", "correction", "--village", "6208012005", "--text", "50, bukan 60", "--decided-by", "Desa"]

    first = cli("addendum", "add", published, *NOTE, "--json")
    again = cli("addendum", "add", published, *NOTE, "--json")
    second = cli("addendum", "add", published, *correction, "--key", "k2")

    assert (first.code, again.code, second.code) == (0, 0, 0)
    assert again.document == first.document | {"repeated": True}
    assert second.out == f"Adendum 2 · Perbaikan {KARTAMULIA}: 50, bukan 60 (Desa)\n"
    listed = cli("addendum", "list", published, "--json").document
    assert [(one["number"], one["kind"], one["village_code"]) for one in listed] == [
        (1, "note", None),
        (2, "correction", KARTAMULIA),
    ]
    assert cli("result", published, "--json").document["addenda"] == listed
    assert cli("addendum", "list").out.splitlines()[0] == "Adendum 1 · Catatan: Daftar nama menyusul (DPMD)"
    assert cli("verify").code == 0


def test_before_publishing_it_is_refused(cli: Command, real: str) -> None:
    meeting = cli("meeting", "create", "--json").document["meeting"]

    said = cli("addendum", "add", meeting, *NOTE)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Adendum hanya untuk hasil yang sudah diterbitkan.")
    assert cli("addendum", "list", meeting).out == "Belum ada adendum.\n"
    assert cli("result", meeting, "--json").document["addenda"] == []


@pytest.mark.parametrize("arguments", [[], ["list", "a", "b"], ["add", "m", "--kind", "gift"], ["add", "m", *NOTE[:4]]])
def test_wrong_usage_is_told(cli: Command, published: str, arguments: list[str]) -> None:
    assert cli("addendum", *arguments).code == 2
