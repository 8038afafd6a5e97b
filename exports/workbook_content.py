"""What a meeting's workbook is made of: the result as it was frozen, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.addendum import Addendum
from domain.calendar import Month
from domain.coverage import Counts
from domain.follow_up import PledgedLine, Step

SAMPLE_MARK = "LATIHAN · DATA CONTOH"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of the ledger of commitments.

    Attributes:
        replaces: the revision that it takes the place of.
        text: its lines in words.
    """

    sequence: int
    created_at: datetime
    village_code: str
    revision: int
    replaces: int | None
    is_withdrawn: bool
    new_workers: int
    continued_workers: int
    amount_rupiah: int
    text: str
    entered_by: str
    way: str
    reason: str
    receipt: str
    previous_hash: str
    row_hash: str


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A simulation that was kept under a link, with the figures of its answer as they were then.

    Attributes:
        title: of the answer; stands for the name where it was given none.
        place: ``Kabupaten``, or the village that was asked about.
        rule: how the regency's money was divided; empty for a village.
        budget_rupiah: the money that was divided; None for a village, which asked for workers.
        amount_rupiah, left_rupiah, workers: of the answer; None where an older one lacks them.
        share_before, share_if_paid: as the answer said them.
        pledged: new workers that the answer counted as pledged.
    """

    id: str
    name: str
    title: str
    place: str
    rule: str
    start_month: Month
    months: int
    programmes: tuple[str, ...]
    budget_rupiah: int | None
    amount_rupiah: int | None
    left_rupiah: int | None
    workers: int | None
    share_before: str
    share_if_paid: str
    pledged: int
    data_label: str
    is_sample: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A pledged line with the steps that hold for it."""

    pledged: PledgedLine
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """A closed meeting.

    Attributes:
        result: the snapshot, as closing wrote it (docs/data-dictionary.md); one of an older version lacks keys.
        sha256: of the snapshot's text.
        state_label: the state of the meeting now, which the snapshot cannot know.
        counts: eligible and active workers of each desa in the result's dataset, over all worker groups.
        history: the ledger up to the last row that the snapshot knows, in order.
        addenda: what changed after the result was published.
        scenarios: simulations of the regency that were kept before the closing, the newest first.
        has_older_scenarios: whether there are more than these.
        followed: the pledged lines with what became of them until now, which the snapshot cannot know.
    """

    result: Mapping[str, Any]
    sha256: str
    state_label: str
    counts: Mapping[str, Counts]
    history: Sequence[HistoryRow] = ()
    addenda: Sequence[Addendum] = field(default=())
    scenarios: Sequence[KeptScenario] = ()
    has_older_scenarios: bool = False
    followed: Sequence[FollowedLine] = ()

    @property
    def title(self) -> str:
        """The meeting's title."""
        return str(self.result["title"])

    @property
    def frozen_at(self) -> datetime:
        """When the result was frozen, in UTC."""
        return datetime.fromisoformat(self.result["frozen_at"])

    @property
    def is_sample(self) -> bool:
        """Whether the figures are of sample data."""
        return bool(self.result["is_rehearsal"] or (self.result["dataset"] or {}).get("is_sample"))

    @property
    def mark(self) -> str:
        """What every sheet of sample data says; empty on real data."""
        return SAMPLE_MARK if self.is_sample else ""

    @property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """The name and the subdistrict of each desa, as they were when the meeting closed."""
        return {row["village_code"]: (row["name"], row["subdistrict"]) for row in self.result["villages"]}
