"""Import a file of any kind: check all of it, then store it as a new version, or store nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from db.audit import record
from db.engine import Connection, Database
from db.queries.enrollment import Dataset, DatasetKind, current_dataset, dataset_of_file
from db.retry import retried
from db.stores.datasets import make_current, put_in_force
from domain.calendar import WIB, Month
from domain.column_titles import Column
from domain.import_file import Checked, Scope
from domain.import_table import Sheet
from domain.import_world import MOVED, World, differences
from domain.refusal import Refused
from domain.sheet_choice import choose_sheet
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.import_columns import Reading, reading_of, remember
from services.import_report import ImportReport, Totals, Understood
from services.import_world import only_regency, read_world
from services.read_table import read_table

ALREADY_STORED = "Berkas yang sama untuk bulan ini sudah tersimpan; tidak ada yang diubah."
RESTORED = "Berkas yang sama sudah tersimpan; versi itu dipakai lagi untuk bulannya."

LONGEST_REASON = 500

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to import, and for which month and regency it speaks.

    Attributes:
        sheet: the name of the sheet to read, where several look like the table.
        answers: the code that a person chose for the key of each question.
        columns: what a person says of the file's columns: the label of one by what it means, "" for none.
        reason: why the warnings are accepted; None where nobody is asked, as on the command line.
        seen: the world as the preview saw it; None without one.
    """

    content: bytes
    file_name: str
    month: Month
    regency_code: str | None = None
    source: str = ""
    as_of: date | None = None
    dry_run: bool = False
    strict: bool = False
    sheet: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    seen: World | None = None


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[Row]):
    """What is special to one kind of file.

    Attributes:
        name: of its datasets; act: the first word of what the audit says of it.
        columns: those that a file may have.
        check: reads a sheet.
        rows_of: all rows of a stored dataset; `entry` makes the same pair, key and value, of a row of the file.
        totals: the sums of the rows.
        add: stores a dataset with its rows.
        odd: what is worth a second look beside the dataset before: of its label, its rows, and the villages' names.
    """

    name: DatasetKind
    act: str
    columns: Sequence[Column]
    check: Callable[[Connection, Sheet, Scope], Checked[Row]]
    rows_of: Callable[[Connection, UUID], Mapping[Any, Any]]
    entry: Callable[[Row], tuple[Hashable, object]]
    totals: Callable[[Sequence[Row]], Totals]
    add: Callable[[Connection, Mapping[str, Any], Sequence[Row]], None]
    odd: Callable[[str, Mapping[Any, Any], Sequence[Row], Mapping[str, str]], list[str]] = lambda *_: []


@retried
def import_dataset(
    command: ImportFile, kind: ImportKind[Row], database: Database, clock: Clock, credential: Credential
) -> ImportReport:
    """Check a file and store it as a new dataset version, all or nothing.

    The new version becomes current unless the current one is real and of a later month. The same
    file for the same month a second time changes nothing and says so. What a preview saw is looked at again.

    Raises:
        Refused: not a facilitator, an unknown regency, a month in the future, no readable table; the world has moved
            since the preview; or warnings were to be accepted and no reason was given.
    """
    with database.reading() as connection:  # nobody else's file is unpacked
        require_facilitator(connection, credential)
    sheets = read_table(command.content)
    digest = sha256(command.content).hexdigest()
    with database.reading() if command.dry_run else database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        regency_code = command.regency_code or only_regency(connection)
        check_month(command.month, clock)
        scope, world = read_world(connection, regency_code, kind.name, command)
        if command.seen and (moved := differences(command.seen, world)):
            raise Refused("import.moved", f"{MOVED} {' '.join(moved)} Periksa lagi, lalu simpan.")
        checked, report, reading = _check(connection, kind, sheets, (regency_code, scope), command)
        report.world = world
        current = current_dataset(connection, regency_code, kind.name)
        _compare(connection, kind, checked, current, report, scope)
        seen = dataset_of_file(connection, regency_code, command.month, digest, kind.name)
        if command.dry_run and seen:
            report.dataset = seen.id
        if report.faults or (command.strict and report.warnings) or command.dry_run:
            return report
        if seen:
            report.dataset = seen.id
            again = restore_version(connection, seen, current)
            report.warnings[:0] = again or [ALREADY_STORED]
            if again:
                record(
                    connection,
                    at=clock(),
                    actor=actor.label,
                    action=f"{kind.act}.restored",
                    regency_code=regency_code,
                    detail={"dataset": str(seen.id), "month": report.month},
                )
            return report
        kept = [*with_reason(report.warnings, command.reason), *_answers(checked)]
        values = _values(command, regency_code, digest, kept, actor.label, clock)
        kind.add(connection, values, checked.rows)
        remember(connection, reading, actor=actor.label, clock=clock)
        if is_newest(command.month, current):
            make_current(connection, regency_code, values["id"], kind.name)
        elif current:
            report.warnings.append(_stays(current))
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action=f"{kind.act}.imported",
            regency_code=regency_code,
            detail={"dataset": str(values["id"]), "month": report.month, "rows": len(checked.rows)},
        )
        report.stored, report.dataset = True, values["id"]
        return report


