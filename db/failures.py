"""What a database answers when it cannot do what was asked: one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SAYS_LITTLE = (OperationalError, ProgrammingError, InterfaceError, InternalError)

# PostgreSQL's codes.
NO_RIGHT = "42501"
_READ_ONLY = "25006"
_UNDONE_FOR_OTHERS = ("40001", "40P01")  # serialisation failure, deadlock
_TOO_LONG = "57014"
_LOCKED = "55P03"
_LINE_ENDED = ("25P03", "57P01", "57P02", "57P03", "57P04", "57P05")
_NOT_THERE = ("42P01", "42703")

NO_ROOM = ("too many clients", "too many connections", "remaining connection slots")
"""What a server without a free connection says, before there is a connection that could carry a code."""

GENERAL = (
    "Basis data tidak dapat dibaca atau ditulis. "
    "Periksa izin berkas, ruang disk, atau server basis data, lalu coba lagi."
)
NOT_ALLOWED = (
    "Pengguna basis data ini tidak berhak membaca atau menulis di sana. Pakai pengguna yang memiliki "
    "basis datanya, atau minta haknya kepada pengelola server (“python -m db grant”)."
)
INCOMPLETE = (
    "Skema basis data tidak lengkap: ada tabel atau kolom yang hilang. Pulihkan cadangan terakhir, atau pakai basis "
    "data lain."
)
ONLY_READ = (
    "Server basis data ini hanya dapat dibaca (salinan siaga, atau disetel begitu). Arahkan DATABASE_URL ke server "
    "utamanya."
)
BROKEN_OFF = "Basis data memutus permintaan ini; tidak ada yang disimpan. Coba lagi sebentar."
TOO_LONG = (
    "Permintaan ke basis data terlalu lama dan dihentikan; tidak ada yang disimpan. Tunggu sebentar, lalu coba lagi."
)
IN_USE = (
    "Data ini sedang dipakai pekerjaan lain, misalnya impor; tidak ada yang disimpan. Tunggu sebentar, lalu coba lagi."
)
FULL = "Semua sambungan ke basis data sedang terpakai. Tunggu sebentar, lalu coba lagi; yang bertanda terima tersimpan."
UNKNOWN = (
    "Sambungan ke basis data terputus saat menyimpan, jadi belum pasti tersimpan atau tidak. Muat ulang dan periksa "
    "sebelum mengulang."
)


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message is one sentence that says what to do."""


class BrokenOff(DatabaseUnavailable):
    """The database broke an act off, by no fault of the act's: nothing of it is stored, and it may be done again."""


class OutcomeUnknown(DatabaseUnavailable):
    """The line was lost during the commit: the act is stored as a whole or not at all, and nobody knows which."""


class Progress:
    """How far a transaction has come."""

    is_committing = False


@contextmanager
def failure_in_words(progress: Progress | None = None) -> Iterator[None]:
    """Say what went wrong in a sentence; what is a fault of the program's own goes on as it is.

    Args:
        progress: of the transaction inside, where it writes.

    Raises:
        DatabaseUnavailable: and its kinds.
    """
    try:
        yield
    except _SAYS_LITTLE as error:
        said = _in_words(error, is_committing=bool(progress and progress.is_committing))
        if said is None:
            raise
        raise said from error
    except PoolTimeout as error:
        raise DatabaseUnavailable(FULL) from error


def state_of(error: DBAPIError) -> str:
    """PostgreSQL's code of what went wrong; empty where the server did not say, and on SQLite."""
    return getattr(error.orig, "sqlstate", None) or ""


def _in_words(error: DBAPIError, *, is_committing: bool) -> DatabaseUnavailable | None:
    """The sentence; None where the program asked for something that makes no sense."""
    state = state_of(error)
    if error.connection_invalidated or state in _LINE_ENDED or state.startswith("08"):
        return OutcomeUnknown(UNKNOWN) if is_committing else BrokenOff(BROKEN_OFF)
    if state in _UNDONE_FOR_OTHERS:
        return BrokenOff(BROKEN_OFF)
    if state in _SENTENCES:
        return DatabaseUnavailable(_SENTENCES[state])
    if not isinstance(error, OperationalError):
        return None
    if any(part in str(error.orig) for part in NO_ROOM):
        return DatabaseUnavailable(FULL)
    lacks = str(error.orig).startswith(("no such table", "no such column"))
    return DatabaseUnavailable(INCOMPLETE if lacks else GENERAL)


_SENTENCES = {
    NO_RIGHT: NOT_ALLOWED,
    _READ_ONLY: ONLY_READ,
    _TOO_LONG: TOO_LONG,
    _LOCKED: IN_USE,
    **dict.fromkeys(_NOT_THERE, INCOMPLETE),
}
