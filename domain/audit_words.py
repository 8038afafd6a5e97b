"""The audit in words: what was done, and every part of it as it was before and as it is after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.addendum import KIND_LABELS
from domain.audit_actions import ACTIONS, KINDS
from domain.calendar import Month
from domain.coverage import target_label
from domain.follow_up_step import STAGE_LABELS
from domain.meeting import STATE_LABELS
from domain.money import format_number, format_rupiah
from domain.new_rate import points_label


@dataclass(frozen=True, slots=True)
class Told:
    """One part of an act: what it is about, how it was before (empty: nothing was), and how it is after.

    >>> Told("target", "70%", before="60%").text, Told("tanda terima", "01.2005-1-7F3A9C21").text
    ('target 60% → 70%', 'tanda terima 01.2005-1-7F3A9C21')
    """

    what: str
    after: str
    before: str = ""

    @property
    def text(self) -> str:
        """All of it on one line."""
        return self._with(f"{self.before} → {self.after}" if self.before else self.after)

    @property
    def text_before(self) -> str:
        """How it was; empty where nothing was."""
        return self._with(self.before) if self.before else ""

    @property
    def text_after(self) -> str:
        """How it is."""
        return self._with(self.after)

    def _with(self, value: str) -> str:
        return f"{self.what} {value}".strip()


@dataclass(frozen=True, slots=True)
class PledgeWords:
    """A revision of the ledger: its lines and amount, how it came in, and why; empty texts are not told."""

    text: str
    way: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the audit keeps codes and ids of, by these.

    Attributes:
        villages: titles by code: ``Desa Pudu``.
        facilitators: names by the id as text.
        pledges: by village code and revision.
    """

    villages: Mapping[str, str] = field(default_factory=dict)
    facilitators: Mapping[str, str] = field(default_factory=dict)
    pledges: Mapping[tuple[str, int], PledgeWords] = field(default_factory=dict)


def action_words(action: str) -> str:
    """What was done; an action that nobody has put into words yet is told by its code."""
    return ACTIONS.get(action, action)


def kind_of(action: str) -> str:
    """The word before the dot."""
    return action.partition(".")[0]


def kind_words(kind: str) -> str:
    """What acts of a kind are about; of an unknown kind its code."""
    return KINDS.get(kind, kind)


def told(action: str, detail: Any, known: Known | None = None) -> tuple[Told, ...]:
    """The detail of an act, part by part; what is not known is told as it stands.

    Parts that are null or false are not told: they say that something was not so.

    >>> [part.text for part in told("meeting.changed", {"target_points": {"from": 6000, "to": 7000}, "revision": 3})]
    ['target 60% → 70%', 'revisi rapat 3']
    """
    if not isinstance(detail, Mapping):
        return (Told("", _plain(detail)),)
    return tuple(_parts(action, detail, known or Known()))


def _parts(action: str, detail: Mapping[str, Any], known: Known) -> Iterator[Told]:
    for name, value in detail.items():
        if value is None or value is False:
            continue
        if name == "revision" and kind_of(action) == "commitment":
            yield from _pledge(detail, known)
        elif name == "from" and action in _STATES:
            yield Told("keadaan", STATE_LABELS[_STATES[action]], before=_said(STATE_LABELS.__getitem__, value))
        elif isinstance(value, Mapping) and {"from", "to"} == value.keys():
            yield _setting(name, value["from"], value["to"])
        else:
            yield _part(action, name, value, known)


_STATES = {
    "meeting.opened": "open",
    "meeting.closed": "closed",
    "meeting.reopened": "open",
    "meeting.published": "published",
}


def _pledge(detail: Mapping[str, Any], known: Known) -> Iterator[Told]:
    """The revision and the one that it took the place of, as the ledger has them."""
    village, revision = detail.get("village"), detail["revision"]
    if not isinstance(village, str) or not isinstance(revision, int):
        yield Told("revisi", _plain(revision))
        return

    def said(number: int) -> str:
        found = known.pledges.get((village, number))
        return f"revisi {number}: {found.text}" if found else f"revisi {number}"

    yield Told("", said(revision), before=said(revision - 1) if revision > 1 else "")
    kept = known.pledges.get((village, revision))
    if kept and kept.way:
        yield Told("", kept.way)
    if kept and kept.reason:
        yield Told("alasan:", kept.reason)


def _setting(name: str, before: Any, after: Any) -> Told:
    what, words = _SETTINGS.get(name, (f"{_plain(name)}:", _plain))

    def said(value: Any) -> str:
        return _NOT_SET.get(name, "–") if value is None else _said(words, value)

    return Told(what, said(after), before=said(before))


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode(errors="replace").decode()  # half of a character pair reaches neither a screen nor a file


