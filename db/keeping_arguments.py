"""The arguments of the commands that keep a database: backup, restore, copy, check, grant."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def add_keeping(add: Callable[..., argparse.ArgumentParser], commands: Any) -> None:
    """What is done to a database as a whole.

    Args:
        add: adds a command that does something, as `db.arguments` does it for all.
    """
    backup = add(commands, "backup", "write the whole database into one file, also while the program runs")
    backup.add_argument("file", metavar="FILE")
    back = add(commands, "restore", "put a backup in the place of the database, after checking it")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--replace", action="store_true", help="also where the database holds pledges; it is kept beside")
    copy = add(commands, "copy", "add to one database what it does not have of another")
    copy.add_argument("source", metavar="URL", help="is only read: sqlite:///FILE or postgresql://USER@HOST/NAME")
    copy.add_argument("target", metavar="URL")
    add(commands, "check", "is everything ready for the meeting? changes nothing")
    grant = add(commands, "grant", "give a PostgreSQL role the least rights that the program runs with")
    grant.add_argument("role", metavar="ROLE", help="made before: CREATE ROLE rembuk_app LOGIN PASSWORD '...'")
