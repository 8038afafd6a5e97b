"""How a decision is written on the desk: what it costs, whom it protects, who decided it."""

from __future__ import annotations

from html import escape

from components.markup import source_line
from domain.calendar import WIB, date_label, time_label
from domain.decided_division import IF_PAID, DecidedDivision
from domain.decision import Decision
from domain.money import format_number, format_rupiah


def decision_card(decision: Decision) -> str:
    """A decision that stands: the division, and below it who decided and when it was recorded."""
    division = decision.division
    assert division is not None, "a withdrawal is no card"
    day = date_label(decision.created_at.astimezone(WIB).date())
    said = [f"Diputuskan oleh {decision.decided_by}", f"dicatat {day} pukul {time_label(decision.created_at)} WIB"]
    if decision.takes_back:
        said.append(f"menggantikan keputusan {decision.takes_back}")
    note = f'<p class="rb-decision-note">{escape(decision.note)}</p>' if decision.note else ""
    return (
        f'<div class="rb-decision"><h3>Keputusan {decision.number}</h3>{division_facts(division)}{note}'
        f"{source_line(' · '.join(said))}{_villages(division)}</div>"
    )


def division_facts(division: DecidedDivision) -> str:
    """What a division costs and whom it protects; the funds in a line each where they have a name or a condition."""
    plan = division.plan
    rule = division.rule_label if division.title == division.rule_label else f"{division.rule_label} · {division.title}"
    time = f"{plan.months} bulan mulai {plan.start_month.label} · {' + '.join(plan.programmes)}"
    money = f"terpakai {format_rupiah(division.spent_rupiah)}, sisa {format_rupiah(division.left_rupiah)}"
    return (
        f'<p class="rb-decision-money"><b>{escape(format_rupiah(division.budget_rupiah))}</b> · {escape(rule)}</p>'
        f'{_funds(division)}<p><b class="rb-pledged">{division.workers_text} di {division.villages_text}</b> '
        f"{IF_PAID} · {escape(time)}</p>{source_line(money)}"
    )


def gone_line(decision: Decision, later: Decision) -> str:
    """A decision that no longer stands, and why."""
    assert decision.division is not None
    why = f"diganti keputusan {later.number}" if later.division else f"ditarik: {later.reason}"
    return source_line(f"Keputusan {decision.number} · {decision.division.summary} · {why}")


def _funds(division: DecidedDivision) -> str:
    if division.plan.is_simple:
        return ""
    lines = "".join(
        f"<li>{escape(fund.name)} {format_rupiah(fund.amount_rupiah)}: {escape(fund.condition)}</li>"
        for fund in division.funds
    )
    return f"<ul>{lines}</ul>"


def _villages(division: DecidedDivision) -> str:
    rows = "".join(
        f"<tr><td>{escape(village.name)}</td><td>{format_number(village.workers)}</td>"
        f"<td>{format_rupiah(village.workers * division.unit_rupiah)}</td></tr>"
        for village in division.villages
    )
    return (
        f"<details><summary>Rincian {division.villages_text}</summary><table><thead><tr><th>Desa</th><th>Pekerja</th>"
        f"<th>Biaya</th></tr></thead><tbody>{rows}</tbody></table></details>"
    )
