"""Village budgets at the command line: template, import, a meeting that keeps to them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from services.clock import system_clock
from tests.cli.conftest import Command
from tests.support.budgets import budget_file, budget_row

KARTAMULIA = "62.08.01.2005"
YEAR = system_clock().year + 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """60 workers for a year cost one rupiah more than this allows."""
    path = tmp_path / "pagu.csv"
    path.write_bytes(budget_file(budget_row(pagu="12.095.999", tahun=YEAR)))
    return path


def arguments(file: Path, *more: str) -> list[str]:
    return ["import", str(file), "--kind", "village-budgets", *more]


def commit(cli: Command, meeting: str, *more: str):
    return cli("commit", meeting, KARTAMULIA, "--workers", "60", "--months", "12", "--start", f"{YEAR}-01",
               "--source", "ADD", "--key", "a", "--json", *more)  # fmt: skip


def test_the_template_has_a_row_for_each_desa_and_source(cli: Command, empty: str) -> None:
    said = cli("template", "village-budgets")

    rows = list(csv.reader(said.out.splitlines()))
    assert said.code == 0
    assert rows[0] == ["kode_desa", "nama_desa", "tahun", "tahap", "sumber", "pagu", "sudah_dianggarkan"]
    assert rows[1] == ["62.08.01.2001", "Natai Sedawak", str(YEAR), "APBDes", "ADD", "", ""]
    assert len(rows) == 1 + 29 * 5
    assert KARTAMULIA in [row[0] for row in rows]


def test_the_empty_template_is_no_import_and_one_amount_makes_it_one(cli: Command, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "templat.csv"
    cli("template", "village-budgets", "--out", str(file))
    untouched = cli(*arguments(file, "--json"))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], f"{lines[1][:-2]},20 juta,", *lines[2:]]), encoding="utf-8")

    filled = cli(*arguments(file, "--json"))

    assert (untouched.code, untouched.document["stored"]) == (1, False)
    assert untouched.document["faults"][0]["problem"] == "Tidak ada baris data."
    assert (filled.code, filled.document["rows"]["new"]) == (0, 1)
    assert filled.document["totals"] == {
        "ceiling_rupiah": 20_000_000, "planned_rupiah": 0, "planned_unknown": 1,
    }  # fmt: skip


def test_an_import_is_of_this_month_where_none_is_named_and_the_same_file_changes_nothing(
    cli: Command, real: str, file: Path
) -> None:
    trial = cli(*arguments(file, "--dry-run", "--json"))
    first = cli(*arguments(file, "--json"))
    again = cli(*arguments(file, "--json"))

    assert (trial.code, trial.document["stored"], trial.document["rows"]["new"]) == (0, False, 1)
    assert (first.code, first.document["stored"]) == (0, True)
    assert first.document["month"] in str(system_clock().date())
    assert (again.code, again.document["stored"]) == (0, False)
    assert again.document["dataset"] == first.document["dataset"]


def test_a_fault_is_told_with_place_and_cure_and_exits_with_one(cli: Command, real: str, tmp_path: Path) -> None:
    file = tmp_path / "pagu.csv"
    file.write_bytes(budget_file(budget_row(sumber="CSR", tahun=YEAR)))

    said, people = cli(*arguments(file, "--json")), cli(*arguments(file))

    (fault,) = said.document["faults"]
    assert (said.code, people.code) == (1, 1)
    assert (fault["row"], fault["column"], fault["value"]) == (2, "sumber", "CSR")
    assert people.out.startswith("CSV baris 2 kolom sumber [CSR]: Sumber dana ini tidak dikenal. Yang dikenal: ADD")


def test_what_cannot_be_read_is_one_document_with_the_totals_of_its_kind(
    cli: Command, real: str, tmp_path: Path
) -> None:
    file = tmp_path / "rusak.xlsx"
    file.write_bytes(b"PK\x03\x04damaged")

    said = cli(*arguments(file, "--json"))

    assert (said.code, said.document["month"], said.document["stored"]) == (1, "", False)
    assert said.document["totals"]["ceiling_rupiah"] == 0


def test_enrollment_still_needs_its_month(cli: Command, real: str, file: Path) -> None:
    said = cli("import", str(file), "--kind", "enrollment")

    assert said.code == 2
    assert "--month" in said.err


def test_a_pledge_above_the_ceiling_is_refused_until_the_meeting_takes_a_reason(
    cli: Command, real: str, file: Path
) -> None:
    cli(*arguments(file))
    cli("meeting", "create")
    meeting = cli("meeting", "open", "--json").document["meeting"]

    refused = commit(cli, meeting)
    cli("meeting", "set", meeting, "--over-ceiling", "reason")
    unexplained = commit(cli, meeting)
    taken = commit(cli, meeting, "--reason", "Ditambah di Perubahan")

    assert (refused.code, unexplained.code, taken.code) == (1, 1, 0)
    assert "sisa Rp 12.095.999; komitmen ini Rp 12.096.000, lebih Rp 1." in refused.err
    assert "tulis alasannya" in unexplained.err
    assert "over_ceiling" in [warning["code"] for warning in taken.document["warnings"]]


def test_an_open_meeting_takes_newer_budgets_only_when_it_is_told_to(cli: Command, real: str, file: Path) -> None:
    cli("meeting", "create", "--over-ceiling", "refuse")
    opened = cli("meeting", "open", "--json").document
    without = cli("meeting", "budgets", opened["meeting"])
    cli(*arguments(file))

    told = cli("meeting", "budgets", opened["meeting"], "--json")

    assert (without.code, without.err) == (1, "Belum ada pagu desa. Impor berkasnya dulu.\n")
    assert (told.code, told.document["revision"]) == (0, opened["revision"] + 1)
    assert commit(cli, opened["meeting"]).code == 1
    result = cli("result", opened["meeting"], "--json").document
    (row,) = [row for row in result["villages"] if row["village_code"] == KARTAMULIA]
    assert result["budget_dataset"]["source"] == "Berkas pagu desa"
    assert row["ceilings"] == [{"source": "ADD", "ceiling_rupiah": 12_095_999, "planned_rupiah": None}]
