"""What ``python -m db backup``, ``restore``, ``copy``, ``check`` and ``grant`` do and answer.

They open their databases themselves: none of them may make or migrate one before it is known to be the right one.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from db.settings import Settings
from domain.money import format_number
from services.backup import existing_database, make_backup
from services.clock import Clock
from services.copy_database import copy_database
from services.grant_rights import grant_least_rights
from services.readiness import readiness
from services.restore import restore

Answer = tuple[Any, str, int]
"""The document for ``--json``, the text for people, and the exit code."""

_MARKS = {"ok": "baik ", "warning": "ingat", "fault": "SALAH"}


def _backup(options: Namespace, settings: Settings, _clock: Clock) -> Answer:
    with closing(existing_database(settings.url)) as database:
        made = make_backup(database, Path(options.file).absolute())
    document = {
        "file": str(made.file),
        "bytes": made.size_bytes,
        "schema": made.schema,
        "meetings": made.meetings,
        "rows": made.rows,
    }
    text = f"Tersimpan dan diperiksa: {made.file} ({format_number(made.meetings)} rapat, "
    return document, f"{text}{format_number(made.rows)} baris komitmen).", 0


def _restore(options: Namespace, settings: Settings, clock: Clock) -> Answer:
    done = restore(Path(options.file).absolute(), settings, clock, replace=options.replace)
    document = {
        "restored": options.file,
        "schema": done.schema,
        "meetings": done.meetings,
        "rows": done.rows,
        "kept": str(done.kept) if done.kept else None,
    }
    text = f"Dipulihkan: {format_number(done.meetings)} rapat, {format_number(done.rows)} baris, semua cocok."
    kept = f"\nBasis data yang lama: {done.kept}" if done.kept else ""
    return document, f"{text}{kept}\nSemua fasilitator harus masuk lagi dengan tautannya.", 0


def _copy(options: Namespace, _settings: Settings, clock: Clock) -> Answer:
    done = copy_database(options.source, options.target, clock)
    document = {"stored": dict(done.stored), "meetings": done.meetings, "rows": done.rows}
    if not done.stored:
        return document, "Tujuan sudah memuat semuanya; tidak ada yang disalin.", 0
    rows = ", ".join(f"{name} {format_number(count)}" for name, count in done.stored.items())
    return document, f"Disalin ({rows}). {format_number(done.meetings)} rapat diperiksa: semua cocok.", 0


def _check(_options: Namespace, settings: Settings, clock: Clock) -> Answer:
    found = readiness(settings, clock)
    is_ready = all(one.verdict != "fault" for one in found)
    checks = [{"name": one.name, "verdict": one.verdict, "text": one.text, **one.figures} for one in found]
    lines = [f"{_MARKS[one.verdict]}  {one.text}" for one in found]
    last = "Siap." if is_ready else "BELUM SIAP: perbaiki yang SALAH."
    return {"ready": is_ready, "checks": checks}, "\n".join([*lines, last]), 0 if is_ready else 1


def _grant(options: Namespace, settings: Settings, clock: Clock) -> Answer:
    with closing(existing_database(settings.url)) as database:
        tables = grant_least_rights(options.role, database, clock)
    text = f"“{options.role}” kini berhak menjalankan Rembuk ({tables} tabel), dan tidak berhak mengubah buku."
    return {"role": options.role, "tables": tables}, text, 0


KEEPING_COMMANDS: Mapping[str, Callable[[Namespace, Settings, Clock], Answer]] = {
    "backup": _backup,
    "restore": _restore,
    "copy": _copy,
    "check": _check,
    "grant": _grant,
}
