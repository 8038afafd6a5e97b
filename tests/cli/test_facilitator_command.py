from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_ADDRESS", "rembuk.example")
    monkeypatch.delenv("REMBUK_FACILITATOR_TOKEN", raising=False)


def test_a_link_is_made_listed_renewed_and_revoked(cli: Command, empty: str) -> None:
    nobody = cli("facilitator", "list")
    added = cli("facilitator", "add", "Ibu Sari")
    listed = cli("facilitator", "list", "--json")
    renewed = cli("facilitator", "link", "ibu sari", "--json")
    revoked = cli("facilitator", "revoke", listed.document[0]["facilitator"][:8])
    after = cli("facilitator", "list")

    assert [said.code for said in (nobody, added, listed, renewed, revoked, after)] == [0] * 6
    assert nobody.out == "Belum ada fasilitator dengan tautan sendiri.\n"
    link, once = added.out.splitlines()
    assert re.fullmatch(r"Ibu Sari: http://rembuk\.example/masuk\?token=[\w-]{32}", link)
    assert "hanya tampil sekali" in once
    (row,) = listed.document
    assert (row["name"], row["revoked"], set(row)) == ("Ibu Sari", None, {"facilitator", "name", "since", "revoked"})
    assert renewed.document["facilitator"] == row["facilitator"]
    assert renewed.document["link"] not in link
    assert revoked.out == "Dicabut: Ibu Sari. Semua perambannya sudah keluar.\n"
    assert re.fullmatch(r"[0-9a-f]{8}  Ibu Sari  dicabut \d{4}-\d\d-\d\d\n", after.out)


def test_the_printed_link_is_renewed_in_its_file(cli: Command, empty: str, tmp_path: Path) -> None:
    first = cli("facilitator", "renew", "--json").document["link"]
    second = cli("facilitator", "renew").out

    kept = (tmp_path / "facilitator.token").read_text(encoding="ascii").strip()
    assert first.startswith("http://rembuk.example/masuk?token=")
    assert f"http://rembuk.example/masuk?token={kept}\n" in second
    assert not first.endswith(kept)


def test_a_token_of_the_environment_is_refused_with_what_to_do(cli_process: Command, empty: str) -> None:
    said = cli_process("facilitator", "renew", "--json", REMBUK_FACILITATOR_TOKEN="fixed")

    assert said.code == 1
    assert said.document == {
        "refused": "Token ditetapkan oleh REMBUK_FACILITATOR_TOKEN. Ubah nilainya, lalu mulai ulang program."
    }


def test_refusals_exit_1_with_their_reason(cli: Command, empty: str) -> None:
    cli("facilitator", "add", "Ibu Sari")

    twice = cli("facilitator", "add", "Ibu Sari")
    unknown = cli("facilitator", "revoke", "Pak Budi", "--json")

    assert (twice.code, twice.out) == (1, "")
    assert twice.err.startswith("Ibu Sari sudah mempunyai tautan.")
    assert unknown.code == 1
    assert unknown.document["refused"].startswith("Fasilitator itu tidak ada.")


@pytest.mark.parametrize("arguments", [[], ["remove"], ["add"], ["revoke"], ["link"], ["list", "x"], ["renew", "x"]])
def test_wrong_usage_exits_2(cli: Command, empty: str, arguments: list[str]) -> None:
    assert cli("facilitator", *arguments).code == 2
