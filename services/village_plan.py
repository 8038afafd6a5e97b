"""The answer to a village's what-if: whom it protects, what it costs, what each month looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.benefits import jkm_full_from
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES
from domain.coverage import Counts, percent_label
from domain.money import Rupiah, format_number, format_rupiah
from domain.plan import LONGEST_MONTHS, SourceCeiling, VillagePlan
from domain.protection import (
    ARREARS_MONTHS,
    MonthState,
    coverage_path,
    lapses,
)
from domain.rates import RateTable
from domain.refusal import Refused
from domain.what_if import SourceShare, Split, YearCost, check_sources, cost_by_year, split_over_sources
from services.district import District, VillagePicture
from services.village_prices import VillagePrices, prices_of

FARTHEST_MONTHS = 60
"""A plan starts at most five years from the month of the data: beyond it, counts and rates say nothing."""


@dataclass(frozen=True)
class VillageAnswer:
    """What a plan costs and brings; computed from counts, rates and the plan alone.

    Attributes:
        counts: the BPU workers of today; officials: those of the PU segment.
        pledged: new workers whom the village has pledged already: they count in every share after, once.
        bpu_split, official_split: by source; continued and new workers first, then the officials.
        path: month by month, from the month of the data until everybody who lapses has lapsed.
    """

    plan: VillagePlan
    title: str
    counts: Counts
    officials: Counts
    pledged: int
    prices: VillagePrices
    bpu_split: Split
    official_split: Split
    years: tuple[YearCost, ...]
    path: tuple[MonthState, ...]

    @property
    def bpu_workers(self) -> int:
        """New and continued workers."""
        return self.plan.new_workers + self.plan.continued_workers

    @property
    def workers(self) -> int:
        """Everybody whom the plan pays for."""
        return self.bpu_workers + self.plan.officials

    @property
    def bpu_rupiah(self) -> Rupiah:
        """New and continued workers over all months."""
        return Rupiah(self.bpu_workers * self.prices.bpu_unit_rupiah)

    @property
    def officials_rupiah(self) -> Rupiah:
        """Officials over all months, at the lowest wage: at least so much."""
        return Rupiah(self.plan.officials * (self.prices.official_unit_rupiah or 0))

    @property
    def amount_rupiah(self) -> Rupiah:
        """The whole plan."""
        return Rupiah(self.bpu_rupiah + self.officials_rupiah)

    @property
    def unfunded_rupiah(self) -> Rupiah:
        """What the ceilings leave without money."""
        return Rupiah(self.bpu_split.unfunded_rupiah + self.official_split.unfunded_rupiah)

    @property
    def unfunded_workers(self) -> int:
        """Workers and officials for whom no source has room."""
        return self.bpu_split.unfunded_workers + self.official_split.unfunded_workers

    @property
    def by_source(self) -> tuple[SourceShare, ...]:
        """What each source pays, workers and officials together."""
        pairs = zip(self.bpu_split.shares, self.official_split.shares, strict=True)
        return tuple(
            SourceShare(
                bpu.source,
                bpu.workers + official.workers,
                Rupiah(bpu.amount_rupiah + official.amount_rupiah),
                official.left_rupiah,
            )
            for bpu, official in pairs
        )

    @property
    def share_if_paid(self) -> float | None:
        """Coverage of BPU workers when plan and pledges are paid."""
        return self.counts.share_if_paid(self.pledged + self.plan.new_workers)

    @property
    def share_at_end(self) -> float | None:
        """The same in the plan's last month: less, where today's members have lapsed by then."""
        return next((state.share for state in self.path if state.month == self.last_month), None)

    @property
    def last_month(self) -> Month:
        """The plan's last paid month."""
        return self.plan.start_month.plus(self.plan.months - 1)

    @property
    def full_jkm(self) -> tuple[Month, Month] | None:
        """The first month of full JKM for new workers, by the earlier and the later reading; None if never."""
        return jkm_full_from([self.plan.start_month.plus(offset) for offset in range(self.plan.months)])

    @cached_property
    def lapses(self) -> tuple[tuple[Month, int], ...]:
        """When workers become inactive, and how many."""
        return lapses(self.path)

    @property
    def _without_money(self) -> str:
        return (
            f"; {format_number(self.unfunded_workers)} di antaranya belum ada dananya" if self.unfunded_workers else ""
        )

    @property
    def sentence(self) -> str:
        """The plan in one sentence."""
        parts = [
            (self.plan.new_workers, "pekerja baru"),
            (self.plan.continued_workers, "pekerja lanjutan"),
            (self.plan.officials, "perangkat desa"),
        ]
        named = ", ".join(f"{format_number(workers)} {label}" for workers, label in parts if workers)
        return (
            f"{self.title}: {named or 'belum ada pekerja'}, {self.plan.months} bulan mulai "
            f"{self.plan.start_month.label}, {format_rupiah(self.amount_rupiah)}{self._without_money}."
        )

    def _money_facts(self) -> list[list[str]]:
        """What each source pays, and whom none of them pays."""
        ceilings = {source.source: source.ceiling_rupiah for source in self.plan.sources}
        found = []
        for share in self.by_source:
            most = ceilings.get(share.source)
            ceiling = "" if most is None else f" (pagu {format_rupiah(most)})"
            paid = f"{format_number(share.workers)} orang, {format_rupiah(share.amount_rupiah)}{ceiling}"
            found.append([f"Dari {share.source}", paid])
        if self.unfunded_workers:
            missing = f"{format_number(self.unfunded_workers)} orang, {format_rupiah(self.unfunded_rupiah)}"
            found.append(["Belum ada dananya", missing])
        return found

    def to_json(self) -> dict[str, Any]:
        """What a saved scenario keeps of the answer: texts, whole numbers and None only."""
        after = percent_label(self.share_if_paid)
        return {
            "title": self.title,
            "sentence": self.sentence,
            "workers": self.workers,
            "amount_rupiah": int(self.amount_rupiah),
            "left_rupiah": None,
            "share_before": percent_label(self.counts.share),
            "share_if_paid": after,
            "facts": [
                ["Pekerja baru", format_number(self.plan.new_workers)],
                ["Pekerja lanjutan", format_number(self.plan.continued_workers)],
                ["Perangkat desa", format_number(self.plan.officials)],
                ["Selama", f"{self.plan.months} bulan mulai {self.plan.start_month.label}"],
                ["Program", " + ".join(self.plan.programmes)],
                ["Biaya", format_rupiah(self.amount_rupiah)],
                ["Cakupan pekerja mandiri bila dibayar", f"{percent_label(self.counts.share)} → {after}"],
                [f"Cakupan {self.last_month.label} bila dibayar", percent_label(self.share_at_end)],
                ["Sudah dijanjikan di rapat", f"{format_number(self.pledged)} pekerja"],
                *self._money_facts(),
            ],
            "months": [
                {"month": str(state.month), "paid": state.paid, "share": percent_label(state.share)}
                for state in self.path
            ],
        }


