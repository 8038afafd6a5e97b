"""Import an enrollment file as a new version of a regency's counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.engine import Connection, Database
from db.queries.enrollment import rows_of
from db.queries.regions import all_worker_groups
from db.stores.datasets import add_enrollment_dataset
from domain.coverage import total
from domain.enrollment_file import EnrollmentRow, check_enrollment
from domain.import_file import Checked, KnownVillage, Sheet
from services.clock import Clock
from services.identity import Credential
from services.import_dataset import ImportFile, ImportKind, import_dataset
from services.import_report import ImportReport

DEFAULT_SOURCE = "Berkas kepesertaan BPJS Ketenagakerjaan"


@dataclass(frozen=True, slots=True)
class ImportEnrollment(ImportFile):
    """An enrollment file to import, and for which month and regency it speaks."""

    source: str = DEFAULT_SOURCE


def import_enrollment(
    command: ImportEnrollment, database: Database, clock: Clock, credential: Credential
) -> ImportReport:
    """Check an enrollment file and store it as a new dataset version, all or nothing.

    See :func:`services.import_dataset.import_dataset` for what becomes current, and what is refused.
    """
    return import_dataset(command, _ENROLLMENT, database, clock, credential)


def _check(
    connection: Connection, sheet: Sheet, villages: Mapping[str, KnownVillage], regency_name: str
) -> Checked[EnrollmentRow]:
    return check_enrollment(sheet, villages, all_worker_groups(connection), regency_name)


_ENROLLMENT: ImportKind[EnrollmentRow] = ImportKind(
    name="enrollment",
    act="enrollment",
    check=_check,
    rows_of=rows_of,
    entry=lambda row: (row[:2], row[2]),
    totals=lambda rows: total(counts for _, _, counts in rows),
    add=add_enrollment_dataset,
)
