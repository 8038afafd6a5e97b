"""The relief of PP 50/2025: half of JKK and JKM for BPU workers, depending on whose money pays.

Never for money of the state or a regency. Whether village budgets and sponsors may have it is not decided;
they pay in full unless the caller assumes otherwise, and says so. Sources: docs/figures.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from domain.calendar import Month
from domain.worker_groups import Segment

Payer = Literal["self", "sponsor", "village", "regency", "state"]
RelievedProgramme = Literal["JKK", "JKM"]

RELIEVED_PROGRAMMES: tuple[RelievedProgramme, ...] = ("JKK", "JKM")

PAYER_OF_SOURCE: Mapping[str, Payer] = MappingProxyType(
    {
        "ADD": "village",
        "PBH": "village",
        "PADes": "village",
        "DD": "village",
        "Bankeu": "village",
        "APBD": "regency",
        "DBH Sawit": "regency",
        "APBN": "state",
        "CSR": "sponsor",
        "self-paid": "self",
    }
)
"""Funding source to payer. A source that is not here has no payer: a KeyError, not a guess."""

RELIEF_NOTE = (
    "Belum diputuskan apakah APBDes terhitung sebagai APBN/APBD, yang tidak mendapat potongan iuran 50% (PP 50/2025); "
    "di sini dipakai iuran penuh."
)
"""Beside every amount that a village pays while a relief is in force."""

SPONSOR_RELIEF_NOTE = (
    "Belum diputuskan apakah iuran yang dibayar sponsor (CSR) mendapat potongan 50% (PP 50/2025); "
    "di sini dipakai iuran penuh."
)

ASSUMED_RELIEF_NOTE = (
    "Dihitung dengan potongan iuran 50% (PP 50/2025), padahal belum diputuskan apakah pembayar ini berhak. "
    "Tanpa potongan, iurannya lebih besar."
)
"""Beside every amount for which `PaidBy.assume_relief` has made a difference."""


REGENCY_RELIEF_NOTE = (
    "Dipakai iuran penuh: iuran yang dibayar APBN atau APBD tidak mendapat potongan 50% (PP 50/2025), "
    "dan untuk APBDes serta sponsor belum diputuskan."
)
"""Beside amounts that a regency's funds pay while a relief is in force."""


@dataclass(frozen=True, slots=True)
class Relief:
    """A relief of one programme for one worker group, from month to month.

    Attributes:
        valid_from, valid_until: first and last month of contribution, both included.
        relief_points: hundredths of a percent of the contribution that need not be paid (5000 is half).
        confidence: high, medium or low, after domain research.
    """

    programme: RelievedProgramme
    group_code: str
    valid_from: Month
    valid_until: Month
    relief_points: int
    legal_basis: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Whose money pays a contribution, and for which worker group.

    Attributes:
        assume_relief: a switch for the payers of whom nobody knows yet, village and sponsor: count them as
            relieved. Without effect for every other payer.
    """

    payer: Payer
    group_code: str
    assume_relief: bool = False

    @property
    def may_be_relieved(self) -> bool:
        """Whether any relief can apply; never for APBN and APBD.

        >>> [PaidBy(payer, "driver").may_be_relieved for payer in ("self", "sponsor", "village", "regency", "state")]
        [True, False, False, False, False]
        >>> PaidBy("village", "driver", assume_relief=True).may_be_relieved
        True
        >>> PaidBy("regency", "driver", assume_relief=True).may_be_relieved
        False
        """
        if self.payer == "self":
            return True
        return self.payer in ("village", "sponsor") and self.assume_relief


def share_half_up(rupiah: int, points: int) -> int:
    """The rounding rule of every contribution: a share, half up to the nearest rupiah.

    Applied once for each programme and worker-month, never to a sum. ``points`` are hundredths of a percent.

    >>> share_half_up(1_000_000, 100), share_half_up(6_800, 5_000), share_half_up(10_001, 5_000)
    (10000, 3400, 5001)
    """
    return (rupiah * points + 5_000) // 10_000


def relief_in_force(reliefs: Iterable[Relief], start: Month, months: int) -> bool:
    """Whether any relief runs in any of these months, so that a screen has to say why it is not counted."""
    last = start.plus(months - 1)
    return any(row.valid_from <= last and row.valid_until >= start for row in reliefs)


def relief_points(
    reliefs: Iterable[Relief], paid_by: PaidBy | None, segment: Segment, programme: str, month: Month
) -> int:
    """Hundredths of a percent that this payer need not pay; 0 where no relief applies.

    BPU, JKK and JKM only, whatever the rows say; nobody named as payer means no relief.
    """
    if segment != "BPU" or programme not in RELIEVED_PROGRAMMES or paid_by is None or not paid_by.may_be_relieved:
        return 0
    applying = [
        row
        for row in reliefs
        if (row.programme, row.group_code) == (programme, paid_by.group_code)
        and row.valid_from <= month <= row.valid_until
    ]
    # A later row is a change of law.
    return max(applying, key=lambda row: row.valid_from).relief_points if applying else 0
