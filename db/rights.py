"""What a PostgreSQL role needs to run the program, and no more: the ledger's past is closed to it.

The owner of the tables migrates, restores and copies; the program itself runs as a role that can add to the record and
not change it, whatever becomes of the triggers.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from db.schema import APPEND_ONLY, metadata

_READ = ("SELECT",)
_APPEND = ("SELECT", "INSERT")
_CHANGE = ("SELECT", "INSERT", "UPDATE")
_EXCHANGE = ("SELECT", "INSERT", "DELETE")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

RIGHTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("alembic_version", "worker_groups"), _READ),
    **dict.fromkeys(("region_aliases",), _APPEND),
    **dict.fromkeys(("rate_reliefs", "reference_wages", "benefits", "case_rates"), _READ),
    **dict.fromkeys(("rates", "income_bases", "budget_dates"), _APPEND),
    **dict.fromkeys(("datasets", "dataset_totals", "enrollment", "claims", "village_budgets"), _APPEND),
    **dict.fromkeys(("datasets_in_force", "current_datasets"), _EXCHANGE),
    **dict.fromkeys(
        ("meetings", "cards", "attendees", "minutes_details", "budget_codes", "projections", "regions"), _CHANGE
    ),
    **dict.fromkeys(APPEND_ONLY, _APPEND),
    **dict.fromkeys(("changes", "installation", "facilitators"), _CHANGE),
    **dict.fromkeys(("drafts", "sign_ins", "wrong_codes"), _ALL),
}
"""By table. UPDATE and DELETE stand only where a statement of the program updates or deletes."""

_HELD = text(
    "SELECT t.name, v.verb FROM unnest(CAST(:tables AS text[])) AS t(name), unnest(CAST(:verbs AS text[])) AS v(verb) "
    "WHERE has_table_privilege(:role, quote_ident(t.name), v.verb) OR (v.verb IN ('SELECT', 'INSERT', 'UPDATE', "
    "'REFERENCES') AND has_any_column_privilege(:role, quote_ident(t.name), v.verb)) ORDER BY t.name, v.verb"
)

_OWNS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(:tables) "
    "AND pg_has_role(:role, tableowner, 'MEMBER'))"
)


def role_exists(connection: Connection, role: str) -> bool:
    """Whether the server knows the role."""
    return connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}) is not None


def can_be_limited(connection: Connection, role: str) -> bool:
    """Whether rights mean anything for the role: not for the tables' owner, its members, and superusers."""
    return not connection.scalar(_OWNS, {"tables": list(RIGHTS), "role": role})


def current_role(connection: Connection) -> str:
    """The role that this connection acts as."""
    return str(connection.scalar(text("SELECT current_user")))


def grant_rights(connection: Connection, role: str) -> None:
    """Take from the role what it was given before in this schema, and give it what RIGHTS says."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    schema, database = connection.execute(text("SELECT current_schema(), current_database()")).one()
    who, where = quote(role), quote(schema)
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {where} FROM {who}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {where} FROM {who}",
        f"REVOKE CREATE ON SCHEMA {where} FROM {who}",
        f"GRANT CONNECT ON DATABASE {quote(database)} TO {who}",
        f"GRANT USAGE ON SCHEMA {where} TO {who}",
        *(f"GRANT {', '.join(verbs)} ON {where}.{quote(table)} TO {who}" for table, verbs in RIGHTS.items()),
        *(f"GRANT USAGE ON SEQUENCE {sequence} TO {who}" for sequence in _sequences(connection)),
    ]
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def differing_rights(connection: Connection, role: str) -> tuple[list[str], list[str]]:
    """What the role lacks, and what it may do beyond RIGHTS: by ownership, by another role, or given to everybody.

    Each as ``INSERT commitments``; ``CREATE`` stands for making tables.
    """
    values = {"tables": list(RIGHTS), "verbs": list(VERBS), "role": role}
    held = {(row.verb, row.name) for row in connection.execute(_HELD, values)}
    wanted = {(verb, table) for table, verbs in RIGHTS.items() for verb in verbs}
    makes = connection.scalar(text("SELECT has_schema_privilege(:role, current_schema(), 'CREATE')"), {"role": role})
    beyond = [f"{verb} {table}" for verb, table in sorted(held - wanted)]
    return [f"{verb} {table}" for verb, table in sorted(wanted - held)], beyond + (["CREATE"] if makes else [])


def _sequences(connection: Connection) -> list[str]:
    """PostgreSQL's counters of the tables that the role adds numbered rows to, as they are written in a statement."""
    query = text("SELECT pg_get_serial_sequence(:table, :column)")
    numbered = [
        {"table": table.name, "column": table.autoincrement_column.name}
        for table in metadata.sorted_tables
        if "INSERT" in RIGHTS[table.name] and table.autoincrement_column is not None
    ]
    return [found for key in numbered if (found := connection.scalar(query, key))]
