"""Bring a file in: choose it, look at what the program understood and found wrong, then store all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import streamlit as st

from components.data_columns import chosen_columns, columns_form
from components.data_list import FORM_NAME, counted, drop_upload, list_room
from components.data_markup import fault_list, summary, warning_list
from components.database import clock, database
from components.markup import notice, source_line
from db.queries.enrollment import DatasetKind
from domain.calendar import WIB, Month
from domain.import_file import PERSONAL_PROBLEM
from domain.refusal import Refused
from services.count_list import ListCounts
from services.identity import FacilitatorCookie
from services.import_any import KINDS, import_any
from services.import_report import ImportReport
from services.marked_file import marked_file
from services.write_template import template_file

_SEEN, _SAID, _ROUND = "data.seen", "data.said", "data.round"
_MONTHS_BACK = 36
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = ["xlsx", "xls", "ods", "csv", "txt", "xlsm"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was looked at: the values of the import, what came of it, and the counts of a list of workers."""

    kind: DatasetKind
    values: dict[str, Any] = field(repr=False)
    report: ImportReport
    counted: ListCounts | str | None = None


def import_room(facilitator: FacilitatorCookie, regency_code: str) -> None:
    """The form, and below it the preview of the file that was looked at last."""
    state = st.session_state
    st.subheader("Masukkan berkas", anchor=False)
    kind = st.segmented_control(
        "Jenis data", list(KINDS), format_func=lambda key: KINDS[key].label, default="enrollment", key="data.kind",
        required=True, on_change=_forget,
    )  # fmt: skip
    file_key = f"data.file.{state.get(_ROUND, 0)}"
    st.file_uploader(
        "Berkas dari kantor (Excel, ODS atau CSV)", type=TYPES, key=file_key, max_upload_size=64, on_change=_forget
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Bulan terakhir data" if kind == "claims" else "Bulan data", months_of_data(),
            index=int(kind != "village-budgets"),
            format_func=lambda month: month.label, key=f"data.month.{kind}", width=220, on_change=_forget,
        )  # fmt: skip
        st.text_input("Sumber", value=KINDS[kind].source, key=f"data.source.{kind}", width=360, on_change=_forget)
    with st.container(horizontal=True):
        st.button(
            "Periksa berkas", type="primary", key="data.check", disabled=state.get(file_key) is None,
            on_click=_look, args=(facilitator, regency_code, kind, file_key),
        )  # fmt: skip
        for ending, mime in (("xlsx", _XLSX), ("csv", "text/csv")):
            st.download_button(
                f"Templat {'Excel' if ending == 'xlsx' else 'CSV'}",
                partial(template_file, kind, database(), clock(), regency_code, is_workbook=ending == "xlsx"),
                file_name=f"templat-{kind}.{ending}", mime=mime, key=f"data.template.{kind}.{ending}",
                on_click="ignore",
                help="Dengan pilihan di sel dan petunjuk di lembar kedua." if ending == "xlsx" else None,
            )  # fmt: skip
    said = state.get(_SAID)
    if said:
        st.html(notice(*said))
    seen = state.get(_SEEN)
    if seen:
        _preview(seen, facilitator)


def months_of_data() -> list[Month]:
    """The months that data may be for, the present one first."""
    today = clock()().astimezone(WIB)
    return [Month(today.year, today.month).plus(-back) for back in range(_MONTHS_BACK)]


def _forget() -> None:
    """What was looked at is no longer what the form says."""
    for key in (_SEEN, _SAID):
        st.session_state.pop(key, None)


def _look(facilitator: FacilitatorCookie, regency_code: str, kind: DatasetKind, file_key: str) -> None:
    state = st.session_state
    _forget()
    uploaded = state.get(file_key)
    if uploaded is None:
        return
    values = {
        "content": uploaded.getvalue(),
        "file_name": uploaded.name,
        "month": state[f"data.month.{kind}"],
        "source": state[f"data.source.{kind}"].strip(),
        "regency_code": regency_code,
    }
    _check(_Seen(kind, values, ImportReport(KINDS[kind].totals())), facilitator)


