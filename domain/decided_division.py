"""What a decision fixes of a kept simulation: the rule, the funds, and the workers of each village, to the rupiah."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.coverage import Counts
from domain.money import format_number, format_rupiah_short
from domain.plan import RegencyPlan, plan_from_json, plan_to_json
from domain.refusal import Refused

LONGEST_TITLE = 120
FUNDS_RULE = "equal_coverage"
"""What several funds, or one with a condition, are divided by."""
IF_PAID = "bila dibayar"


@dataclass(frozen=True, slots=True)
class DecidedFund:
    """A fund, and the names of the worker groups that it may pay; None is every group."""

    name: str
    amount_rupiah: int
    groups: tuple[str, ...] | None

    @property
    def condition(self) -> str:
        """For whom it is, in words."""
        return "semua kelompok" if self.groups is None else f"hanya {', '.join(self.groups)}"


@dataclass(frozen=True, slots=True)
class DecidedVillage:
    """A village that gets at least one worker, and why it gets this number."""

    code: str
    name: str
    workers: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecidedDivision:
    """A division of regency funds as it was decided; spent + left is the budget.

    Attributes:
        title: the simulation's name, else its rule or funds.
        rule: of several funds the one that their division follows; `rule_label` is its name that day.
        unit_rupiah: one BPU worker for all months of the plan.
        villages: those that get somebody, in order of code; villages_of: the desa among which it was divided.
        dataset_id, month: the data it was reckoned on.
    """

    scenario_id: str
    title: str
    plan: RegencyPlan
    rule_label: str
    funds: tuple[DecidedFund, ...]
    unit_rupiah: int
    workers: int
    spent_rupiah: int
    villages: tuple[DecidedVillage, ...]
    villages_of: int
    dataset_id: str
    month: str

    @property
    def rule(self) -> str:
        """The rule that the money is divided by."""
        return self.plan.rule if self.plan.is_simple else FUNDS_RULE

    @property
    def budget_rupiah(self) -> int:
        """All funds together."""
        return self.plan.budget_rupiah

    @property
    def left_rupiah(self) -> int:
        """What the division could not use."""
        return self.budget_rupiah - self.spent_rupiah

    @property
    def amount_text(self) -> str:
        """The funds together; what is left only where it could have paid another worker."""
        left = f" (sisa {format_rupiah_short(self.left_rupiah)})" if self.left_rupiah >= self.unit_rupiah else ""
        return format_rupiah_short(self.budget_rupiah) + left

    @property
    def workers_text(self) -> str:
        """``1.240 pekerja``."""
        return f"{format_number(self.workers)} pekerja"

    @property
    def villages_text(self) -> str:
        """``29 desa``."""
        return f"{format_number(len(self.villages))} desa"

    @property
    def summary(self) -> str:
        """``Rp 250 juta · Cakupan sama rata · 1.240 pekerja di 29 desa · bila dibayar``."""
        return f"{self.amount_text} · {self.rule_label} · {self.workers_text} di {self.villages_text} · {IF_PAID}"

    def fault(self) -> str | None:
        """The first sum that does not hold, in words; None where all do."""
        if sum(village.workers for village in self.villages) != self.workers:
            return "jumlah pekerja tidak sama dengan jumlah desanya"
        if self.workers * self.unit_rupiah != self.spent_rupiah:
            return "jumlah rupiah tidak sama dengan pekerja kali iuran"
        if not 0 <= self.spent_rupiah <= self.budget_rupiah:
            return "uang yang terpakai melebihi dananya"
        if len({village.code for village in self.villages}) < len(self.villages):
            return "ada desa yang tertulis dua kali"
        return None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values without floats; the inverse of :func:`division_from_json`."""
        return {
            "scenario_id": self.scenario_id,
            "title": self.title,
            "plan": plan_to_json(self.plan),
            "rule": self.rule,
            "rule_label": self.rule_label,
            "funds": [
                {"name": f.name, "amount_rupiah": f.amount_rupiah, "groups": None if f.groups is None else [*f.groups]}
                for f in self.funds
            ],
            "budget_rupiah": self.budget_rupiah,
            "spent_rupiah": self.spent_rupiah,
            "left_rupiah": self.left_rupiah,
            "unit_rupiah": self.unit_rupiah,
            "workers": self.workers,
            "villages_served": len(self.villages),
            "villages_of": self.villages_of,
            "villages": [
                {
                    "village_code": v.code,
                    "name": v.name,
                    "workers": v.workers,
                    "amount_rupiah": v.workers * self.unit_rupiah,
                    "reason": v.reason,
                }
                for v in self.villages
            ],
            "dataset": {"id": self.dataset_id, "month": self.month},
        }


