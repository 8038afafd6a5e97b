"""Import an enrollment file as a new version of a regency's counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.engine import Connection, Database
from db.queries.enrollment import rows_of
from db.queries.regions import all_worker_groups
from db.stores.datasets import add_enrollment_dataset
from domain.coverage import Counts, total
from domain.enrollment_file import MEANINGS, EnrollmentRow, check_enrollment
from domain.import_file import Checked, Scope
from domain.import_table import Sheet
from domain.jumps import jumps
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


def _check(connection: Connection, sheet: Sheet, scope: Scope) -> Checked[EnrollmentRow]:
    return check_enrollment(sheet, scope, all_worker_groups(connection))


def _odd(
    label: str,
    before: Mapping[tuple[str, str], Counts],
    rows: Sequence[EnrollmentRow],
    names: Mapping[str, str],
) -> list[str]:
    then = [(village, counts) for (village, _), counts in before.items()]
    return jumps(label, then, [(village, counts) for village, _, counts in rows], names)


_ENROLLMENT: ImportKind[EnrollmentRow] = ImportKind(
    name="enrollment",
    act="enrollment",
    columns=MEANINGS,
    check=_check,
    rows_of=rows_of,
    entry=lambda row: (row[:2], row[2]),
    totals=lambda rows: total(counts for _, _, counts in rows),
    add=add_enrollment_dataset,
    odd=_odd,
)
