"""What ``python -m db commit ...`` does and answers: the way in when the hall has no network."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, replace

from db.engine import Database
from domain.commitment import LineRequest, parse_workers
from domain.money import format_rupiah, parse_rupiah
from domain.refusal import Refused
from domain.region_names import normal_code
from services.clock import Clock
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meeting_command import Answer
from services.submit_commitment import Receipt, SubmitCommitment, submit_commitment

OFFICIALS = "village_official"


def commit(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    """Enter a pledge for a village, or take it back; the same key again gives the first receipt.

    Raises:
        Refused: as the service says.
    """
    command = SubmitCommitment(
        meeting_id=meeting_named(database, options.meeting).id,
        village_code=normal_code(options.village) or options.village,
        lines=tuple(_lines(options)),
        idempotency_key=options.key,
        replaces=options.replaces,
        reason=options.reason,
        withdraw=options.withdraw,
    )
    receipt = submit_commitment(command, database, clock, credential)
    return _document(receipt), _text(receipt)


def _lines(options: Namespace) -> Iterator[LineRequest]:
    def line(count: str) -> LineRequest:
        return LineRequest("new", parse_workers(count), options.months, options.start, options.source)

    if options.workers is not None:
        yield line(options.workers)
    if options.continued is not None:
        yield replace(line(options.continued), nature="continued")
    if options.officials is not None:
        wage = None if options.wage is None else _wage(options.wage)
        yield replace(line(options.officials), segment="PU", group=OFFICIALS, wage_rupiah=wage)


def _wage(typed: str) -> int:
    try:
        return parse_rupiah(typed)
    except ValueError as error:
        raise Refused("commitment.wage", f"Upah sebulan: {error}", field="wage") from error


def _document(receipt: Receipt) -> dict[str, object]:
    kept = receipt.commitment
    return {
        "receipt": kept.receipt,
        "village_code": kept.village_code,
        "revision": kept.revision,
        "workers": kept.workers,
        "new_workers": kept.new_workers,
        "continued_workers": kept.continued_workers,
        "amount_rupiah": kept.amount_rupiah,
        "withdrawn": kept.is_withdrawn,
        "repeated": receipt.repeated,
        "warnings": [asdict(warning) for warning in receipt.warnings],
    }


def _text(receipt: Receipt) -> str:
    kept = receipt.commitment
    amount = "" if kept.is_withdrawn else f", {format_rupiah(kept.amount_rupiah)}"
    text = f"{receipt.village_name}: {kept.text}{amount}. Tanda terima {kept.receipt}"
    text += " (sudah tercatat sebelumnya)" if receipt.repeated else ""
    return "\n".join([text, *(f"Perhatian: {warning.text}" for warning in receipt.warnings)])
