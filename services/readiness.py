"""Is everything ready for the hall? One line for each thing that must be, with what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from db import backup_file as files
from db.engine import Connection, Database, DatabaseUnavailable, sqlite_file
from db.migrate import newest_revision, revision_of
from db.queries.enrollment import current_dataset
from db.queries.meetings import present_meeting, valid_cards
from db.queries.regions import home_regencies
from db.reference_data import lacks_reference_data
from db.settings import Settings
from domain.refusal import Refused
from services.backup import existing_database
from services.clock import Clock
from services.network import local_address
from services.verify_ledger import verify_meetings

Verdict = Literal["ok", "warning", "fault"]
LEAST_FREE_BYTES = 200_000_000
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        verdict: a fault must be mended before the meeting; a warning may be meant.
        text: what was found, and what to do.
    """

    name: str
    verdict: Verdict
    text: str


def readiness(settings: Settings, clock: Clock) -> list[Check]:
    """Look at everything that a meeting needs; nothing is changed, made or migrated."""
    try:
        database = existing_database(settings.url)
    except (Refused, DatabaseUnavailable) as refusal:
        return [Check("database", "fault", str(refusal)), *_surroundings(settings)]
    with closing(database):
        try:
            found = list(_in_database(database, settings, clock))
        except DatabaseUnavailable as refusal:
            found = [Check("database", "fault", str(refusal))]
    return [*found, *_surroundings(settings)]


def _in_database(database: Database, settings: Settings, clock: Clock) -> Iterator[Check]:
    with database.reading() as connection:
        revision, newest = revision_of(connection), newest_revision()
        if revision is None:
            yield Check(
                "schema", "fault", "Basis data masih kosong. Jalankan “python -m db migrate” atau mulai program."
            )
            return
        if revision != newest:
            cure = "Pasang Rembuk terbaru." if revision > newest else "Jalankan “python -m db migrate”."
            yield Check("schema", "fault", f"Skema {revision}, program ini {newest}. {cure}")
            return
        yield Check("schema", "ok", f"Skema {revision}.")
        if lacks_reference_data(connection):
            yield Check("reference", "fault", "Data acuan belum lengkap. Jalankan “python -m db migrate”.")
            return
        yield from _data(connection)
        yield from _meeting(connection, clock())
        yield _ledger(connection)
    file = sqlite_file(settings.url)
    if file:
        yield _whole(file)


def _data(connection: Connection) -> Iterator[Check]:
    for regency_code in home_regencies(connection):
        found = current_dataset(connection, regency_code)
        if found is None:
            yield Check("data", "fault", f"Kabupaten {regency_code} belum punya data kepesertaan. Impor berkasnya.")
        elif found.is_sample:
            yield Check("data", "warning", f"Kabupaten {regency_code} memakai data contoh: rapatnya hanya latihan.")
        else:
            yield Check("data", "ok", f"Kabupaten {regency_code}: data {found.month.label}, {found.source_label}.")


def _meeting(connection: Connection, now: datetime) -> Iterator[Check]:
    found = present_meeting(connection)
    if found is None or found.state in ("closed", "published"):
        yield Check("meeting", "warning", "Belum ada rapat yang disiapkan. Buat di meja fasilitator (/rapat).")
        return
    late = found.held_on < now.date()
    text = f"{found.title}: {found.state_label}, {found.held_on:%d-%m-%Y}"
    yield Check("meeting", "warning" if late else "ok", f"{text}{'; tanggalnya sudah lewat' if late else ''}.")
    cards = len(valid_cards(connection, found.id))
    yield Check("cards", "ok" if cards else "fault", f"{cards} kartu desa berlaku.")


def _ledger(connection: Connection) -> Check:
    found = verify_meetings(connection)
    if found.fault:
        return Check("ledger", "fault", f"Buku tidak cocok: {found.fault}. Pulihkan cadangan terakhir.")
    return Check("ledger", "ok", f"{found.meetings} rapat, {found.rows} baris komitmen: semua cocok.")


def _whole(file: Path) -> Check:
    try:
        files.require_whole(file, file)
    except Refused as refusal:
        return Check("file", "fault", str(refusal))
    return Check("file", "ok", "Berkas basis data utuh.")


def _surroundings(settings: Settings) -> Iterator[Check]:
    yield _folder(settings)
    if settings.address or local_address() != _LOOPBACK:
        yield Check("network", "ok", f"Alamat untuk ponsel: {settings.address or local_address()}.")
    else:
        yield Check("network", "warning", "Belum tersambung ke jaringan: ponsel belum dapat bergabung.")


def _folder(settings: Settings) -> Check:
    """Whether the automatic backups have a place; the folder is made when the first of them is."""
    folder = settings.backup_folder
    there = next((place for place in (folder, *folder.absolute().parents) if place.exists()), Path("/"))
    try:
        with files.part_beside(there / "check"):
            free = shutil.disk_usage(there).free
    except Refused:
        return Check("backups", "fault", f"Folder cadangan {folder} tidak dapat ditulis. Setel REMBUK_BACKUP_DIR.")
    if free < LEAST_FREE_BYTES:
        return Check("backups", "fault", f"Ruang disk untuk cadangan di {folder} tinggal {free // 1_000_000} MB.")
    return Check("backups", "ok", f"Folder cadangan {folder} dapat ditulis, {free // 1_000_000_000} GB kosong.")
