"""Many villages at once: what a sheet of paper says is typed into a table, and every row is a pledge of its own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from uuid import UUID

import streamlit as st

from components import desk_receipt
from components.database import clock, database
from components.desk_words import ASKED_WAYS, SHORT_WAYS, month_label, months_of, village_label
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.calendar import Month
from domain.commitment import FUNDING_SOURCES, LineRequest, parse_workers
from domain.meeting import Meeting
from domain.money import format_number
from domain.refusal import Refused
from services.desk import Desk, desk
from services.identity import FacilitatorCookie
from services.submit_commitment import SubmitCommitment, submit_commitment

OPEN, WAY, START = (f"desk.table.{name}" for name in ("open", "way", "start_month"))
_TABLE, _TYPED, _OUTCOME = (f"desk.table.{name}" for name in ("begun", "typed", "outcome"))
_WORKERS, _MONTHS, _SOURCE = "Pekerja baru", "Bulan", "Sumber"


@dataclass(frozen=True, slots=True)
class Row:
    """A village's row as it was last typed; ``revision`` is what its pledge would replace."""

    code: str
    label: str
    revision: int
    workers: str = ""
    months: int | None = 12
    source: str | None = "ADD"

    def with_edits(self, edits: Mapping[str, Any]) -> Row:
        """The row after what was typed over it; an emptied cell is empty."""
        workers, months, source = edits.get(_WORKERS, self.workers), edits.get(_MONTHS, self.months), self.source
        return Row(self.code, self.label, self.revision, str(workers or "").strip(), months, edits.get(_SOURCE, source))

    def line(self, start_month: str) -> LineRequest:
        """The pledge that the row asks for.

        Raises:
            Refused: a cell that cannot be read.
        """
        if not self.months:
            raise Refused("commitment.months", "Isi jumlah bulannya, 1 sampai 12.", field="months")
        if not self.source:
            raise Refused("commitment.source", "Pilih sumber dananya.", field="source")
        workers = parse_workers(self.workers)
        return LineRequest("new", workers, int(self.months), Month.parse(start_month), self.source)


@dataclass(frozen=True, slots=True)
class Table:
    """The table as it was begun: its rows stay while it is filled in, whatever arrives from elsewhere."""

    meeting_id: UUID
    key: str
    rows: tuple[Row, ...]

    @property
    def editor_key(self) -> str:
        """Its editor; a new table has a new one, because what was typed cannot be taken out of the old."""
        return f"desk.table.rows.{self.key}"

    def typed(self) -> list[Row]:
        """The rows with what is typed over them now."""
        edited = st.session_state.get(self.editor_key, {}).get("edited_rows", {})
        return [row.with_edits(edited.get(place, {})) for place, row in enumerate(self.rows)]


def all_at_once(now: Desk, facilitator: FacilitatorCookie) -> None:
    """The table, drawn only while it is open: it is the one part of the desk that needs pandas."""
    place = st.expander("Isi semua sekaligus", key=OPEN, on_change="rerun")
    with place:
        if place.open:
            _filling(now.meeting, facilitator)


