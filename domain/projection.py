"""What the hall's screen shows: the scene that the facilitator has chosen, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, get_args

from domain.calendar import as_utc
from domain.refusal import Refused

Scene = Literal["progress", "map", "ranking", "village", "plan", "join", "message", "countdown"]
RankingBy = Literal["level", "progress"]
Scheme = Literal["light", "dark"]

SCENE_LABELS: Mapping[Scene, str] = {
    "progress": "Kemajuan",
    "map": "Peta",
    "ranking": "Peringkat",
    "village": "Satu desa",
    "plan": "Sebelum → sesudah",
    "join": "Cara bergabung",
    "message": "Pesan",
    "countdown": "Hitung mundur",
}
FONT_PERCENTS = (100, 115, 130)
LONGEST_MESSAGE = 140
MOST_MINUTES = 180
DECISION, SCENARIO = "decision:", "scenario:"


@dataclass(frozen=True, slots=True)
class Projection:
    """One meeting's screen.

    Attributes:
        village_code: of the scene `village`.
        ranking_by: today's coverage, or what it gained since the dataset before.
        plan: of the scene `plan`: ``decision:3`` (its number) or ``scenario:<id>``.
        message: shown large in the scene `message`; under the clock in the scene `countdown`.
        is_hidden: figures are covered until they are revealed.
        ends_at: when the countdown ends; None where none runs. Every scene shows it.
    """

    scene: Scene = "progress"
    village_code: str = ""
    ranking_by: RankingBy = "level"
    plan: str = ""
    message: str = ""
    is_hidden: bool = False
    font_percent: int = 100
    scheme: Scheme = "light"
    ends_at: datetime | None = None

    def with_changes(self, changes: Mapping[str, Any]) -> Projection:
        """The screen after some of its fields were changed.

        Raises:
            Refused: a value that no screen can show, or a scene without what it is about.
        """
        wanted = replace(self, **{"message": self.message, **changes})
        wanted = replace(wanted, message=" ".join(wanted.message.split()))
        _require_known("scene", wanted.scene, get_args(Scene))
        _require_known("ranking_by", wanted.ranking_by, get_args(RankingBy))
        _require_known("scheme", wanted.scheme, get_args(Scheme))
        _require_known("font_percent", wanted.font_percent, FONT_PERCENTS)
        if len(wanted.message) > LONGEST_MESSAGE or not wanted.message.isprintable():
            raise Refused(
                "projection.message", f"Pesan di layar paling panjang {LONGEST_MESSAGE} huruf.", field="message"
            )
        _require_subject(wanted)
        return wanted

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"ends_at": as_utc(self.ends_at).isoformat() if self.ends_at else None}


def projection_from_json(values: Mapping[str, Any]) -> Projection:
    """The reverse of `Projection.to_json`; a field that is not known any more is passed over."""
    known = {field.name: values[field.name] for field in fields(Projection) if field.name in values}
    ends_at = known.get("ends_at")
    return Projection(**known | {"ends_at": datetime.fromisoformat(ends_at) if ends_at else None})


def _require_known(name: str, value: object, known: tuple[object, ...]) -> None:
    if value not in known:
        raise Refused("projection.unknown", f"Layar tidak mengenal {value!r}. Muat ulang, lalu pilih lagi.", field=name)


def _require_subject(wanted: Projection) -> None:
    missing: dict[Scene, tuple[bool, str, str]] = {
        "village": (not wanted.village_code, "village_code", "Pilih dulu desa yang ditampilkan."),
        "plan": (not wanted.plan, "plan", "Pilih dulu simulasi atau keputusan yang ditampilkan."),
        "message": (not wanted.message, "message", "Tulis dulu pesannya."),
        "countdown": (wanted.ends_at is None, "ends_at", "Mulai dulu hitung mundurnya."),
    }
    is_missing, field, sentence = missing.get(wanted.scene, (False, "", ""))
    if is_missing:
        raise Refused("projection.subject", sentence, field=field)
