"""The minutes on the page, as they read on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from components.markup import badge, scrolling
from domain.minutes_parts import AddendumText, DecisionText, Minutes
from domain.money import format_number

DRAFT = "DRAF"


def minutes_markup(minutes: Minutes) -> str:
    """All of it but the lines to sign on; a draft says so across it, and in a word at its head."""
    parts = [
        f'<article class="rb-minutes{" rb-minutes-draft" if minutes.is_draft else ""}">',
        f'<div class="rb-watermark" aria-hidden="true" data-text="{DRAFT}"></div>' if minutes.is_draft else "",
        _head(minutes),
        _chapter("A. Acara", _list(minutes.agenda)),
        _chapter("B. Yang hadir", _paragraph(minutes.presence), _people(minutes)),
        _chapter("C. Keadaan kepesertaan", _list(minutes.situation)),
        _chapter("D. Komitmen desa", _paragraph(minutes.commitments_text), _commitments(minutes), _without(minutes)),
        _chapter(
            "E. Keputusan tentang dana kabupaten",
            _paragraph(minutes.decisions_text),
            *map(_decision, minutes.decisions),
            _table(
                ("Keputusan", "Desa", "Pekerja bila dibayar", "Jumlah", "Mengapa sebanyak ini"),
                [(row.no, row.village, row.workers, row.amount, row.reason) for row in minutes.shares],
            ),
        ),
        _chapter("F. Catatan", _list((minutes.compare_by_name, *minutes.notes))),
        _chapter(
            "G. Tindak lanjut",
            _table(
                ("No.", "Langkah", "Oleh", "Paling lambat"),
                [(row.no, row.step, row.who, row.due) for row in minutes.follow_up],
            ),
        ),
        _chapter("H. Adendum setelah hasil diterbitkan", *map(_addendum, minutes.addenda)) if minutes.addenda else "",
        _paragraph(minutes.closing),
        _chapter("Tanda tangan", _paragraph(_signing(minutes))),
        _chapter("Asal angka", _table(("Apa", "Dari"), [(row.what, row.value) for row in minutes.versions])),
        "" if minutes.is_draft else _paragraph(f"SHA-256 {minutes.sha256}"),
        "</article>",
    ]
    return "".join(parts)


def _head(minutes: Minutes) -> str:
    marks = "".join(badge(text) for text in ("DRAF · belum dibekukan" * minutes.is_draft, minutes.mark) if text)
    return (
        f'<header><p class="rb-minutes-marks">{marks}</p><h3>BERITA ACARA</h3>'
        f"<p><b>{escape(minutes.title)}</b></p><p>Nomor: {escape(minutes.number)}</p></header>"
        f"{_paragraph(minutes.opening)}"
    )


def _people(minutes: Minutes) -> str:
    """Where people came from and how many; the page names nobody."""
    counted: dict[str, int] = {}
    for one in minutes.people:
        counted[one.origin] = counted.get(one.origin, 0) + 1
    return _table(("Desa / lembaga", "Orang"), [(origin, format_number(count)) for origin, count in counted.items()])


def _commitments(minutes: Minutes) -> str:
    rows = [
        (row.no, f"{row.village}\n{row.subdistrict}", row.workers, row.content, f"{row.amount}\n{row.words}")
        for row in minutes.commitments
    ]
    total = ("", "Jumlah", minutes.total_workers, "", f"{minutes.total_amount}\n{minutes.total_words}")
    head = ("No.", "Desa, kecamatan", "Pekerja", "Isi komitmen", "Jumlah dan terbilang")
    return _table(head, [*rows, total]) if rows else ""


def _without(minutes: Minutes) -> str:
    rows = [(row.no, row.village, row.subdistrict, row.reason) for row in minutes.without]
    return _paragraph(minutes.without_text) + _table(("No.", "Desa", "Kecamatan", "Keterangan"), rows)


def _decision(one: DecisionText) -> str:
    note = f" Catatan: {one.note}" if one.note else ""
    return _paragraph(
        f"Keputusan {one.no}: {one.title}\nDiputuskan oleh {one.decided_by}. Dana: {one.funds}. {one.text}{note}"
    )


def _addendum(one: AddendumText) -> str:
    return _paragraph(f"{one.no}. {one.title}\n{one.text}\nDiputuskan oleh {one.decided_by}.")


def _signing(minutes: Minutes) -> str:
    return f"{', '.join(row.who for row in minutes.offices)}, dan {format_number(len(minutes.villages))} desa."


def _chapter(title: str, *inside: str) -> str:
    return f"<h4>{escape(title)}</h4>{''.join(inside)}"


def _paragraph(text: str) -> str:
    return f"<p>{_lines(text)}</p>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _list(texts: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{_lines(text)}</li>' for text in texts)}</ol>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join(f"<tr>{''.join(f'<td>{_lines(text)}</td>' for text in row)}</tr>" for row in rows)
    rows_under_titles = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return scrolling(f"Tabel: {', '.join(filter(None, head))}", rows_under_titles)
