"""Create a meeting in draft and issue one card per village."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from db.audit import record
from db.engine import Connection, Database
from db.queries.enrollment import Dataset, current_dataset, dataset
from db.queries.meetings import meeting
from db.queries.regions import known_regencies, regencies_with_data, region_name, villages
from db.retry import retried
from db.stores.meetings import add_meeting
from domain.calendar import WIB
from domain.meeting import Meeting, OverCeiling, Settings, Stage, default_title, rehearsal_title, require_year
from domain.rates import LOWEST_BPU_BASE_RUPIAH
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Actor, Credential, require_facilitator
from services.reissue_card import issue_card

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class CreateMeeting:
    """What a meeting is to be; everything left out is made from the data and the clock.

    Attributes:
        meeting_id: made with the form, so that sending it twice makes one meeting.
    """

    meeting_id: UUID | None = None
    title: str | None = None
    held_on: date | None = None
    regency_code: str | None = None
    dataset_id: UUID | None = None
    budget_year: int | None = None
    stage: Stage = "APBDes"
    target_points: int | None = None
    min_workers: int | None = None
    max_workers: int | None = None
    over_ceiling: OverCeiling = "refuse"

    @property
    def settings(self) -> Settings:
        """What can still be changed while the meeting is open."""
        return Settings(
            target_points=self.target_points,
            stage=self.stage,
            min_workers=self.min_workers,
            max_workers=self.max_workers,
            over_ceiling=self.over_ceiling,
        )


@retried
def create_meeting(command: CreateMeeting, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Create a meeting; its cards exist from now on, so that they can be printed before it opens.

    A meeting that already has the command's id is returned as it is, and nothing is stored.

    The budget year is this year at the earliest, five years from now at the latest, and not over on the day of
    the meeting. The day itself may have passed: what was pledged on paper is entered afterwards (`date_warning`).

    Raises:
        Refused: not a facilitator; no data, or data of several regencies and none named; a bad value.
    """
    with database.writing_alone() as connection:
        actor = require_facilitator(connection, credential)
        return create_within(connection, command, clock, actor)


def create_within(connection: Connection, command: CreateMeeting, clock: Clock, actor: Actor, **more: str) -> Meeting:
    """Create a meeting in a transaction that has begun alone, for an actor who may.

    Args:
        more: what the audit keeps beside title and budget year.
    """
    made = meeting(connection, command.meeting_id) if command.meeting_id else None
    if made:
        return made
    command.settings.check()
    regency_code = command.regency_code or _only_regency_with_data(connection)
    data = _dataset(connection, command, regency_code)
    today = clock().astimezone(WIB).date()
    meeting_id = command.meeting_id or uuid4()
    secret = secrets.token_bytes(32)
    title = _title(command.title, region_name(connection, regency_code))
    held_on = command.held_on or today
    values = {
        "id": meeting_id,
        "regency_code": regency_code,
        "title": rehearsal_title(title) if data.is_sample else title,
        "held_on": held_on,
        "budget_year": _budget_year(command.budget_year, today.year, held_on),
        "dataset_id": command.dataset_id,
        "base_rupiah": LOWEST_BPU_BASE_RUPIAH,
        "is_rehearsal": data.is_sample,
        "secret": secret.hex(),
        "created_at": clock(),
        **asdict(command.settings),
    }
    add_meeting(connection, values)
    _issue_cards(connection, meeting_id, regency_code, secret, clock)
    record(
        connection,
        at=clock(),
        actor=actor.label,
        action="meeting.created",
        regency_code=regency_code,
        meeting_id=meeting_id,
        detail={"title": values["title"], "budget_year": values["budget_year"], **more},
    )
    created = meeting(connection, meeting_id)
    assert created is not None
    return created


def _only_regency_with_data(connection: Connection) -> str:
    found = regencies_with_data(connection)
    if not found:
        raise Refused("meeting.no_data", "Belum ada data kepesertaan. Impor berkasnya dulu, atau muat data contoh.")
    if len(found) > 1:
        raise Refused("meeting.regency", f"Sebutkan kabupatennya dengan --regency: {', '.join(found)}.")
    return found[0]


def _dataset(connection: Connection, command: CreateMeeting, regency_code: str) -> Dataset:
    if regency_code not in known_regencies(connection):
        raise Refused("meeting.regency", f"Kabupaten {regency_code} tidak dikenal.")
    if command.dataset_id is None:
        found = current_dataset(connection, regency_code)
    else:
        found = dataset(connection, command.dataset_id)
    if found is None or found.regency_code != regency_code or found.kind != "enrollment":
        raise Refused("meeting.no_data", "Data kepesertaan untuk rapat ini tidak ada. Impor berkasnya dulu.")
    return found


def _title(wanted: str | None, regency_name: str) -> str:
    title = " ".join((wanted or "").split()) or default_title(regency_name)
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise Refused(
            "meeting.title",
            f"Judul rapat paling panjang {LONGEST_TITLE} huruf, dalam satu baris.",
            field="title",
        )
    return title


def _budget_year(wanted: int | None, this_year: int, held_on: date) -> int:
    year = wanted if wanted is not None else this_year + 1
    if not this_year <= year <= this_year + 5:
        raise Refused(
            "meeting.budget_year",
            f"Tahun anggaran antara {this_year} dan {this_year + 5}.",
            field="budget_year",
        )
    require_year(year, held_on)
    return year


def _issue_cards(connection: Connection, meeting_id: UUID, regency_code: str, secret: bytes, clock: Clock) -> None:
    for village in villages(connection, regency_code):
        if village.is_desa:
            issue_card(connection, meeting_id, village.code, secret, first=1, at=clock())
