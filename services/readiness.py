"""Is everything ready for the hall? One line for each thing that must be, with what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from db import backup_file as files
from db.engine import Connection, Database, DatabaseUnavailable, sqlite_file
from db.migrate import newest_revision, revision_of
from db.queries.audit_acts import newest_act_at
from db.queries.enrollment import current_dataset
from db.queries.meetings import present_meeting, valid_cards
from db.queries.regions import home_regencies
from db.reference_data import lacks_reference_data
from db.rights import can_be_limited, current_role, differing_rights
from db.settings import Settings
from domain.money import format_number
from domain.refusal import Refused
from services.automatic_backups import EVERY, AutomaticBackups
from services.backup import existing_database
from services.clock import Clock
from services.grant_rights import some
from services.network import local_address
from services.verify_ledger import verify_meetings

Verdict = Literal["ok", "warning", "fault"]
LOW_BYTES = 200_000_000
"""Free space below which a disk is worth a warning: twelve backups of a large meeting, and the minutes."""

LEAST_FREE_BYTES = 20_000_000
BACKUP_LATE = 2 * EVERY
CLOCK_SLACK = timedelta(minutes=1)
"""Processes of several machines share a database; their clocks may differ by this."""

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        verdict: a fault must be mended before the meeting; a warning may be meant.
        text: what was found, and what to do.
        figures: what was measured, for ``--json``: bytes, seconds.
    """

    name: str
    verdict: Verdict
    text: str
    figures: Mapping[str, Any] = field(default_factory=dict)


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
        if not database.is_sqlite:
            yield (rights := _rights(connection))
            if rights.verdict == "fault":
                return
        if lacks_reference_data(connection):
            yield Check("reference", "fault", "Data acuan belum lengkap. Jalankan “python -m db migrate”.")
            return
        yield from _data(connection)
        yield from _meeting(connection, clock())
        yield _ledger(connection)
        yield _clock(newest_act_at(connection), clock())
        found = present_meeting(connection)
    if found and found.state == "open":
        yield _newest_backup(AutomaticBackups(database, settings, clock).newest(), clock())
    file = sqlite_file(settings.url)
    if file:
        yield _whole(file)


def _rights(connection: Connection) -> Check:
    """Whether the role of DATABASE_URL may do what the program does, and nothing to the record's past."""
    role = current_role(connection)
    lacking, beyond = differing_rights(connection, role)
    if lacking:
        cure = f"Jalankan “python -m db grant {role}” sebagai pemilik basis data."
        return Check("rights", "fault", f"Pengguna basis data {role} tidak berhak: {some(lacking)}. {cure}")
    if beyond or not can_be_limited(connection, role):
        cure = "Untuk server bersama pakai pengguna lain, dengan hak dari “python -m db grant”."
        return Check("rights", "warning", f"Pengguna basis data {role} dapat mengubah isi buku. {cure}")
    return Check("rights", "ok", f"Pengguna basis data {role} hanya dapat menambah isi buku.")


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


def _clock(newest: datetime | None, now: datetime) -> Check:
    """An act of the future means that the clock was set back since, or was ahead then; the ledger holds either way."""
    ahead = newest - now if newest else timedelta(0)
    figures = {"ahead_seconds": max(0, round(ahead.total_seconds()))}
    if newest is None or ahead <= CLOCK_SLACK:
        return Check("clock", "ok", f"Jam komputer {now:%d-%m-%Y %H.%M} UTC, tidak mundur.", figures)
    text = f"Jam komputer dimundurkan: sekarang {now:%d-%m-%Y %H.%M} UTC, catatan terakhir {newest:%d-%m-%Y %H.%M} UTC."
    return Check("clock", "warning", f"{text} Periksa tanggal dan jam komputer.", figures)


def _newest_backup(newest: datetime | None, now: datetime) -> Check:
    cure = "Pastikan program berjalan, dan lihat di meja fasilitator apakah cadangan gagal."
    if newest is None:
        text = f"Rapat dibuka, tetapi belum ada cadangan otomatis. {cure}"
        return Check("newest_backup", "warning", text, {"age_seconds": None})
    age = now - newest
    figures = {"age_seconds": round(age.total_seconds())}
    minutes = age // timedelta(minutes=1)
    if age > BACKUP_LATE:
        text = f"Rapat dibuka, tetapi cadangan otomatis terakhir sudah {format_number(minutes)} menit. {cure}"
        return Check("newest_backup", "warning", text, figures)
    return Check("newest_backup", "ok", f"Cadangan otomatis terakhir {max(0, minutes)} menit yang lalu.", figures)


def _surroundings(settings: Settings) -> Iterator[Check]:
    file = sqlite_file(settings.url)
    if file:
        yield _room("disk", "basis data", file)
    yield _folder(settings)
    if settings.address or local_address() != _LOOPBACK:
        yield Check("network", "ok", f"Alamat untuk ponsel: {settings.address or local_address()}.")
    else:
        yield Check("network", "warning", "Belum tersambung ke jaringan: ponsel belum dapat bergabung.")


def _folder(settings: Settings) -> Check:
    """Whether the automatic backups have a place; the folder is made when the first of them is."""
    folder = settings.backup_folder
    try:
        with files.part_beside(_there(folder) / "check"):
            return _room("backups", "cadangan", folder)
    except Refused:
        return Check("backups", "fault", f"Folder cadangan {folder} tidak dapat ditulis. Setel REMBUK_BACKUP_DIR.")


def _room(name: str, use: str, place: Path) -> Check:
    """Whether the disk of a file or folder, which may not be there yet, has room for what a meeting writes."""
    free = shutil.disk_usage(_there(place)).free
    megabytes = format_number(free // 1_000_000)
    figures = {"free_bytes": free}
    if free >= LOW_BYTES:
        return Check(name, "ok", f"Ruang disk untuk {use} di {place}: {megabytes} MB kosong.", figures)
    verdict: Verdict = "warning" if free >= LEAST_FREE_BYTES else "fault"
    text = f"Ruang disk untuk {use} di {place} tinggal {megabytes} MB. Hapus berkas lain dari disk itu."
    return Check(name, verdict, text, figures)


def _there(place: Path) -> Path:
    """The place itself, or the nearest folder above it that exists."""
    return next((found for found in (place, *place.absolute().parents) if found.exists()), Path("/"))
