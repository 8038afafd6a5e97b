"""What a division of money does: village by village, fund by fund, and in the figures by which rules are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from domain.coverage import Counts, percent_label, target_label, total, workers_to_target
from domain.money import Rupiah, format_number, format_rupiah, format_rupiah_short
from domain.plan import RegencyPlan

RULE_NAMES = {
    "equal_coverage": ("Cakupan sama rata", "yang terendah dulu"),
    "proportional_to_uncovered": ("Sebanding yang belum", "menurut kekurangan"),
    "equal_per_village": ("Rata per desa", "jumlah pekerja sama"),
    "most_villages_to_target": ("Desa ke target terbanyak", "yang paling dekat dulu"),
    "weighted": ("Berbobot", "menurut bobot pilihan"),
    "matching": ("Pendamping janji", "menambah janji desa"),
}
"""Each rule's name and its idea, in Indonesian."""

SPREAD = "selisih tertinggi–terendah"
"""The measure of spread: the highest coverage of a village minus the lowest, in percentage points."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One village before and after: its BPU workers, what it pledged, what the division gives it."""

    code: str
    name: str
    counts: Counts
    pledged: int
    given: int

    @property
    def share_if_paid(self) -> float | None:
        """Coverage of BPU workers when the pledges and the money of the regency are paid."""
        return self.counts.share_if_paid(self.pledged + self.given)

    @property
    def after(self) -> Counts:
        """The counts when both are paid; never more active than eligible."""
        active = min(max(self.counts.eligible, self.counts.active), self.counts.active + self.pledged + self.given)
        return Counts(self.counts.eligible, active)


@dataclass(frozen=True, slots=True)
class FundUse:
    """What became of one fund; spent + left is its amount.

    Attributes:
        groups: names of the worker groups that it may pay; empty is every group.
        unpaid: workers of those groups whom no fund pays: what the money was too short for.
    """

    name: str
    amount_rupiah: Rupiah
    groups: tuple[str, ...]
    workers: int
    spent_rupiah: Rupiah
    left_rupiah: Rupiah
    unpaid: int


