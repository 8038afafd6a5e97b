"""The annexes of a closed meeting: each file is made when it is asked for."""

from __future__ import annotations

import streamlit as st

from components.database import clock, database
from components.markup import notice, source_line
from db.engine import DatabaseUnavailable
from domain.budget_codes import LONGEST_CODE, NO_CODE, OFFICIALS_ACCOUNT, OFFICIALS_ACTIVITY, BudgetCodes
from domain.meeting import Meeting
from domain.refusal import Refused
from services.budget_codes import budget_codes, write_budget_codes
from services.card_prints import print_attendance_list
from services.export_annexes import KINDS, Annexes, Kind, annex_files, annex_pdf, commitments_table
from services.identity import CardCode, FacilitatorCookie
from services.pledge_form import PledgeForm

_NOT_CLOSED = "RAB, surat dan tabel komitmen ada setelah rapat ditutup."
_NOT_PUBLISHED = "RAB, surat dan tabel komitmen ada setelah hasilnya diterbitkan."
_PDF = "application/pdf"
_LABELS: dict[Kind, str] = {"rab": "RAB semua desa (PDF)", "letters": "Surat komitmen semua desa (PDF)"}
_OWN_LABELS: dict[Kind, str] = {"rab": "Unduh RAB desa ini (PDF)", "letters": "Unduh surat komitmen (PDF)"}
_FIELDS = {
    "activity": ("Kegiatan, pekerja mandiri (BPU)", NO_CODE),
    "account": ("Rekening, pekerja mandiri (BPU)", NO_CODE),
    "officials_activity": ("Kegiatan, perangkat desa (PU)", OFFICIALS_ACTIVITY),
    "officials_account": ("Rekening, perangkat desa (PU)", OFFICIALS_ACCOUNT),
}
_CODE, _FOR, _SAID = "annexes.code.", "annexes.codes.for", "annexes.codes.said"
_CODES_NOTE = (
    "Kosong: seperti contoh di kotaknya. Untuk pekerja rentan belum ada kode baku, jadi program ini tidak mengusulkan "
    "satu pun. Kode perangkat desa adalah usulan menurut Permendagri 20/2018, dibaca dari daftar kode OpenSID dan lima "
    "daftar umum lain. Yang disimpan dipakai di semua RAB kabupaten ini, juga oleh desa dan rapat berikutnya."
)


def annexes_downloads(meeting: Meeting, facilitator: FacilitatorCookie | None) -> None:
    """The annexes of all villages as buttons, or one line that says when there will be some.

    Args:
        facilitator: None for everybody else; they may have what is published, but not the attendance list.
    """
    missing = _missing(meeting, facilitator)
    if missing:
        st.html(source_line(missing))
        return
    st.subheader("Lampiran", anchor=False)
    files = st.container(key="annexes.files", horizontal=True)
    wanted = Annexes(meeting.id)
    if facilitator:
        _codes(meeting, facilitator)
    with files:
        for kind, label in _LABELS.items():
            _download(label, kind, wanted, _name(meeting, KINDS[kind]), facilitator)
        st.download_button(
            "Tabel komitmen (PDF)",
            lambda: commitments_table(meeting.id, database(), facilitator),
            file_name=_name(meeting, "tabel-komitmen"),
            mime=_PDF,
            key="annexes.commitments",
            on_click="ignore",
        )
        st.download_button(
            "Satu berkas per desa (ZIP)",
            lambda: annex_files(wanted, list(KINDS), database(), facilitator),
            file_name=_name(meeting, "lampiran", "zip"),
            mime="application/zip",
            key="annexes.zip",
            on_click="ignore",
            help="RAB dan surat komitmen setiap desa, dan tabel komitmen.",
        )
        if facilitator:
            st.download_button(
                "Daftar hadir (PDF)",
                lambda: print_attendance_list(meeting.id, database(), facilitator),
                file_name="daftar-hadir.pdf",
                mime=_PDF,
                key="annexes.attendance",
                on_click="ignore",
            )


def own_annexes(form: PledgeForm, credential: CardCode | FacilitatorCookie) -> None:
    """A village's own budget sheet and letter, for a meeting that has closed; nothing where it has no pledge."""
    if not form.history or form.history[0].is_withdrawn:
        return
    wanted = Annexes(form.meeting.id, villages=(form.village.code,))
    with st.container(key="annexes.own", horizontal=True):
        for kind, label in _OWN_LABELS.items():
            name = _name(form.meeting, f"{KINDS[kind]}-{form.village.code}")
            _download(label, kind, wanted, name, credential, is_small=True)


def _download(
    label: str,
    kind: Kind,
    wanted: Annexes,
    name: str,
    credential: CardCode | FacilitatorCookie | None,
    *,
    is_small: bool = False,
) -> None:
    st.download_button(
        label,
        lambda: annex_pdf(wanted, kind, database(), credential),
        file_name=name,
        mime=_PDF,
        key=f"annexes.{kind}",
        on_click="ignore",
        type="tertiary" if is_small else "secondary",
    )


def _codes(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    """The codes as they were kept last for the regency, to be changed."""
    state = st.session_state
    if state.get(_FOR) != meeting.regency_code:
        _fill(meeting.regency_code, budget_codes(database(), meeting.regency_code))
    with st.expander("Kode kegiatan dan rekening di RAB", key="annexes.codes"):
        with st.form("annexes.codes.form", border=False):
            for name, (label, usual) in _FIELDS.items():
                st.text_input(
                    label, key=_CODE + name, placeholder=usual, max_chars=LONGEST_CODE, persist_state="session"
                )
            st.form_submit_button(
                "Simpan kode", key="annexes.codes.save", on_click=_write_codes, args=(meeting, facilitator)
            )
        if said := state.get(_SAID):
            st.html(notice(*said))
        st.html(source_line(_CODES_NOTE))


def _fill(regency_code: str, codes: BudgetCodes) -> None:
    state = st.session_state
    state[_FOR], state[_SAID] = regency_code, None
    for name in _FIELDS:
        state[_CODE + name] = getattr(codes, name)


def _write_codes(meeting: Meeting, facilitator: FacilitatorCookie) -> None:
    state = st.session_state
    typed = BudgetCodes(**{name: state[_CODE + name] for name in _FIELDS})
    try:
        kept = write_budget_codes(meeting.regency_code, typed, database(), clock(), facilitator)
    except (Refused, DatabaseUnavailable) as refused:
        state[_SAID] = ("error", refused.reason if isinstance(refused, Refused) else str(refused))
        return
    _fill(meeting.regency_code, kept)
    state[_SAID] = ("success", "Kode tersimpan dan dipakai di semua RAB kabupaten ini.")


def _name(meeting: Meeting, kind: str, ending: str = "pdf") -> str:
    return f"{kind}-{meeting.held_on.isoformat()}{'-DATA-CONTOH' if meeting.is_rehearsal else ''}.{ending}"


def _missing(meeting: Meeting, facilitator: FacilitatorCookie | None) -> str:
    """Why there are none yet; empty where there are some."""
    if meeting.state not in ("closed", "published"):
        return _NOT_CLOSED
    return "" if meeting.state == "published" or facilitator else _NOT_PUBLISHED
