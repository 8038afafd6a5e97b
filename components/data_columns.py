"""What was understood of a file's columns, and where it is corrected by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components.data_markup import understood
from components.markup import source_line
from domain.column_mapping import fingerprint
from domain.column_titles import Column
from domain.import_table import Fault
from services.import_report import Understood

_NONE = ""
NO_COLUMN = "tidak ada di berkas"


def columns_form(
    found: Understood, columns: tuple[Column, ...], faults: list[Fault], look_again: Callable[..., None], *args: Any
) -> None:
    """Which column was taken for what, which are ignored, and a choice for each meaning.

    Args:
        look_again: is called with `args` where other columns were chosen.
    """
    if not found.labels:
        return
    is_wrong = any(fault.row == found.header_row and fault.column in found.mapping for fault in faults)
    with st.expander("Yang dimengerti dari berkas ini", expanded=is_wrong or bool(found.note)):
        st.html(understood(found))
        if found.note:
            st.html(source_line(found.note))
        st.html(source_line("Bila ada yang keliru, pilih kolomnya di sini. Pilihan diingat untuk berkas berikutnya."))
        with st.container(key="data.columns", horizontal=True):
            for column in columns:
                taken = found.mapping.get(column.key, _NONE)
                options = [_NONE, *found.labels]
                st.selectbox(
                    title(column), options, index=options.index(taken) if taken in options else 0, width=260,
                    format_func=lambda label: label or NO_COLUMN, key=field_key(found, column.key),
                )  # fmt: skip
        st.button("Baca dengan kolom ini", key="data.map", on_click=look_again, args=args)


def title(column: Column) -> str:
    """``Kode desa``, with what is needed marked."""
    return column.key.replace("_", " ").capitalize() + (" (perlu)" if column.is_needed else "")


def field_key(found: Understood, key: str) -> str:
    """Fields of another file, or of other columns, are other fields."""
    return f"data.map.{fingerprint([*found.labels, *found.mapping.values()])[:8]}.{key}"


def chosen_columns(found: Understood, state: Mapping[Any, Any]) -> dict[str, str]:
    """What the fields say otherwise than the program had understood."""
    asked = {key: state.get(field_key(found, key), taken) for key, taken in found.mapping.items()}
    return {key: label for key, label in asked.items() if label != found.mapping[key]}
