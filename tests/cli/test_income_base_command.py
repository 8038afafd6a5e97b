from __future__ import annotations

import pytest

from tests.cli.conftest import Command

ADD = ("income-base", "add", "1.500.000", "--basis", "PP 44/2015", "--source", "brosur")
CONFIRM = ("income-base", "confirm", "1,5 juta", "--basis", "Lampiran II PP 44/2015", "--source", "surat BPJS")


def test_a_base_is_listed_after_it_was_added_and_confirmed(cli: Command, empty: str) -> None:
    before = cli("income-base", "list")
    added = cli(*ADD, "--json")
    listed = cli("income-base", "list")
    confirmed = cli(*CONFIRM)
    after = cli("income-base", "list", "--json")

    assert [said.code for said in (before, added, listed, confirmed, after)] == [0] * 5
    assert before.out == "Belum ada dasar penghasilan lain.\n"
    assert added.document["verified"] is False
    month = added.document["valid_from"]
    assert listed.out == f"Rp 1.500.000 (belum diverifikasi), sejak {month}: PP 44/2015; brosur\n"
    assert confirmed.out == f"Tersimpan: Rp 1.500.000, sejak {month}\n"
    assert after.document == [
        {
            "base_rupiah": 1_500_000,
            "valid_from": month,
            "verified": True,
            "legal_basis": "Lampiran II PP 44/2015",
            "source": "surat BPJS",
        }
    ]


def test_a_refusal_exits_1_with_its_reason(cli: Command, empty: str) -> None:
    low = cli("income-base", "add", "999.999", "--basis", "PP", "--source", "brosur", "--json")
    unknown = cli(*CONFIRM)

    reason = "Dasar penghasilan BPU paling sedikit Rp 1.000.000 dan paling banyak Rp 20.700.000 sebulan."
    assert (low.code, low.document) == (1, {"refused": reason})
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err == "Dasar Rp 1.500.000 belum ada. Tambahkan dulu, lalu konfirmasi.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["remove"],
        ["add"],
        ["add", "1.500.000"],
        ["add", "1.500.000", "--basis", "PP"],
        ["add", "1.5", "--basis", "PP", "--source", "brosur"],
        ["confirm", "banyak", "--basis", "PP", "--source", "brosur"],
    ],
)
def test_wrong_usage_exits_2(cli: Command, empty: str, arguments: list[str]) -> None:
    assert cli("income-base", *arguments).code == 2
