"""What ``python -m db follow-up ...`` does and answers: a document for ``--json``, and a text for people."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from db.engine import Database
from domain.budget_calendar import CONFIDENCE_LABELS, UNKNOWN_DATE, BudgetDate
from domain.calendar import WIB, date_label
from domain.follow_up_status import OUTCOME_LABELS, LineState
from domain.follow_up_step import KINDS, StepRequest
from domain.follow_up_words import line_words
from domain.refusal import Refused
from domain.region_names import normal_code
from services.budget_dates import budget_calendar, set_budget_date
from services.clock import Clock
from services.find_meeting import meeting_named
from services.follow_up import FollowUp, VillageFollowUp, follow_up, followed_meetings
from services.identity import Credential
from services.meeting_command import Answer, Command
from services.record_follow_up import RecordStep, StepReceipt, WithdrawStep, record_step, withdraw_step


def _found(options: Namespace, database: Database, clock: Clock) -> FollowUp:
    """Of the meeting that is named, else of the closed one that was held last."""
    if options.meeting:
        return follow_up(database, clock, meeting_named(database, options.meeting).id)
    closed = followed_meetings(database)
    if not closed:
        raise Refused("follow_up.none", "Belum ada rapat yang ditutup.")
    return follow_up(database, clock, closed[0].id)


def _list(options: Namespace, database: Database, clock: Clock, _credential: Credential) -> Answer:
    found = _found(options, database, clock)
    shown = [village for village in found.villages if village.state.shown_in(options.show)]
    document = {
        "meeting": str(found.meeting.id),
        "state": found.meeting.state,
        "date": found.today.isoformat(),
        "summary": asdict(found.summary) | {"text": found.summary.text},
        "deadlines": {stage: asdict(due) | {"day": due.day and str(due.day)} for stage, due in found.deadlines.items()},
        "villages": [_village(village) for village in shown],
    }
    rows = [
        f"{village.code}  {OUTCOME_LABELS[village.state.outcome]}  {village.name}: {_said(village)}"
        for village in shown
    ]
    return document, "\n".join([found.summary.text, *rows])


def _village(village: VillageFollowUp) -> dict[str, Any]:
    return {
        "village_code": village.code,
        "name": village.name,
        "outcome": village.state.outcome,
        "lines": [_line(line) for line in village.state.lines],
        "active": [activation.to_json() for activation in village.activations],
    }


def _line(line: LineState) -> dict[str, Any]:
    pledged = line.pledged.line
    return {
        "line": line.pledged.number,
        "text": pledged.text,
        "outcome": line.outcome,
        "stage": line.reached or "pledged",
        "pledged_workers": pledged.workers,
        "pledged_rupiah": pledged.amount_rupiah,
        "budgeted_rupiah": line.budgeted_rupiah,
        "paid_rupiah": line.paid_rupiah,
        "paid_until": str(line.paid_until) if line.paid_until else None,
        "overdue": list(line.overdue),
        "steps": [step.to_json() for step in line.steps],
    }


def _said(village: VillageFollowUp) -> str:
    return " | ".join(line_words(line) for line in village.state.lines)


def _agenda(options: Namespace, database: Database, clock: Clock, _credential: Credential) -> Answer:
    text = _found(options, database, clock).agenda
    return {"agenda": text}, text


def _record(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    stage, is_change = KINDS[options.kind]
    request = StepRequest(
        village_code=normal_code(options.village) or options.village,
        line=options.line,
        stage=stage,
        is_change=is_change,
        happened_on=options.date,
        workers=options.workers,
        amount_rupiah=options.amount,
        paid_from=options.paid_from,
        paid_until=options.paid_until,
        document=options.document,
        note=options.note,
        corrects=options.corrects,
    )
    meeting = meeting_named(database, options.meeting)
    return _told(record_step(RecordStep(meeting.id, request, options.key), database, clock, credential))


def _withdraw(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    meeting = meeting_named(database, options.meeting)
    village = normal_code(options.village) or options.village
    command = WithdrawStep(meeting.id, village, options.number, options.reason, options.key)
    return _told(withdraw_step(command, database, clock, credential))


def _told(receipt: StepReceipt) -> Answer:
    step, again = receipt.step, " (sudah tercatat sebelumnya)" if receipt.repeated else ""
    did = f"ditarik lewat nomor {step.number}" if step.said.is_withdrawn else f"nomor {step.number}"
    lines = [f"Langkah {did}: {step.text}{again}", *(f"Perhatian: {warning}" for warning in receipt.warnings)]
    return step.to_json() | {"repeated": receipt.repeated, "warnings": list(receipt.warnings)}, "\n".join(lines)


def _dates(options: Namespace, database: Database, clock: Clock, _credential: Credential) -> Answer:
    year = options.year or clock().astimezone(WIB).year + 1
    rows = budget_calendar(database, year)
    text = "\n".join(
        f"{row.document} {year}: {_day(row, year)}; {row.legal_basis} ({row.source}); "
        f"keyakinan {CONFIDENCE_LABELS[row.confidence]}"
        for row in rows
    )
    documents = [asdict(row) | {"day_in_year": (day := row.day_in(year)) and str(day)} for row in rows]
    return documents, text or "Belum ada tanggal kalender anggaran."


def _day(row: BudgetDate, year: int) -> str:
    day = row.day_in(year)
    return date_label(day) if day else UNKNOWN_DATE


def _set_date(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    day, month = _day_and_month(options.day)
    date = BudgetDate(
        document=options.document,
        from_budget_year=options.year,
        year_offset=0 if options.same_year else -1,
        month=month,
        day=day,
        legal_basis=options.basis,
        source=options.source,
        confidence=options.confidence,
    )
    stored = set_budget_date(date, database, clock, credential)
    said = "Tersimpan" if stored else "Sudah begitu"
    return asdict(date) | {"stored": stored}, f"{said}: {date.document} {options.year}: {_day(date, options.year)}"


def _day_and_month(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text.strip())
    if not found:
        raise Refused("budget_date.day", "Tulis hari dan bulan, misalnya 30-09.", field="day")
    return int(found[1]), int(found[2])


FOLLOW_UP_COMMANDS: Mapping[str, Command] = {
    "follow-up list": _list,
    "follow-up agenda": _agenda,
    "follow-up record": _record,
    "follow-up withdraw": _withdraw,
    "follow-up dates": _dates,
    "follow-up set-date": _set_date,
}
