"""Open, change, close, reopen and publish a meeting; each step is legal only from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from db.audit import record
from db.engine import Connection, Database
from db.queries.enrollment import current_dataset, dataset
from db.queries.meetings import meeting
from db.queries.rates import all_rates
from db.retry import retried
from db.stores import meetings as store
from domain.calendar import Month
from domain.commitment import LONGEST_REASON
from domain.ledger import canonical_json, sha256
from domain.meeting import (
    Meeting,
    Settings,
    State,
    bare_title,
    change_state,
    may_reopen,
    rehearsal_title,
    require_changeable,
    require_publishable,
    require_year,
    settings_of,
)
from domain.rates import TWO_PROGRAMMES, RateTable
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator
from services.meeting_changes import changed_since
from services.meeting_result import result_document


@retried
def open_meeting(meeting_id: UUID, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Draft to open: fixes dataset, rates, village budgets, target, budget year and stage.

    Opening twice changes nothing.

    Raises:
        Refused: not a facilitator, an illegal step, no data, a budget year without rates, or one that was
            over on the day of the meeting.
    """
    with database.writing() as connection:
        found, moves = _step(connection, meeting_id, "open", credential)
        if moves:
            store.open_meeting(
                connection, found, at=clock(), fixed=_fixed(connection, found), rates=all_rates(connection)
            )
            _record(connection, found, "meeting.opened", clock, credential)
        return _again(connection, meeting_id)


