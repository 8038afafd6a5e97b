"""Coverage: active over eligible, always with both counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Workers of a place or group in a month: eligible includes the active; counts, never names.

    >>> (Counts(600, 200) + Counts(12, 12)).uncovered
    400
    """

    eligible: int = 0
    active: int = 0
    inactive: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.eligible + other.eligible, self.active + other.active, self.inactive + other.inactive)

    @property
    def uncovered(self) -> int:
        """Eligible workers who are not active today."""
        return self.eligible - self.active

    @property
    def share(self) -> float | None:
        """Active over eligible, 0..1; None where nobody is eligible."""
        return self.active / self.eligible if self.eligible else None

    def share_if_paid(self, new_workers: int) -> float | None:
        """What the share would be if the pledged new workers were paid for and active; never above 1."""
        if not self.eligible:
            return None
        return min(self.active + new_workers, self.eligible) / self.eligible


def total(counts: Iterable[Counts]) -> Counts:
    """The sum; nothing is zero workers."""
    return sum(counts, Counts())


def workers_to_target(counts: Counts, target_points: int) -> int:
    """Workers still missing to a target share, in hundredths of a percent (6000 is 60 %).

    Whole arithmetic, so that 55 % of 100 is 55 and not 56.

    >>> workers_to_target(Counts(100, 40), 5500)
    15
    """
    needed = -(-counts.eligible * target_points // 10_000)
    return max(0, needed - counts.active)


def target_label(target_share: float) -> str:
    """A target as it was set, without decimals that it does not have.

    >>> target_label(0.6), target_label(0.4392)
    ('60%', '43,92%')
    """
    return f"{target_share * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def percent_label(share: float | None, *, decimals: int = 1) -> str:
    """``39,8%``; a dash where there is no share. 100 % is only said when nobody is left out.

    >>> percent_label(0.398), percent_label(1.0), percent_label(0.99999), percent_label(None)
    ('39,8%', '100%', '99,9%', '–')
    """
    if share is None:
        return "–"
    if share >= 1:
        return "100%"
    ceiling = 100 - 10**-decimals
    return f"{min(share * 100, ceiling):.{decimals}f}%".replace(".", ",")


def points_label(difference: float | None) -> str:
    """A difference between two shares in percentage points, with its sign; a dash where there is none.

    >>> points_label(0.032), points_label(-0.0041), points_label(0.0), points_label(None)
    ('+3,2 poin', '-0,4 poin', '0,0 poin', '–')
    """
    if difference is None:
        return "–"
    points = round(difference * 100, 1)
    return (f"{points:+.1f} poin" if points else "0,0 poin").replace(".", ",")
