"""The audit in words: every action has some, every detail is told, and nothing that stands there makes it fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.audit_actions import ACTIONS, KINDS
from domain.audit_words import Known, PledgeWords, action_words, kind_of, kind_words, told
from tests.support.audit_actions import Unreadable, recorded_actions

SERVICES = Path(__file__).resolve().parents[2] / "services"
PUDU = "62.08.01.2002"
KNOWN = Known(
    villages={PUDU: "Desa Pudu"},
    facilitators={"0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11": "Ibu Sari"},
    pledges={
        (PUDU, 1): PledgeWords("60 pekerja baru", "lewat ponsel desa"),
        (PUDU, 2): PledgeWords("70 pekerja baru", "dari lembar kertas", "salah ketik"),
    },
)


def lines(action: str, detail: Any, known: Known = KNOWN) -> list[str]:
    return [part.text for part in told(action, detail, known)]


def test_every_action_that_a_service_records_has_words():
    assert recorded_actions(SERVICES) - ACTIONS.keys() == set()


def test_the_reader_of_the_services_finds_actions_however_they_are_written():
    written = recorded_actions(SERVICES)

    assert {
        "meeting.created",  # as it is
        "meeting.reopened",  # passed to a helper
        "commitment.withdrawn",  # one of two
        "attendance.named",  # kept in a variable first
        "budgets.restored",  # put together from the kind of file
    } <= written


@pytest.mark.parametrize(
    "source",
    [
        "from db.audit import record\n\ndef f(c, words):\n    record(c, action=words[0], detail={})",
        "from db.audit import record\n\ndef f(c):\n    record(c, action=made_up(), detail={})",
        "from db.audit import record\n\ndef f(c, *, action):\n    record(c, action=action, detail={})",
        "\n\n\nfrom db.audit import record as note",
        "\n\n\nfrom db import audit",
        "\n\n\nimport db.audit",
    ],
)
def test_an_action_that_cannot_be_read_is_reported(tmp_path: Path, source: str):
    (tmp_path / "acts.py").write_text(source)

    with pytest.raises(Unreadable, match=r"acts\.py:4"):
        recorded_actions(tmp_path)


def test_a_new_action_without_words_is_found(tmp_path: Path):
    (tmp_path / "acts.py").write_text(
        "from db.audit import record\n\ndef f(c):\n    _note(c, 'moon.landed')\n\n"
        "def _note(c, action):\n    record(c, action=action, detail={})\n"
    )

    assert recorded_actions(tmp_path) - ACTIONS.keys() == {"moon.landed"}


def test_no_two_actions_have_the_same_words_and_each_is_of_a_known_kind():
    assert len(set(ACTIONS.values())) == len(ACTIONS)
    assert {kind_of(action) for action in ACTIONS} == set(KINDS)
    assert len(set(KINDS.values())) == len(KINDS)


def test_changed_settings_are_told_as_before_and_after():
    detail = {
        "target_points": {"from": 6000, "to": 7000},
        "stage": {"from": "APBDes", "to": "Perubahan"},
        "min_workers": {"from": None, "to": 1200},
        "over_ceiling": {"from": "refuse", "to": "reason"},
        "budget_dataset_id": {"from": None, "to": "0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11"},
        "revision": 3,
    }

    assert lines("meeting.changed", detail) == [
        "target 60% → 70%",
        "tahap APBDes → Perubahan",
        "pekerja paling sedikit tidak dibatasi → 1.200",
        "komitmen di atas pagu ditolak → diterima dengan alasan",
        "pagu desa versi belum ada → 0b1c7c0e",
        "revisi rapat 3",
    ]
    (target, *_) = told("meeting.changed", detail)
    assert (target.text_before, target.text_after) == ("target 60%", "target 70%")


def test_a_setting_that_is_taken_away_is_told_so():
    detail = {"target_points": {"from": 4392, "to": None}, "max_workers": {"from": 50, "to": None}}

    assert lines("meeting.changed", detail) == [
        "target 43,92% → tidak ada",
        "pekerja paling banyak 50 → tidak dibatasi",
    ]


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("meeting.opened", "draft", "keadaan rapat belum dibuka → rapat dibuka"),
        ("meeting.closed", "open", "keadaan rapat dibuka → rapat ditutup"),
        ("meeting.reopened", "closed", "keadaan rapat ditutup → rapat dibuka"),
        ("meeting.published", "closed", "keadaan rapat ditutup → hasil diterbitkan"),
    ],
)
def test_a_step_of_the_meeting_is_told_from_state_to_state(action: str, before: str, after: str):
    assert lines(action, {"from": before, "revision": 2}) == [after, "revisi rapat 2"]


def test_a_pledge_is_told_with_the_revision_that_it_replaced():
    second = {"village": PUDU, "revision": 2, "receipt": "01.2002-2-7F3A9C21", "over_ceiling": True}

    assert lines("commitment.submitted", {"village": PUDU, "revision": 1, "receipt": "r"}) == [
        "Desa Pudu",
        "revisi 1: 60 pekerja baru",
        "lewat ponsel desa",
        "tanda terima r",
    ]
    assert lines("commitment.submitted", second) == [
        "Desa Pudu",
        "revisi 1: 60 pekerja baru → revisi 2: 70 pekerja baru",
        "dari lembar kertas",
        "alasan: salah ketik",
        "tanda terima 01.2002-2-7F3A9C21",
        "di atas pagu desa",
    ]
    assert lines("commitment.submitted", second, Known())[:2] == [f"desa {PUDU}", "revisi 1 → revisi 2"]


@pytest.mark.parametrize(
    ("action", "detail", "text"),
    [
        ("paper.checked", {"village": PUDU, "revision": 2, "receipt": "r"}, "Desa Pudu, revisi 2, tanda terima r"),
        ("attendance.marked", {"attendee": "0b1c7c0e-98a4", "village": None}, "orang nomor 0b1c7c0e"),
        ("attendance.erased", {"people": 1200}, "1.200 orang"),
        (
            "decision.recorded",
            {"number": 3, "takes_back": 2, "row_hash": "ab" * 32, "scenario": "k7", "workers": 1200},
            "nomor 3, menggantikan nomor 2, hash abababab, simulasi k7, 1.200 pekerja",
        ),
        ("decision.withdrawn", {"number": 4, "takes_back": 3}, "nomor 4, menarik nomor 3"),
        ("addendum.added", {"number": 1, "kind": "late_pledge", "village": PUDU}, "nomor 1, jenis Komitmen susulan, Desa Pudu"),
        ("follow_up.corrected", {"village": PUDU, "number": 4, "line": 2, "stage": "paid", "corrects": 3}, "Desa Pudu, nomor 4, baris 2, tahap dibayar, menggantikan langkah nomor 3"),
        ("follow_up.withdrawn", {"number": 5, "corrects": 4}, "nomor 5, menarik langkah nomor 4"),
        ("budget_date.set", {"document": "APBDes", "budget_year": 2028, "day": "30-11", "is_same_year": False}, "APBDes, tahun anggaran 2028, tanggal 30-11"),
        ("card.reissued", {"village": PUDU, "issue": 2}, "Desa Pudu, kartu ke-2"),
        ("meeting.created", {"title": "=1+1", "budget_year": 2027}, "judul: =1+1, tahun anggaran 2027"),
        ("meeting.reopened", {"reason": "**salah**"}, "alasan: **salah**"),
        ("facilitator.added", {"facilitator": "0b1c7c0e-98a4-4c9e-9d5b-0a6a2b8f4d11"}, "fasilitator Ibu Sari"),
        ("facilitator.revoked", {"facilitator": "ffffffff-98a4"}, "fasilitator ffffffff"),
        ("hall.addressed", {"base_url": "http://192.0.2.2:8501"}, "alamat http://192.0.2.2:8501"),
        ("facilitator.printed_link_renewed", {"signed_out": 0}, "0 peramban dikeluarkan"),
        ("budgets.imported", {"dataset": "0b1c7c0e-98a4", "month": "2026-10", "rows": 1290}, "versi 0b1c7c0e, data Oktober 2026, 1.290 baris"),
        ("sample.loaded", {"months": 24}, "24 bulan"),
        ("income_base.added", {"base_rupiah": 1_500_000, "valid_from": "2026-11"}, "Rp 1.500.000, berlaku sejak November 2026"),
    ],
)  # fmt: skip
def test_each_detail_is_told_in_words(action: str, detail: dict[str, Any], text: str):
    assert ", ".join(lines(action, detail)) == text


def test_an_unknown_action_shows_its_code_and_its_details_as_they_stand():
    assert (action_words("moon.landed"), kind_words("moon")) == ("moon.landed", "moon")
    assert lines("moon.landed", {"<b>crew</b>": ["Neil", 2], "deep": {"a": {"b": None}}, "no": None}) == [
        '<b>crew</b>: ["Neil", 2]',
        'deep: {"a": {"b": null}}',
    ]


@pytest.mark.parametrize("detail", [None, [], "text", 3, True, {}])
def test_a_detail_of_any_shape_is_told(detail: Any):
    assert isinstance(lines("commitment.submitted", detail), list)


@pytest.mark.parametrize(
    "value", ["x", -1, 10**40, 1.5, float("nan"), [1], {"from": 1}, {"from": [], "to": {}}, "\ud800"]
)
@pytest.mark.parametrize("action", [*ACTIONS, "moon.landed"])
def test_no_value_makes_the_words_fail(action: str, value: Any):
    names = (
        "attendee", "base_rupiah", "dataset", "facilitator", "from", "issue", "kind", "min_workers", "month", "over_ceiling",
        "people", "receipt", "revision", "rows", "row_hash", "stage", "target_points", "title", "valid_from", "village", "x",
    )  # fmt: skip

    for said in lines(action, dict.fromkeys(names, value)):
        said.encode()
