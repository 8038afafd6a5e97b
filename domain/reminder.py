"""A reminder for one village, as plain text to send: what it pledged, what comes next, and where to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from domain.calendar import date_label
from domain.money import format_rupiah
from domain.pledge_lines import line_from_json
from domain.refusal import Refused

LONGEST_NOTE = 120
_LINK = "https://wa.me/?text="
_REHEARSAL = "LATIHAN · DATA CONTOH: bukan pengingat sungguhan."


@dataclass(frozen=True, slots=True)
class Reminder:
    """The text for a village, and the link that opens it in WhatsApp; whom it goes to is chosen there."""

    village_code: str
    village: str
    text: str

    @property
    def link(self) -> str:
        """Without a telephone number: the program keeps none.

        >>> Reminder("", "", "a & b = 1").link
        'https://wa.me/?text=a%20%26%20b%20%3D%201'
        """
        return _LINK + quote(self.text, safe="")


def tidy_note(typed: str) -> str:
    """What the office adds, on one line: until when, or whom to ask.

    Raises:
        Refused: longer than 120 letters, or not printable.
    """
    text = " ".join(typed.split())
    if len(text) > LONGEST_NOTE or not text.isprintable():
        raise Refused("reminder.note", f"Catatan paling panjang {LONGEST_NOTE} huruf.", field="note")
    return text


def reminders(body: Mapping[str, Any], note: str, address: str) -> list[Reminder]:
    """One for every village, in the order of the frozen result.

    Args:
        body: the frozen result.
        note: what the office adds; may be empty.
        address: of the program; empty where the villages cannot reach it.
    """
    return [_reminder(body, row, note, address) for row in body["villages"]]


def _reminder(body: Mapping[str, Any], row: Mapping[str, Any], note: str, address: str) -> Reminder:
    village = f"Desa {row['name']}"
    when = date_label(date.fromisoformat(body["held_on"]))
    stage = "Perubahan APBDes" if body["stage"] == "Perubahan" else "APBDes"
    said = [_REHEARSAL] if body["is_rehearsal"] else []
    said += [f"{village}, {row['subdistrict']}", f"{body['title']}, {when}"]
    lines = [line_from_json(values) for values in row["lines"]]
    if row["committed"]:
        said += [
            f"Komitmen: {'; '.join(line.text for line in lines)}",
            f"Jumlah: {format_rupiah(row['amount_rupiah'])}. Tanda terima {row['receipt']}.",
            f"Berikutnya: masukkan ke RKPDes dan {stage} {body['budget_year']}, lalu tetapkan daftar pekerjanya.",
            f"Iuran dibayar mulai {min(line.start_month for line in lines).label}.",
            "Pekerja terlindungi setelah iurannya dibayar.",
        ]
    else:
        state = "menarik komitmennya" if row["withdrawn"] else "belum menyampaikan komitmen"
        said.append(f"Desa ini {state} untuk {stage} {body['budget_year']}. Bila sudah siap, hubungi Dinas PMD.")
    said += [note] if note else []
    said += [f"Lihat: {address}/desa?kode={row['village_code']}"] if address else []
    return Reminder(row["village_code"], row["name"], "\n".join(said))