def with_reason(warnings: Sequence[str], reason: str | None) -> list[str]:
    """The warnings as they are kept with the dataset: with why they were accepted, where somebody was asked."""
    if not warnings or reason is None:
        return list(warnings)
    if not reason.strip():
        sentence = "Tulis alasan mengapa berkas disimpan walau ada peringatan."
        raise Refused("import.reason", sentence, field="reason")
    return [*warnings, f"Diterima dengan alasan: {reason.strip()[:LONGEST_REASON]}"]


def _answers(checked: Checked[Row]) -> list[str]:
    """What a person said of names in this file; it counts for this dataset alone and is kept with it."""
    return [f"“{key}” dijawab: {v.name} ({v.code})." for key, v in checked.answered.items()]


def restore_version(connection: Connection, seen: Dataset, current: Dataset | None) -> list[str]:
    """Let a version that is stored already count again; what to say of it, nothing where it counts as it is."""
    regency_code, month = seen.regency_code, str(seen.month)
    moved = put_in_force(connection, regency_code, month, seen.id, is_sample=seen.is_sample, kind=seen.kind)
    if is_newest(seen.month, current) and (current is None or current.id != seen.id):
        make_current(connection, regency_code, seen.id, seen.kind)
        moved = True
    elif moved and current and current.id != seen.id:
        return [RESTORED, _stays(current)]
    return [RESTORED] if moved else []


def _stays(current: Dataset) -> str:
    return f"Yang dipakai tetap data {current.month.label}, karena lebih baru."


def is_newest(month: Month, current: Dataset | None) -> bool:
    """Whether data of a month become the current ones."""
    return current is None or current.is_sample or current.month <= month


def check_month(month: Month, clock: Clock) -> None:
    """Refuse data of a month that has not come yet."""
    today = clock().astimezone(WIB)
    if month > Month(today.year, today.month):
        raise Refused("import.month", f"{month.label} belum tiba. Tulis bulan data, misalnya --month 2026-10.")


def _check(
    connection: Connection,
    kind: ImportKind[Row],
    sheets: Sequence[Sheet],
    within: tuple[str, Scope],
    command: ImportFile,
) -> tuple[Checked[Row], ImportReport, Reading | None]:
    """The rows of the sheet that is read, the report on them, and how its columns were read."""
    regency_code, scope = within
    choice = choose_sheet(sheets, kind.columns, command.sheet)
    checked: Checked[Row] = Checked()
    reading = None
    if not choice.faults:
        reading = reading_of(connection, choice.sheet, kind.columns, (regency_code, kind.name), command.columns)
        checked = kind.check(connection, choice.sheet, replace(scope, columns=reading.columns) if reading else scope)
    report = ImportReport(
        kind.totals(checked.rows),
        month=str(command.month),
        faults=[*choice.faults, *checked.faults],
        warnings=[*checked.warnings, *choice.warnings],
        understood=Understood(
            choice.sheet.name,
            checked.header_row,
            checked.columns,
            checked.places,
            checked.labels,
            checked.mapping,
            reading.note if reading else "",
        ),
        questions=checked.questions,
        sheets=choice.candidates,
        is_personal=checked.is_personal,
    )
    report.rows["refused"] = checked.refused_rows
    return checked, report, reading


def _compare(
    connection: Connection,
    kind: ImportKind[Row],
    checked: Checked[Row],
    current: Dataset | None,
    report: ImportReport,
    scope: Scope,
) -> None:
    """Count the rows against the current dataset, and warn of what is odd beside it."""
    known = dict(kind.rows_of(connection, current.id)) if current and not current.is_sample else {}
    entries = dict(map(kind.entry, checked.rows))
    for key, value in entries.items():
        before = known.get(key)
        state = "new" if before is None else "unchanged" if before == value else "changed"
        report.rows[state] += 1
    if report.faults:
        return
    report.missing = len(known.keys() - entries.keys())
    if current and known:
        names = {code: village.name for code, village in scope.villages.items()}
        report.warnings += kind.odd(current.month.label, known, checked.rows, names)


def _values(
    command: ImportFile, regency_code: str, digest: str, warnings: list[str], actor: str, clock: Clock
) -> Mapping[str, Any]:
    return {
        "id": uuid4(),
        "regency_code": regency_code,
        "month": str(command.month),
        "source": command.source,
        "as_of": command.as_of or command.month.last_day,
        "file_name": command.file_name,
        "file_sha256": digest,
        "is_sample": False,
        "warnings": list(warnings),
        "imported_by": actor,
        "imported_at": clock(),
    }
