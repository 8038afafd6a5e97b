"""Import a list of regions: provinces, regencies, subdistricts and villages with their Kemendagri codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.engine import Connection, Database
from db.queries.regions import all_known_regions
from db.stores.regions import add_regions, rename_regions
from domain.import_table import Sheet
from domain.import_world import MOVED
from domain.refusal import Refused
from domain.region_changes import RegionChanges, region_changes
from domain.region_file import MEANINGS, RegionRow, RegionTotals, check_regions, region_totals
from domain.sheet_choice import choose_sheet
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.import_report import ImportReport, Understood
from services.read_table import read_table

DEFAULT_SOURCE = "Daftar kode wilayah Kemendagri"
NOTHING_NEW = "Semua wilayah dalam berkas ini sudah dikenal; tidak ada yang diubah."


@dataclass(frozen=True, slots=True)
class ImportRegions:
    """A list of regions to import.

    Attributes:
        seen: `ImportReport.changes` of the preview; None without one.
    """

    content: bytes
    file_name: str
    source: str = DEFAULT_SOURCE
    dry_run: bool = False
    strict: bool = False
    sheet: str | None = None
    seen: str | None = None


def import_regions(command: ImportRegions, database: Database, clock: Clock, credential: Credential) -> ImportReport:
    """Check a list, add what is new, and change names that differ; the ones before stay as spellings.

    Nothing is taken away. The same list a second time changes nothing.

    Raises:
        Refused: not a facilitator, no readable table, or the regions have changed since the preview.
    """
    with database.reading() as connection:  # nobody else's file is unpacked
        require_facilitator(connection, credential)
    report, rows = _read(read_table(command.content), command)
    with database.reading() if command.dry_run else database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        changes = region_changes(rows, all_known_regions(connection))
        _tell(changes, report)
        if command.seen is not None and command.seen != report.changes:
            raise Refused("import.moved", f"{MOVED} Periksa lagi, lalu simpan.")
        if report.faults or (command.strict and report.warnings) or command.dry_run:
            return report
        if not changes.added and not changes.renamed:
            report.warnings.insert(0, NOTHING_NEW)
            return report
        _store(connection, changes, command.source or DEFAULT_SOURCE)
        record(
            connection,
            at=clock(),
            actor=actor.label,
            action="regions.imported",
            detail={"added": len(changes.added), "renamed": len(changes.renamed), "rows": len(rows)},
        )
        report.stored = True
        return report


def _read(sheets: Sequence[Sheet], command: ImportRegions) -> tuple[ImportReport, Sequence[RegionRow]]:
    choice = choose_sheet(sheets, MEANINGS, command.sheet)
    if choice.faults:
        return ImportReport(RegionTotals(), faults=choice.faults, sheets=choice.candidates), ()
    checked = check_regions(choice.sheet)
    report = ImportReport(
        region_totals(checked.rows),
        faults=checked.faults,
        warnings=[*checked.warnings, *choice.warnings],
        understood=Understood(choice.sheet.name, checked.header_row, checked.columns, checked.places),
        sheets=choice.candidates,
        is_personal=checked.is_personal,
    )
    report.rows["refused"] = checked.refused_rows
    return report, () if checked.faults else checked.rows


def _tell(changes: RegionChanges, report: ImportReport) -> None:
    report.rows |= {"new": len(changes.added), "changed": len(changes.renamed), "unchanged": changes.unchanged}
    report.warnings += changes.warnings()
    report.changes = changes.digest


def _store(connection: Connection, changes: RegionChanges, source: str) -> None:
    if changes.added:
        add_regions(connection, changes.added)
    rename_regions(connection, changes.renamed, source)
