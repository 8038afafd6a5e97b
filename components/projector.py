"""The hall's screen (Layar): one component that draws the live state and keeps itself up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.asset_files import read_assets

LABELS: Mapping[str, str] = {
    "villages": "Desa yang berkomitmen",
    "workers": "Pekerja baru yang dijanjikan",
    "amount": "Anggaran yang dijanjikan",
    "coverage": "Cakupan kabupaten hari ini",
    "if_paid": "bila dibayar",
    "target": "target",
    "latest": "Komitmen terbaru",
    "decision": "Keputusan rapat",
    "decision_of": "(terbaru dari {count})",
    "decision_in": "di",
    "join": "Pindai, atau buka",
    "qr": "Kode QR untuk bergabung",
    "sample": "LATIHAN · DATA CONTOH",
    "data_month": "data",
    "received": "diterima",
    "kelurahan": "kelurahan",
    "continued": "lanjut",
    "stale": "sambungan terputus",
    "stale_data": "data per",
    "no_meeting": "Belum ada rapat",
    "no_data": "Belum ada data kepesertaan. Setelah berkasnya diimpor, semua desa tampil di sini.",
    "state_draft": "Rapat belum dibuka",
    "state_open": "rapat dibuka",
    "state_closed": "Rapat ditutup · hasil dibekukan",
    "state_published": "Hasil rapat diterbitkan",
    "addenda": "adendum",
    "present": "Hadir {villages} dari {of} desa",
    "hint_draft": "Komitmen dapat dicatat begitu rapat dibuka. Silakan bergabung lebih dulu.",
    "hint_open": "Belum ada komitmen. Yang pertama akan tampil di sini.",
    "hint_closed": "Rapat ditutup tanpa komitmen.",
    "hint_published": "Rapat ditutup tanpa komitmen.",
    "village_coverage": "Cakupan hari ini",
    "uncovered": "Belum terlindungi",
    "village_pledge": "Komitmen desa",
    "not_yet": "Belum berkomitmen dalam rapat ini.",
    "no_pledge": "Tanpa komitmen dalam rapat ini.",
    "no_funds": "Kelurahan tidak mempunyai APBDes, jadi tidak berkomitmen.",
    "plan_note": "Cakupan kabupaten. Angka sesudahnya hanya bila dibayar.",
    "page_of": "halaman {page} dari {of}",
    "all_villages": "Semua desa",
    "hidden": "angka ditutup dulu",
    "join_lead": "Buka di ponsel",
    "join_how": "Kepala desa memindai kartu desanya; hadirin lain cukup kode QR ini.",
    "time_up": "Waktu habis",
    "hint_none": "Komitmen desa tampil di sini setelah fasilitator membuat dan membuka rapat.",
}


# Not isolated: the overlay must also hide Streamlit's header, and its classes are prefixed anyway.
_projector = st.components.v2.component(
    "rembuk.projector",
    css=read_assets("tokens.css", "tile_parts.css", "projector.css", "scenes.css"),
    js=read_assets("tile_parts.js", "live.js", "scenes.js", "projector.js"),
    isolate_styles=False,
)


def projector(state: Mapping[str, Any], *, follow: str | None = None, labels: Mapping[str, str] | None = None) -> None:
    """Draw the live state full screen; from then on the browser follows `/live/events` by itself.

    Calling it again (every rerun does) updates the same nodes and keeps the one open stream.

    Args:
        state: the whole live state as served by `GET /live/state`; plain JSON values.
        follow: the meeting that the address names; None follows whichever meeting is the present one.
        labels: words that replace those of `LABELS`, for another language.
    """
    # In a list: a dict at the top level would be searched for data frames, which imports pandas (0.5 s) to find none.
    words = {**LABELS, **(labels or {})}
    _projector(key="projector", data=[{"state": dict(state), "labels": words, "follow": follow}], height="content")
