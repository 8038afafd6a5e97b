"""The script of every session: the pages, which of them its role sees, and which one is run."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components import access
from components.incident import show_incident
from components.markup import page_name
from components.theme import apply_theme

desk: Literal["visible", "hidden"] = "visible" if access.facilitator() else "hidden"
pages = [
    st.Page("pages/ringkasan.py", title="Ringkasan", default=True),
    st.Page("pages/desa.py", title="Desa", url_path="desa"),
    st.Page("pages/simulasi.py", title="Simulasi", url_path="simulasi"),
    st.Page("pages/komitmen.py", title="Komitmen", url_path="komitmen"),
    st.Page("pages/manfaat.py", title="Manfaat", url_path="manfaat"),
    st.Page("pages/berita_acara.py", title="Berita Acara", url_path="berita-acara"),
    st.Page("pages/tindak_lanjut.py", title="Tindak Lanjut", url_path="tindak-lanjut"),
    st.Page("pages/layar.py", title="Layar", url_path="layar", visibility="hidden"),
    st.Page("pages/data.py", title="Data", url_path="data", visibility=desk),
    st.Page("pages/rapat.py", title="Rapat", url_path="rapat", visibility=desk),
]
st.set_page_config(page_title="Rembuk", page_icon="static/icon.png", layout="wide", initial_sidebar_state="collapsed")
apply_theme()
page = st.navigation(pages, position="top")
st.html(page_name(page.title))
try:
    page.run()
except Exception as error:  # noqa: BLE001  whatever fails, the hall reads a sentence and a code
    show_incident(error)
