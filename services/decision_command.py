"""What ``python -m db decision ...`` does and answers: a document for ``--json``, and a text for people."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from db.engine import Database
from domain.decision import Decision, DecisionRequest, standing, taken_back_by
from services.clock import Clock
from services.decisions import (
    RecordDecision,
    WithdrawDecision,
    decision_history,
    record_decision,
    withdraw_decision,
)
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meeting_command import Answer, Command


def _record(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    request = DecisionRequest(options.scenario, options.decided_by, options.note, options.replaces)
    receipt = record_decision(RecordDecision(found.id, request, options.key), database, clock, credential)
    text = _text(receipt.decision) + (" (sudah tercatat sebelumnya)" if receipt.repeated else "")
    document = receipt.decision.to_json() | {"repeated": receipt.repeated, "warnings": list(receipt.warnings)}
    return document, "\n".join([text, *(f"Perhatian: {warning}" for warning in receipt.warnings)])


def _withdraw(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    command = WithdrawDecision(found.id, options.number, options.reason)
    receipt = withdraw_decision(command, database, clock, credential)
    text = f"Keputusan {options.number} ditarik: {receipt.decision.reason}"
    text += " (sudah ditarik sebelumnya)" if receipt.repeated else ""
    return receipt.decision.to_json() | {"repeated": receipt.repeated}, text


def _list(options: Namespace, database: Database, _clock: Clock, _credential: Credential) -> Answer:
    rows = decision_history(database, meeting_named(database, options.meeting).id)
    stands = standing(rows)
    text = "\n".join(map(_text, stands)) or "Belum ada keputusan yang berlaku."
    return [_document(row, rows, stands) for row in rows if row.division], text


def _document(row: Decision, rows: Sequence[Decision], stands: Sequence[Decision]) -> dict[str, Any]:
    """A decision, whether it stands, and the row that took it back."""
    later = taken_back_by(rows, row.number)
    return row.to_json() | {
        "standing": row in stands,
        "taken_back_by": later.number if later else None,
        "withdrawn_because": later.reason if later else "",
    }


def _text(decision: Decision) -> str:
    said = decision.division.summary if decision.division else decision.reason
    return f"Keputusan {decision.number}: {said} ({decision.decided_by})"


DECISION_COMMANDS: Mapping[str, Command] = {
    "decision record": _record,
    "decision list": _list,
    "decision withdraw": _withdraw,
}
