"""A list of regions: added once, names changed with the old ones kept, all of it or nothing."""

from __future__ import annotations

from sqlalchemy import select

from db.engine import Database
from db.queries.regions import villages
from db.schema import audit, region_aliases, regions
from domain.region_file import RegionTotals
from services.district import view
from services.identity import CardCode
from services.import_regions import ImportRegions, import_regions
from services.import_report import ImportReport
from services.prepare_database import load_sample
from tests.db.enrollment_files import as_csv, correct_table, import_file
from tests.db.factories import AT_THE_MACHINE, KARTAMULIA, SettableClock, refused

LIST = "kode,nama,jenis\n11.01.01.2001,Keude,desa\n11.01.01.2002,Ujong,desa\n62.08.01.2005,Karta Mulia,desa\n"


def bring(database: Database, clock: SettableClock, text: str = LIST, **values: object) -> ImportReport:
    command = ImportRegions(text.encode(), "wilayah.csv", **values)  # type: ignore[arg-type]
    return import_regions(command, database, clock, AT_THE_MACHINE)


def names(database: Database, *codes: str) -> list[str]:
    with database.reading() as connection:
        query = select(regions.c.name).where(regions.c.code.in_(codes)).order_by(regions.c.code)
        return list(connection.scalars(query))


def test_villages_of_another_province_come_with_their_parents_and_a_place_on_the_map(
    database: Database, clock: SettableClock
) -> None:
    report = bring(database, clock)

    assert (report.stored, report.totals) == (True, RegionTotals(villages=3))
    assert report.rows == {"new": 5, "changed": 0, "unchanged": 1, "refused": 0}
    assert names(database, "11", "11.01", "11.01.01") == ["Aceh", "Kabupaten/Kota 11.01", "11.01.01"]
    with database.reading() as connection:
        found = villages(connection, "11.01")
        (act,) = connection.execute(select(audit.c.detail).where(audit.c.action == "regions.imported")).scalars()
    assert [(one.code, one.kind, one.column, one.row) for one in found] == [
        ("11.01.01.2001", "desa", 0, 0),
        ("11.01.01.2002", "desa", 1, 0),
    ]
    assert act == {"added": 5, "renamed": 0, "rows": 3}


def test_a_dry_run_stores_nothing_and_a_second_time_changes_nothing(database: Database, clock: SettableClock) -> None:
    preview = bring(database, clock, dry_run=True)
    assert (preview.stored, names(database, "11.01.01.2001")) == (False, [])
    bring(database, clock, seen=preview.changes)

    again = bring(database, clock)

    assert (again.stored, again.rows["unchanged"]) == (False, 3)
    assert again.warnings[0] == "Semua wilayah dalam berkas ini sudah dikenal; tidak ada yang diubah."


def test_what_moved_since_the_preview_stops_it(database: Database, clock: SettableClock) -> None:
    preview = bring(database, clock, dry_run=True)
    bring(database, clock)

    reason = refused(lambda: bring(database, clock, seen=preview.changes), database)

    assert reason.code == "import.moved"


def test_a_renamed_village_is_still_found_by_its_old_name(real_database: Database, clock: SettableClock) -> None:
    table = correct_table(real_database)
    kept = view(real_database).district
    assert kept is not None

    report = bring(real_database, clock, f"kode,nama,jenis\n{KARTAMULIA},Karta Jaya,desa\n")

    assert report.rows["changed"] == 1
    assert names(real_database, KARTAMULIA) == ["Karta Jaya"]
    with real_database.reading() as connection:
        aliases = set(connection.scalars(select(region_aliases.c.alias)))
    assert "Kartamulia" in aliases
    assert import_file(real_database, clock, as_csv(table), month="2026-09").faults == []
    shown = view(real_database).district
    assert shown is not None
    assert [one.village.name for one in shown.villages if one.village.code == KARTAMULIA] == ["Karta Jaya"]


def test_one_fault_keeps_the_whole_list_out(database: Database, clock: SettableClock) -> None:
    report = bring(database, clock, LIST + "62.1,Barito,\n")

    assert (report.stored, [fault.row for fault in report.faults]) == (False, [5])
    assert names(database, "11.01.01.2001") == []


def test_a_village_may_not_bring_regions(database: Database, clock: SettableClock) -> None:
    command = ImportRegions(LIST.encode(), "wilayah.csv")

    assert refused(lambda: import_regions(command, database, clock, CardCode("x")), database).code


def test_a_whole_country_of_regions_does_not_move_the_installation_elsewhere(
    database: Database, clock: SettableClock
) -> None:
    bring(database, clock)

    assert load_sample(database, clock) is True
    shown = view(database).district
    assert shown is not None
    assert shown.regency_code == "62.08"
