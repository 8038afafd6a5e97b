"""A meeting from the command line, as a hall without network is run: the same services, the same rules.

The commands ask the machine's clock, so dates and months are made from it and amounts are the same in every year.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.calendar import WIB
from tests.cli.conftest import Command

KARTAMULIA = "62.08.01.2005"
PUDU = "62.08.01.2002"
BUDGET_YEAR = datetime.now(UTC).astimezone(WIB).year + 1


def pledge(*more: str, village: str = KARTAMULIA, key: str = "k1") -> list[str]:
    fixed = ["--months", "12", "--start", f"{BUDGET_YEAR}-01", "--source", "ADD", "--key", key]
    return [village, *fixed, *more]


@pytest.fixture
def meeting(cli: Command, real: str) -> str:
    """The id of an open meeting on real data."""
    found = cli("meeting", "create", "--json").document["meeting"]
    assert cli("meeting", "open", found).code == 0
    return found


def test_a_meeting_is_created_without_arguments(cli: Command, real: str) -> None:
    said = cli("meeting", "create", "--json")

    assert (said.code, said.err) == (0, "")
    assert len(said.document.pop("meeting")) == 36
    assert {k: v for k, v in said.document.items() if k != "meeting"} == {
        "state": "draft",
        "revision": 1,
        "title": "Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara",
        "regency": "62.08",
        "budget_year": BUDGET_YEAR,
        "rehearsal": False,
        "warnings": [],
    }


def test_what_is_named_overrides(cli: Command, real: str) -> None:
    arguments = ["--title", "Rembuk Jelai", "--date", "2026-12-01", "--regency", "62.08", "--target", "60"]

    said = cli("meeting", "create", *arguments, "--year", str(BUDGET_YEAR + 1), "--json")

    assert (said.document["title"], said.document["budget_year"]) == ("Rembuk Jelai", BUDGET_YEAR + 1)


def test_each_step_answers_with_state_and_revision_and_can_be_repeated(cli: Command, real: str) -> None:
    named = cli("meeting", "create", "--json").document["meeting"]

    for step, state, revision in (("open", "open", 2), ("close", "closed", 3), ("publish", "published", 4)):
        for _ in range(2):
            said = cli("meeting", step, named, "--json")
            assert said.code == 0
            assert [said.document[k] for k in ("meeting", "state", "revision")] == [named, state, revision]
    shown = cli("meeting", "show", "--json")
    assert (shown.code, shown.document["state"]) == (0, "published")


def test_without_json_people_read_the_title_and_the_state(cli: Command, real: str) -> None:
    cli("meeting", "create", "--title", "Rembuk")

    said = cli("meeting", "open")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[:2] == ["Rembuk", "rapat dibuka, revisi 2"]


def test_steps_out_of_order_are_refused_with_the_reason(cli: Command, real: str) -> None:
    cli("meeting", "create")

    closing = cli("meeting", "close")
    publishing = cli("meeting", "publish", "--json")

    assert (closing.code, closing.out) == (1, "")
    assert closing.err == "Rapat belum dibuka, jadi belum dapat ditutup. Buka rapat dulu.\n"
    reason = "Hasil baru dapat diterbitkan setelah rapat ditutup. Tutup rapat dulu."
    assert (publishing.code, publishing.document, publishing.err) == (1, {"refused": reason}, f"{reason}\n")


def test_a_rehearsal_is_marked_and_not_published(cli: Command, sample: str) -> None:
    created = cli("meeting", "create", "--json").document
    cli("meeting", "open")
    cli("meeting", "close")

    said = cli("meeting", "publish")

    assert created["title"].startswith("LATIHAN · ")
    assert created["rehearsal"] is True
    assert said.code == 1
    assert "latihan" in said.err


def test_codes_lists_every_desa_with_the_code_of_its_card(cli: Command, meeting: str) -> None:
    said = cli("codes", meeting, "--json")
    people = cli("codes", meeting)

    assert said.code == 0
    assert len(said.document) == 29
    assert {tuple(sorted(card)) for card in said.document} == {("code", "name", "village_code")}
    first = said.document[0]
    assert (first["village_code"], first["name"], len(first["code"])) == ("62.08.01.2001", "Natai Sedawak", 8)
    assert people.out.splitlines()[0] == f"62.08.01.2001  {first['code'][:4]}-{first['code'][4:]}  Natai Sedawak"


def test_a_pledge_is_answered_with_its_receipt(cli: Command, meeting: str) -> None:
    said = cli("commit", meeting, *pledge("--workers", "60"), "--json")

    assert (said.code, said.err) == (0, "")
    document = said.document
    assert document.pop("receipt").startswith("01.2005-1-")
    assert [warning["code"] for warning in document.pop("warnings")] == ["active_unfunded"]
    assert document == {
        "village_code": KARTAMULIA,
        "revision": 1,
        "workers": 60,
        "new_workers": 60,
        "continued_workers": 0,
        "amount_rupiah": 12_096_000,
        "withdrawn": False,
        "repeated": False,
    }


def test_people_read_what_was_pledged_and_what_to_mind(cli: Command, meeting: str) -> None:
    said = cli("commit", meeting, KARTAMULIA, "--workers", "1.2", "--months", "12", "--start", f"{BUDGET_YEAR}-01",
               "--source", "DD", "--key", "k")  # fmt: skip
    good = cli("commit", meeting, KARTAMULIA, "--workers", "60", "--months", "12", "--start", f"{BUDGET_YEAR}-01",
               "--source", "DD", "--key", "k")  # fmt: skip

    assert said.code == 1
    assert good.out.startswith("Kartamulia: 60 pekerja baru × 12 bulan · DD, Rp 12.096.000. Tanda terima 01.2005-1-")
    assert good.out.splitlines()[1].startswith("Perhatian: ")


def test_new_and_continued_workers_are_counted_apart(cli: Command, meeting: str) -> None:
    both = cli("commit", meeting, *pledge("--workers", "60", "--continue", "40"), "--json").document
    only_continued = cli("commit", meeting, *pledge("--continue", "320", village=PUDU, key="k2"), "--json").document

    assert [both[k] for k in ("workers", "new_workers", "continued_workers", "amount_rupiah")] == [
        100,
        60,
        40,
        20_160_000,
    ]
    assert (only_continued["new_workers"], only_continued["continued_workers"]) == (0, 320)


def test_a_village_may_be_named_without_dots(cli: Command, meeting: str) -> None:
    said = cli("commit", meeting, *pledge("--workers", "5", village="6208012005"), "--json")

    assert said.document["village_code"] == KARTAMULIA


def test_without_replaces_the_last_one_wins_and_with_it_a_stale_one_is_refused(cli: Command, meeting: str) -> None:
    first = cli("commit", meeting, *pledge("--workers", "60", "--replaces", "0", key="a"), "--json")
    stale = cli("commit", meeting, *pledge("--workers", "61", "--replaces", "0", key="b"), "--json")
    second = cli("commit", meeting, *pledge("--workers", "50", "--replaces", "1", key="c"), "--json")
    last = cli("commit", meeting, *pledge("--workers", "40", key="d"), "--json")

    assert [said.code for said in (first, stale, second, last)] == [0, 1, 0, 0]
    assert stale.err.startswith("Komitmen desa ini sudah berubah: revisi 1, 60 pekerja baru × 12 bulan · ADD.")
    assert [said.document["revision"] for said in (first, second, last)] == [1, 2, 3]


def test_a_key_seen_before_gets_the_first_receipt_also_after_a_revision_and_after_closing(
    cli: Command, meeting: str
) -> None:
    first = cli("commit", meeting, *pledge("--workers", "60", key="a"), "--json").document
    again = cli("commit", meeting, *pledge("--workers", "60", key="a"), "--json")
    cli("commit", meeting, *pledge("--workers", "50", key="b"))
    after_revision = cli("commit", meeting, *pledge("--workers", "60", "--replaces", "0", key="a"), "--json")
    cli("meeting", "close", meeting)
    after_closing = cli("commit", meeting, *pledge("--workers", "60", key="a"), "--json")

    for said in (again, after_revision, after_closing):
        assert said.code == 0
        assert said.document == first | {"repeated": True}
    assert cli("result", meeting, "--json").document["totals"]["workers"] == 50


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--workers", "481"], "480"),
        (["--continue", "321"], "320"),
        (["--workers", "0"], "lebih dari 0"),
        (["--workers=-60"], "negatif"),
        (["--workers", "1000000000000"], "terlalu besar"),
        (["--workers", "9" * 5000], "terlalu besar"),
        (["--workers", "banyak"], "bilangan bulat"),
        (["--workers", "60.5"], "bilangan bulat"),
        ([], "Isi jumlah pekerja"),
        (["--workers", "60", "--months", "13"], "1 sampai 12"),
        (["--workers", "60", "--start", "2020-01"], "tahun anggaran"),
        (["--workers", "60", "--source", "APBN"], "tidak dikenal"),
        (["--workers", "60", "--key", ""], "Kunci"),
    ],
)
def test_a_pledge_against_the_rules_is_refused_with_the_reason(
    cli: Command, meeting: str, arguments: list[str], word: str
) -> None:
    said = cli("commit", meeting, *pledge(*arguments))

    assert (said.code, said.out) == (1, "")
    assert word in said.err
    assert cli("result", meeting, "--json").document["ledger"]["rows"] == 0


@pytest.mark.parametrize("village", ["62.08.01.1003", "62.08.01.9999", "Kartamulia"])
def test_a_kelurahan_and_an_unknown_village_are_refused(cli: Command, meeting: str, village: str) -> None:
    said = cli("commit", meeting, *pledge("--workers", "60", village=village))

    assert (said.code, said.out) == (1, "")


def test_a_pledge_in_a_draft_or_an_unknown_meeting_is_refused(cli: Command, real: str) -> None:
    draft = cli("meeting", "create", "--json").document["meeting"]

    assert cli("commit", draft, *pledge("--workers", "60")).err.startswith("Rapat belum dibuka.")
    assert cli("commit", "nothing", *pledge("--workers", "60")).err.startswith("Rapat itu tidak ada.")


def test_the_result_is_live_until_closing_and_frozen_after(cli: Command, meeting: str) -> None:
    cli("commit", meeting, *pledge("--workers", "60"))
    live = cli("result", meeting, "--json").document
    cli("meeting", "close", meeting)
    frozen = cli("result", meeting, "--json")

    assert (live["state"], live["sha256"]) == ("open", None)
    assert frozen.document["state"] == "closed"
    assert len(frozen.document["sha256"]) == 64
    assert frozen.document["totals"]["villages_committed"] == 1
    assert (frozen.document["totals"]["workers"], frozen.document["totals"]["amount_rupiah"]) == (60, 12_096_000)
    villages = {village["village_code"]: village for village in frozen.document["villages"]}
    assert len(villages) == 29
    fields = ("committed", "workers", "months", "amount_rupiah", "entered_by")
    assert [villages[KARTAMULIA][f] for f in fields] == [True, 60, 12, 12_096_000, "facilitator"]
    assert [villages[PUDU][f] for f in fields] == [False, 0, 0, 0, None]
    assert cli("result", meeting, "--json") == frozen
    assert cli("result").out.startswith(
        "Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara (closed): 1 dari 29 desa"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["meeting"],
        ["codes"],
        ["meeting", "create", "--year", "next"],
        ["meeting", "create", "--target", "nan"],
        ["meeting", "create", "--target", "inf"],
        ["meeting", "create", "--dataset", "1"],
        ["commit", "m", KARTAMULIA, "--workers", "60"],
        ["import", "x.csv", "--kind", "enrollment", "--month", "2026-13"],
        ["import", "x.csv", "--kind", "people", "--month", "2026-10"],
        ["template", "people"],
    ],
)
def test_wrong_usage_is_told_from_a_refusal(cli: Command, real: str, arguments: list[str]) -> None:
    said = cli(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: python -m db")


def test_without_data_or_meeting_the_reason_is_told(cli: Command, empty: str) -> None:
    assert cli("meeting", "create").err == (
        "Belum ada data kepesertaan. Impor berkasnya dulu, atau muat data contoh.\n"
    )
    assert cli("meeting", "show").err == "Belum ada rapat. Buat dulu di halaman Rapat.\n"
    assert [cli("meeting", "create").code, cli("result").code, cli("codes", "abcdef").code] == [1, 1, 1]
