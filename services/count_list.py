"""Count a list of workers by village and group on the spot; nothing of the list is stored, kept or logged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.engine import Database
from db.queries.regions import all_worker_groups
from domain.calendar import WIB, Month
from domain.coverage import Counts, total
from domain.import_template import ImportTemplate, Place, enrollment_template
from domain.refusal import Refused
from domain.worker_list import CountedList, count_list, looks_like_list
from exports.import_template import template_csv, template_workbook
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.import_dataset import ImportFile
from services.import_world import only_regency, read_world
from services.read_table import read_table


@dataclass(frozen=True, slots=True)
class ListCounts:
    """The numbers of a list, and the enrollment form that they make.

    Attributes:
        form: filled with what was counted; it can be checked and imported like any other.
    """

    counted: CountedList
    form: ImportTemplate

    @property
    def totals(self) -> Counts:
        """The sums over all villages and groups."""
        return total(counts for _, _, counts in self.counted.rows)

    def file(self, *, is_workbook: bool = True) -> bytes:
        """The form as XLSX, or as CSV."""
        return template_workbook(self.form) if is_workbook else template_csv(self.form).encode("utf-8-sig")


def count_workers(
    content: bytes, regency_code: str | None, database: Database, clock: Clock, credential: Credential
) -> ListCounts:
    """Look at each row of a list once, and keep the counts by village and group.

    Rows with a fault are left out and told by their number alone.

    Raises:
        Refused: not a facilitator, an unknown regency, no readable table, or no list of workers in it.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        code = regency_code or only_regency(connection)
        today = clock().astimezone(WIB).date()
        command = ImportFile(b"", "", Month(today.year, today.month))
        scope, _ = read_world(connection, code, "enrollment", command)
        groups = all_worker_groups(connection)
    sheets = [sheet for sheet in read_table(content) if not sheet.is_hidden and looks_like_list(sheet)]
    if len(sheets) != 1:
        several = "Beberapa lembar tampak seperti daftar pekerja; simpan satu lembar saja."
        none = "Berkas ini bukan daftar pekerja: tidak ada kolom NIK atau tanggal lahir."
        raise Refused("count.no_list", several if sheets else none)
    counted = count_list(sheets[0], scope, groups, today)
    if counted.problem:
        raise Refused("count.columns", counted.problem)
    names = {group.code: group.name for group in groups}
    places = [Place(village.code, village.name, is_desa=village.is_desa) for village in scope.villages.values()]
    rows = tuple(
        (village, scope.villages[village].name, names[group], counts.eligible, counts.active, counts.inactive)
        for village, group, counts in counted.rows
    )
    empty = enrollment_template(places, [(group.name, group.segment == "BPU") for group in groups])
    return ListCounts(counted, replace(empty, rows=rows))
