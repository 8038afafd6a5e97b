"""What a village's what-if means in words: the finding of its months, and what it should know beforehand."""

from __future__ import annotations

from domain.benefits import JKM_WAIT_MONTHS
from domain.calendar import Month
from domain.commitment import LineRequest, PledgeWarning, warnings_for
from domain.coverage import percent_label
from domain.money import format_number, format_rupiah
from domain.protection import ARREARS_MONTHS
from services.village_plan import VillageAnswer

LAPSE_RULE = "Tiga bulan berturut-turut tanpa iuran: nonaktif mulai bulan sesudahnya"
LAPSE_BASIS = "Aturan kepesertaan BPU (dilaporkan situs BPJS)"
JKM_BASIS = "Permenaker 1/2025 (pemberitaan)"


def finding(answer: VillageAnswer) -> str:
    """The months in one sentence: the largest loss of members, after which month it comes and from when it counts.

    A tie goes to the earlier one; where nobody lapses, coverage if paid.
    """
    end, start = answer.last_month, answer.plan.start_month
    if answer.lapses:
        month, workers = max(answer.lapses, key=lambda lapse: lapse[1])
        stops = month.plus(-ARREARS_MONTHS - 1)
        return f"Iuran berhenti sesudah {stops.label}: {format_number(workers)} pekerja nonaktif mulai {month.label}"
    share = percent_label(answer.share_if_paid)
    return f"Cakupan {share} bila dibayar, {start.short_label} – {end.short_label}"


def warnings_of(answer: VillageAnswer) -> tuple[PledgeWarning, ...]:
    """What the village should know before it decides; none of it stops the plan."""
    found = [_ceilings(answer), _start(answer), _break(answer), _others(answer), _short(answer)]
    return (*(warning for warning in found if warning), *_of_the_pledge(answer))


def _ceilings(answer: VillageAnswer) -> PledgeWarning | None:
    missing = answer.unfunded_workers
    if not missing:
        return None
    funded = format_number(answer.workers - missing)
    text = (
        f"Pagu cukup untuk {funded} dari {format_number(answer.workers)} orang; untuk {format_number(missing)} "
        f"lainnya belum ada dana: {format_rupiah(answer.unfunded_rupiah)}."
    )
    return PledgeWarning("unfunded", text, "", "high")


def _start(answer: VillageAnswer) -> PledgeWarning | None:
    """A budget that pays from April leaves January to March without protection."""
    start = answer.plan.start_month
    if start.number == 1 or not answer.plan.new_workers:
        return None
    first = Month(start.year, 1)
    unpaid = first.label if start.number == 2 else f"{first.short_label} – {start.plus(-1).short_label}"
    text = f"Mulai {start.label}: {unpaid} tanpa iuran, jadi pekerja baru belum terlindungi pada bulan itu."
    return PledgeWarning("late_start", text, "", "high")


def _break(answer: VillageAnswer) -> PledgeWarning | None:
    """Months between the end of today's money and the plan: arrears, then a lapse and a new start."""
    plan = answer.plan
    if plan.paid_until is None or not plan.continued_workers:
        return None
    first, last = plan.paid_until.plus(1), plan.start_month.plus(-1)
    if last < first:
        return None
    months = first.label if first == last else f"{first.short_label} – {last.short_label}"
    lapsed = first.plus(ARREARS_MONTHS) <= last
    then = "perlindungannya tidak pasti"
    if lapsed:
        then = "mereka sempat nonaktif; apakah masa tunggu JKM mulai lagi belum diketahui"
    text = f"{months} tanpa iuran bagi {format_number(plan.continued_workers)} pekerja lanjutan: {then}."
    return PledgeWarning("break", text, LAPSE_BASIS, "medium")


def _others(answer: VillageAnswer) -> PledgeWarning | None:
    plan = answer.plan
    others = answer.counts.active - plan.continued_workers
    if others <= 0:
        return None
    if plan.paid_until is None:
        text = (
            f"Belum ada yang menyatakan sampai kapan iuran {format_number(others)} peserta aktif lainnya dibayar; "
            "mereka tetap dihitung aktif dan digambar lebih muda."
        )
        return PledgeWarning("unknown_end", text, "", "low")
    text = (
        f"{format_number(others)} peserta aktif lainnya tidak dilanjutkan rencana ini: iurannya berhenti sesudah "
        f"{plan.paid_until.label}, nonaktif mulai {plan.paid_until.plus(ARREARS_MONTHS + 1).label}."
    )
    return PledgeWarning("not_continued", text, LAPSE_BASIS, "medium")


def _short(answer: VillageAnswer) -> PledgeWarning | None:
    if answer.full_jkm or not answer.plan.new_workers:
        return None
    text = f"Kurang dari {JKM_WAIT_MONTHS + 1} bulan iuran: santunan JKM penuh tidak tercapai bagi pekerja baru."
    return PledgeWarning("no_full_jkm", text, JKM_BASIS, "medium")


def _of_the_pledge(answer: VillageAnswer) -> tuple[PledgeWarning, ...]:
    """Those that the pledge form would give too; its warning of gaps is said above with the months."""
    plan = answer.plan
    used = [share.source for share in answer.by_source if share.workers]
    requests = [
        LineRequest("new", answer.workers, plan.months, plan.start_month, source, plan.programmes) for source in used
    ]
    every = warnings_for(requests, plan.start_month.year)
    return tuple(warning for warning in every if warning.code != "gap_months")
