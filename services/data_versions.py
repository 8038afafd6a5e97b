"""Versions of the data: which there are, what differs between two, and letting an earlier one count again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.claims import claim_rows
from db.queries.datasets import Version, versions_of
from db.queries.enrollment import Dataset, DatasetKind, counts_by_village, current_dataset, dataset
from db.queries.regions import home_regencies, known_regencies, villages
from db.queries.village_budgets import budget_rows
from db.retry import retried
from db.stores.datasets import make_current, put_in_force
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator

MEASURES: Mapping[DatasetKind, tuple[str, ...]] = {
    "enrollment": ("Berhak", "Aktif", "Nonaktif"),
    "claims": ("Kasus", "Dibayarkan (Rp)"),
    "village-budgets": ("Pagu (Rp)", "Sudah dianggarkan (Rp)"),
}
"""What is compared by village, of each kind."""

NO_VILLAGE = "Tanpa desa"


@dataclass(frozen=True, slots=True)
class VillageDifference:
    """A village whose figures differ: before and after, in the order of `MEASURES`; None where a version has none."""

    name: str
    before: tuple[int, ...] | None
    after: tuple[int, ...] | None


def data_versions(database: Database, regency_code: str) -> tuple[Version, ...]:
    """All versions of a regency's data, the newest import first; open to everybody."""
    with database.reading() as connection:
        return versions_of(connection, regency_code)


def regency_of_data(database: Database, asked: str | None = None) -> str | None:
    """The regency whose data are kept: the one that is asked for, else the first of this installation."""
    with database.reading() as connection:
        if asked in known_regencies(connection):
            return asked
        return next(iter(home_regencies(connection)), None)


def version_differences(database: Database, before_id: UUID, after_id: UUID) -> tuple[VillageDifference, ...]:
    """The villages whose figures differ between two versions of one kind, in order of code.

    Raises:
        Refused: a version is unknown, or they are of different kinds or regencies.
    """
    with database.reading() as connection:
        before, after = _known(connection, before_id), _known(connection, after_id)
        if (before.kind, before.regency_code) != (after.kind, after.regency_code):
            raise Refused("data.kinds", "Dua versi dari jenis data yang sama dapat dibandingkan.")
        then, here = _by_village(connection, before), _by_village(connection, after)
        names = {village.code: village.title for village in villages(connection, before.regency_code)}
    return tuple(
        VillageDifference(names.get(code, NO_VILLAGE), then.get(code), here.get(code))
        for code in sorted(then.keys() | here.keys())
        if then.get(code) != here.get(code)
    )


@retried
def use_version(dataset_id: UUID, database: Database, clock: Clock, credential: Credential) -> Dataset:
    """Let an earlier version be the one that screens and new meetings use; meetings that are open keep theirs.

    A second time changes nothing.

    Raises:
        Refused: not a facilitator, no such version, or it is sample data.
    """
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        wanted = _known(connection, dataset_id)
        if wanted.is_sample:
            raise Refused("data.sample", "Data contoh tidak dapat dipakai lagi setelah ada data sebenarnya.")
        current = current_dataset(connection, wanted.regency_code, wanted.kind)
        if current and current.id == wanted.id:
            return wanted
        put_in_force(connection, wanted.regency_code, str(wanted.month), wanted.id, is_sample=False, kind=wanted.kind)
        make_current(connection, wanted.regency_code, wanted.id, wanted.kind)
        of_claims = "claims.restored" if wanted.kind == "claims" else "enrollment.restored"
        action = "budgets.restored" if wanted.kind == "village-budgets" else of_claims
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action=action,
            regency_code=wanted.regency_code,
            detail={"dataset": str(wanted.id), "month": str(wanted.month)},
        )
        return wanted


def _known(connection: Connection, dataset_id: UUID) -> Dataset:
    found = dataset(connection, dataset_id)
    if found is None:
        raise Refused("data.unknown", "Versi data itu tidak ada.")
    return found


def _by_village(connection: Connection, of: Dataset) -> dict[str, tuple[int, ...]]:
    if of.kind == "enrollment":
        counts = counts_by_village(connection, of.id)
        return {code: (c.eligible, c.active, c.inactive) for code, c in counts.items()}
    found: dict[str, tuple[int, ...]] = {}
    pairs: list[tuple[str, tuple[int, int]]]
    if of.kind == "claims":
        pairs = [(row.village_code, (row.cases, row.amount_rupiah)) for row in claim_rows(connection, of.id).values()]
    else:
        pairs = [
            (key[0], (row.ceiling_rupiah, row.planned_rupiah or 0))
            for key, row in budget_rows(connection, of.id).items()
        ]
    for code, (first, second) in pairs:
        known = found.get(code, (0, 0))
        found[code] = (known[0] + first, known[1] + second)
    return found
