"""What ``python -m db facilitator ...`` does and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.engine import Database
from db.queries.facilitators import Facilitator
from db.settings import Settings
from domain.calendar import WIB
from services import facilitators
from services.clock import Clock
from services.facilitators import FacilitatorLink
from services.identity import Credential
from services.network import program_address

Answer = tuple[Any, str]
ONCE = "Tautan ini hanya tampil sekali; jangan ditampilkan di layar."


def facilitator_command(
    step: str, named: str, database: Database, clock: Clock, settings: Settings, credential: Credential
) -> Answer:
    """Do one step: ``add``, ``list``, ``revoke``, ``link`` (another one) or ``renew`` (the printed one).

    Returns the document for ``--json`` and the text for people.

    Raises:
        Refused: the service refuses.
    """

    def found() -> Facilitator:
        return facilitators.find_facilitator(named, database, credential)

    def listed() -> Answer:
        everybody = facilitators.list_facilitators(database, credential)
        text = "\n".join(f"{str(f.id)[:8]}  {f.name}  {_standing(f)}" for f in everybody)
        return [_document(f) for f in everybody], text or "Belum ada fasilitator dengan tautan sendiri."

    def revoked() -> Answer:
        gone = facilitators.revoke_facilitator(found().id, database, clock, credential)
        return _document(gone), f"Dicabut: {gone.name}. Semua perambannya sudah keluar."

    def renewed() -> Answer:
        path = facilitators.link_path(facilitators.renew_printed_link(database, clock, settings, credential))
        link = program_address(settings.address, settings.port) + path
        return {"link": link}, f"Tautan program yang baru: {link}\nYang lama tidak berlaku lagi."

    def told(made: FacilitatorLink) -> Answer:
        link = program_address(settings.address, settings.port) + made.path
        return _document(made.facilitator) | {"link": link}, f"{made.facilitator.name}: {link}\n{ONCE}"

    steps: dict[str, Callable[[], Answer]] = {
        "add": lambda: told(facilitators.add_facilitator(named, database, clock, credential)),
        "list": listed,
        "revoke": revoked,
        "link": lambda: told(facilitators.new_token(found().id, database, clock, credential)),
        "renew": renewed,
    }
    return steps[step]()


def _document(found: Facilitator) -> dict[str, Any]:
    return {
        "facilitator": str(found.id),
        "name": found.name,
        "since": found.created_at.isoformat(),
        "revoked": found.revoked_at.isoformat() if found.revoked_at else None,
    }


def _standing(found: Facilitator) -> str:
    if found.revoked_at:
        return f"dicabut {found.revoked_at.astimezone(WIB):%Y-%m-%d}"
    return f"sejak {found.created_at.astimezone(WIB):%Y-%m-%d}"
