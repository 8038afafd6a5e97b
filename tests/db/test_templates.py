"""Templates: filled with their examples they come in, and what the program wrote comes in again as unchanged."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.engine import Database, open_database
from db.queries.enrollment import DatasetKind
from domain.calendar import Month
from domain.refusal import Refused
from services.import_any import KINDS, import_any
from services.import_report import ImportReport
from services.write_template import current_file, template_file
from tests.db.factories import AT_THE_MACHINE, SettableClock

EVERY_KIND: tuple[DatasetKind, ...] = tuple(KINDS)
VALUES = {"enrollment": (120, 45, 5), "claims": ("Cacat", 2, 84_000_000), "village-budgets": (60_000_000, "")}


@pytest.fixture
def database(sqlite_templates, tmp_path: Path):
    """SQLite only: what a file looks like has nothing to do with the database system."""
    with closing(open_database(sqlite_templates.copy("empty", tmp_path / "empty.sqlite3"))) as database:
        yield database


def bring_in(database: Database, clock: SettableClock, kind: DatasetKind, content: bytes, **more: Any) -> ImportReport:
    values = {"content": content, "file_name": "x", "month": Month(2026, 10), **more}
    return import_any(kind, values, database, clock, AT_THE_MACHINE)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_examples(content: bytes) -> bytes:
    """The rows of the data sheet replaced by the ready rows of the second sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    data, rules = book.worksheets
    width = len([cell for cell in data[1] if cell.value])
    start = next(cell.row for cell in rules["A"] if str(cell.value).startswith("Contoh baris")) + 2
    rows = [[cell.value for cell in row[:width]] for row in rules.iter_rows(min_row=start, max_row=start + 2)]
    data.delete_rows(2, data.max_row)
    for row in rows:
        data.append(row)
    return saved(book)


def filled(content: bytes, values: tuple[object, ...]) -> bytes:
    """Every row with the same values in its last columns, in every second row others."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    data = book.worksheets[0]
    last = len([cell for cell in data[1] if cell.value])
    for number in range(2, data.max_row + 1):
        for place, value in enumerate(values, start=last - len(values) + 1):
            more = number % 2 if isinstance(value, int) and place == last - len(values) + 1 else 0
            data.cell(number, place, value + more if isinstance(value, int) else value or None)
    return saved(book)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_template_filled_with_its_examples_comes_in(
    database: Database, clock: SettableClock, kind: DatasetKind
) -> None:
    template = template_file(kind, database, clock, is_workbook=True)

    report = bring_in(database, clock, kind, with_examples(template))

    assert (report.faults, report.stored, report.rows["new"]) == ([], True, 3)
    assert not [warning for warning in report.warnings if "Petunjuk" in warning]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_the_program_wrote_comes_in_again_as_unchanged(
    database: Database, clock: SettableClock, kind: DatasetKind
) -> None:
    content = filled(template_file(kind, database, clock, is_workbook=True), VALUES[kind])
    first = bring_in(database, clock, kind, content)
    assert (first.faults, first.stored) == ([], True)

    for is_workbook in (True, False):
        written = current_file(kind, database, clock, AT_THE_MACHINE, is_workbook=is_workbook)
        again = bring_in(database, clock, kind, written, dry_run=True)
        assert (again.faults, again.missing, again.totals) == ([], 0, first.totals)
        assert again.rows == {"new": 0, "changed": 0, "unchanged": first.rows["new"], "refused": 0}


def test_the_cells_of_a_template_take_only_what_is_known(database: Database, clock: SettableClock) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_file("enrollment", database, clock, is_workbook=True)))
    data, rules = book.worksheets
    checks = {str(check.sqref).split(":")[0]: check for check in data.data_validations.dataValidation}

    assert (data.title, rules.title) == ("Data", "Petunjuk")
    assert sorted(checks) == ["A2", "B2", "C2", "D2", "E2", "F2"]
    assert (checks["D2"].type, checks["D2"].operator, checks["D2"].formula1) == ("whole", "greaterThanOrEqual", "0")
    sheet, _, place = checks["C2"].formula1.partition("!")
    groups = [cell.value for (cell,) in book[sheet][place.replace("$", "")]]
    assert (groups[0], groups[-1], len(groups)) == ("Nelayan", "Lainnya", 9)
    assert data["A2"].number_format == "@"
    assert "NIK" in " ".join(str(cell.value) for cell in rules["A"])


def test_there_is_no_current_file_of_sample_data(database: Database, clock: SettableClock) -> None:
    with pytest.raises(Refused) as refusal:
        current_file("enrollment", database, clock, AT_THE_MACHINE)

    assert refusal.value.code == "template.no_data"
