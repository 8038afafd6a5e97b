"""What changed in a meeting is said in a sentence that a village head understands."""

from __future__ import annotations

from typing import Any

import pytest

from domain.meeting_changes import MeetingAct, changes_text


def changed(revision: int, **settings: tuple[Any, Any]) -> MeetingAct:
    detail = {name: {"from": old, "to": new} for name, (old, new) in settings.items()}
    return MeetingAct("meeting.changed", revision, detail | {"revision": revision})


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        ("target_points", 6000, 7000, "target 60% → 70%"),
        ("target_points", None, 7050, "target 70,5% (dulu belum ada)"),
        ("target_points", 6000, None, "tanpa target (dulu 60%)"),
        ("stage", "APBDes", "Perubahan", "tahap APBDes → Perubahan"),
        ("max_workers", None, 1200, "paling banyak 1.200 pekerja (dulu tidak dibatasi)"),
        ("max_workers", 1200, 200, "paling banyak 200 pekerja (dulu 1.200)"),
        ("max_workers", 200, None, "paling banyak tidak dibatasi lagi (dulu 200 pekerja)"),
        ("min_workers", 5, 10, "paling sedikit 10 pekerja (dulu 5)"),
        ("over_ceiling", "refuse", "reason", "komitmen di atas pagu diterima dengan alasan (dulu ditolak)"),
        ("budget_dataset_id", "a", "b", "pagu desa diambil ulang"),
        ("anything_new", 1, 2, "pengaturan lain"),
    ],
)
def test_each_setting_is_said_in_words(name: str, old: Any, new: Any, text: str) -> None:
    assert changes_text([changed(3, **{name: (old, new)})]) == text


def test_several_acts_are_said_together_each_setting_once_and_in_order_of_revision() -> None:
    acts = [
        changed(6, target_points=(6500, 7000), stage=("APBDes", "Perubahan")),
        MeetingAct("meeting.closed", 4, {"from": "open", "revision": 4}),
        MeetingAct("meeting.reopened", 5, {"from": "closed", "reason": "x", "revision": 5}),
        changed(3, target_points=(6000, 6500)),
    ]

    assert changes_text(acts) == (
        "rapat sempat ditutup, lalu dibuka kembali; target 60% → 70%; tahap APBDes → Perubahan"
    )


def test_what_was_changed_and_changed_back_is_not_said() -> None:
    there_and_back = [changed(3, max_workers=(None, 200)), changed(4, max_workers=(200, None))]

    assert changes_text(there_and_back) == ""
    assert changes_text([]) == ""


def test_opening_is_said() -> None:
    assert changes_text([MeetingAct("meeting.opened", 2, {"from": "draft", "revision": 2})]) == "rapat dibuka"
