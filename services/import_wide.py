"""Import enrollment of a whole province or of the nation: one file, a dataset for each regency, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from db.audit import record
from db.engine import Connection, Database
from db.queries.enrollment import Dataset
from db.queries.regions import all_worker_groups, region_name
from db.queries.wide import (
    current_enrollments,
    enrollments_of_file,
    provinces,
    regencies_within,
    regions_version,
    villages_within,
)
from db.stores.datasets import add_enrollment_datasets, make_current
from domain.calendar import Month
from domain.coded_rows import CodedRows
from domain.coverage import Counts
from domain.enrollment_file import MEANINGS
from domain.import_table import Sheet
from domain.import_world import MOVED
from domain.ledger import canonical_json
from domain.refusal import Refused
from domain.sheet_choice import choose_sheet
from domain.wide_search import WideScope
from services.clock import Clock
from services.compare_wide import compare_with_current
from services.identity import Actor, Credential, require_facilitator
from services.import_dataset import ALREADY_STORED, RESTORED, check_month, is_newest, restore_version, with_reason
from services.import_enrollment import DEFAULT_SOURCE
from services.import_report import ImportReport, Understood
from services.read_table import read_table

if TYPE_CHECKING:
    from domain.wide_enrollment import WideRows

Progress = Callable[[float, str], None]
"""Told the share that is done, 0..1, and what is being done."""

_READ, _CHECKED, _STORED = 0.3, 0.6, 0.95
_ROWS_OF_A_FILE = 700_000


@dataclass(frozen=True, slots=True)
class ImportWide:
    """An enrollment file over several regencies, and for which month it speaks.

    Attributes:
        province_code: the province that it is for; None for the nation. A village outside it is a fault.
        reason: why the warnings are accepted; None where nobody is asked, as on the command line.
        seen: `ImportReport.changes` of the preview; None without one.
    """

    content: bytes
    file_name: str
    month: Month
    province_code: str | None = None
    source: str = DEFAULT_SOURCE
    as_of: date | None = None
    dry_run: bool = False
    strict: bool = False
    sheet: str | None = None
    reason: str | None = None
    seen: str | None = None
    progress: Progress = lambda _share, _what: None


def import_wide(command: ImportWide, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    """Check a file of many regencies and store a version of each, in one transaction: all of them or none.

    The rules are those of a regency's own file; so is what becomes current. The same file for the same month a
    second time changes nothing.

    Raises:
        Refused: not a facilitator, an unknown province, a month in the future, no readable table; the world has moved
            since the preview; or warnings were to be accepted and no reason was given.
    """
    with database.reading() as connection:  # nobody else's file is unpacked
        require_facilitator(connection, credential)
    check_month(command.month, clock)
    report, rows, world, names = _read(command, database)
    with database.reading() if command.dry_run else database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        if world != _world(connection, command) or (command.seen is not None and command.seen != world):
            raise Refused("import.moved", f"{MOVED} Data yang dipakai atau daftar desa sudah lain. Periksa lagi.")
        report.changes = world
        current = current_enrollments(connection)
        compare_with_current(connection, rows, current, names, report)
        if report.faults or (command.strict and report.warnings) or command.dry_run:
            return report
        command.progress(_CHECKED, "Menyimpan")
        _Store(connection, command, clock, actor, current).store(rows, report)
    command.progress(1.0, "Selesai")
    return report


def known_provinces(database: Database) -> Mapping[str, str]:
    """Names by code of the provinces of which there are regencies; open to everybody."""
    with database.reading() as connection:
        return {code: region_name(connection, code) for code in provinces(connection)}


def _read(command: ImportWide, database: Database) -> tuple[ImportReport, WideRows, str, Mapping[str, str]]:
    """What the file holds, read and checked outside of any transaction; the world that it was checked in; names."""
    # numpy takes 0.1 s to import and is needed only for such files.
    from domain.wide_enrollment import WideRows, check_wide_enrollment  # noqa: PLC0415

    def read(rows: int) -> None:
        command.progress(min(_READ, _READ * rows / _ROWS_OF_A_FILE), "Membaca")

    def check(share: float) -> None:
        command.progress(_READ + (_CHECKED - _READ) * share, "Memeriksa")

    sheets = read_table(command.content, partial(CodedRows, progress=read))
    with database.reading() as connection:
        world = _world(connection, command)
        scope, groups = _scope(connection, command), all_worker_groups(connection)
    choice = choose_sheet(sheets, MEANINGS, command.sheet)
    report = ImportReport(
        Counts(), month=str(command.month), faults=choice.faults, warnings=choice.warnings, sheets=choice.candidates
    )
    if choice.faults:
        return report, WideRows.none(), world, {}
    checked, rows, refused = check_wide_enrollment(_coded(choice.sheet), scope, groups, check)
    report.totals, report.regencies = rows.total, sum(1 for _ in rows.by_regency())
    report.faults, report.warnings = checked.faults, [*checked.warnings, *choice.warnings]
    report.understood = Understood(choice.sheet.name, checked.header_row, checked.columns, checked.places)
    report.is_personal = checked.is_personal
    report.rows["refused"] = refused
    return report, rows, world, {code: village.name for code, village in scope.villages.items()}


def _coded(sheet: Sheet) -> Sheet:
    return sheet if isinstance(sheet.rows, CodedRows) else replace(sheet, rows=CodedRows(sheet.rows))


def _scope(connection: Connection, command: ImportWide) -> WideScope:
    province = command.province_code
    regencies = regencies_within(connection, province)
    if not regencies:
        raise Refused(
            "import.province", f"Provinsi {province} belum dikenal program ini. Impor daftar wilayahnya dulu."
        )
    name = f"Provinsi {region_name(connection, province)}" if province else "Indonesia"
    villages = villages_within(connection, province)
    return WideScope(villages, name, command.month, {}, province_code=province, regencies=regencies)


def _world(connection: Connection, command: ImportWide) -> str:
    """A digest of all that a preview depends on: the regions, the groups, and the current data of the scope."""
    inside = command.province_code or ""
    current = {code: str(one.id) for code, one in current_enrollments(connection).items() if code.startswith(inside)}
    groups = [[group.code, group.name] for group in all_worker_groups(connection)]
    return sha256(canonical_json([regions_version(connection), groups, current]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Store:
    """Stores a version of each regency."""

    connection: Connection
    command: ImportWide
    clock: Clock
    actor: Actor
    current: Mapping[str, Dataset]

    def store(self, rows: WideRows, report: ImportReport) -> None:
        digest = sha256(self.command.content).hexdigest()
        known = enrollments_of_file(self.connection, str(self.command.month), digest)
        parts = list(rows.by_regency())
        again = [known[code] for code, _ in parts if code in known]
        new = {code: uuid4() for code, _ in parts if code not in known}
        warnings = with_reason(report.warnings, self.command.reason)
        moved = [one for one in again if restore_version(self.connection, one, self.current.get(one.regency_code))]
        for before in moved:
            _record(self, "enrollment.restored", before.regency_code, before.id)
        if not new:
            report.warnings.insert(0, RESTORED if moved else ALREADY_STORED)
            return
        values = [
            self._values(code, new[code], digest, warnings, part.stop - part.start)
            for code, part in parts
            if code in new
        ]
        add_enrollment_datasets(self.connection, values, self._rows(rows, [(new[c], p) for c, p in parts if c in new]))
        self.command.progress(_STORED, "Menyimpan")
        older = [code for code in new if not self._count(code, new[code])]
        if older:
            said = f"Di {len(older)} kabupaten/kota yang dipakai tetap data bulan lain, karena lebih baru."
            report.warnings.append(said)
        for one in values:
            _record(self, "enrollment.imported", one["regency_code"], one["id"], rows=one["row_count"])
        report.stored = True

    def _count(self, code: str, dataset_id: UUID) -> bool:
        """Let a version be the current one of its regency; False where a later month stays."""
        if not is_newest(self.command.month, self.current.get(code)):
            return False
        make_current(self.connection, code, dataset_id)
        return True

    def _rows(
        self, rows: WideRows, parts: Sequence[tuple[UUID, slice]]
    ) -> Iterator[tuple[UUID, str, str, int, int, int]]:
        columns = (rows.village, rows.group, rows.eligible, rows.active, rows.inactive)
        for number, (dataset_id, part) in enumerate(parts):
            share = _CHECKED + (_STORED - _CHECKED) * number / len(parts)
            self.command.progress(share, "Menyimpan")
            for village, group, *counts in zip(*(column[part].tolist() for column in columns), strict=True):
                yield dataset_id, rows.villages[village], rows.groups[group], counts[0], counts[1], counts[2]

    def _values(self, code: str, dataset_id: UUID, digest: str, warnings: list[str], count: int) -> dict[str, Any]:
        command = self.command
        return {
            "id": dataset_id,
            "regency_code": code,
            "month": str(command.month),
            "source": command.source or DEFAULT_SOURCE,
            "as_of": command.as_of or command.month.last_day,
            "file_name": command.file_name,
            "file_sha256": digest,
            "is_sample": False,
            "row_count": count,
            "warnings": warnings,
            "imported_by": self.actor.label,
            "imported_at": self.clock(),
        }


def _record(store: _Store, action: str, regency_code: str, dataset_id: UUID, **more: int) -> None:
    record(
        store.connection,
        at=store.clock(),
        actor=store.actor.label,
        action=action,
        regency_code=regency_code,
        detail={"dataset": str(dataset_id), "month": str(store.command.month), **more},
    )
