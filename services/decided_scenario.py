"""What a kept simulation becomes when a meeting decides it, and which simulations can be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.engine import Connection, Database
from db.queries.commitments import latest_commitments
from db.queries.enrollment import dataset
from db.queries.regions import all_worker_groups
from db.queries.scenarios import newest_scenario_ids
from domain.coverage import Counts
from domain.decided_division import DecidedDivision, KeptAnswer, division_of
from domain.decision import Decision, DecisionRequest, require_new, require_room, village_workers
from domain.meeting import Meeting
from domain.money import Rupiah
from domain.plan import RegencyPlan
from domain.refusal import Refused
from services.division import RULE_NAMES
from services.pledge_basis import PledgeBasis, pledge_basis
from services.scenarios import Scenario, open_scenario
from services.simulation import unit_cost

MOST_OFFERED = 30
_RULE_LABELS = {rule: name for rule, (name, _) in RULE_NAMES.items()}


def decidable_scenarios(database: Database, found: Meeting) -> list[Scenario]:
    """The newest kept simulations of regency funds on the meeting's data, newest first; at most `MOST_OFFERED`."""
    if found.dataset_id is None:
        return []
    with database.reading() as connection:
        ids = newest_scenario_ids(
            connection, found.regency_code, kind="regency", dataset_id=found.dataset_id, most=MOST_OFFERED
        )
    kept = []
    for scenario_id in ids:
        try:
            kept.append(open_scenario(database, scenario_id))
        except Refused:  # one that was changed behind the program's back cannot be decided, and hides no other
            continue
    return kept


def decided(
    connection: Connection,
    database: Database,
    found: Meeting,
    scenario: Scenario,
    wanted: DecisionRequest,
    rows: Sequence[Decision],
) -> tuple[DecidedDivision, tuple[str, ...]]:
    """The division that is decided, after every rule that it must keep, and what to mind about it.

    Args:
        rows: all rows of the meeting's decisions, read in the same transaction.

    Raises:
        Refused: no simulation of regency funds, other data or rates, or against what is decided already.
    """
    basis = pledge_basis(connection, database, found)
    desa = {code: basis.counts.get(code, Counts()) for code, village in basis.villages.items() if village.is_desa}
    division = _division(connection, found, scenario, basis, desa)
    beside = require_new(rows, wanted)
    require_room(beside, division, desa, {code: village.name for code, village in basis.villages.items()})
    pledged = {p.village_code: n for p in latest_commitments(connection, found.id) if (n := p.new_bpu_workers)}
    return division, tuple(_warnings(scenario, division, beside, pledged, desa))


def _division(
    connection: Connection,
    found: Meeting,
    scenario: Scenario,
    basis: PledgeBasis,
    desa: Mapping[str, Counts],
) -> DecidedDivision:
    plan, content = scenario.plan, scenario.content
    if not isinstance(plan, RegencyPlan):
        raise Refused("decision.plan", "Itu simulasi satu desa. Pilih simulasi dari Simulasi → Kabupaten.")
    if content.regency_code != found.regency_code:
        raise Refused("decision.regency", "Simulasi itu untuk kabupaten lain. Pilih simulasi kabupaten rapat ini.")
    assert found.dataset_id is not None, "an open meeting has its data"
    if content.dataset.id != str(found.dataset_id):
        data = dataset(connection, found.dataset_id)
        assert data is not None
        raise Refused(
            "decision.dataset",
            f"Simulasi itu memakai {content.dataset.label}; rapat ini memakai data {data.month.label}. "
            "Buka simulasi itu di Simulasi, tekan “Ubah simulasi ini”, simpan lagi, lalu catat yang baru.",
        )
    unit = unit_cost(basis.rates, plan)
    if unit != unit_cost(scenario.rates, plan):
        raise Refused(
            "decision.rates",
            "Simulasi itu memakai tarif iuran yang berbeda dari tarif rapat ini. Simulasikan dan simpan lagi.",
        )
    return kept_division(connection, scenario, desa, unit)


def kept_division(
    connection: Connection, scenario: Scenario, desa: Mapping[str, Counts], unit: Rupiah
) -> DecidedDivision:
    """What a kept simulation of regency funds divides.

    Args:
        desa: the BPU workers of every desa in the simulation's own data.
        unit: one BPU worker for all months of its plan.

    Raises:
        Refused: a simulation of one village, or an answer whose sums do not hold.
    """
    plan, data = scenario.plan, scenario.content.dataset
    if not isinstance(plan, RegencyPlan):
        raise Refused("decision.plan", "Itu simulasi satu desa. Pilih simulasi dari Simulasi → Kabupaten.")
    names = {group.code: group.name for group in all_worker_groups(connection)}
    kept = KeptAnswer(scenario.id, scenario.name, plan, scenario.result, unit, desa, names, data.id, str(data.month))
    return division_of(kept, _RULE_LABELS)


def _warnings(
    scenario: Scenario,
    division: DecidedDivision,
    beside: Sequence[Decision],
    pledged: Mapping[str, int],
    desa: Mapping[str, Counts],
) -> list[str]:
    said = []
    if dict(scenario.content.pledged) != dict(pledged):
        said.append("Komitmen desa berubah sejak simulasi ini disimpan; hasilnya masih menurut komitmen waktu itu.")
    workers = village_workers([division, *(row.division for row in beside if row.division)])
    over = sum(n + pledged.get(code, 0) > desa[code].uncovered for code, n in workers.items())
    if over:
        said.append(f"Di {over} desa, komitmen dan keputusan bersama melebihi pekerja yang belum terlindungi.")
    if beside:
        said.append("Ada keputusan lain yang berlaku; simulasi ini tidak memperhitungkannya.")
    return said
