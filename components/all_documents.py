"""All documents of a meeting by one press: made one after another, with what is ready, and again where one failed."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.calendar import WIB, time_label
from domain.meeting import Meeting
from domain.refusal import Refused
from services.all_documents import Document, documents_of, documents_version, documents_zip
from services.export_annexes import NO_PLEDGES
from services.identity import FacilitatorCookie
from services.minutes import MinutesOrder

log = logging.getLogger(__name__)

_PREPARED, _ASKED = "documents.prepared", "documents.asked"


@dataclass(slots=True)
class _Prepared:
    """What this session has made; it holds names of people, so what has changed since is forgotten at once.

    Attributes:
        made: content by file name; `failed` and `absent`: why there is none.
    """

    version: tuple[object, ...]
    made: dict[str, bytes] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    at: str = ""


def offer_all(meeting: Meeting, order: MinutesOrder, facilitator: FacilitatorCookie) -> None:
    """A button that makes every document, the progress while it does, and the file once something is ready."""
    documents = documents_of(meeting, order, database(), facilitator)
    prepared = _prepared((*documents_version(meeting.id, meeting.regency_code, database()), order))
    with st.container(key="documents.all"):
        button = st.container()  # drawn last: what it offers depends on what became of the press before
        if st.session_state.pop(_ASKED, False):
            _make(_missing(documents, prepared) or documents, len(documents), prepared)
        is_rest = bool(prepared.made) and bool(_missing(documents, prepared))
        label = "Coba lagi yang belum siap" if is_rest else "Susun semua dokumen"
        button.button(label, key="documents.prepare", on_click=_ask)
        _show(documents, prepared, meeting)


def _missing(documents: Sequence[Document], prepared: _Prepared) -> list[Document]:
    return [one for one in documents if one.file_name not in prepared.made | prepared.absent]


def _prepared(version: tuple[object, ...]) -> _Prepared:
    found: _Prepared | None = st.session_state.get(_PREPARED)
    if found is None or found.version != version:
        found = st.session_state[_PREPARED] = _Prepared(version)
    return found


def _ask() -> None:
    st.session_state[_ASKED] = True


def _make(wanted: Sequence[Document], count: int, prepared: _Prepared) -> None:
    """One after another; what was ready before another press came stays ready."""
    begun = count - len(wanted)
    bar = st.progress(begun / count, "Menyusun …")
    prepared.failed.clear()
    for number, document in enumerate(wanted, start=begun + 1):
        bar.progress((number - 1) / count, f"Sedang disusun: {document.label} ({number} dari {count}) …")
        try:
            prepared.made[document.file_name] = document.make()
        except (Refused, DatabaseUnavailable) as refused:
            is_none = isinstance(refused, Refused) and refused.code == NO_PLEDGES  # trying again makes none either
            (prepared.absent if is_none else prepared.failed)[document.file_name] = str(refused)
        except Exception as error:  # one document that fails must not take the others along
            code = secrets.token_hex(3).upper()
            log.exception("incident %s", code, exc_info=error)
            prepared.failed[document.file_name] = f"Gagal karena kesalahan program, kode {code}."
    prepared.at = time_label(clock()().astimezone(WIB))
    bar.empty()


def _show(documents: Sequence[Document], prepared: _Prepared, meeting: Meeting) -> None:
    for document in documents:
        if why := prepared.failed.get(document.file_name):
            st.html(notice("error", f"{document.label} belum siap. {why}"))
    if prepared.absent:
        labels = ", ".join(one.label for one in documents if one.file_name in prepared.absent)
        st.html(source_line(f"Tidak ada: {labels}. {next(iter(prepared.absent.values()))}"))
    if not prepared.made:
        return
    ready = [one.label for one in documents if one.file_name in prepared.made]
    count = len(documents) - len(prepared.absent)
    is_whole = len(ready) == count
    said = f"Siap {len(ready)} dari {count}" + (f", disusun pukul {prepared.at} WIB" if prepared.at else "")
    st.html(source_line(f"{said}: {', '.join(ready)}."))
    mark = "-DATA-CONTOH" if meeting.is_rehearsal else ""
    st.download_button(
        "Unduh semua dokumen (ZIP)" if is_whole else f"Unduh {len(ready)} dokumen yang siap (ZIP)",
        lambda: documents_zip(prepared.made),
        file_name=f"dokumen-rapat-{meeting.held_on.isoformat()}{mark}.zip",
        mime="application/zip",
        key="documents.download",
        on_click="ignore",
        type="primary",
    )
