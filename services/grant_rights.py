"""Give a PostgreSQL role the least rights that the program runs with."""

from __future__ import annotations

from db.audit import record
from db.engine import Database
from db.migrate import newest_revision, revision_of
from db.rights import RIGHTS, can_be_limited, differing_rights, grant_rights, role_exists
from domain.refusal import Refused
from services.clock import Clock


def grant_least_rights(role: str, database: Database, clock: Clock) -> int:
    """Give the role exactly what db/rights.py says, in one transaction; returns for how many tables.

    The role itself is made by who administers the server, with its password.

    Raises:
        Refused: not PostgreSQL, another schema than this program's, no such role, or one that can do more all the
            same; nothing was changed.
        DatabaseUnavailable: this user does not own the tables.
    """
    if database.is_sqlite:
        raise Refused("grant.sqlite", "SQLite tidak mengenal pengguna; hak hanya diberikan pada PostgreSQL.")
    with database.writing_alone() as connection:
        if revision_of(connection) != newest_revision():
            raise Refused("grant.schema", "Skema basis data bukan dari program ini. Jalankan “python -m db migrate”.")
        if not role_exists(connection, role):
            raise Refused(
                "grant.role",
                f"Pengguna “{role}” tidak ada di server. Buat dulu: CREATE ROLE … LOGIN PASSWORD '…'.",
            )
        if not can_be_limited(connection, role):
            raise Refused(
                "grant.owner",
                f"“{role}” adalah pemilik tabel, anggotanya, atau superuser, jadi haknya tidak dapat dibatasi. Buat "
                "pengguna lain untuk menjalankan program.",
            )
        grant_rights(connection, role)
        lacking, beyond = differing_rights(connection, role)
        if lacking:
            raise Refused("grant.lacking", f"Hak tidak dapat diberikan: {some(lacking)}. Jalankan sebagai pemiliknya.")
        if beyond:
            raise Refused(
                "grant.beyond",
                f"“{role}” masih berhak lebih, lewat PUBLIC atau pengguna lain: {some(beyond)}. Cabut dulu sebagai "
                "pemiliknya, misalnya REVOKE CREATE ON SCHEMA public FROM PUBLIC.",
            )
        record(connection, at=clock(), actor="command_line", action="database.granted", detail={"tables": len(RIGHTS)})
    return len(RIGHTS)


def some(rights: list[str]) -> str:
    """The first of them, for a sentence."""
    return ", ".join(rights[:3]) + (" …" if len(rights) > 3 else "")
