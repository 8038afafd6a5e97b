"""The way out of a file with data of persons: its counts by village and group, and the file itself is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.database import clock, database
from components.markup import notice, source_line, table
from domain.money import format_number
from domain.refusal import Refused
from services.count_list import ListCounts, count_workers
from services.identity import FacilitatorCookie

if TYPE_CHECKING:
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

FORM_NAME = "hitungan-daftar.xlsx"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def counted(content: bytes, regency_code: str, facilitator: FacilitatorCookie) -> ListCounts | str:
    """The counts of a list, or why there are none."""
    try:
        return count_workers(content, regency_code, database(), clock(), facilitator)
    except Refused as refused:
        return refused.reason


def drop_upload(key: str) -> None:
    """Forget an uploaded file: the session's copy and the server's, which would live as long as the session."""
    uploaded = st.session_state.pop(key, None)
    context = get_script_run_ctx()
    if uploaded is not None and context is not None:
        manager = cast("MemoryUploadedFileManager", context.uploaded_file_mgr)  # the only one that there is
        manager.remove_file(context.session_id, uploaded.file_id)


def list_room(found: ListCounts | str, check_form: Callable[..., None], *args: Any) -> None:
    """What was counted, what was left out and why, and the form to go on with.

    Args:
        check_form: is called with the counts and `args` to look at it as an import.
    """
    st.subheader("Hitungan dari daftar itu", anchor=False)
    if isinstance(found, str):
        st.html(notice("info", found))
        return
    list_ = found.counted
    st.html(notice("info", "Daftarnya sudah dibuang; yang tinggal hanya jumlah di bawah ini."))
    sums = f"{format_number(list_.people)} orang dihitung, {format_number(list_.left_out)} baris tidak dihitung."
    st.html(source_line(sums))
    if list_.faults:
        rows = [(problem, format_number(count)) for problem, count in list_.faults.items()]
        st.html(table(("Yang salah di daftar", "Baris"), rows))
    for note in list_.notes:
        st.html(source_line(note))
    if not list_.people:
        return
    with st.expander("Jumlah per desa dan kelompok"):
        by_group = [
            (f"{row[1]} · {row[2]}", *(format_number(int(cell)) for cell in row[3:])) for row in found.form.rows
        ]
        st.html(table(("Desa dan kelompok", "Berhak", "Aktif", "Nonaktif"), by_group))
    with st.container(horizontal=True):
        st.button(
            "Periksa sebagai berkas kepesertaan", type="primary", key="data.check_counted", on_click=check_form,
            args=(found, *args),
        )  # fmt: skip
        st.download_button(
            "Unduh hitungan (Excel)", found.file, file_name=FORM_NAME, mime=_XLSX, key="data.counted",
            on_click="ignore",
        )  # fmt: skip
