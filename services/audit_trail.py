"""The audit as a facilitator reads it: who did what and when, with what it was before and is after.

The audit itself keeps codes and ids. Villages, facilitators and pledges are put to them here, when it is read; of
those who came to a meeting it knows no names, and none are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.audit_acts import Act, ActCount, ActKey, Asked, act_counts, acts, revisions
from db.queries.commitments import Commitment
from db.queries.facilitators import Facilitator, facilitator_list
from db.queries.meetings import meeting
from db.queries.regions import Village, villages
from domain.audit_actions import KINDS
from domain.audit_words import Known, PledgeWords, Told, action_words, kind_of, kind_words, told
from domain.commitment import WAY_LABELS
from domain.money import format_rupiah
from domain.refusal import Refused
from services.identity import PRINTED_LINK, Credential, require_facilitator

PAGE = 50
CHUNK = 500
"""How many acts are read at a time where all of them are wanted."""

_MOST_REVISIONS = 2**31
_MACHINES = {"facilitator": PRINTED_LINK, "command_line": "baris perintah", "system": "program"}


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act, in words.

    Attributes:
        who: who did it, as the desk names them.
        what: what was done.
        parts: what exactly; each part with its value before and after.
    """

    act: Act
    who: str
    what: str
    parts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked for: codes with their words.

    Attributes:
        total: how many acts there are, whatever is asked.
        ends: the first and the last moment; empty where there are no acts.
    """

    kinds: Mapping[str, str]
    villages: Mapping[str, str]
    actors: Mapping[str, str]
    total: int
    ends: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The acts that are shown, newest first, and whether older ones fit as well."""

    rows: tuple[TrailRow, ...]
    has_more: bool
    choices: Choices


def audit_trail(
    database: Database, credential: Credential, asked: Asked, *, loaded: ActKey | None = None, page: int = PAGE
) -> Trail:
    """The newest acts of a meeting, or of those outside of all meetings.

    Args:
        loaded: the oldest act that is on the screen already: all down to it are told again, with those that were
            added meanwhile, and a page more.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    with database.reading() as connection:
        require_facilitator(connection, credential)
        names = _Names.of(connection, asked.meeting_id)
        shown = acts(connection, asked, down_to=loaded) if loaded else []
        older = acts(connection, asked, before=loaded, limit=page + 1)
        counts = act_counts(connection, asked.meeting_id)
        rows = _rows(connection, [*shown, *older[:page]], asked.meeting_id, names)
        return Trail(rows, len(older) > page, _choices(counts, names))


def whole_trail(database: Database, credential: Credential, asked: Asked) -> list[TrailRow]:
    """All acts that are asked for, newest first, as they were at one moment.

    Raises:
        Refused: not a facilitator, or no such meeting.
    """
    found: list[TrailRow] = []
    with database.reading() as connection:
        require_facilitator(connection, credential)
        names = _Names.of(connection, asked.meeting_id)
        page = acts(connection, asked, limit=CHUNK)
        while page:
            found += _rows(connection, page, asked.meeting_id, names)
            page = acts(connection, asked, before=page[-1].key, limit=CHUNK)
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    villages: Mapping[str, str]
    facilitators: tuple[Facilitator, ...]

    @classmethod
    def of(cls, connection: Connection, meeting_id: UUID | None) -> _Names:
        places: list[Village] = []
        if meeting_id:
            found = meeting(connection, meeting_id)
            if found is None:
                raise Refused("meeting.unknown", "Rapat itu tidak ada.")
            places = villages(connection, found.regency_code)
        titles = [village.title for village in places]
        return cls(
            {
                one.code: one.title if titles.count(one.title) == 1 else f"{one.title}, Kecamatan {one.subdistrict}"
                for one in places
            },
            tuple(facilitator_list(connection)),
        )

    def who(self, actor: str) -> str:
        """An actor's label in words; one that nobody knows is told as it stands."""
        kind, _, code = actor.partition(":")
        if kind == "village":
            return self.villages.get(code, f"desa {code}")
        if kind == "facilitator" and code:
            named = [one.name for one in self.facilitators if str(one.id).startswith(code)]
            return named[0] if len(named) == 1 else f"Fasilitator {code}"
        return _MACHINES.get(actor, actor)


def _rows(connection: Connection, found: list[Act], meeting_id: UUID | None, names: _Names) -> tuple[TrailRow, ...]:
    known = Known(
        names.villages,
        {str(one.id): one.name for one in names.facilitators},
        _pledges(connection, found, meeting_id, names.villages) if meeting_id else {},
    )
    return tuple(
        TrailRow(act, names.who(act.actor), action_words(act.action), told(act.action, act.detail, known))
        for act in found
    )


def _pledges(
    connection: Connection, found: Iterable[Act], meeting_id: UUID, known: Mapping[str, str]
) -> Mapping[tuple[str, int], PledgeWords]:
    """The revisions that the acts made, and those that they took the place of."""
    made = [_revision(act.detail, known) for act in found if kind_of(act.action) == "commitment"]
    wanted = [(one[0], number) for one in made if one for number in (one[1], one[1] - 1)]
    return {key: _pledge(one) for key, one in revisions(connection, meeting_id, wanted).items()}


def _revision(detail: Any, known: Mapping[str, str]) -> tuple[str, int] | None:
    """The village and revision of an act; None where the audit does not say them as the ledger would."""
    if not isinstance(detail, Mapping):
        return None
    village, revision = detail.get("village"), detail.get("revision")
    if not isinstance(village, str) or village not in known or not isinstance(revision, int):
        return None
    return (village, int(revision)) if 0 < revision < _MOST_REVISIONS else None


def _pledge(one: Commitment) -> PledgeWords:
    if one.is_withdrawn:
        return PledgeWords(one.text, reason=one.reason)
    lines = "; ".join(f"{line.text}, mulai {line.start_month.label}" for line in one.lines)
    return PledgeWords(f"{lines} = {format_rupiah(one.amount_rupiah)}", WAY_LABELS.get(one.way, one.way), one.reason)


def _choices(counts: list[ActCount], names: _Names) -> Choices:
    kinds = {kind_of(one.action) for one in counts}
    in_order = [*(kind for kind in KINDS if kind in kinds), *sorted(kinds - KINDS.keys())]
    actors = {one.actor: names.who(one.actor) for one in counts}
    moments = sorted(moment for one in counts for moment in (one.first, one.last))
    return Choices(
        {kind: kind_words(kind) for kind in in_order},
        names.villages,
        dict(sorted(actors.items(), key=lambda item: (item[0].startswith("village:"), item[1].casefold()))),
        sum(one.count for one in counts),
        (moments[0], moments[-1]) if moments else (),
    )
