"""The versions of the data: where each comes from, which one counts, and what differs between two."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line, table
from db.queries.datasets import Version
from db.queries.enrollment import DatasetKind
from domain.calendar import WIB, date_label, time_label
from domain.money import format_number
from domain.refusal import Refused
from services.data_versions import MEASURES, VillageDifference, data_versions, use_version, version_differences
from services.export_dataset import dataset_file
from services.identity import FacilitatorCookie
from services.import_any import KINDS

_SAID = "data.version_said"
_BY = {"command_line": "baris perintah", "facilitator": "fasilitator", "system": "program"}
_HASH_SHOWN = 12
_FILE_NAMES: dict[DatasetKind, str] = {"enrollment": "kepesertaan", "claims": "klaim", "village-budgets": "pagu-desa"}


def versions_room(regency_code: str, facilitator: FacilitatorCookie | None) -> None:
    """All versions; for a facilitator also the file, its hash, who brought it, and the way back to an earlier one."""
    st.subheader("Versi data", anchor=False)
    versions = data_versions(database(), regency_code)
    if not versions:
        st.html(source_line("Belum ada data."))
        return
    head = ["Data", "Bulan", "Sumber", "Per tanggal", "Keadaan"]
    head += ["Dimuat", "Berkas", "Sidik berkas"] if facilitator else []
    with st.container(key="data.versions"):
        st.html(table(head, [_row(version, is_full=facilitator is not None) for version in versions]))
    if said := st.session_state.get(_SAID):
        st.html(notice(*said))
    if facilitator:
        _take_along(versions, facilitator)
        _choose_another(versions, facilitator)
    _compare(versions)


def _row(version: Version, *, is_full: bool) -> list[str]:
    found = version.dataset
    state = "dipakai" if version.is_current else "disimpan"
    if version.meetings:
        state += f" · rapat: {', '.join(version.meetings)}"
    source = f"{found.source} · DATA CONTOH" if found.is_sample else found.source
    shown = [KINDS[found.kind].label, found.month.label, source, date_label(found.as_of), state]
    if is_full:
        who = _BY.get(version.imported_by.partition(":")[0], "program")
        shown += [f"{_moment(version)}, {who}", found.file_name or "–", found.file_sha256[:_HASH_SHOWN]]
    return shown


def _moment(version: Version) -> str:
    local = version.dataset.imported_at.astimezone(WIB)
    return f"{local:%d/%m/%Y} {time_label(local)}"


def _label(version: Version) -> str:
    found = version.dataset
    mark = " (dipakai)" if version.is_current else ""
    return f"{KINDS[found.kind].label} {found.month.label} · dimuat {_moment(version)}{mark}"


def _take_along(versions: tuple[Version, ...], facilitator: FacilitatorCookie) -> None:
    """A version as a file that the import takes again."""
    known = {version.dataset.id: version for version in versions}
    with st.container(key="data.take", horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Unduh versi", list(known), format_func=lambda key: _label(known[key]), key="data.download_version",
            width=520,
        )  # fmt: skip
        found = known[chosen].dataset
        mark = "-DATA-CONTOH" if found.is_sample else ""
        st.download_button(
            "Unduh berkas (CSV)",
            lambda: dataset_file(found.id, database(), facilitator),
            file_name=f"{_FILE_NAMES[found.kind]}-{found.month}{mark}.csv",
            mime="text/csv",
            key="data.download",
            on_click="ignore",
            help="Dalam bentuk berkas impor: dapat diperbaiki, lalu dimuat lagi. Data contoh tidak dapat dimuat.",
        )


def _choose_another(versions: tuple[Version, ...], facilitator: FacilitatorCookie) -> None:
    earlier = {v.dataset.id: v for v in versions if not v.is_current and not v.dataset.is_sample}
    if not earlier:
        return
    chosen = st.selectbox(
        "Pakai lagi versi", list(earlier), format_func=lambda key: _label(earlier[key]), index=None,
        placeholder="Pilih versi yang lama", key="data.version",
    )  # fmt: skip
    st.button(
        "Pakai versi ini", key="data.use", disabled=chosen is None, on_click=_use, args=(chosen, facilitator),
        help="Layar dan rapat baru memakainya. Rapat yang sudah dibuka tetap memakai versinya sendiri.",
    )  # fmt: skip


def _use(dataset_id: UUID, facilitator: FacilitatorCookie) -> None:
    try:
        used = use_version(dataset_id, database(), clock(), facilitator)
    except Refused as refused:
        st.session_state[_SAID] = ("error", refused.reason)
        return
    st.session_state[_SAID] = ("success", f"Dipakai lagi: {KINDS[used.kind].label} {used.month.label}.")


def _compare(versions: tuple[Version, ...]) -> None:
    known = {v.dataset.id: v for v in versions if not v.dataset.is_sample}
    if len(known) < 2:
        return
    with st.expander("Bandingkan dua versi"):
        before = st.selectbox(
            "Sebelum", list(known), format_func=lambda key: _label(known[key]), index=None, key="data.before",
            placeholder="Pilih versi",
        )  # fmt: skip
        same = [
            key for key, v in known.items() if before and v.dataset.kind == known[before].dataset.kind and key != before
        ]
        after = st.selectbox(
            "Sesudah", same, format_func=lambda key: _label(known[key]), index=None, key="data.after",
            placeholder="Pilih versi",
        )  # fmt: skip
        if before and after:
            measures = MEASURES[known[before].dataset.kind]
            found = version_differences(database(), before, after)
            if not found:
                st.html(source_line("Kedua versi sama di setiap desa."))
                return
            st.html(table(("Desa", *measures), [[d.name, *_changes(d, len(measures))] for d in found]))


def _changes(difference: VillageDifference, measures: int) -> list[str]:
    before, after = difference.before or (None,) * measures, difference.after or (None,) * measures
    return [_number(a) if a == b else f"{_number(a)} → {_number(b)}" for a, b in zip(before, after, strict=True)]


def _number(value: int | None) -> str:
    return "tidak ada" if value is None else format_number(value)
