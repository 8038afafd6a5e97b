"""PostgreSQL: its engine with limits to every wait, the listener's own connection, and why it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext

from db.failures import NO_ROOM, DatabaseUnavailable
from db.tuning import Tuning

if TYPE_CHECKING:
    import psycopg

LEAST_VERSION = 13
"""The tests run on 15; what is older than 13 gets no repairs any more."""

KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""A line that was cut without a word is found out after 25 seconds, not after the two hours of TCP."""

ALONE_LOCK = 7_052_026
"""Any fixed number, the same in every process."""

_ALONE = text(
    "SELECT set_config('lock_timeout', '5min', true), set_config('statement_timeout', '30min', true), "
    "set_config('idle_in_transaction_session_timeout', '30min', true)"
)
_TAKE_LOCK = text("SELECT pg_advisory_xact_lock(:lock)")


def make_engine(url: URL, tuning: Tuning) -> Engine:
    """An engine whose connections end what takes too long; what the URL says itself counts before the settings."""
    engine = create_engine(
        url,
        pool_size=tuning.pool_size,
        max_overflow=tuning.pool_overflow,
        pool_timeout=tuning.pool_seconds,
        pool_recycle=tuning.recycle_seconds,
        pool_pre_ping=True,
        connect_args=_arguments(url, tuning, "rembuk") | {"options": _options(url, tuning)},
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _leave_out_the_row)
    return engine


def connect_by_itself(engine: Engine, tuning: Tuning) -> psycopg.Connection[Any]:
    """A connection beside the pool, with autocommit and without limits."""
    # The driver takes 0.1 s to import, and a laptop with SQLite never needs it.
    import psycopg  # noqa: PLC0415

    _, where = engine.dialect.create_connect_args(engine.url)
    how = _arguments(engine.url, tuning, "rembuk-listener")
    return psycopg.connect(**{**where, **how}, autocommit=True)


def wait_alone(connection: Connection) -> None:
    """Queue for the lock of the rare acts; they may take, and wait, longer than those of a hall."""
    connection.execute(_ALONE)
    connection.execute(_TAKE_LOCK, {"lock": ALONE_LOCK})


def require_version(connection: Connection) -> None:
    """Refuse a server that is too old.

    Raises:
        DatabaseUnavailable: it is.
    """
    found = (connection.dialect.server_version_info or (0,))[0]
    if int(found) < LEAST_VERSION:
        raise DatabaseUnavailable(
            f"Server basis data ini PostgreSQL {found}; Rembuk memerlukan {LEAST_VERSION} atau yang lebih baru. "
            "Perbarui servernya, atau pakai server lain."
        )


def why_closed(where: str, answer: str, named: str) -> str:
    """Why no connection came about, from what the server or the driver said.

    Args:
        where: the URL without its password.
        named: what the sentence calls the URL.
    """
    said = next((sentence for part, sentence in _ANSWERS.items() if part in answer), _NO_ANSWER)
    if any(part in answer for part in NO_ROOM):
        said = _NO_ROOM
    return said.format(where=where, named=named)


# A server that speaks another language than English is answered with the last sentence, which names all causes.
_ANSWERS: Mapping[str, str] = {
    "password authentication failed": (
        "Server basis data {where} menolak nama pengguna atau kata sandi. Periksa keduanya dalam {named}; tanda "
        "khusus ditulis sebagai %40 untuk @ dan seterusnya."
    ),
    "no password supplied": "Server basis data {where} meminta kata sandi. Tulis dalam {named} atau ~/.pgpass.",
    "permission denied for database": (
        "Pengguna ini tidak berhak memakai basis data di {where}. Minta hak CONNECT, atau perbaiki {named}."
    ),
    "no pg_hba.conf entry": (
        "Server basis data {where} tidak mengizinkan komputer atau pengguna ini. Minta izinnya dalam pg_hba.conf."
    ),
    'role "': ("Server basis data {where} tidak mengenal nama pengguna itu. Buat penggunanya, atau perbaiki {named}."),
    'database "': "Basis data {where} tidak ada di server itu. Buat basis datanya, atau perbaiki {named}.",
}
_NO_ROOM = "Server basis data {where} sudah penuh sambungan. Tunggu sebentar, atau kecilkan REMBUK_POOL_SIZE."
_NO_ANSWER = "Server basis data {where} tidak dapat dihubungi. Periksa apakah server menyala dan {named} benar."


def _arguments(url: URL, tuning: Tuning, name: str) -> dict[str, Any]:
    """What libpq is told beside the URL."""
    wanted = {"connect_timeout": tuning.connect_seconds, "application_name": name, **KEEPALIVES}
    return {key: value for key, value in wanted.items() if key not in url.query}


def _options(url: URL, tuning: Tuning) -> str:
    limits = {
        "statement_timeout": tuning.statement_seconds,
        "lock_timeout": tuning.lock_seconds,
        "idle_in_transaction_session_timeout": tuning.idle_seconds,
    }
    own = url.query.get("options", "")
    return " ".join([*(f"-c {name}={seconds}s" for name, seconds in limits.items()), str(own)]).strip()


def _leave_out_the_row(context: ExceptionContext) -> None:
    # PostgreSQL's DETAIL repeats the whole row that it refused, a meeting's secret with it.
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis is None or not diagnosis.message_detail:
        return
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error:
            error.args = (diagnosis.message_primary,)
