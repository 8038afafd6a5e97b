"""The audit on the desk: every act with who, when, before and after; filtered, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any
from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from components.spreadsheet import csv_file
from db.queries.audit_acts import ActKey, Asked
from domain.audit_words import Told
from domain.calendar import MONTH_NAMES, WIB, date_label, time_label
from domain.meeting import Meeting
from domain.money import format_number
from services.audit_trail import Choices, TrailRow, audit_trail, whole_trail
from services.identity import FacilitatorCookie

ROOM = "catatan"
_SCOPE, _LOADED = "desk.audit.scope", "desk.audit.loaded"
_HERE, _OUTSIDE = "meeting", "installation"
_SCOPES = {_HERE: "Rapat ini", _OUTSIDE: "Di luar rapat"}
_PROMISE = (
    "Setiap tindakan tercatat sekali, dan catatannya tidak dapat diubah atau dihapus. "
    "Nama dan jabatan yang hadir tidak ada di sini."
)
_NOTHING = "Belum ada tindakan yang tercatat."
_NONE_FITS = "Tidak ada catatan yang cocok dengan pilihan ini. Kosongkan salah satu pilihan."
_COLUMNS = (
    "Tanggal", "Jam (WIB)", "Oleh", "Tindakan", "Sebelum", "Sesudah", "Kode pelaku", "Kode tindakan", "Nomor catatan",
)  # fmt: skip


@st.fragment
def audit_room(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """Acts of a meeting, or of none; a choice or one page more redraws only this."""
    st.html(source_line(_PROMISE))
    scope = st.segmented_control(
        "Catatan dari", list(_SCOPES), format_func=_SCOPES.__getitem__, key=_SCOPE, default=_HERE, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    asked = _asked(meeting.id if scope == _HERE else None)
    found = audit_trail(database(), facilitator, asked, loaded=_loaded(asked))
    _filters(asked, found.choices, meeting, facilitator)
    if not found.rows:
        st.html(notice("info", _NONE_FITS if found.choices.total else _NOTHING))
        return
    days = sorted({at.astimezone(WIB).date() for at in found.choices.ends})
    counted = f"{format_number(found.choices.total)} catatan seluruhnya"
    st.html(source_line(f"{counted} · {' – '.join(map(date_label, days))} · terbaru di atas"))
    st.html(_table(found.rows, dated=len(days) > 1))
    if found.has_more:
        last = found.rows[-1].act.key
        st.button("Muat lagi", key="desk.audit.more", on_click=_load_more, args=(asked, last), width="stretch")


def _key(name: str, meeting_id: UUID | None) -> str:
    """Of a choice; each meeting has its own, because what can be chosen differs."""
    return f"desk.audit.{name}.{meeting_id or _OUTSIDE}"


def _asked(meeting_id: UUID | None) -> Asked:
    """What the fields below hold; they are drawn after the answer, which says what they offer."""
    kind, village, actor = (st.session_state.get(_key(name, meeting_id)) or "" for name in ("kind", "village", "who"))
    return Asked(meeting_id, kind=kind, village_code=village, actor=actor)


def _loaded(asked: Asked) -> ActKey | None:
    """The oldest act on the screen, as long as the same is asked."""
    of, last = st.session_state.get(_LOADED, (None, None))
    return last if of == asked else None


def _load_more(asked: Asked, last: ActKey) -> None:
    st.session_state[_LOADED] = (asked, last)


def _filters(asked: Asked, choices: Choices, meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    with st.container(key="desk.audit.filters", horizontal=True, vertical_alignment="bottom"):
        _choice("Tindakan", "kind", choices.kinds, asked.meeting_id)
        if asked.meeting_id:
            _choice("Desa", "village", choices.villages, asked.meeting_id)
        _choice("Oleh", "who", choices.actors, asked.meeting_id)
        st.download_button(
            "Unduh CSV",
            lambda: audit_csv(meeting, asked, whole_trail(database(), facilitator, asked), clock()()),
            file_name=f"catatan-{str(asked.meeting_id)[:8] if asked.meeting_id else 'di-luar-rapat'}.csv",
            mime="text/csv",
            key="desk.audit.csv",
            on_click="ignore",
            width="content",
            help="Semua catatan yang cocok dengan pilihan ini, untuk lembar kerja.",
        )


def _choice(label: str, name: str, options: Mapping[str, str], meeting_id: UUID | None) -> None:
    st.selectbox(
        label,
        list(options),
        index=None,
        format_func=lambda code: options.get(code, code),
        key=_key(name, meeting_id),
        placeholder="Semua",
    )


def _table(rows: Iterable[TrailRow], *, dated: bool) -> str:
    head = "".join(f"<th>{title}</th>" for title in ("Waktu (WIB)", "Oleh", "Tindakan", "Sebelum → sesudah"))
    body = "".join(_row(row, dated=dated) for row in rows)
    return f'<table class="rb-audit"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: TrailRow, *, dated: bool) -> str:
    at = row.act.at
    day = f'<span class="rb-audit-day">{_day(at)}</span> ' if dated else ""
    lines = "".join(
        "".join(map(_change, parts)) if is_change else f"<div>{escape(' · '.join(part.text for part in parts))}</div>"
        for is_change, parts in groupby(row.parts, key=lambda part: bool(part.before))
    )
    return (
        f'<tr><td class="rb-audit-time">{day}{time_label(at, seconds=True)}</td><td>{escape(row.who)}</td>'
        f'<td class="rb-audit-what">{escape(row.what)}</td><td>{lines}</td></tr>'
    )


def _day(at: datetime) -> str:
    day = at.astimezone(WIB).date()
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


def _change(part: Told) -> str:
    what = f"{escape(part.what)} " if part.what else ""
    return f'<div>{what}<span class="rb-audit-before">{escape(part.before)}</span> → <b>{escape(part.after)}</b></div>'


def audit_csv(meeting: Meeting, asked: Asked, rows: Iterable[TrailRow], at: datetime) -> bytes:
    """Acts for a spreadsheet; the first line says of what, and when they were read."""
    mark = "LATIHAN · DATA CONTOH. " if meeting.is_rehearsal else ""
    of = f"Catatan rapat {meeting.title}" if asked.meeting_id else "Catatan di luar rapat"
    read = f"dibaca {date_label(at.astimezone(WIB).date())} {time_label(at)} WIB"
    return csv_file([[f"{mark}{of}, {read}"], _COLUMNS, *_cells(rows)])


def _cells(rows: Iterable[TrailRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        local = row.act.at.astimezone(WIB)
        yield (
            local.date().isoformat(),
            f"{local:%H:%M:%S}",
            row.who,
            row.what,
            "; ".join(part.text_before for part in row.parts if part.before),
            "; ".join(part.text_after for part in row.parts),
            row.act.actor,
            row.act.action,
            str(row.act.id),
        )
