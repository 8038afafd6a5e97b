"""How the columns of a file are read: as found, as remembered from a file with the same header, or as a person says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.engine import Connection
from db.queries.enrollment import DatasetKind
from db.queries.import_choices import Header, remembered_columns
from db.stores.import_choices import remember_columns
from domain.calendar import WIB, date_label
from domain.column_mapping import Mapped, fingerprint, require_columns
from domain.column_titles import Column, find_header
from domain.import_table import Sheet
from services.clock import Clock


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file's columns are read.

    Attributes:
        columns: what people have said of them, now and before; a column that is not named is read as it is found.
        note: for people, where it was remembered; "" where it was found or chosen now.
        is_new: whether it says something that is not remembered yet.
    """

    header: Header
    columns: Mapped
    note: str = ""
    is_new: bool = False


def reading_of(
    connection: Connection, sheet: Sheet, columns: Sequence[Column], kind: tuple[str, DatasetKind], chosen: Mapped
) -> Reading | None:
    """What people have said of the columns of a sheet; None where it has no header.

    Args:
        kind: the regency's code and the kind of file.
        chosen: by a person for this file; what is not chosen is read as remembered, else as found.

    Raises:
        Refused: the choice names a column that this kind of file does not have, or one column twice.
    """
    require_columns(columns, chosen)
    found = find_header(sheet.rows, columns)
    if found is None:
        return None
    header = Header(*kind, fingerprint(found.titles))
    kept = remembered_columns(connection, header)
    said = {**(kept.columns if kept else {}), **chosen}
    note = ""
    if kept:
        who = "fasilitator" if kept.by.startswith("facilitator") else "baris perintah"
        note = f"Kolom dibaca seperti yang ditetapkan pada {date_label(kept.at.astimezone(WIB).date())} ({who})."
    return Reading(header, said, note, is_new=bool(chosen) and said != (kept.columns if kept else {}))


def remember(connection: Connection, reading: Reading | None, *, actor: str, clock: Clock) -> None:
    """Keep a new choice with the data that it made readable, so that the next file is read so."""
    if reading is None or not reading.is_new:
        return
    remember_columns(connection, reading.header, reading.columns, by=actor, at=clock())
    record(
        connection,
        at=clock(),
        actor=actor,
        action="columns.remembered",
        regency_code=reading.header.regency_code,
        detail={"file": reading.header.kind, "columns": len(reading.columns)},
    )
