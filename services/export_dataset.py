"""A version of the data as a file in the form of the import, which takes it again without a change."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from db.engine import Connection
from db.queries.claims import claim_rows
from db.queries.enrollment import Dataset, DatasetKind, rows_of
from db.queries.regions import all_worker_groups, villages
from db.queries.village_budgets import budget_rows
from domain.budget_file import COLUMNS as BUDGET_COLUMNS
from domain.claims_file import COLUMNS as CLAIM_COLUMNS
from domain.claims_file import KIND_NAMES
from domain.enrollment_file import COLUMNS as ENROLLMENT_COLUMNS
from domain.import_template import TemplateRow
from domain.sheet_choice import SAMPLE_WORDS


def import_form(connection: Connection, of: Dataset) -> bytes:
    """A version as the import reads it, with the names that it knows now, in order of village.

    Names are the program's own and stand as they are: an apostrophe before one would not be recognised again.
    Every row of sample data says so, by which the import refuses it, however it was copied about.
    """
    columns, _ = _FORMS[of.kind]
    mark = (SAMPLE_WORDS,) if of.is_sample else ()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*columns, *(["keterangan"] if of.is_sample else [])))
    for row in version_rows(connection, of):
        writer.writerow((*row, *mark))
    return out.getvalue().encode("utf-8-sig")


def version_rows(connection: Connection, of: Dataset) -> Iterator[TemplateRow]:
    """The rows of a version, each with the cells that the import of its kind reads; an unknown amount is empty."""
    return _FORMS[of.kind][1](connection, of)


def _enrollment(connection: Connection, of: Dataset) -> Iterator[TemplateRow]:
    rows, groups = rows_of(connection, of.id), all_worker_groups(connection)
    for village in villages(connection, of.regency_code):
        for group in groups:
            counts = rows.get((village.code, group.code))
            if counts:
                yield village.code, village.name, group.name, counts.eligible, counts.active, counts.inactive


def _budgets(connection: Connection, of: Dataset) -> Iterator[TemplateRow]:
    names = _names(connection, of)
    for (code, year, stage, source), ceiling in sorted(budget_rows(connection, of.id).items()):
        planned = "" if ceiling.planned_rupiah is None else int(ceiling.planned_rupiah)
        yield code, names.get(code, ""), year, stage, source, int(ceiling.ceiling_rupiah), planned


def _claims(connection: Connection, of: Dataset) -> Iterator[TemplateRow]:
    names = _names(connection, of)
    for row in sorted(claim_rows(connection, of.id).values(), key=lambda row: (row.village_code, row.key)):
        kind = KIND_NAMES[row.kind]
        code = row.village_code
        yield code, names.get(code, ""), row.programme, kind, row.cases, int(row.amount_rupiah)


def _names(connection: Connection, of: Dataset) -> Mapping[str, str]:
    return {village.code: village.name for village in villages(connection, of.regency_code)}


_FORMS: Mapping[DatasetKind, tuple[Sequence[str], Callable[[Connection, Dataset], Iterator[TemplateRow]]]] = {
    "enrollment": (ENROLLMENT_COLUMNS, _enrollment),
    "village-budgets": (BUDGET_COLUMNS, _budgets),
    "claims": (CLAIM_COLUMNS, _claims),
}
