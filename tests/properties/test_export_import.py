"""What the program exports it reads again as the same, whatever the counts are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.coverage import Counts
from domain.enrollment_file import COLUMNS, MEANINGS, check_enrollment
from domain.import_file import Scope
from domain.import_template import Place, enrollment_template
from domain.money import format_number
from domain.sheet_choice import choose_sheet
from domain.village_search import KnownVillage
from domain.worker_groups import WORKER_GROUPS
from exports.import_template import template_workbook
from services.read_table import read_table
from tests.db.enrollment_files import as_csv

VILLAGES = {
    code: KnownVillage(code, name)
    for code, name in (
        ("62.08.01.2005", "Kartamulia"),
        ("62.08.04.2004", "Sungai Pasir"),
        ("62.08.01.1003", "Mendawai"),
    )
}
PLACES = [(code, group) for code in VILLAGES for group in WORKER_GROUPS]
COUNTS = st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 100), st.integers(0, 10**6)).map(
    lambda found: Counts(found[0] + found[1] if found[0] < 2**30 else found[0], min(found[:2]), found[2])
)
ROWS = st.dictionaries(st.sampled_from(PLACES), COUNTS, min_size=1)


@given(ROWS, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8-sig", "utf-16", "cp1252"]), st.booleans())
def test_a_csv_file_comes_back_as_it_went(rows, separator: str, encoding: str, dotted: bool) -> None:
    write = format_number if dotted else int
    table = [[code, VILLAGES[code].name, group.name, *map(write, counts(c))] for (code, group), c in rows.items()]

    checked = check_enrollment(
        read_table(as_csv(table, header=COLUMNS, separator=separator, encoding=encoding))[0],
        Scope(VILLAGES, "Kabupaten Sukamara"),
        WORKER_GROUPS,
    )

    assert checked.faults == []
    assert checked.rows == [(code, group.code, c) for (code, group), c in rows.items()]


@settings(max_examples=25)
@given(ROWS)
def test_a_workbook_comes_back_as_it_went(rows) -> None:
    places = [Place(code, village.name) for code, village in VILLAGES.items()]
    table = tuple((code, VILLAGES[code].name, group.name, *counts(c)) for (code, group), c in rows.items())
    template = replace(enrollment_template(places, [(group.name, True) for group in WORKER_GROUPS]), rows=table)

    read = choose_sheet(read_table(template_workbook(template)), MEANINGS)
    checked = check_enrollment(read.sheet, Scope(VILLAGES, "Kabupaten Sukamara"), WORKER_GROUPS)

    assert (read.sheet.name, read.faults, read.warnings) == ("Data", [], [])
    assert (checked.faults, checked.rows) == ([], [(code, group.code, c) for (code, group), c in rows.items()])


def counts(found: Counts) -> tuple[int, int, int]:
    return found.eligible, found.active, found.inactive