def evaluate(district: District, rates: RateTable, pledged: Mapping[str, int], plan: VillagePlan) -> VillageAnswer:
    """A plan is answered when the village has the workers it names; what is pledged already is not offered twice.

    Args:
        pledged: new workers pledged in this meeting, by village code.

    Raises:
        Refused: the first thing that cannot be, with its field: `village`, `months`, `start_month`, `programmes`,
            `sources`, `new_workers`, `continued_workers` or `officials`; `RateMissing` where a month has no rate.
    """
    place = _place(district, plan.village_code)
    officials = officials_of(place)
    promised = min(max(0, pledged.get(plan.village_code, 0)), place.bpu.uncovered)
    _check_form(district, plan)
    _check_workers(plan, place.bpu, officials, promised)
    prices = prices_of(rates, plan.programmes, plan.start_month, plan.months)
    if plan.officials and prices.official_unit_rupiah is None:
        reason = "Upah atau tarif perangkat desa belum tercatat, jadi iurannya belum dapat dihitung. Isi 0."
        raise Refused("plan.officials", reason, field="officials")
    bpu_workers = plan.new_workers + plan.continued_workers
    bpu = split_over_sources(bpu_workers, prices.bpu_unit_rupiah, plan.sources)
    left = [SourceCeiling(share.source, share.left_rupiah) for share in bpu.shares]
    return VillageAnswer(
        plan=plan,
        title=place.village.title,
        counts=place.bpu,
        officials=officials,
        pledged=promised,
        prices=prices,
        bpu_split=bpu,
        official_split=split_over_sources(plan.officials, prices.official_unit_rupiah or 1, left),
        years=cost_by_year(
            plan.start_month,
            plan.months,
            lambda month: bpu_workers * prices.bpu_month(month) + plan.officials * prices.official_month(month),
        ),
        path=_path(district, place.bpu, plan, promised),
    )


