"""Import a file of paid claims as a new version; the families' page shows its sums."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Database
from db.queries.claims import claim_rows
from db.stores.datasets import add_claims_dataset
from domain.claims_file import MEANINGS, ClaimRow, check_claims, claim_totals
from services.clock import Clock
from services.identity import Credential
from services.import_dataset import ImportFile, ImportKind, import_dataset
from services.import_report import ImportReport

DEFAULT_SOURCE = "Berkas klaim BPJS Ketenagakerjaan"


@dataclass(frozen=True, slots=True)
class ImportClaims(ImportFile):
    """A file of claims to import; `month` is the last one that it covers."""

    source: str = DEFAULT_SOURCE


def import_claims(command: ImportClaims, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    """Check a file of paid claims and store it as a new dataset version, all or nothing.

    See :func:`services.import_dataset.import_dataset` for what becomes current, and what is refused.
    """
    return import_dataset(command, _CLAIMS, database, clock, credential)


_CLAIMS: ImportKind[ClaimRow] = ImportKind(
    name="claims",
    act="claims",
    columns=MEANINGS,
    check=lambda _connection, sheet, scope: check_claims(sheet, scope),
    rows_of=claim_rows,
    entry=lambda row: (row.key, row),
    totals=claim_totals,
    add=add_claims_dataset,
)
