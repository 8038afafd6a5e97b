"""What has changed in a meeting, in words: for whoever filled in a form that was drawn before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.coverage import target_label
from domain.money import format_number


@dataclass(frozen=True, slots=True)
class MeetingAct:
    """What somebody did to a meeting.

    Attributes:
        action: as the audit names it: ``meeting.changed``, ``meeting.reopened``, ...
        revision: the meeting's revision from this act on.
        detail: what the audit keeps of it; for changed settings ``from`` and ``to`` under the setting's name.
    """

    action: str
    revision: int
    detail: Mapping[str, Any]


def changes_text(acts: Iterable[MeetingAct]) -> str:
    """What the acts come to together, in parts with a semicolon between; empty where all is as it was.

    A setting that was changed twice is said once, from its first value to its last.

    >>> raised = MeetingAct("meeting.changed", 3, {"target_points": {"from": 6000, "to": 6500}})
    >>> again = MeetingAct("meeting.changed", 4, {"target_points": {"from": 6500, "to": 7000}})
    >>> changes_text([raised, again, MeetingAct("meeting.reopened", 6, {})])
    'rapat sempat ditutup, lalu dibuka kembali; target 60% → 70%'
    """
    in_order = sorted(acts, key=lambda act: act.revision)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for act in in_order:
        for name, values in act.detail.items():
            if isinstance(values, Mapping) and {"from", "to"} <= values.keys():
                before.setdefault(name, values["from"])
                after[name] = values["to"]
    actions = {act.action for act in in_order}
    parts = [text for action, text in _STEPS.items() if action in actions]
    parts += [_setting_text(name, before[name], value) for name, value in after.items() if value != before[name]]
    return "; ".join(parts)


_STEPS = {
    "meeting.opened": "rapat dibuka",
    "meeting.reopened": "rapat sempat ditutup, lalu dibuka kembali",
}


def _setting_text(name: str, old: Any, new: Any) -> str:
    if name == "target_points":
        return _target_text(old, new)
    if name == "stage":
        return f"tahap {old} → {new}"
    if name in _LIMITS:
        return _limit_text(_LIMITS[name], old, new)
    if name == "over_ceiling":
        return f"komitmen di atas pagu {_OVER_CEILING[new]} (dulu {_OVER_CEILING[old]})"
    if name == "budget_dataset_id":
        return "pagu desa diambil ulang"
    return "pengaturan lain"


_LIMITS = {"min_workers": "paling sedikit", "max_workers": "paling banyak"}
_OVER_CEILING = {"refuse": "ditolak", "reason": "diterima dengan alasan"}


def _target_text(old: int | None, new: int | None) -> str:
    if new is None:
        return f"tanpa target (dulu {target_label((old or 0) / 10_000)})"
    wanted = target_label(new / 10_000)
    return f"target {wanted} (dulu belum ada)" if old is None else f"target {target_label(old / 10_000)} → {wanted}"


def _limit_text(which: str, old: int | None, new: int | None) -> str:
    was = "tidak dibatasi" if old is None else format_number(old)
    if new is None:
        return f"{which} tidak dibatasi lagi (dulu {was} pekerja)"
    return f"{which} {format_number(new)} pekerja (dulu {was})"