def officials_of(place: VillagePicture) -> Counts:
    """The village's workers of the PU segment."""
    every, bpu = place.counts, place.bpu
    return Counts(every.eligible - bpu.eligible, every.active - bpu.active, every.inactive - bpu.inactive)


def _path(district: District, counts: Counts, plan: VillagePlan, pledged: int) -> tuple[MonthState, ...]:
    today = district.dataset.month
    end = plan.start_month.plus(plan.months - 1)
    until = min(plan.paid_until or end, today.plus(FARTHEST_MONTHS))
    last = max(end, until, today).plus(ARREARS_MONTHS + 2)
    return coverage_path(counts, plan, pledged, first=min(today, plan.start_month), last=last)


def _place(district: District, village_code: str) -> VillagePicture:
    place = district.find(village_code)
    if place is None:
        raise Refused("plan.village", f"Desa itu tidak ada di {district.name}.", field="village")
    if not place.village.is_desa:
        reason = f"{place.village.title} tidak mempunyai APBDes. Pilih sebuah desa."
        raise Refused("plan.village", reason, field="village")
    return place


def _check_form(district: District, plan: VillagePlan) -> None:
    if type(plan.months) is not int or not 1 <= plan.months <= LONGEST_MONTHS:
        raise Refused("plan.months", f"Lamanya 1 sampai {LONGEST_MONTHS} bulan.", field="months")
    today = district.dataset.month
    if not today.plus(-FARTHEST_MONTHS) <= plan.start_month <= today.plus(FARTHEST_MONTHS):
        reason = f"Bulan mulai paling jauh lima tahun dari data ({today.label})."
        raise Refused("plan.start_month", reason, field="start_month")
    if not plan.programmes or len(set(plan.programmes)) < len(plan.programmes):
        raise Refused("plan.programmes", "Pilih programnya, masing-masing satu kali.", field="programmes")
    if not plan.sources or any(source.source not in FUNDING_SOURCES for source in plan.sources):
        known = ", ".join(FUNDING_SOURCES)
        raise Refused("plan.sources", f"Pilih paling sedikit satu sumber dana: {known}.", field="sources")
    check_sources(plan.sources)


def _check_workers(plan: VillagePlan, bpu: Counts, officials: Counts, pledged: int) -> None:
    room = bpu.uncovered - pledged
    less = f", di luar {format_number(pledged)} yang sudah dijanjikan" if pledged else ""
    limits = [
        ("new_workers", plan.new_workers, room, f"pekerja mandiri yang belum terlindungi{less}"),
        ("continued_workers", plan.continued_workers, bpu.active, "pekerja mandiri yang aktif"),
        ("officials", plan.officials, officials.uncovered, "perangkat desa yang belum terlindungi"),
    ]
    for field, wanted, most, whom in limits:
        if type(wanted) is not int or wanted < 0:
            raise Refused(f"plan.{field}", "Jumlah orang harus bilangan bulat, 0 atau lebih.", field=field)
        if wanted > most:
            have = f"hanya ada {format_number(most)}" if most > 0 else "tidak ada"
            reason = f"{format_number(wanted)} terlalu banyak: di desa ini {have} {whom}."
            raise Refused(f"plan.{field}", reason, field=field)