@retried
def close_meeting(meeting_id: UUID, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Open to closed, in one transaction with the snapshot. Closing twice changes nothing.

    The meeting's lock is held, so every pledge is either in the snapshot or refused.

    Raises:
        Refused: not a facilitator, or an illegal step.
    """
    with database.writing() as connection:
        found, moves = _step(connection, meeting_id, "closed", credential)
        if moves:
            body = canonical_json(result_document(connection, found, frozen_at=clock()))
            store.close_meeting(connection, found, at=clock(), body=body, sha256=sha256(body))
            _record(connection, found, "meeting.closed", clock, credential)
        return _again(connection, meeting_id)


@retried
def publish_meeting(meeting_id: UUID, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Closed to published. A rehearsal is never published.

    Raises:
        Refused: not a facilitator, an illegal step, or a rehearsal.
    """
    with database.writing() as connection:
        found, moves = _step(connection, meeting_id, "published", credential)
        require_publishable(found)
        if moves:
            store.publish_meeting(connection, found, at=clock())
            _record(connection, found, "meeting.published", clock, credential)
        return _again(connection, meeting_id)


@retried
def change_settings(
    meeting_id: UUID,
    settings: Settings,
    database: Database,
    clock: Clock,
    credential: Credential,
    *,
    revision: int | None = None,
) -> Meeting:
    """Change what is asked of the villages, before or while the meeting is open; the same again changes nothing.

    The meeting's revision rises, so that forms drawn on the old settings are refused. Pledges that
    are stored already stand as they are.

    Args:
        revision: the meeting's, that the settings were read at; what somebody else changed since is not
            overwritten. None: not checked.

    Raises:
        Refused: not a facilitator, a bad value, the meeting has closed, or it was changed meanwhile.
    """
    settings.check()
    with database.writing() as connection:
        found = _locked(connection, meeting_id, credential)
        require_changeable(found.state)
        before, after = asdict(settings_of(found)), asdict(settings)
        changed = {name: {"from": before[name], "to": value} for name, value in after.items() if value != before[name]}
        if changed:
            _require_revision(connection, found, revision)
            store.change_settings(connection, found, after)
            _record(connection, found, "meeting.changed", clock, credential, changed)
        return _again(connection, meeting_id)


@retried
def take_new_budgets(
    meeting_id: UUID, database: Database, clock: Clock, credential: Credential, *, revision: int | None = None
) -> Meeting:
    """Let an open meeting keep to the newest village budgets from now on; where it does already, nothing changes.

    The meeting's revision rises, so that forms drawn on the old ceilings are refused. Pledges that are stored stand.

    Args:
        revision: as of :func:`change_settings`.

    Raises:
        Refused: not a facilitator, not open, no village budgets, or the meeting was changed meanwhile.
    """
    with database.writing() as connection:
        found = _locked(connection, meeting_id, credential)
        require_changeable(found.state)
        if found.state == "draft":
            raise Refused("meeting.draft", "Pagu desa terbaru diambil dengan sendirinya saat rapat dibuka.")
        newest = current_dataset(connection, found.regency_code, "village-budgets")
        if newest is None:
            raise Refused("meeting.no_budgets", "Belum ada pagu desa. Impor berkasnya dulu.")
        if newest.id != found.budget_dataset_id:
            _require_revision(connection, found, revision)
            before = str(found.budget_dataset_id) if found.budget_dataset_id else None
            store.change_settings(connection, found, {"budget_dataset_id": newest.id})
            changed = {"budget_dataset_id": {"from": before, "to": str(newest.id)}}
            _record(connection, found, "meeting.changed", clock, credential, changed)
        return _again(connection, meeting_id)


@retried
def reopen_meeting(meeting_id: UUID, reason: str, database: Database, clock: Clock, credential: Credential) -> Meeting:
    """Closed to open again, on the data and rates that it was first opened on; the reason is kept.

    What was frozen stays beside what the next closing freezes. Reopening twice changes nothing.

    Raises:
        Refused: not a facilitator, no reason, never opened, or published.
    """
    why = " ".join(reason.split())
    with database.writing() as connection:
        found = _locked(connection, meeting_id, credential)
        if not why or len(why) > LONGEST_REASON or not why.isprintable():
            raise Refused(
                "meeting.reason",
                f"Tulis alasan rapat dibuka kembali, paling panjang {LONGEST_REASON} huruf.",
                field="reason",
            )
        if may_reopen(found.state):
            store.reopen_meeting(connection, found)
            _record(connection, found, "meeting.reopened", clock, credential, {"from": found.state, "reason": why})
        return _again(connection, meeting_id)


def _require_revision(connection: Connection, found: Meeting, seen: int | None) -> None:
    if seen is None or seen == found.revision:
        return
    what = changed_since(connection, found.id, seen, "Rapat ini sudah diubah sejak pengaturannya dibaca")
    raise Refused("meeting.stale", f"{what} Tidak ada yang disimpan. Periksa isiannya, lalu simpan lagi.")


def _step(connection: Connection, meeting_id: UUID, wanted: State, credential: Credential) -> tuple[Meeting, bool]:
    found = _locked(connection, meeting_id, credential)
    return found, change_state(found.state, wanted)


def _locked(connection: Connection, meeting_id: UUID, credential: Credential) -> Meeting:
    require_facilitator(connection, credential)
    found = meeting(connection, meeting_id, lock=True)
    if found is None:
        raise Refused("meeting.unknown", "Rapat itu tidak ada.")
    return found


def _fixed(connection: Connection, found: Meeting) -> Mapping[str, Any]:
    require_year(found.budget_year, found.held_on)
    data = (
        dataset(connection, found.dataset_id) if found.dataset_id else current_dataset(connection, found.regency_code)
    )
    if data is None:
        raise Refused("meeting.no_data", "Belum ada data kepesertaan. Impor berkasnya dulu, lalu buka rapat.")
    rates = RateTable.of(all_rates(connection), found.base_rupiah)
    rates.cost("BPU", TWO_PROGRAMMES, workers=1, start=Month(found.budget_year, 1), months=12)
    budgets = current_dataset(connection, found.regency_code, "village-budgets")
    return {
        "dataset_id": data.id,
        "budget_dataset_id": budgets.id if budgets else None,
        "is_rehearsal": data.is_sample,
        "title": rehearsal_title(found.title) if data.is_sample else bare_title(found.title),
    }


def _record(
    connection: Connection,
    found: Meeting,
    action: str,
    clock: Clock,
    credential: Credential,
    detail: Mapping[str, Any] | None = None,
) -> None:
    record(
        connection,
        at=clock(),
        actor=require_facilitator(connection, credential).label,
        action=action,
        regency_code=found.regency_code,
        meeting_id=found.id,
        detail={**(detail or {"from": found.state}), "revision": found.revision + 1},
    )


def _again(connection: Connection, meeting_id: UUID) -> Meeting:
    found = meeting(connection, meeting_id)
    assert found is not None
    return found
