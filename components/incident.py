"""What a visitor sees when the program itself fails: what happened, what to do, and a code for the log."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from components.markup import notice

log = logging.getLogger(__name__)


def show_incident(error: Exception) -> bool:
    """Say that the page failed, under a code that stands in the log beside the traceback.

    Returns:
        True: the visitor has been told, Streamlit need not show the error itself.
    """
    st.html(
        notice(
            "error",
            "Halaman ini gagal ditampilkan karena kesalahan program atau basis data. Yang sudah bertanda terima tetap "
            "tersimpan. Muat ulang halaman; bila tetap gagal, sebutkan kode "
            f"{note_incident(error)} kepada fasilitator.",
        )
    )
    return True


def note_incident(error: Exception) -> str:
    """Write a failure of the program into the log; the code under which it stands there."""
    code = secrets.token_hex(3).upper()
    log.error("incident %s", code, exc_info=error)
    return code