def _look_again(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    """With the answers that were given, and the sheet that was chosen."""
    state = st.session_state
    _forget()
    answers = dict(seen.values.get("answers", {}))
    answers |= {q.key: code for q in seen.report.questions if (code := state.get(f"data.answer.{q.key}"))}
    sheet = state.get("data.sheet", seen.values.get("sheet"))
    columns = {**seen.values.get("columns", {}), **chosen_columns(seen.report.understood, state)}
    _check(replace(seen, values={**seen.values, "answers": answers, "sheet": sheet, "columns": columns}), facilitator)


def _check(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    try:
        report = import_any(seen.kind, {**seen.values, "dry_run": True}, database(), clock(), facilitator)
    except Refused as refused:
        st.session_state[_SAID] = ("error", refused.reason)
        return
    values, counts = seen.values, None
    if report.is_personal:  # nothing of such a file is kept, not even until the page is left
        if seen.kind == "enrollment":
            counts = counted(values["content"], values["regency_code"], facilitator)
        values = {**values, "content": b""}
        drop_upload(f"data.file.{st.session_state.get(_ROUND, 0)}")
        _next_round()
    st.session_state[_SEEN] = replace(seen, values=values, report=report, counted=counts)


def _check_counted(found: ListCounts, seen: _Seen, facilitator: FacilitatorCookie) -> None:
    """The form that the counts made, looked at like a file that was uploaded."""
    _forget()
    values = {**seen.values, "content": found.file(), "file_name": FORM_NAME, "columns": {}, "sheet": None}
    _check(replace(seen, values=values, counted=None), facilitator)


def _next_round() -> None:
    """An empty uploader: the file that it held is dropped."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _preview(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    report = seen.report
    with st.container(key="data.preview"):
        st.html(summary(report, KINDS[seen.kind].label, seen.values["month"].label))
        columns_form(report.understood, KINDS[seen.kind].columns, report.faults, _look_again, seen, facilitator)
        if report.faults:
            # A list of persons is not mended into an import: its missing columns are no news.
            st.html(fault_list([f for f in report.faults if not report.is_personal or f.problem == PERSONAL_PROBLEM]))
            _ways_out(seen, facilitator)
            if seen.counted:
                list_room(seen.counted, _check_counted, seen, facilitator)
        else:
            _store_form(seen, facilitator)


def _ways_out(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    """Questions to answer, a sheet to choose, and the file with its faults marked."""
    report = seen.report
    for question in report.questions:
        names = dict(question.candidates)
        st.selectbox(
            f"“{question.key}” adalah desa", list(names), index=None, placeholder="Pilih desa",
            format_func=partial(_village_label, names), key=f"data.answer.{question.key}",
        )  # fmt: skip
    if report.sheets:
        st.selectbox(
            "Lembar yang dibaca", list(report.sheets), key="data.sheet", index=None, placeholder="Pilih lembar"
        )
    with st.container(horizontal=True):
        if report.questions or report.sheets:
            st.button("Periksa lagi", type="primary", key="data.again", on_click=_look_again, args=(seen, facilitator))
        if not report.is_personal:
            st.download_button(
                "Unduh berkas dengan tanda salah", lambda: marked_file(seen.values["content"], report),
                file_name="perbaiki.xlsx", mime=_XLSX, key="data.marked", on_click="ignore",
            )  # fmt: skip


def _village_label(names: Mapping[str, str], code: str) -> str:
    return f"{names[code]} ({code})"


def _store_form(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    report = seen.report
    ready = True
    if report.warnings:
        st.html(warning_list(report.warnings))
        with st.container(key="data.accept"):
            ready = st.checkbox("Peringatan ini sudah saya periksa", key="data.accepted")
            st.text_input("Alasan tetap menyimpan", key="data.reason", max_chars=500)
    if report.dataset:
        st.html(source_line("Berkas ini sudah tersimpan; menyimpannya lagi hanya memakainya kembali."))
    st.button(
        f"Simpan {KINDS[seen.kind].label.lower()} {seen.values['month'].label}", type="primary", key="data.store",
        disabled=not ready, on_click=_store, args=(seen, facilitator),
    )  # fmt: skip


def _store(seen: _Seen, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    if state.get(_SEEN) is not seen and state.get(_SAID):
        return  # the second press of a double click
    reason = state.get("data.reason", "") if seen.report.warnings else None
    values = {**seen.values, "reason": reason, "seen": seen.report.world}
    try:
        report = import_any(seen.kind, values, database(), clock(), facilitator)
    except Refused as refused:
        state[_SAID] = ("error", refused.reason)
        return
    label = f"{KINDS[seen.kind].label} {seen.values['month'].label}"
    if report.faults:
        state[_SEEN] = replace(seen, report=report)
        return
    _forget()
    _next_round()
    # What storing adds to the warnings of the preview says which version counts now.
    news = " ".join(w for w in report.warnings if w not in seen.report.warnings)
    done = f"Tersimpan: {label}, {sum(report.rows.values())} baris." if report.stored else f"{label}:"
    done += f" {news or 'Layar dan rapat baru memakainya.'}"
    state[_SAID] = ("success", done)
