"""Work that takes longer than a page should: done in a thread of its own, followed by a bar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import streamlit as st

from components.incident import note_incident
from domain.refusal import Refused

Progress = Callable[[float, str], None]


class LongTask:
    """One piece of work and how far it is; it goes on when the page is left.

    Attributes:
        share: 0..1; what: is being done now.
        result: what came of it, once it is done; refusal: why there is none.
    """

    def __init__(self, work: Callable[[Progress], Any]) -> None:
        self.share, self.what = 0.0, "Mulai"
        self.result: Any = None
        self.refusal = ""
        self._thread = threading.Thread(target=self._run, args=(work,), name="rembuk-long-task", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Until it is done."""
        self._thread.join()

    def _run(self, work: Callable[[Progress], Any]) -> None:
        try:
            self.result = work(self._tell)
        except Refused as refused:
            self.refusal = refused.reason
        except Exception as error:  # noqa: BLE001  nobody else would hear of it
            code = note_incident(error)
            self.refusal = f"Gagal karena kesalahan program atau basis data; tidak ada yang tersimpan. Kode {code}."

    def _tell(self, share: float, what: str) -> None:
        self.share, self.what = share, what


@st.fragment(run_every=1.0)
def follow(task: LongTask) -> None:
    """A bar while the task goes on; once it has ended, the page is run again."""
    st.progress(min(task.share, 1.0), text=f"{task.what} … {int(task.share * 100)}%")
    if not task.is_running:
        st.rerun()
