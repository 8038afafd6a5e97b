"""Facilitators with a link of their own: adding, listing, another link, revoking."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from db.audit import record
from db.engine import Connection, Database
from db.queries.facilitators import Facilitator, facilitator, facilitator_list
from db.retry import retried
from db.settings import Settings
from db.stores import facilitators as store
from db.stores.installation import ensure_card_key
from domain.refusal import Refused
from services.clock import Clock
from services.facilitator_token import renew_facilitator_token
from services.identity import Credential, require_facilitator

LONGEST_NAME = 80
_PATH = "/masuk?token="


@dataclass(frozen=True, slots=True)
class FacilitatorLink:
    """A facilitator with the way in, which is shown once: the database keeps a digest only."""

    facilitator: Facilitator
    token: str = field(repr=False)

    @property
    def path(self) -> str:
        """Path and query of the link, to be put behind the program's address."""
        return link_path(self.token)


def link_path(token: str) -> str:
    """Path and query of the link with this token."""
    return f"{_PATH}{token}"


def token_digest(key: bytes, token: str) -> str:
    """What the database keeps of a token; the word in front keeps it apart from the digests of card codes."""
    return hmac.new(key, b"facilitator\x00" + token.encode(), "sha256").hexdigest()


@retried
def add_facilitator(
    name: str, database: Database, clock: Clock, credential: Credential, *, facilitator_id: UUID | None = None
) -> FacilitatorLink:
    """Give somebody a link of their own.

    Args:
        facilitator_id: made with the form, so that pressing twice adds one.

    Raises:
        Refused: not a facilitator; no name, too long a name, or one that another link has; or added already.
    """
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        if facilitator_id and facilitator(connection, facilitator_id):
            raise Refused("facilitator.repeated", "Fasilitator itu sudah ditambahkan.")
        named = _name(name)
        if any(f.name.casefold() == named.casefold() for f in facilitator_list(connection) if not f.revoked_at):
            raise Refused(
                "facilitator.name",
                f"{named} sudah mempunyai tautan. Buat tautan baru untuknya, atau tulis nama yang dapat dibedakan.",
                field="name",
            )
        added = Facilitator(facilitator_id or uuid4(), named, clock(), None)
        token, digest = _token(connection)
        store.add_facilitator(connection, added, digest)
        _record(connection, clock, actor.label, "facilitator.added", added.id)
        return FacilitatorLink(added, token)


def list_facilitators(database: Database, credential: Credential) -> list[Facilitator]:
    """Everybody who ever had a link of their own; those whose link is good first.

    Raises:
        Refused: not a facilitator.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        return facilitator_list(connection)


@retried
def new_token(facilitator_id: UUID, database: Database, clock: Clock, credential: Credential) -> FacilitatorLink:
    """Another link for a facilitator: the old one is good no longer, and every browser signed in by it is signed out.

    Raises:
        Refused: not a facilitator, or no such one, or revoked.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _known(connection, facilitator_id)
        if found.revoked_at:
            raise Refused("facilitator.revoked", f"Tautan {found.name} sudah dicabut. Tambahkan namanya lagi.")
        token, digest = _token(connection)
        store.change_token(connection, found.id, digest)
        store.end_sign_ins_of(connection, found.id, clock())
        _record(connection, clock, actor.label, "facilitator.renewed", found.id)
        return FacilitatorLink(found, token)


@retried
def revoke_facilitator(facilitator_id: UUID, database: Database, clock: Clock, credential: Credential) -> Facilitator:
    """End a facilitator's link and every browser's sign-in by it, at once; again changes nothing.

    Raises:
        Refused: not a facilitator, or no such one.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        found = _known(connection, facilitator_id)
        if found.revoked_at is None:
            store.revoke(connection, found.id, clock())
            store.end_sign_ins_of(connection, found.id, clock())
            _record(connection, clock, actor.label, "facilitator.revoked", found.id)
        return _known(connection, found.id)


@retried
def renew_printed_link(database: Database, clock: Clock, settings: Settings, credential: Credential) -> str:
    """Another token for the installation's printed link; who was signed in by the old one is signed out.

    Raises:
        Refused: not a facilitator, or the token comes from the environment.
    """
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        ended = store.end_sign_ins_of(connection, None, clock())
        detail = {"signed_out": ended}
        record(connection, at=clock(), actor=actor.label, action="facilitator.printed_link_renewed", detail=detail)
        return renew_facilitator_token(settings)  # last: an error of the disk takes the rest back


def find_facilitator(named: str, database: Database, credential: Credential) -> Facilitator:
    """The facilitator whose id begins so, or who is called so; of those whose link is good, if there are any.

    Raises:
        Refused: not a facilitator; none is meant, or several are.
    """
    everybody = list_facilitators(database, credential)
    wanted = named.strip().casefold()
    found = [f for f in everybody if wanted and (f.name.casefold() == wanted or str(f.id).startswith(wanted))]
    found = [f for f in found if not f.revoked_at] or found
    if len(found) != 1:
        said = "Ada beberapa fasilitator yang cocok" if found else "Fasilitator itu tidak ada"
        raise Refused("facilitator.unknown", f"{said}. Lihat daftarnya dengan “facilitator list”, lalu pakai nomornya.")
    return found[0]


def _known(connection: Connection, facilitator_id: UUID) -> Facilitator:
    found = facilitator(connection, facilitator_id)
    if found is None:
        raise Refused("facilitator.unknown", "Fasilitator itu tidak ada. Muat ulang daftarnya.")
    return found


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(
            "facilitator.name", f"Tulis namanya: 1 sampai {LONGEST_NAME} huruf, dalam satu baris.", field="name"
        )
    return name


def _token(connection: Connection) -> tuple[str, str]:
    token = secrets.token_urlsafe(24)
    return token, token_digest(ensure_card_key(connection), token)


def _record(connection: Connection, clock: Clock, actor: str, action: str, facilitator_id: UUID) -> None:
    record(connection, at=clock(), actor=actor, action=action, detail={"facilitator": str(facilitator_id)})