def _short(value: Any) -> str:
    """The beginning of an id or hash, as it can be compared by eye."""
    return _plain(value)[:8]


_NOT_SET = {
    "target_points": "tidak ada",
    "min_workers": "tidak dibatasi",
    "max_workers": "tidak dibatasi",
    "budget_dataset_id": "belum ada",
}
_Words = Callable[[Any], str]
_SETTINGS: Mapping[str, tuple[str, _Words]] = {
    "target_points": ("target", lambda points: target_label(points / 10_000)),
    "stage": ("tahap", _plain),
    "min_workers": ("pekerja paling sedikit", format_number),
    "max_workers": ("pekerja paling banyak", format_number),
    "over_ceiling": (
        "komitmen di atas pagu",
        {"refuse": "ditolak", "reason": "diterima dengan alasan"}.__getitem__,
    ),
    "budget_dataset_id": ("pagu desa versi", _short),
    "number": ("nomor", lambda text: _plain(text) or "–"),
    "place": ("tempat", lambda text: _plain(text) or "–"),
    "activity": ("kegiatan BPU", lambda text: _plain(text) or "–"),
    "account": ("rekening BPU", lambda text: _plain(text) or "–"),
    "officials_activity": ("kegiatan perangkat desa", lambda text: _plain(text) or "–"),
    "officials_account": ("rekening perangkat desa", lambda text: _plain(text) or "–"),
}


def _part(action: str, name: str, value: Any, known: Known) -> Told:
    if name == "village":
        return Told("", _said(lambda code: known.villages.get(code, f"desa {code}"), value))
    if name == "facilitator":
        return Told("fasilitator", _said(lambda found: known.facilitators.get(found, _short(found)), value))
    what, words = _WITHIN.get((action, name)) or _DETAILS.get(name) or (f"{_plain(name)}:", _plain)
    return Told(what, _said(words, value))


_DETAILS: Mapping[str, tuple[str, _Words]] = {
    "attendee": ("orang nomor", _short),
    "base_points": ("", points_label),
    "base_rupiah": ("", format_rupiah),
    "base_url": ("alamat", _plain),
    "budget_year": ("tahun anggaran", _plain),
    "columns": ("", lambda count: f"{format_number(count)} kolom"),
    "copy_of": ("salinan dari rapat", _short),
    "corrects": ("menggantikan langkah nomor", _plain),
    "dataset": ("versi", _short),
    "day": ("tanggal", _plain),
    "document": ("", _plain),
    "file": ("berkas", _plain),
    "flat_rupiah": ("", format_rupiah),
    "is_same_year": ("", lambda _: "dalam tahun anggaran itu sendiri"),
    "issue": ("", lambda issue: f"kartu ke-{issue}"),
    "from_schema": ("skema cadangan", _plain),
    "kind": ("jenis", KIND_LABELS.__getitem__),
    "meetings": ("", lambda count: f"{format_number(count)} rapat"),
    "line": ("baris", _plain),
    "month": ("data", lambda month: Month.parse(month).label),
    "months": ("", lambda count: f"{format_number(count)} bulan"),
    "number": ("nomor", _plain),
    "over_ceiling": ("", lambda _: "di atas pagu desa"),
    "people": ("", lambda count: f"{format_number(count)} orang"),
    "programme": ("program", _plain),
    "reason": ("alasan:", _plain),
    "receipt": ("tanda terima", _plain),
    "revision": ("revisi", _plain),
    "row_hash": ("hash", _short),
    "rows": ("", lambda count: f"{format_number(count)} baris"),
    "scenario": ("simulasi", _plain),
    "signed_out": ("", lambda count: f"{format_number(count)} peramban dikeluarkan"),
    "stage": ("tahap", lambda stage: STAGE_LABELS[stage].lower()),
    "takes_back": ("menggantikan nomor", _plain),
    "title": ("judul:", _plain),
    "valid_from": ("berlaku sejak", lambda month: Month.parse(month).label),
    "workers": ("", lambda count: f"{format_number(count)} pekerja"),
}
_WITHIN: Mapping[tuple[str, str], tuple[str, _Words]] = {
    ("decision.withdrawn", "takes_back"): ("menarik nomor", _plain),
    ("follow_up.withdrawn", "corrects"): ("menarik langkah nomor", _plain),
    **{(action, "revision"): ("revisi rapat", _plain) for action in ACTIONS if kind_of(action) == "meeting"},
}


def _said(words: _Words, value: Any) -> str:
    """The value in words, or as it stands where it is not what these words are for."""
    try:
        return _plain(words(value))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return _plain(value)
