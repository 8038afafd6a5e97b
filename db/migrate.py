"""Bring a database to this program's schema, once, however many processes start at the same time."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from db.engine import Database, DatabaseUnavailable
from db.failures import NO_RIGHT, state_of

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def newest_revision() -> str:
    """The schema revision that this program needs: the highest number among the migration files."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision of a database, or None where nothing was ever migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(database: Database) -> bool:
    """Migrate to the newest revision; returns whether anything was done.

    Raises:
        DatabaseUnavailable: the database is newer than this program; nothing was touched.
    """
    newest = newest_revision()
    with database.reading() as connection:
        if not _is_behind(revision_of(connection), newest):
            return False
    with database.writing_alone() as connection:
        return migrate_in(connection)


def migrate_in(connection: Connection) -> bool:
    """Migrate to the newest revision in a running transaction, which is alone; returns whether anything was done.

    Raises:
        DatabaseUnavailable: as `migrate`.
    """
    newest = newest_revision()
    if not _is_behind(revision_of(connection), newest):
        return False
    upgrade_to(connection, newest)
    return True


def _is_behind(revision: str | None, newest: str) -> bool:
    if revision is not None and revision > newest:
        raise DatabaseUnavailable(
            f"Basis data ini dibuat oleh Rembuk yang lebih baru (skema {revision}, program ini {newest}). "
            "Pasang versi Rembuk yang terbaru, atau pakai basis data lain."
        )
    return revision != newest


def upgrade_to(connection: Connection, revision: str) -> None:
    """Bring an older or empty database to a revision.

    Raises:
        DatabaseUnavailable: its tables are not what they should be, or may not be written.
    """
    # Alembic takes 0.2 s to import and is needed only when the schema moves.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except (DBAPIError, CommandError) as error:
        if isinstance(error, DBAPIError) and state_of(error) == NO_RIGHT:
            raise DatabaseUnavailable(
                f"Skema basis data perlu disiapkan untuk program ini ({revision}), dan pengguna ini tidak berhak. "
                "Jalankan “python -m db migrate” dengan DATABASE_URL pemilik basis data, lalu “grant” sekali lagi."
            ) from error
        raise DatabaseUnavailable(
            "Skema basis data tidak dapat disiapkan; tidak ada yang diubah. Periksa izin menulis, dan apakah "
            "basis data itu bukan milik program lain."
        ) from error
