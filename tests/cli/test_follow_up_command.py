"""The follow-up from the command line: the same service, the same rules."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA

PLEDGE = ["--workers", "60", "--months", "12", "--start", "2027-01", "--source", "ADD", "--key", "a"]
BUDGET = ["apbdes", "--date", "2026-11-20", "--amount", "10.000.000", "--document", "Perdes 5/2026"]
PAID = [
    "paid",
    "--date",
    "2026-11-20",
    "--amount",
    "6048000",
    "--workers",
    "60",
    "--from",
    "2027-01",
    "--until",
    "2027-06",
]


@pytest.fixture
def closed(cli: Command, real: str) -> str:
    found = cli("meeting", "create", "--year", "2027", "--json").document["meeting"]
    assert cli("meeting", "open", found).code == 0
    assert cli("commit", found, KARTAMULIA, *PLEDGE).code == 0
    assert cli("meeting", "close", found).code == 0
    return found


def test_steps_are_recorded_once_and_listed(cli: Command, closed: str) -> None:
    first = cli("follow-up", "record", closed, "6208012005", *BUDGET, "--key", "k1", "--json")
    again = cli("follow-up", "record", closed, KARTAMULIA, *BUDGET, "--key", "k1", "--json")
    paid = cli("follow-up", "record", closed, KARTAMULIA, *PAID, "--note", "transfer", "--key", "k2")

    assert (first.code, again.code, paid.code) == (0, 0, 0)
    assert again.document == first.document | {"repeated": True}
    assert first.document["warnings"] == ["Rp 10.000.000, lebih kecil dari Rp 12.096.000 yang dijanjikan."]
    assert paid.out == "Langkah nomor 2: Pembayaran iuran · Januari 2027 – Juni 2027 · 60 pekerja · Rp 6.048.000\n"
    listed = cli("follow-up", "list", closed, "--json").document
    (village,) = listed["villages"]
    assert listed["summary"]["text"] == "1 desa berjanji: 1 dipenuhi, 0 sebagian, 0 belum; 28 desa tidak berjanji"
    assert (village["village_code"], village["outcome"]) == (KARTAMULIA, "kept")
    line = {name: village["lines"][0][name] for name in ("budgeted_rupiah", "paid_rupiah", "paid_until", "stage")}
    assert line == {"budgeted_rupiah": 10_000_000, "paid_rupiah": 6_048_000, "paid_until": "2027-06", "stage": "paid"}
    assert cli("follow-up", "list", "--show", "open").out.splitlines()[1:] == []
    assert cli("follow-up", "list").out.splitlines()[1].startswith(f"{KARTAMULIA}  dipenuhi  Kartamulia: APBDes")


def test_a_step_is_taken_back_with_its_reason(cli: Command, closed: str) -> None:
    cli("follow-up", "record", closed, KARTAMULIA, *BUDGET, "--key", "k1")

    gone = cli("follow-up", "withdraw", closed, KARTAMULIA, "1", "--reason", "Salah desa", "--key", "k2")

    assert gone.out == "Langkah ditarik lewat nomor 2: APBDes\n"
    text = cli("follow-up", "agenda", closed).out
    assert "1. Desa Kartamulia · Sukamara (belum)" in text
    assert cli("follow-up", "agenda", "--json").document == {"agenda": text.removesuffix("\n")}


def test_before_closing_it_is_refused(cli: Command, real: str) -> None:
    meeting = cli("meeting", "create", "--json").document["meeting"]

    said = cli("follow-up", "record", meeting, KARTAMULIA, *BUDGET, "--key", "k")

    assert (said.code, said.out) == (1, "")
    assert said.err == "Tindak lanjut dicatat setelah rapat ditutup dan hasilnya dibekukan.\n"
    assert cli("follow-up", "list").err == "Belum ada rapat yang ditutup.\n"


def test_the_calendar_is_shown_and_another_date_is_set(cli: Command, real: str) -> None:
    basis = ["--basis", "Perbup 3/2027", "--source", "DPMD", "--confidence", "high"]

    stored = cli(
        "follow-up", "set-date", "Perubahan", "--year", "2028", "--day", "30-09", "--same-year", *basis, "--json"
    )
    again = cli("follow-up", "set-date", "Perubahan", "--year", "2028", "--day", "30-09", "--same-year", *basis)
    wrong = cli("follow-up", "set-date", "Perubahan", "--year", "2028", "--day", "September", *basis)

    assert stored.document["stored"] is True
    assert again.out == "Sudah begitu: Perubahan 2028: Sabtu, 30 September 2028\n"
    assert (wrong.code, wrong.err) == (1, "Tulis hari dan bulan, misalnya 30-09.\n")
    days = {
        year: cli("follow-up", "dates", "--year", year, "--json").document[2]["day_in_year"]
        for year in ("2027", "2028")
    }
    assert days == {"2027": None, "2028": "2028-09-30"}
    assert "Perubahan 2027: tanggalnya belum diketahui" in cli("follow-up", "dates", "--year", "2027").out


@pytest.mark.parametrize(
    "arguments",
    [[], ["record", "m", "v", "dreamt"], ["record", "m", "v", "paid", "--key", "k"], ["list", "--show", "x"]],
)
def test_wrong_usage_is_told(cli: Command, real: str, arguments: list[str]) -> None:
    assert cli("follow-up", *arguments).code == 2
