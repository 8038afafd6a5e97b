"""Make the database ready: schema, reference data, and sample data where there is no other."""

from __future__ import annotations

from hashlib import sha256
from uuid import uuid4

from db.audit import record
from db.engine import Connection, Database, DatabaseUnavailable, open_database
from db.migrate import migrate
from db.queries.regions import home_regencies, regencies_with_data, villages
from db.reference_data import lacks_reference_data, load_reference_data
from db.settings import DEFAULT_DATABASE, Settings
from db.stores.datasets import add_enrollment_dataset, make_current
from domain.calendar import Month
from domain.coverage import Counts
from domain.ledger import canonical_json
from domain.sample_enrollment import sample_enrollment
from services.clock import Clock

SAMPLE_SOURCE = "Data contoh Rembuk (buatan)"


def ready_database(settings: Settings) -> Database:
    """Open the database and bring its schema and reference data to this program's.

    Raises:
        DatabaseUnavailable: it cannot be opened, or is newer than this program.
    """
    make_default_folder(settings)
    database = open_database(settings.url)
    try:
        migrate_and_load(database)
    except BaseException:
        database.close()
        raise
    return database


def make_default_folder(settings: Settings) -> None:
    """Make the folder of the default database, which no installation has at first.

    Raises:
        DatabaseUnavailable: it cannot be made.
    """
    folder = DEFAULT_DATABASE.parent
    if settings.url != f"sqlite:///{DEFAULT_DATABASE}":
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"Folder {folder} tidak dapat dibuat. Periksa izin menulis di sana.") from error


def migrate_and_load(database: Database) -> bool:
    """Migrate and load the reference data; returns whether anything was done."""
    migrated = migrate(database)
    with database.reading() as connection:
        if not lacks_reference_data(connection):
            return migrated
    with database.writing_alone() as connection:
        return load_reference_data(connection) or migrated


def load_sample(database: Database, clock: Clock, *, actor: str = "system") -> bool:
    """Store the sample enrollment, one dataset a month, where the database has no dataset yet.

    Returns whether it was stored; data that somebody imported is never touched.
    """
    with database.writing_alone() as connection:
        if regencies_with_data(connection):
            return False
        for regency_code in home_regencies(connection):
            _store_sample(connection, regency_code, clock, actor)
    return True


def _store_sample(connection: Connection, regency_code: str, clock: Clock, actor: str) -> None:
    by_month: dict[str, list[tuple[str, str, Counts]]] = {}
    for row in sample_enrollment(villages(connection, regency_code)):
        counts = Counts(row.eligible, row.active, row.inactive)
        by_month.setdefault(row.month, []).append((row.village_code, row.group_code, counts))
    for month, rows in sorted(by_month.items()):
        dataset_id = uuid4()
        values = {
            "id": dataset_id,
            "regency_code": regency_code,
            "month": month,
            "source": SAMPLE_SOURCE,
            "as_of": Month.parse(month).last_day,
            "file_name": "",
            "file_sha256": sha256(
                canonical_json([(v, g, c.eligible, c.active, c.inactive) for v, g, c in rows]).encode()
            ).hexdigest(),
            "is_sample": True,
            "warnings": [],
            "imported_by": actor,
            "imported_at": clock(),
        }
        add_enrollment_dataset(connection, values, rows)
        make_current(connection, regency_code, dataset_id)
    record(
        connection,
        at=clock(),
        actor=actor,
        action="sample.loaded",
        regency_code=regency_code,
        detail={"months": len(by_month)},
    )