def division_from_json(values: Mapping[str, Any]) -> DecidedDivision:
    """A division from what :meth:`DecidedDivision.to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: it was not written by this program.
    """
    plan = plan_from_json(values["plan"])
    if not isinstance(plan, RegencyPlan):
        raise TypeError("a plan of one village")
    return DecidedDivision(
        scenario_id=values["scenario_id"],
        title=values["title"],
        plan=plan,
        rule_label=values["rule_label"],
        funds=tuple(
            DecidedFund(f["name"], f["amount_rupiah"], None if f["groups"] is None else tuple(f["groups"]))
            for f in values["funds"]
        ),
        unit_rupiah=values["unit_rupiah"],
        workers=values["workers"],
        spent_rupiah=values["spent_rupiah"],
        villages=tuple(
            DecidedVillage(v["village_code"], v["name"], v["workers"], v["reason"]) for v in values["villages"]
        ),
        villages_of=values["villages_of"],
        dataset_id=values["dataset"]["id"],
        month=values["dataset"]["month"],
    )


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A kept simulation of regency funds, and what its answer has to agree with.

    Attributes:
        answer: what was kept with it (`Division.to_json`).
        unit_rupiah: one BPU worker for all months, at the meeting's rates.
        counts: the BPU workers of every desa in the meeting's data.
        group_names: names of worker groups by code.
    """

    scenario_id: str
    name: str
    plan: RegencyPlan
    answer: Mapping[str, Any]
    unit_rupiah: int
    counts: Mapping[str, Counts]
    group_names: Mapping[str, str]
    dataset_id: str
    month: str


def division_of(kept: KeptAnswer, rule_names: Mapping[str, str]) -> DecidedDivision:
    """What is decided by deciding a kept simulation.

    Raises:
        Refused: its answer is not readable, does not add up, is not of these data, or protects nobody.
    """
    try:
        rows = [_Row(*values) for values in kept.answer["villages"]]
        found = _division(kept, rows, rule_names)
        holds = found.fault() is None and _agrees(kept, found, rows)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error
    if not holds:
        raise _unreadable()
    if not found.workers:
        raise Refused(
            "decision.empty", "Simulasi itu tidak melindungi seorang pun. Pilih simulasi dengan dana yang cukup."
        )
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A village in a kept answer."""

    code: str
    name: str
    eligible: int
    active: int
    pledged: int
    given: int
    reason: str


def _division(kept: KeptAnswer, rows: list[_Row], rule_names: Mapping[str, str]) -> DecidedDivision:
    plan = kept.plan
    title = kept.name or str(kept.answer["title"])
    return DecidedDivision(
        scenario_id=kept.scenario_id,
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        plan=plan,
        rule_label=rule_names[plan.rule if plan.is_simple else FUNDS_RULE],
        funds=tuple(
            DecidedFund(
                f.name, f.amount_rupiah, None if f.groups is None else tuple(kept.group_names[g] for g in f.groups)
            )
            for f in plan.funds
        ),
        unit_rupiah=kept.unit_rupiah,
        workers=kept.answer["workers"],
        spent_rupiah=kept.answer["amount_rupiah"],
        villages=tuple(DecidedVillage(row.code, row.name, row.given, row.reason) for row in rows if row.given),
        villages_of=len(rows),
        dataset_id=kept.dataset_id,
        month=kept.month,
    )


def _agrees(kept: KeptAnswer, found: DecidedDivision, rows: list[_Row]) -> bool:
    """Whether the answer is of these villages and counts, and gives no village more than it has uncovered."""
    if found.left_rupiah != kept.answer["left_rupiah"] or sorted(row.code for row in rows) != sorted(kept.counts):
        return False
    counted = {code: (counts.eligible, counts.active) for code, counts in kept.counts.items()}
    return all(
        counted[row.code] == (row.eligible, row.active) and 0 <= row.given <= max(0, row.eligible - row.active)
        for row in rows
    )


def _unreadable() -> Refused:
    return Refused(
        "decision.answer",
        "Hasil simulasi itu tidak cocok dengan data rapat ini. Simulasikan sekali lagi, simpan, lalu catat yang baru.",
    )
