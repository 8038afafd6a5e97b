"""Join one database into another: a meeting that was held on a laptop comes to the server, or a laptop takes a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import backup_file as files
from db.audit import record
from db.engine import open_database, sqlite_file, url_without_password
from db.merge import Join, join_audit, join_data, join_people, join_reference
from db.merge_meetings import join_meetings
from db.migrate import migrate
from db.mirror import conflicts_said
from domain.refusal import Refused
from services.backup import proved, whole_copy
from services.clock import Clock
from services.prepare_database import migrate_and_load
from services.verify_ledger import verify_meetings

SOURCE, TARGET = "Alamat sumber", "Alamat tujuan"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy has stored.

    Attributes:
        stored: new or changed rows by table; empty where the target had everything.
        meetings: how many meetings they belong to.
        rows: ledger rows of these meetings that were verified in the target.
    """

    stored: Mapping[str, int]
    meetings: int
    rows: int


def copy_database(source_url: str, target_url: str, clock: Clock) -> Copied:
    """Add to the target what it does not have of the source, in one transaction, and verify it there.

    The source is only read, as it was at one moment. A second time stores nothing.

    Raises:
        Refused: the source is no Rembuk database or its ledger does not hold; a meeting went different ways in the
            two; or both are the same. Nothing was stored.
        DatabaseUnavailable: one of them cannot be used.
    """
    if _place(source_url) == _place(target_url) != "":
        raise Refused("copy.same", "Sumber dan tujuan adalah basis data yang sama.")
    with tempfile.TemporaryDirectory(prefix="rembuk-copy-") as folder:
        part = Path(folder) / "source.sqlite3"
        _take(source_url, part)
        with closing(open_database(target_url, named=TARGET)) as target:
            migrate_and_load(target)
            with files.opened(part) as copy, copy.reading() as source, target.writing_alone() as connection:
                join = Join(source, connection)
                with conflicts_said():
                    join_reference(join)
                    join_data(join)
                    join_people(join, clock())
                    join_meetings(join)
                    join_audit(join)
                found = verify_meetings(connection, join.meetings)
                if found.fault:
                    reason = f"Buku di tujuan tidak cocok setelah disalin: {found.fault}. Tidak ada yang disalin."
                    raise Refused("copy.ledger", reason)
                if stored := {name: count for name, count in sorted(join.stored.items()) if count}:
                    join.announce()
                    record(
                        connection,
                        at=clock(),
                        actor="command_line",
                        action="database.copied",
                        detail={"meetings": found.meetings, "rows": sum(stored.values())},
                    )
    return Copied(stored, found.meetings, found.rows)


def _take(url: str, part: Path) -> None:
    """The source as it is at this moment, proved and brought to this program's schema; it is not changed itself."""
    file = sqlite_file(url)
    if file:
        files.copy_file(file, part)
    else:
        with closing(open_database(url, named=SOURCE)) as source:
            whole_copy(source, part)
    try:
        proved(part, file or Path("sumber"))
    except Refused as refusal:
        raise Refused("copy.source", f"Sumber tidak dapat disalin. {refusal}") from refusal
    with files.opened(part) as copy:
        migrate(copy)


def _place(url: str) -> str:
    """What tells two databases apart."""
    file = sqlite_file(url)
    return str(file.resolve()) if file else url_without_password(url).replace("+psycopg", "")
