"""The day of a meeting and its budget year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.meeting import Meeting, date_warning, require_publishable, require_year
from domain.refusal import Refused

DAY = date(2026, 11, 22)
DRAFT = Meeting(
    id=UUID(int=1), regency_code="62.08", title="Rembuk", held_on=DAY, state="draft", revision=1, budget_year=2027,
    stage="APBDes", dataset_id=None, target_points=None, base_rupiah=1_000_000, is_rehearsal=False,
)  # fmt: skip


@pytest.mark.parametrize("year", [2026, 2027, 2030])
def test_a_budget_year_that_is_not_over_is_good(year: int) -> None:
    require_year(year, DAY)


def test_a_budget_year_that_is_over_on_the_day_of_the_meeting_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        require_year(2025, DAY)

    assert (refusal.value.code, refusal.value.field) == ("meeting.budget_year", "budget_year")
    assert refusal.value.reason == (
        "Tahun anggaran 2025 sudah lewat pada tanggal rapat (Minggu, 22 November 2026). "
        "Pilih tahun anggaran 2026 atau sesudahnya."
    )


def test_a_day_that_has_passed_is_said_until_the_meeting_opens() -> None:
    tomorrow = date(2026, 11, 23)

    assert date_warning(DRAFT, DAY) is None
    assert date_warning(DRAFT, tomorrow) == (
        "Tanggal rapat ini sudah lewat: Minggu, 22 November 2026. Berita acara akan memuat tanggal itu."
    )
    assert date_warning(replace(DRAFT, state="open"), tomorrow) is None


def test_a_rehearsal_is_not_publishable() -> None:
    require_publishable(DRAFT)
    with pytest.raises(Refused, match="Rapat latihan"):
        require_publishable(replace(DRAFT, is_rehearsal=True))
