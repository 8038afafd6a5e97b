"""What ``python -m db addendum ...`` does and answers: a document for ``--json``, and a text for people."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from db.engine import Database
from domain.addendum import Addendum, AddendumRequest
from domain.region_names import normal_code
from services.addenda import AddAddendum, add_addendum, meeting_addenda
from services.clock import Clock
from services.find_meeting import meeting_named
from services.identity import Credential
from services.meeting_command import Answer, Command


def _add(options: Namespace, database: Database, clock: Clock, credential: Credential) -> Answer:
    found = meeting_named(database, options.meeting)
    village = normal_code(options.village) or options.village if options.village else None
    request = AddendumRequest(options.kind, options.text, options.decided_by, village)
    receipt = add_addendum(AddAddendum(found.id, request, options.key), database, clock, credential)
    text = _text(receipt.addendum) + (" (sudah tercatat sebelumnya)" if receipt.repeated else "")
    return receipt.addendum.to_json() | {"repeated": receipt.repeated}, text


def _list(options: Namespace, database: Database, _clock: Clock, _credential: Credential) -> Answer:
    found = meeting_addenda(database, meeting_named(database, options.meeting).id)
    return [one.to_json() for one in found], "\n".join(map(_text, found)) or "Belum ada adendum."


def _text(addendum: Addendum) -> str:
    village = f" {addendum.village_code}" if addendum.village_code else ""
    return f"Adendum {addendum.number} · {addendum.label}{village}: {addendum.text} ({addendum.decided_by})"


ADDENDUM_COMMANDS: Mapping[str, Command] = {"addendum add": _add, "addendum list": _list}
