"""The states of a meeting, and what each allows."""

from __future__ import annotations

from datetime import date
from typing import get_args
from uuid import UUID

import pytest

from domain.meeting import (
    STATE_LABELS,
    Meeting,
    State,
    change_state,
    default_title,
    held_on_label,
    rehearsal_title,
    require_open,
)
from domain.refusal import Refused

FROZEN = "Rapat ini sudah ditutup; hasilnya dibekukan. Pakai “Buka kembali” dengan alasannya, atau buat rapat baru."
PUBLIC = "Hasil rapat ini sudah diterbitkan. Catat perubahan sebagai adendum, atau buat rapat baru."
NOT_YET_OPEN = "Rapat belum dibuka, jadi belum dapat ditutup. Buka rapat dulu."
PUBLISHED = "Hasil rapat ini sudah diterbitkan."
CLOSE_FIRST = "Hasil baru dapat diterbitkan setelah rapat ditutup. Tutup rapat dulu."


def meeting(state: State = "open", target_points: int | None = 6000) -> Meeting:
    return Meeting(
        id=UUID("0b6e0000-0000-4000-8000-000000000001"),
        regency_code="62.08",
        title="Rembuk",
        held_on=date(2026, 11, 22),
        state=state,
        revision=1,
        budget_year=2027,
        stage="APBDes",
        dataset_id=None,
        target_points=target_points,
        base_rupiah=1_000_000,
        is_rehearsal=True,
    )


@pytest.mark.parametrize(("now", "wanted"), [("draft", "open"), ("open", "closed"), ("closed", "published")])
def test_each_step_is_legal_from_the_one_before(now: State, wanted: State) -> None:
    assert change_state(now, wanted) is True


@pytest.mark.parametrize("state", get_args(State))
def test_taking_a_step_twice_changes_nothing_and_is_no_error(state: State) -> None:
    assert change_state(state, state) is False


@pytest.mark.parametrize(
    ("now", "wanted", "reason"),
    [
        ("draft", "closed", NOT_YET_OPEN),
        ("draft", "published", CLOSE_FIRST),
        ("open", "published", CLOSE_FIRST),
        ("closed", "open", FROZEN),
        ("published", "open", PUBLIC),
        ("published", "closed", PUBLISHED),
    ],
)
def test_any_other_step_is_refused_with_what_comes_first(now: State, wanted: State, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        change_state(now, wanted)

    assert (refusal.value.code, refusal.value.reason) == ("meeting.state", reason)


@pytest.mark.parametrize("now", ["open", "closed", "published"])
def test_nothing_goes_back_to_a_draft(now: State) -> None:
    with pytest.raises(Refused) as refusal:
        change_state(now, "draft")

    assert refusal.value.code == "meeting.state"


@pytest.mark.parametrize(
    ("state", "code", "reason"),
    [
        ("draft", "meeting.draft", "Rapat belum dibuka. Tunggu fasilitator membuka rapat, lalu kirim lagi."),
        ("closed", "meeting.closed", "Rapat sudah ditutup; komitmen tidak diterima lagi. Hubungi fasilitator."),
        ("published", "meeting.closed", "Rapat sudah ditutup; komitmen tidak diterima lagi. Hubungi fasilitator."),
    ],
)
def test_a_pledge_outside_an_open_meeting_is_refused(state: State, code: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        require_open(state)

    assert (refusal.value.code, refusal.value.reason) == (code, reason)


def test_an_open_meeting_takes_pledges() -> None:
    require_open("open")


def test_every_state_has_a_name_for_people() -> None:
    assert STATE_LABELS == {
        "draft": "rapat belum dibuka",
        "open": "rapat dibuka",
        "closed": "rapat ditutup",
        "published": "hasil diterbitkan",
    }
    assert [meeting(state).state_label for state in get_args(State)] == list(STATE_LABELS.values())


@pytest.mark.parametrize(("points", "share"), [(6000, 0.6), (0, 0.0), (10_000, 1.0), (5215, 0.5215), (None, None)])
def test_the_target_is_a_share_or_none(points: int | None, share: float | None) -> None:
    assert meeting(target_points=points).target_share == share


def test_a_meeting_without_a_name_is_called_after_its_regency() -> None:
    assert default_title("Kabupaten Sukamara") == "Rembuk Perlindungan Pekerja Desa · Kabupaten Sukamara"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("Rembuk", "LATIHAN · Rembuk"),
        ("LATIHAN · Rembuk", "LATIHAN · Rembuk"),
        ("Rembuk (LATIHAN)", "Rembuk (LATIHAN)"),
        ("PELATIHAN Kepala Desa", "LATIHAN · PELATIHAN Kepala Desa"),
        ("Latihan pertama", "LATIHAN · Latihan pertama"),
        ("", "LATIHAN · "),
    ],
)
def test_a_meeting_on_sample_data_carries_the_mark_as_a_word_of_its_own(title: str, marked: str) -> None:
    assert rehearsal_title(title) == marked
    assert rehearsal_title(marked) == marked


def test_the_day_of_the_meeting_is_said_in_words() -> None:
    assert held_on_label(meeting()) == "Minggu, 22 November 2026"