@st.fragment
def _filling(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    now = desk(database(), facilitator, meeting.id)
    _show_outcome()
    table = _table(now)
    if not table.rows:
        st.html(notice("info", "Semua desa sudah berkomitmen; tidak ada yang perlu diisi."))
        return
    with st.container(key="desk.table.usual", horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Mulai", months_of(meeting.budget_year), format_func=month_label, key=START, filter_mode=None)
        st.selectbox("Cara", ASKED_WAYS, index=1, format_func=SHORT_WAYS.__getitem__, key=WAY, filter_mode=None)
    _editor(table)
    st.session_state[_TYPED] = table.typed()
    filled = [row for row in st.session_state[_TYPED] if row.workers]
    _faults(filled)
    label = f"Simpan {len(filled)} desa" if filled else "Simpan"
    args = (meeting, table, facilitator)
    st.button(label, key="desk.table.save", type="primary", disabled=not filled, on_click=_save, args=args)
    st.html(source_line("Desa yang dikosongkan tidak disimpan. Setiap baris menjadi komitmen sendiri."))


def _table(now: Desk) -> Table:
    """The table that is being filled in; begun anew, with what was typed, after saving or when it was out of sight."""
    table: Table | None = st.session_state.get(_TABLE)
    is_same_meeting = table is not None and table.meeting_id == now.meeting.id
    if table is None or not is_same_meeting or table.editor_key not in st.session_state:
        typed = st.session_state.get(_TYPED, ()) if is_same_meeting else ()
        table = Table(now.meeting.id, secrets.token_urlsafe(9), tuple(_rows(now, typed)))
        st.session_state[_TABLE] = table
    return table


def _rows(now: Desk, typed: Sequence[Row]) -> Iterator[Row]:
    """Every desa without a pledge, and those with one for which a number waits: they are refused in words."""
    before = {row.code: row for row in typed}
    for found in now.villages:
        kept = before.get(found.village.code)
        if not found.has_pledged:
            row = kept or Row(found.village.code, village_label(found), 0)
            yield replace(row, revision=found.revision)
        elif kept and kept.workers:
            yield kept


def _editor(table: Table) -> None:
    import pandas as pd  # noqa: PLC0415  half a second that nobody waits for who does not open the table

    columns = {
        "Desa": [row.label for row in table.rows],
        _WORKERS: [row.workers for row in table.rows],
        _MONTHS: pd.array([row.months for row in table.rows], dtype="Int64"),
        _SOURCE: [row.source for row in table.rows],
    }
    st.data_editor(
        pd.DataFrame(columns),
        key=table.editor_key,
        hide_index=True,
        num_rows="fixed",
        height="content",
        disabled=["Desa"],
        column_config={
            # Text, so that 1.200 is read as the village wrote it and never as one point two.
            _WORKERS: st.column_config.TextColumn(_WORKERS, max_chars=20),
            _MONTHS: st.column_config.NumberColumn(_MONTHS, min_value=1, max_value=12, step=1),
            _SOURCE: st.column_config.SelectboxColumn(_SOURCE, options=list(FUNDING_SOURCES)),
        },
        alt="Desa yang belum berkomitmen: pekerja baru, bulan, sumber dana.",
    )


def _faults(filled: Sequence[Row]) -> None:
    """What was read, to compare with the sheet of paper, and what cannot be read, before anything is sent."""
    start, found, workers = st.session_state[START], [], 0
    for row in filled:
        try:
            workers += row.line(start).workers
        except Refused as refusal:
            found.append((row.label, refusal.reason))
    if filled:
        st.html(source_line(f"{len(filled)} desa terisi · {format_number(workers)} pekerja baru terbaca"))
    _fault_list("warning", f"{len(found)} baris belum dapat disimpan:", found)


def _fault_list(kind: str, title: str, faults: Sequence[tuple[str, str]]) -> None:
    if faults:
        items = "".join(f"<li><b>{escape(name)}</b>: {escape(reason)}</li>" for name, reason in faults)
        st.html(notice("warning" if kind == "warning" else "error", title) + f'<ul class="rb-desk-faults">{items}</ul>')


def _key(table: Table, row: Row, line: LineRequest) -> str:
    """One key for one village and one content of this table, so that a resend finds what it stored."""
    content = hashlib.sha256(repr(line).encode()).hexdigest()[:16]
    return f"table:{table.key}:{row.code}:{content}"


def _save(meeting: Meeting, table: Table, facilitator: FacilitatorCookie) -> None:
    start, way = st.session_state[START], st.session_state[WAY]
    stored: list[str] = []
    refused: list[tuple[str, str]] = []
    left: list[Row] = []
    for row in table.typed():
        if not row.workers:
            left.append(row)
            continue
        try:
            line = row.line(start)
            command = SubmitCommitment(
                meeting_id=meeting.id,
                village_code=row.code,
                lines=(line,),
                idempotency_key=_key(table, row, line),
                replaces=row.revision,
                way=way,
                meeting_revision=meeting.revision,
            )
            submit_commitment(command, database(), clock(), facilitator)
        except (Refused, DatabaseUnavailable) as refusal:
            refused.append((row.label, _why(refusal)))
            left.append(row)
        else:
            stored.append(f"{row.label.split(' · ')[0]} {format_number(line.workers)}")
    desk_receipt.forget()
    st.session_state[_OUTCOME] = (tuple(stored), tuple(refused))
    if stored:
        st.session_state[_TYPED] = left
        st.session_state.pop(table.editor_key, None)


def _why(refusal: Refused | DatabaseUnavailable) -> str:
    if isinstance(refusal, Refused) and refusal.code == "commitment.stale":
        return f"{refusal.reason} Lewat tabel ini tidak diganti: pakai “Ubah” di daftar, dan kosongkan baris ini."
    if isinstance(refusal, Refused) and refusal.field == "reason":
        return f"{refusal.reason} Lewat tabel ini tanpa alasan: catat di baris isian, dan kosongkan baris ini."
    return str(refusal)


def _show_outcome() -> None:
    stored, refused = st.session_state.get(_OUTCOME, ((), ()))
    if stored:
        st.html(notice("success", f"{format_number(len(stored))} desa disimpan: {', '.join(stored)} pekerja."))
    title = f"{len(refused)} ditolak; yang diketik tetap ada di tabel:"
    _fault_list("error", title, refused)
