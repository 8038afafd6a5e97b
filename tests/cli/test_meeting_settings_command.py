"""Settings, copies and the list of meetings from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import WIB, date_label
from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import BUDGET_YEAR, KARTAMULIA, pledge

TODAY = datetime.now(UTC).astimezone(WIB).date()


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    """The id of an open meeting on real data, with every setting."""
    arguments = ["--target", "60", "--min-workers", "10", "--max-workers", "200", "--json"]
    found = cli("meeting", "create", "--title", "Rembuk", *arguments).document["meeting"]
    assert cli("meeting", "open", found).code == 0
    return found


def test_only_the_settings_that_are_named_change(cli: Command, meeting: str) -> None:
    said = cli("meeting", "set", meeting, "--max-workers", "none", "--stage", "Perubahan", "--json")
    again = cli("meeting", "set", meeting, "--max-workers", "none", "--json")
    ceiling = cli("meeting", "set", meeting, "--over-ceiling", "reason", "--json")

    assert (said.code, said.document["revision"], again.document["revision"]) == (0, 3, 3)
    assert (ceiling.code, ceiling.document["revision"]) == (0, 4)
    assert cli("commit", meeting, *pledge("--workers", "201"), "--json").document["workers"] == 201
    too_few = cli("commit", meeting, *pledge("--workers", "9", key="k2"))
    assert (too_few.code, "10" in too_few.err) == (1, True)


def test_settings_read_at_an_older_revision_are_refused_with_what_changed(cli: Command, meeting: str) -> None:
    assert cli("meeting", "set", meeting, "--target", "70", "--revision", "2").code == 0

    said = cli("meeting", "set", meeting, "--target", "none", "--revision", "2", "--json")

    assert said.code == 1
    assert said.document["refused"].startswith(
        "Rapat ini sudah diubah sejak pengaturannya dibaca: target 60% → 70%. Tidak ada yang disimpan."
    )
    assert cli("meeting", "show", meeting, "--json").document["revision"] == 3


def test_a_bad_setting_is_refused(cli: Command, meeting: str) -> None:
    assert "paling sedikit 1" in cli("meeting", "set", meeting, "--min-workers", "0").err
    assert "100 persen" in cli("meeting", "set", meeting, "--target", "101").err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--revision", "2"],
        ["--target", "nan"],
        ["--min-workers", "few"],
        ["--stage", "Final"],
        ["--over-ceiling", "ignore"],
    ],
)
def test_wrong_usage_is_told(cli: Command, meeting: str, arguments: list[str]) -> None:
    said = cli("meeting", "set", meeting, *arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: python -m db")


def test_a_copy_is_a_draft_with_the_settings_of_its_source(cli: Command, meeting: str) -> None:
    said = cli("meeting", "copy", meeting, "--year", str(BUDGET_YEAR + 1), "--json")

    assert (said.code, said.document["state"], said.document["title"]) == (0, "draft", "Rembuk")
    assert (said.document["budget_year"], said.document["meeting"] != meeting) == (BUDGET_YEAR + 1, True)
    assert cli("meeting", "set", said.document["meeting"], "--min-workers", "10", "--json").document["revision"] == 1


def test_all_meetings_are_listed_with_their_totals(cli: Command, meeting: str) -> None:
    cli("commit", meeting, *pledge("--workers", "60", village=KARTAMULIA))
    copy = cli("meeting", "copy", meeting, "--json").document["meeting"]

    listed = cli("meeting", "list", "--json")
    people = cli("meeting", "list")

    assert [one["meeting"] for one in listed.document] == [copy, meeting]
    fields = ("state", "villages_committed", "villages_entitled", "workers", "amount_rupiah", "held_on")
    assert [listed.document[1][name] for name in fields] == ["open", 1, 29, 60, 12_096_000, TODAY.isoformat()]
    assert people.out.splitlines()[1] == (
        f"{meeting[:8]}  {TODAY}  Rembuk (rapat dibuka): 1 dari 29 desa, 60 pekerja, Rp 12.096.000"
    )


def test_without_meetings_the_list_says_so(cli: Command, real: str) -> None:
    assert (cli("meeting", "list").out, cli("meeting", "list", "--json").document) == ("Belum ada rapat.\n", [])


def test_a_day_that_has_passed_is_allowed_and_said(cli: Command, real: str) -> None:
    yesterday = TODAY - timedelta(days=1)
    arguments = ["meeting", "create", "--date", yesterday.isoformat(), "--year", str(BUDGET_YEAR)]
    warning = f"Tanggal rapat ini sudah lewat: {date_label(yesterday)}. Berita acara akan memuat tanggal itu."

    assert cli(*arguments, "--json").document["warnings"] == [warning]
    assert cli(*arguments).out.splitlines()[-1] == f"Perhatian: {warning}"


def test_a_budget_year_that_is_over_on_the_day_is_refused(cli: Command, real: str) -> None:
    said = cli("meeting", "create", "--date", f"{BUDGET_YEAR + 1}-01-10", "--year", str(BUDGET_YEAR))

    assert (said.code, f"Tahun anggaran {BUDGET_YEAR} sudah lewat" in said.err) == (1, True)