@dataclass(frozen=True, eq=False)
class Division:
    """What a plan does with its money; spent + left is the money, to the rupiah.

    Args:
        plan: what was asked.
        outcomes: the desa in order of code; kelurahan have no village budget and are left out.
        unit_rupiah: one BPU worker for all months of the plan.
        funds: what became of each fund where there are several, or one with a condition; empty for a rule.
    """

    plan: RegencyPlan
    outcomes: tuple[Outcome, ...]
    unit_rupiah: Rupiah
    spent_rupiah: Rupiah
    left_rupiah: Rupiah
    funds: tuple[FundUse, ...] = ()
    _sentences: Callable[[], Sequence[str]] = field(default=tuple, repr=False)

    @cached_property
    def reasons(self) -> dict[str, str]:
        """By village code, one sentence: why it gets this number. Made when first read."""
        codes = (outcome.code for outcome in self.outcomes)
        return dict(zip(codes, self._sentences(), strict=True))

    @property
    def rule(self) -> str:
        """The rule; of several funds the one that their division follows."""
        return self.plan.rule if self.plan.is_simple else "equal_coverage"

    @property
    def title(self) -> str:
        """The rule, or the funds, in words."""
        if self.plan.is_simple:
            return RULE_NAMES[self.plan.rule][0]
        return " + ".join(f"{fund.name} {format_rupiah_short(fund.amount_rupiah)}" for fund in self.plan.funds)

    @cached_property
    def workers(self) -> int:
        """Workers protected by the money."""
        return sum(outcome.given for outcome in self.outcomes)

    @cached_property
    def pledged(self) -> int:
        """Workers whom the villages have pledged to pay for themselves."""
        return sum(outcome.pledged for outcome in self.outcomes)

    @cached_property
    def villages_served(self) -> int:
        """Villages that get at least one worker."""
        return sum(outcome.given > 0 for outcome in self.outcomes)

    @cached_property
    def before(self) -> Counts:
        """BPU workers of all desa today."""
        return total(outcome.counts for outcome in self.outcomes)

    @cached_property
    def after(self) -> Counts:
        """The same, if paid."""
        return total(outcome.after for outcome in self.outcomes)

    @cached_property
    def _shares(self) -> list[float]:
        return [share for outcome in self.outcomes if (share := outcome.share_if_paid) is not None]

    @property
    def lowest_share(self) -> float | None:
        """The lowest coverage of any village, if paid."""
        return min(self._shares, default=None)

    @property
    def spread(self) -> float | None:
        """The highest coverage of a village minus the lowest, if paid; 0..1."""
        return max(self._shares) - min(self._shares) if self._shares else None

    @property
    def spread_label(self) -> str:
        """In percentage points: ``12,3 poin``."""
        return "–" if self.spread is None else f"{self.spread * 100:.1f} poin".replace(".", ",")

    def villages_at(self, target_points: int) -> int:
        """Villages that reach a target (hundredths of a percent), if paid."""
        reached = (o.counts.eligible > 0 and workers_to_target(o.after, target_points) == 0 for o in self.outcomes)
        return sum(reached)

    @property
    def sentence(self) -> str:
        """The finding, to be read aloud."""
        plan = self.plan
        share = f"{percent_label(self.before.share)} → {percent_label(self.after.share)} bila dibayar"
        return (
            f"{format_rupiah(plan.budget_rupiah)} melindungi {format_number(self.workers)} pekerja mandiri lagi "
            f"di {self.villages_served} dari {len(self.outcomes)} desa selama {plan.months} bulan mulai "
            f"{plan.start_month.label}; sisa {format_rupiah(self.left_rupiah)}. Cakupan pekerja mandiri {share}."
        )

    def facts(self) -> list[tuple[str, str]]:
        """What rules are compared by, and what was asked: label and value."""
        plan = self.plan
        found = [
            ("Dana", format_rupiah(plan.budget_rupiah)),
            ("Terpakai", format_rupiah(self.spent_rupiah)),
            ("Sisa", format_rupiah(self.left_rupiah)),
            ("Pekerja", format_number(self.workers)),
            ("Desa mendapat", f"{self.villages_served} dari {len(self.outcomes)}"),
            ("Cakupan terendah bila dibayar", percent_label(self.lowest_share)),
            (f"{SPREAD.capitalize()} bila dibayar", self.spread_label),
        ]
        if plan.target_points:
            label = f"Desa di target {target_label(plan.target_points / 10_000)} bila dibayar"
            found.append((label, f"{self.villages_at(plan.target_points)} dari {len(self.outcomes)}"))
        found += [
            ("Waktu", f"{plan.months} bulan mulai {plan.start_month.label}"),
            ("Program", " + ".join(plan.programmes)),
            ("Per pekerja", format_rupiah(self.unit_rupiah)),
        ]
        for fund in self.funds:
            used = f"{format_number(fund.workers)} pekerja, sisa {format_rupiah(fund.left_rupiah)}"
            found.append((f"{fund.name} ({', '.join(fund.groups) or 'semua kelompok'})", used))
        return found

    def to_json(self) -> dict[str, Any]:
        """Everything that is kept with a scenario, so that it means the same for ever; no floats.

        Returns:
            `title`, `sentence`, `workers`, `amount_rupiah` (spent), `left_rupiah`, `share_before`, `share_if_paid`
            (texts), `facts` (label, text), `villages` (code, name, eligible, active, pledged, given, reason).
        """
        return {
            "title": self.title,
            "sentence": self.sentence,
            "workers": self.workers,
            "amount_rupiah": int(self.spent_rupiah),
            "left_rupiah": int(self.left_rupiah),
            "share_before": percent_label(self.before.share),
            "share_if_paid": percent_label(self.after.share),
            "facts": [list(fact) for fact in self.facts()],
            "villages": [
                [o.code, o.name, o.counts.eligible, o.counts.active, o.pledged, o.given, self.reasons[o.code]]
                for o in self.outcomes
            ],
        }
