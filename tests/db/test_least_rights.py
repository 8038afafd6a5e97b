"""The program runs as a role that can add to the record and not change it, triggers or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from db.engine import Database, DatabaseUnavailable, open_database
from db.rights import RIGHTS, differing_rights
from db.schema import APPEND_ONLY, metadata
from db.settings import Settings
from domain.decision import DecisionRequest
from domain.refusal import Refused
from services.facilitators import add_facilitator, revoke_facilitator
from services.grant_rights import grant_least_rights
from services.guessing import Guessing
from services.income_bases import BaseRequest, add_income_base
from services.prepare_database import load_sample, ready_database
from services.readiness import readiness
from services.sign_in import sign_in, sign_out
from services.verify_ledger import verify_ledger
from tests.db.conftest import CopyOf
from tests.db.factories import (
    AT_THE_MACHINE,
    SettableClock,
    drop_triggers,
    open_meeting,
    refused,
    run_sql,
    submit,
    url_of,
)
from tests.db.guarded_services import SERVICES, Hall
from tests.support.databases import import_real_data
from tests.support.keeping import held_meeting
from tests.support.scenarios import kept

ROLE = "rembuk app"  # a name that must be quoted


def url_as(role: str, database: Database) -> str:
    return make_url(url_of(database)).set(username=role).render_as_string(hide_password=False)


@contextmanager
def role_named(name: str, database: Database, how: str = "") -> Iterator[str]:
    run_sql(database, f'CREATE ROLE "{name}" LOGIN {how}')
    try:
        yield name
    finally:
        run_sql(database, f'DROP OWNED BY "{name}"')
        run_sql(database, f'DROP ROLE "{name}"')


@pytest.fixture
def owned(server_copy: CopyOf) -> Iterator[Database]:
    """As the owner sees it."""
    with closing(open_database(server_copy("empty"))) as database:
        yield database


@pytest.fixture
def role(owned: Database) -> Iterator[str]:
    with role_named(ROLE, owned) as name:
        yield name


@pytest.fixture
def limited(owned: Database, role: str, clock: SettableClock) -> Iterator[Database]:
    """As the program sees it."""
    assert grant_least_rights(role, owned, clock) == len(RIGHTS)
    with closing(open_database(url_as(role, owned))) as database:
        yield database


def test_every_table_has_its_rights_stated() -> None:
    assert set(RIGHTS) == {*metadata.tables, "alembic_version"}
    assert {table for table, verbs in RIGHTS.items() if verbs == ("SELECT", "INSERT")} >= set(APPEND_ONLY)


@pytest.mark.postgres
def test_the_services_work_and_the_record_stays_closed(
    owned: Database, limited: Database, clock: SettableClock, facilitator_settings: Settings
) -> None:
    import_real_data(limited)
    held_meeting(limited, clock)
    added = add_facilitator("Ibu Sari", limited, clock, AT_THE_MACHINE)
    cookie = sign_in(added.token, limited, clock, facilitator_settings).cookie
    sign_out(cookie, limited, clock, facilitator_settings)
    revoke_facilitator(added.facilitator.id, limited, clock, AT_THE_MACHINE)
    add_income_base(BaseRequest(1_500_000, "PP", "berita"), limited, clock, AT_THE_MACHINE)
    Guessing(limited, clock).count("sender")
    assert verify_ledger(limited).fault is None

    drop_triggers(owned)
    for table in APPEND_ONLY:
        with limited.reading() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or table == "scenarios"
        column = next(iter(metadata.tables[table].c)).name
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with pytest.raises(DatabaseUnavailable, match="tidak berhak"):
                run_sql(limited, statement)
    for statement in ("CREATE TABLE another (id int)", "DROP TABLE audit", "ALTER TABLE audit DISABLE TRIGGER USER"):
        with pytest.raises(DatabaseUnavailable, match="tidak berhak"):
            run_sql(limited, statement)


READ_ONLY = ("export_", "card_prints", "minutes.", "all_documents")  # slow documents, of what others read as well


@pytest.mark.postgres
def test_no_service_asks_for_more(limited: Database, clock: SettableClock, facilitator_settings: Settings) -> None:
    import_real_data(limited)
    meeting = open_meeting(limited, clock)
    pledge = submit(limited, clock, meeting, way="paper").commitment
    decision = DecisionRequest(kept(limited, clock).id, "Dinas")
    hall = Hall(limited, clock, facilitator_settings, meeting, pledge, decision)
    last = ("change_meeting.close_meeting", "change_meeting.publish_meeting", "change_meeting.reopen_meeting")
    names = sorted((name for name in SERVICES if not name.startswith(READ_ONLY)), key=lambda name: name in last)
    lacking: list[str] = []

    for name in (*names, *names):  # again when the meeting has closed
        try:
            SERVICES[name](hall, AT_THE_MACHINE)
        except Refused:
            continue
        except DatabaseUnavailable as refusal:
            lacking.append(f"{name}: {refusal.__cause__}")

    assert lacking == []


@pytest.mark.postgres
def test_the_program_starts_as_that_role_where_the_schema_is_there(limited: Database, clock: SettableClock) -> None:
    settings = Settings(DATABASE_URL=url_of(limited))

    with closing(ready_database(settings)) as ready:
        assert load_sample(ready, clock)

    rights = next(check for check in readiness(settings, clock) if check.name == "rights")
    assert rights.verdict == "ok"


@pytest.mark.postgres
def test_as_that_role_an_old_schema_is_said_to_be_the_owners_to_migrate(
    owned: Database, limited: Database, blank_server: Database
) -> None:
    run_sql(owned, "UPDATE alembic_version SET version_num = '0008'")
    run_sql(owned, "DROP TABLE projections")

    for url in (url_of(limited), url_as(ROLE, blank_server)):
        with pytest.raises(DatabaseUnavailable, match="pengguna ini tidak berhak"):
            ready_database(Settings(DATABASE_URL=url))


@pytest.fixture
def blank_server(server_copy: CopyOf) -> Iterator[Database]:
    with closing(open_database(server_copy("blank"))) as database:
        yield database


@pytest.mark.postgres
def test_rights_that_were_given_by_hand_are_taken_back(
    owned: Database, limited: Database, clock: SettableClock
) -> None:
    run_sql(owned, f'GRANT ALL ON commitments, audit TO "{ROLE}"')
    run_sql(owned, f'GRANT UPDATE (secret) ON meetings TO "{ROLE}"')
    run_sql(owned, f'REVOKE SELECT ON regions FROM "{ROLE}"')
    rights = next(check for check in readiness(Settings(DATABASE_URL=url_of(limited)), clock) if check.name == "rights")
    assert rights.verdict == "fault"
    assert "SELECT regions" in rights.text

    grant_least_rights(ROLE, owned, clock)

    with owned.reading() as connection:
        assert differing_rights(connection, ROLE) == ([], [])


@pytest.mark.postgres
def test_a_role_that_cannot_be_limited_is_refused(owned: Database, role: str, clock: SettableClock) -> None:
    def grant(name: str) -> str:
        return refused(lambda: grant_least_rights(name, owned, clock), owned).code

    assert grant("nobody") == "grant.role"
    assert grant("rembuk") == "grant.owner"
    run_sql(owned, "GRANT DELETE ON audit TO PUBLIC")
    assert grant(role) == "grant.beyond"
    run_sql(owned, "REVOKE DELETE ON audit FROM PUBLIC")
    run_sql(owned, f'ALTER TABLE drafts OWNER TO "{role}"')
    assert grant(role) == "grant.owner"
    run_sql(owned, "ALTER TABLE drafts OWNER TO rembuk")
    run_sql(owned, "UPDATE alembic_version SET version_num = '0008'")
    assert grant(role) == "grant.schema"


def test_sqlite_has_no_roles(sqlite_templates, tmp_path: Path, clock: SettableClock) -> None:
    with closing(open_database(sqlite_templates.copy("empty", tmp_path / "x.sqlite3"))) as database:
        assert refused(lambda: grant_least_rights("x", database, clock), database).code == "grant.sqlite"
