"""What became of a pledge, in sentences: for the list, and for the agenda of the next meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain.calendar import date_label
from domain.follow_up_status import OUTCOME_LABELS, LineState, Summary, VillageState
from domain.follow_up_step import STAGE_LABELS
from domain.money import format_number, format_rupiah


def line_words(state: LineState) -> str:
    """How far a line has come, in one clause; less or more than pledged is said with both figures."""
    pledged, reached = state.pledged.line, state.reached
    if reached is None:
        refused = any(state.state_of(stage) == "nothing" for stage in ("planned", "budgeted", "listed"))
        return "dicatat tidak jadi (angka 0)" if refused else "belum ada langkah yang tercatat"
    if reached == "planned":
        return f"direncanakan dalam {state.of_stage('planned')[-1].document_label}, belum dianggarkan"
    parts = [_budgeted(state)] if state.of_stage("budgeted") else []
    if state.paid_rupiah or state.paid_until:
        parts.append(f"dibayar {format_rupiah(state.paid_rupiah)}, {state.stop_text.removeprefix('dibayar ')}")
        if state.other_number:
            parts.append(_other_number(state))
    elif state.state_of("listed") == "done":
        listed = state.of_stage("listed")[-1].said.workers or 0
        parts.append(f"daftar {format_number(listed)} dari {format_number(pledged.workers)} pekerja, belum dibayar")
    if state.state_of("active") == "done":
        parts.append(f"dilaporkan aktif {format_number(state.of_stage('active')[-1].said.workers or 0)} pekerja")
    return "; ".join(parts)


def _budgeted(state: LineState) -> str:
    step, pledged = state.of_stage("budgeted")[-1], state.pledged.line.amount_rupiah
    of = "" if state.budgeted_rupiah == pledged else f" dari {format_rupiah(pledged)} yang dijanjikan"
    return f"{step.document_label} {format_rupiah(state.budgeted_rupiah)}{of}"


def _other_number(state: LineState) -> str:
    assert state.other_number is not None
    month, count = state.other_number
    return f"{month.label} untuk {format_number(count)} dari {format_number(state.pledged.line.workers)} pekerja"


def next_words(state: LineState) -> str:
    """What comes next, and by when as far as that is known."""
    following = state.next_stage
    if following is None:
        return ""
    deadline = state.deadlines.get(following)
    if deadline:
        return f"berikutnya {deadline.document}: {deadline.text}"
    return f"berikutnya {STAGE_LABELS[following].lower()}"


def sentence(text: str) -> str:
    """The clause with a capital letter; names of months and papers keep theirs.

    >>> sentence("dibayar sampai Juni 2027")
    'Dibayar sampai Juni 2027'
    """
    return text[:1].upper() + text[1:]


def attention_words(village: VillageState) -> str:
    """The one thing to look at first in the list: what is late, else where the money stops, else what comes next."""
    late = [text for line in village.lines for text in line.overdue]
    if late:
        return f"Terlambat: {late[-1]}"
    stops = [line.stop_text for line in village.lines if line.stops]
    if stops:
        return sentence(stops[0])
    if village.outcome == "kept":
        return ""
    fewer = [_other_number(line) for line in village.lines if line.other_number and line.outcome != "kept"]
    if fewer:
        return fewer[0]
    return sentence(next(filter(None, map(next_words, village.lines)), ""))


def agenda(title: str, summary: Summary, found: Sequence[tuple[str, VillageState]], today: date) -> str:
    """The open pledges as text for the next meeting's agenda, a village a paragraph.

    Args:
        found: every village that pledged, with its name; those that are not open are left out.
    """
    still_open = [(name, village) for name, village in found if village.shown_in("open")]
    head = [f"Tindak lanjut {title}, per {date_label(today)}", f"{summary.text}."]
    if not still_open:
        return "\n".join([*head, "Tidak ada yang terbuka."])
    rows = [
        f"{number}. {name} ({OUTCOME_LABELS[village.outcome]})\n{_agenda_lines(village.lines)}"
        for number, (name, village) in enumerate(still_open, start=1)
    ]
    return "\n".join([*head, f"Terbuka: {format_number(len(still_open))} desa.", *rows])


def _agenda_lines(lines: Iterable[LineState]) -> str:
    return "\n".join(
        f"   {line.pledged.line.text}, {format_rupiah(line.pledged.line.amount_rupiah)}: {line_words(line)}."
        + "".join(f" Terlambat: {text}." for text in line.overdue)
        for line in lines
    )
