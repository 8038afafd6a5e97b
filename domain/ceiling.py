"""Ceilings: the most that a village may commit to social security from one source, in one budget year and stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.meeting import OverCeiling
from domain.money import Rupiah, format_rupiah
from domain.pledge_lines import Line
from domain.pledge_rules import line_field
from domain.pledge_warnings import PledgeWarning
from domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a village's budget says of one source.

    Attributes:
        ceiling_rupiah: the most for social security from this source, what is planned already included.
        planned_rupiah: what is in the budget for social security already; None: not known.
    """

    source: str
    ceiling_rupiah: Rupiah
    planned_rupiah: Rupiah | None = None

    @property
    def room_rupiah(self) -> Rupiah:
        """What can still be committed, never below 0; an unknown planned amount counts as 0.

        >>> Ceiling("ADD", Rupiah(100), Rupiah(30)).room_rupiah, Ceiling("ADD", Rupiah(100)).room_rupiah
        (70, 100)
        """
        return Rupiah(max(0, self.ceiling_rupiah - (self.planned_rupiah or 0)))

    @property
    def text(self) -> str:
        """Ceiling, what is planned, and the room left, in one sentence without its full stop."""
        planned = (
            "yang sudah dianggarkan belum diketahui, dihitung Rp 0"
            if self.planned_rupiah is None
            else f"sudah dianggarkan {format_rupiah(self.planned_rupiah)}"
        )
        ceiling, room = format_rupiah(self.ceiling_rupiah), format_rupiah(self.room_rupiah)
        return f"Pagu {self.source} {ceiling}, {planned}, sisa {room}"


@dataclass(frozen=True, slots=True)
class CeilingUse:
    """What a pledge takes from one source.

    Attributes:
        ceiling: None where it is not known: then nothing is checked.
    """

    source: str
    amount_rupiah: Rupiah
    ceiling: Ceiling | None

    @property
    def over_rupiah(self) -> Rupiah:
        """How much is above the room left; 0 where it fits, or where the ceiling is not known."""
        return Rupiah(max(0, self.amount_rupiah - self.ceiling.room_rupiah)) if self.ceiling else Rupiah(0)

    @property
    def text(self) -> str:
        """Ceiling, planned, room, this pledge, and what is too much."""
        pledge = f"komitmen ini {format_rupiah(self.amount_rupiah)}"
        if self.ceiling is None:
            return f"Pagu {self.source} belum diketahui; {pledge}."
        over = f", lebih {format_rupiah(self.over_rupiah)}" if self.over_rupiah else ""
        return f"{self.ceiling.text}; {pledge}{over}."


def ceiling_uses(lines: Sequence[Line], ceilings: Sequence[Ceiling]) -> tuple[CeilingUse, ...]:
    """What a pledge takes from each of its sources, in order of its lines.

    Every line begins in the budget year and is budgeted there, so its whole amount counts.

    Returns:
        One use a source; sum(amount of the uses) == sum(amount of the lines).
    """
    known = {ceiling.source: ceiling for ceiling in ceilings}
    amounts: dict[str, int] = {}
    for line in lines:
        amounts[line.source] = amounts.get(line.source, 0) + line.amount_rupiah
    return tuple(CeilingUse(source, Rupiah(amount), known.get(source)) for source, amount in amounts.items())


def check_ceilings(
    lines: Sequence[Line], ceilings: Sequence[Ceiling], *, over_ceiling: OverCeiling, reason: str
) -> tuple[PledgeWarning, ...]:
    """Refuse a pledge that takes more from a source than its ceiling leaves, unless a reason is allowed and given.

    Args:
        lines: the whole pledge as it shall stand; what it replaces does not count.
        ceilings: of the village; a source without one is not checked.
        over_ceiling: what the meeting does with more.
        reason: as it will be stored, or empty.

    Returns:
        A warning for each source that is taken above its ceiling; empty where everything fits.

    Raises:
        Refused: ``commitment.ceiling``, with all the figures; ``field`` is the first line's source, or ``reason``
            where the meeting takes it with one.
    """
    warnings = over_ceilings(lines, ceilings)
    if not warnings or (over_ceiling == "reason" and reason):
        return warnings
    said = " ".join(warning.text for warning in warnings)
    if over_ceiling == "reason":
        cure = "Rapat ini menerimanya dengan alasan: tulis alasannya, atau kurangi."
        raise Refused("commitment.ceiling", f"{said} {cure}", field="reason")
    over = {use.source for use in ceiling_uses(lines, ceilings) if use.over_rupiah}
    first = next(number for number, line in enumerate(lines, start=1) if line.source in over)
    cure = "Kurangi pekerja atau bulannya, atau pilih sumber dana lain."
    raise Refused("commitment.ceiling", f"{said} {cure}", field=line_field(first, "source"))


def over_ceilings(lines: Sequence[Line], ceilings: Sequence[Ceiling]) -> tuple[PledgeWarning, ...]:
    """A warning with the figures for each source of which a pledge takes more than is left."""
    return tuple(_warning(use.text) for use in ceiling_uses(lines, ceilings) if use.over_rupiah)


def above_room(
    amounts: Mapping[str, int], promised: Mapping[str, int], ceilings: Sequence[Ceiling]
) -> tuple[PledgeWarning, ...]:
    """What a plan should know that asks more of a source than is left beside what is promised already.

    Args:
        amounts: what the plan takes from each source in the budget year of the ceilings, in rupiah.
        promised: what the village has pledged from each source in its meeting.
    """
    found = []
    for ceiling in ceilings:
        wanted, pledged = amounts.get(ceiling.source, 0), promised.get(ceiling.source, 0)
        over = wanted + pledged - ceiling.room_rupiah
        if not wanted or over <= 0:
            continue
        beside = f" dan yang sudah dijanjikan {format_rupiah(pledged)}" if pledged else ""
        text = f"{ceiling.text}; rencana ini {format_rupiah(wanted)}{beside}, lebih {format_rupiah(over)}."
        found.append(_warning(text))
    return tuple(found)


def _warning(text: str) -> PledgeWarning:
    return PledgeWarning("over_ceiling", text, "berkas pagu desa", "high")
