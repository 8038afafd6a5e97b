"""The acts as a file for a spreadsheet: what was typed stays text, and the times are the hall's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from uuid import UUID

from components.audit_room import audit_csv
from db.queries.audit_acts import Act, Asked
from domain.audit_words import Told
from domain.meeting import Meeting
from services.audit_trail import TrailRow

MEETING = Meeting(
    id=UUID(int=1), regency_code="62.08", title="=1+1; Rapat", held_on=date(2026, 11, 22), state="open", revision=2,
    budget_year=2027, stage="APBDes", dataset_id=None, target_points=None, base_rupiah=1, is_rehearsal=True,
)  # fmt: skip
NIGHT = datetime(2026, 11, 22, 18, 30, 7, tzinfo=UTC)
HERE = Asked(MEETING.id)


def row(*parts: Told, who: str = "Desa Pudu", action: str = "meeting.changed") -> TrailRow:
    act = Act(UUID(int=7), NIGHT, "village:62.08.01.2002", action, "62.08", MEETING.id, {})
    return TrailRow(act, who, "Pengaturan rapat diubah", parts)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_each_act_is_a_row_with_what_was_before_and_what_is_after():
    content = audit_csv(MEETING, HERE, [row(Told("target", "70%", before="60%"), Told("", "Desa Pudu"))], NIGHT)

    title, head, first = read(content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert title == ["LATIHAN · DATA CONTOH. Catatan rapat =1+1; Rapat, dibaca Senin, 23 November 2026 01.30 WIB"]
    assert dict(zip(head, first, strict=True)) == {
        "Tanggal": "2026-11-23",
        "Jam (WIB)": "01:30:07",
        "Oleh": "Desa Pudu",
        "Tindakan": "Pengaturan rapat diubah",
        "Sebelum": "target 60%",
        "Sesudah": "target 70%; Desa Pudu",
        "Kode pelaku": "village:62.08.01.2002",
        "Kode tindakan": "meeting.changed",
        "Nomor catatan": str(UUID(int=7)),
    }


def test_no_cell_is_a_formula_and_no_text_breaks_a_row():
    hostile = row(Told("", "=2+2", before="+1"), Told("", 'a;"b"\r\nc'), who="@SUM(A1)", action="-moon")

    _, _, cells = read(audit_csv(MEETING, HERE, [hostile], NIGHT))

    assert cells[2:6] == ["'@SUM(A1)", "Pengaturan rapat diubah", "'+1", '\'=2+2; a;"b"\r\nc']
    assert cells[7] == "'-moon"


def test_acts_outside_of_all_meetings_say_so():
    title, *_ = read(audit_csv(MEETING, Asked(None), [], NIGHT))

    assert title[0].startswith("LATIHAN · DATA CONTOH. Catatan di luar rapat, dibaca")
