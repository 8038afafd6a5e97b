"""What ``python -m db print ...`` does and answers: PDFs for the day before the meeting, and for after its closing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from db.engine import Database
from db.settings import settings
from domain.budget_codes import BudgetCodes
from domain.refusal import Refused
from domain.region_names import normal_code
from services.card_prints import PrintCards, print_attendance_list, print_cards
from services.clock import Clock
from services.export_annexes import Annexes, Kind, annex_files, annex_pdf, commitments_table
from services.find_meeting import meeting_named
from services.hall_address import HallAddress, checked_url, hall_address
from services.identity import Credential
from services.meeting_command import Answer, Command
from services.network import program_address


def _cards(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    found, said = meeting_named(database, options.meeting), hall_address(database)
    url = checked_url(options.base_url or "") or said.base_url or program_address(settings().address, settings().port)
    command = PrintCards(found.id, HallAddress(url.rstrip("/"), said.wifi_name), _chosen(options))
    return _written(options.out, print_cards(command, database, credential))


def _attendance(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    return _written(options.out, print_attendance_list(found.id, database, credential))


def _annexes(kind: Kind) -> Command:
    def run(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
        codes = BudgetCodes(**{name: getattr(options, name, "") for name in BudgetCodes.__dataclass_fields__})
        wanted = Annexes(meeting_named(database, options.meeting).id, codes, _chosen(options))
        if options.zip:
            return _written(options.out, annex_files(wanted, [kind], database, credential))
        return _written(options.out, annex_pdf(wanted, kind, database, credential))

    return run


def _commitments(options: Namespace, database: Database, _clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    return _written(options.out, commitments_table(found.id, database, credential))


def _chosen(options: Namespace) -> list[str]:
    return [normal_code(code) or code for code in options.village or ()]


def _written(path: str, content: bytes) -> Answer:
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise Refused("print.out", f"Berkas {path} tidak dapat ditulis. Periksa foldernya.") from error
    return {"file": path, "bytes": len(content)}, f"Tersimpan: {path}"


PRINT_COMMANDS: Mapping[str, Command] = {
    "print cards": _cards,
    "print attendance": _attendance,
    "print rab": _annexes("rab"),
    "print letters": _annexes("letters"),
    "print commitments": _commitments,
}
