"""Bring in what is not one regency's: a list of regions, or enrollment of a province or of the whole country."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from components.data_import import TYPES, months_of_data
from components.data_markup import fault_list, summary, warning_list
from components.database import clock, database
from components.long_task import LongTask, Progress, follow
from components.markup import notice, source_line
from domain.calendar import Month
from services.identity import FacilitatorCookie
from services.import_regions import ImportRegions, import_regions
from services.import_report import ImportReport
from services.import_wide import ImportWide, import_wide, known_provinces

_TASK, _ROUND = "data.wide.task", "data.wide.round"
_NATION = ""
_LABELS = {"enrollment": "Kepesertaan banyak kabupaten", "regions": "Daftar wilayah"}


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for: a look at the file, or storing it."""

    kind: str
    content: bytes = field(repr=False)
    name: str
    month: Month
    province_code: str | None

    def run(self, facilitator: FacilitatorCookie, progress: Progress, **more: Any) -> ImportReport:
        """Import it; `more` are fields of the command."""
        if self.kind == "regions":
            more.pop("reason", None)
            return import_regions(ImportRegions(self.content, self.name, **more), database(), clock(), facilitator)
        command = ImportWide(self.content, self.name, self.month, self.province_code, progress=progress, **more)
        return import_wide(command, database(), clock(), facilitator)


@dataclass(frozen=True, slots=True)
class _Started:
    """A task with what it does."""

    order: _Order
    task: LongTask = field(repr=False)
    stores: bool = False


def wide_room(facilitator: FacilitatorCookie) -> None:
    """The form, the bar while something runs, and what came of it."""
    started: _Started | None = st.session_state.get(_TASK)
    with st.expander("Provinsi, seluruh Indonesia, dan daftar wilayah", expanded=started is not None):
        if started and started.task.is_running:
            follow(started.task)
            return
        _form(facilitator)
        if started:
            _outcome(started, facilitator)


def _form(facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    kind = st.segmented_control(
        "Isi berkas", list(_LABELS), format_func=_LABELS.__getitem__, default="enrollment", key="data.wide.kind",
        required=True, on_change=_forget,
    )  # fmt: skip
    file_key = f"data.wide.file.{state.get(_ROUND, 0)}"
    st.file_uploader("Berkas (CSV atau Excel)", type=TYPES, key=file_key, max_upload_size=64, on_change=_forget)
    names = known_provinces(database())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if kind == "enrollment":
            st.selectbox(
                "Untuk", [_NATION, *names], format_func=lambda code: names.get(code, "Seluruh Indonesia"),
                key="data.wide.scope", width=320, on_change=_forget,
            )  # fmt: skip
            st.selectbox(
                "Bulan data", months_of_data(), index=1, format_func=lambda month: month.label,
                key="data.wide.month", width=220, on_change=_forget,
            )  # fmt: skip
        st.button(
            "Periksa berkas", key="data.wide.check", type="primary", disabled=state.get(file_key) is None,
            on_click=_look, args=(facilitator, kind, file_key),
        )  # fmt: skip


def _look(facilitator: FacilitatorCookie, kind: str, file_key: str) -> None:
    state = st.session_state
    uploaded = state.get(file_key)
    if uploaded is None:
        return
    month = state.get("data.wide.month") or months_of_data()[0]
    scope = state.get("data.wide.scope") or None
    order = _Order(kind, uploaded.getvalue(), uploaded.name, month, scope)
    _start(order, partial(order.run, facilitator, dry_run=True))


def _start(order: _Order, work: Callable[..., ImportReport], *, stores: bool = False) -> None:
    st.session_state[_TASK] = _Started(order, LongTask(lambda progress: work(progress=progress)), stores=stores)


def _forget() -> None:
    st.session_state.pop(_TASK, None)


def _outcome(started: _Started, facilitator: FacilitatorCookie) -> None:
    task, order = started.task, started.order
    if task.refusal:
        st.html(notice("error", task.refusal))
        return
    report: ImportReport = task.result
    if started.stores and not report.faults:
        st.html(notice("success", _stored(report)))
        return
    month = order.month.label if order.kind == "enrollment" else ""
    st.html(summary(report, _LABELS[order.kind], month))
    if report.faults:
        st.html(fault_list(report.faults))
        return
    _store_form(started, report, facilitator)


def _stored(report: ImportReport) -> str:
    rows = sum(report.rows.values())
    if not report.stored:
        return report.warnings[0]
    where = f" untuk {report.regencies} kabupaten/kota" if report.regencies is not None else ""
    return f"Tersimpan: {rows} baris{where}."


def _store_form(started: _Started, report: ImportReport, facilitator: FacilitatorCookie) -> None:
    ready = True
    if report.warnings:
        st.html(warning_list(report.warnings))
        ready = st.checkbox("Peringatan ini sudah saya periksa", key="data.wide.accepted")
        if started.order.kind == "enrollment":
            st.text_input("Alasan tetap menyimpan", key="data.wide.reason", max_chars=500)
    if report.regencies is not None:
        st.html(source_line(f"Disimpan sebagai {report.regencies} versi, satu untuk setiap kabupaten/kota."))
    st.button(
        "Simpan", key="data.wide.store", type="primary", disabled=not ready,
        on_click=_store, args=(started, report, facilitator),
    )  # fmt: skip


def _store(started: _Started, report: ImportReport, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    if state.get(_TASK) is not started:
        return  # the second press of a double click
    reason = state.get("data.wide.reason", "") if report.warnings else None
    work = partial(started.order.run, facilitator, reason=reason, seen=report.changes)
    _start(started.order, work, stores=True)
    state[_ROUND] = state.get(_ROUND, 0) + 1
