"""Import a file of any kind: check all of it, then store it as a new version, or store nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from db.audit import record
from db.engine import Connection, Database
from db.queries.enrollment import Dataset, DatasetKind, current_dataset, dataset_of_file
from db.queries.regions import known_regencies, region_name, village_aliases, villages
from db.stores.datasets import make_current, put_in_force
from domain.calendar import WIB, Month
from domain.import_file import Checked, KnownVillage, Sheet
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.import_report import ImportReport, Totals
from services.read_table import read_table

ALREADY_STORED = "Berkas yang sama untuk bulan ini sudah tersimpan; tidak ada yang diubah."
RESTORED = "Berkas yang sama sudah tersimpan; versi itu dipakai lagi untuk bulannya."

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to import, and for which month and regency it speaks."""

    content: bytes
    file_name: str
    month: Month
    regency_code: str | None = None
    source: str = ""
    as_of: date | None = None
    dry_run: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[Row]):
    """What is special to one kind of file.

    Attributes:
        name: of its datasets; act: the first word of what the audit says of it.
        check: reads a sheet, given the regency's villages by code and its name.
        rows_of: all rows of a stored dataset; `entry` makes the same pair, key and value, of a row of the file.
        totals: the sums of the rows.
        add: stores a dataset with its rows.
    """

    name: DatasetKind
    act: str
    check: Callable[[Connection, Sheet, Mapping[str, KnownVillage], str], Checked[Row]]
    rows_of: Callable[[Connection, UUID], Mapping[Any, object]]
    entry: Callable[[Row], tuple[Hashable, object]]
    totals: Callable[[Sequence[Row]], Totals]
    add: Callable[[Connection, Mapping[str, Any], Sequence[Row]], None]


def import_dataset(
    command: ImportFile, kind: ImportKind[Row], database: Database, clock: Clock, credential: Credential
) -> ImportReport:
    """Check a file and store it as a new dataset version, all or nothing.

    The new version becomes current unless the current one is real and of a later month. The same
    file for the same month a second time changes nothing and says so.

    Raises:
        Refused: not a facilitator, an unknown regency, a month in the future, or no readable table.
    """
    sheets = read_table(command.content)
    digest = sha256(command.content).hexdigest()
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        regency_code = command.regency_code or _only_regency(connection)
        _check_month(command.month, clock)
        checked = _check(connection, kind, sheets, regency_code)
        current = current_dataset(connection, regency_code, kind.name)
        report = _report(connection, command, kind, checked, current)
        seen = dataset_of_file(connection, regency_code, command.month, digest, kind.name)
        if report.faults or (command.strict and report.warnings) or command.dry_run:
            return report
        if seen:
            report.dataset = seen.id
            again = _restore(connection, seen, current)
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
        values = _values(command, regency_code, digest, report.warnings, actor.label, clock)
        kind.add(connection, values, checked.rows)
        if _is_newest(command.month, current):
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


def _restore(connection: Connection, seen: Dataset, current: Dataset | None) -> list[str]:
    """Let a version that is stored already count again; what to say of it, nothing where it counts as it is."""
    regency_code, month = seen.regency_code, str(seen.month)
    moved = put_in_force(connection, regency_code, month, seen.id, is_sample=seen.is_sample, kind=seen.kind)
    if _is_newest(seen.month, current) and (current is None or current.id != seen.id):
        make_current(connection, regency_code, seen.id, seen.kind)
        moved = True
    elif moved and current and current.id != seen.id:
        return [RESTORED, _stays(current)]
    return [RESTORED] if moved else []


def _stays(current: Dataset) -> str:
    return f"Yang dipakai tetap data {current.month.label}, karena lebih baru."


def _is_newest(month: Month, current: Dataset | None) -> bool:
    return current is None or current.is_sample or current.month <= month


def _only_regency(connection: Connection) -> str:
    known = known_regencies(connection)
    if len(known) == 1:
        return known[0]
    raise Refused("import.regency", "Sebutkan kabupatennya dengan --regency, misalnya --regency 62.08.")


def _check_month(month: Month, clock: Clock) -> None:
    today = clock().astimezone(WIB)
    if month > Month(today.year, today.month):
        raise Refused("import.month", f"{month.label} belum tiba. Tulis bulan data, misalnya --month 2026-10.")


def _check(connection: Connection, kind: ImportKind[Row], sheets: list[Sheet], regency_code: str) -> Checked[Row]:
    aliases = village_aliases(connection, regency_code)
    known = {
        village.code: KnownVillage(
            village.code, village.name, tuple(aliases.get(village.code, ())), is_desa=village.is_desa
        )
        for village in villages(connection, regency_code)
    }
    if not known:
        raise Refused("import.regency", f"Desa-desa kabupaten {regency_code} belum dikenal program ini.")
    checked = kind.check(connection, sheets[0], known, region_name(connection, regency_code))
    checked.warnings.extend(f"Lembar “{sheet.name}” tidak dibaca." for sheet in sheets[1:])
    return checked


def _report(
    connection: Connection,
    command: ImportFile,
    kind: ImportKind[Row],
    checked: Checked[Row],
    current: Dataset | None,
) -> ImportReport:
    report = ImportReport(
        kind.totals(checked.rows), month=str(command.month), faults=checked.faults, warnings=checked.warnings
    )
    known = kind.rows_of(connection, current.id) if current and not current.is_sample else {}
    for key, value in map(kind.entry, checked.rows):
        before = known.get(key)
        state = "new" if before is None else "unchanged" if before == value else "changed"
        report.rows[state] += 1
    report.rows["refused"] = checked.refused_rows
    return report


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
