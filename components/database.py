"""This process's database, clock, settings and count of wrong codes, as the pages and routes use them."""

from __future__ import annotations

from functools import lru_cache

from db.engine import Database
from db.settings import Settings
from db.settings import settings as read_settings
from services.automatic_backups import AutomaticBackups
from services.clock import Clock, system_clock
from services.guessing import Guessing
from services.prepare_database import load_sample, ready_database


@lru_cache(maxsize=1)
def database() -> Database:
    """The database, opened, migrated and (where it was empty) filled with sample data; once a process.

    Raises:
        DatabaseUnavailable: it cannot be used; says what to do.
    """
    ready = ready_database(read_settings())
    load_sample(ready, system_clock)
    return ready


def clock() -> Clock:
    """The clock that the pages pass on."""
    return system_clock


@lru_cache(maxsize=1)
def guessing() -> Guessing:
    """Where cards are let in, and wrong codes counted."""
    return Guessing(database(), clock())


@lru_cache(maxsize=1)
def automatic_backups() -> AutomaticBackups:
    """What makes the backups of this process's database; the app's lifespan runs it."""
    return AutomaticBackups(database(), settings(), clock())


def settings() -> Settings:
    """The settings of this process."""
    return read_settings()
