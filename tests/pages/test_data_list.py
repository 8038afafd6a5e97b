"""A list of workers is counted on the spot, and nothing of it is anywhere afterwards."""

from __future__ import annotations

import logging
import pickle
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from tests.db.enrollment_files import as_csv
from tests.db.factories import url_of
from tests.pages.conftest import Hall
from tests.pages.test_data import looked_at, texts

HEADER = ["Nama pekerja", "NIK", "Tanggal lahir", "Kode desa", "Desa", "Pekerjaan", "Terlindungi", "Alamat"]
SECRETS = ("Zulkifli", "6208011205800", "Gang Mawar")


def list_of(people: int) -> bytes:
    rows = [
        [f"Zulkifli {n}", f"62080112058000{n:02}", "12-05-1980", "62.08.01.2005", "Kartamulia", "Nelayan", "ya" if n % 2 else "belum",
         f"Gang Mawar {n}"]
        for n in range(people)
    ]  # fmt: skip
    return as_csv([*rows, ["Zulkifli", "123", *rows[0][2:]]], header=HEADER)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[MemoryUploadedFileManager]:
    """Every place where uploaded files are kept."""
    found: list[MemoryUploadedFileManager] = []
    made = MemoryUploadedFileManager.__init__

    def remember(self: MemoryUploadedFileManager, *args: object, **named: object) -> None:
        made(self, *args, **named)
        found.append(self)

    monkeypatch.setattr(MemoryUploadedFileManager, "__init__", remember)
    return found


def test_a_list_is_counted_dropped_and_its_counts_come_in(
    hall: Hall, kept: list[MemoryUploadedFileManager], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        at = looked_at(hall, list_of(12))

    assert "12 orang dihitung, 1 baris tidak dihitung." in texts(at)
    assert "NIK bukan 16 angka" in texts(at)
    places = {
        "page": texts(at).encode(),
        "session": pickle.dumps(at.session_state["data.seen"]),
        "log": caplog.text.encode(),
        **{file.name: file.read_bytes() for file in database_files(hall)},
    }
    assert [(secret, place) for place, text in places.items() for secret in SECRETS if secret.encode() in text] == []
    assert "data.file.0" not in at.session_state
    assert any(any(run.file_storage.values()) for run in kept)  # each run of the test has a place of its own
    assert not any(kept[-1].file_storage.values())

    at.button(key="data.check_counted").click().run()
    assert "dapat disimpan" in texts(at)
    assert "Baru" in texts(at)


def database_files(hall: Hall) -> list[Path]:
    path = Path(url_of(hall.database).removeprefix("sqlite:///"))
    return sorted(path.parent.glob(f"{path.name}*"))
