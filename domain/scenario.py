"""A scenario: a what-if with all that it was asked on, under the hash of exactly that.

One content has one text (:func:`domain.ledger.canonical_json`) and so one id; a name is part of the content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from domain.calendar import Month, date_label
from domain.ledger import canonical_json, sha256
from domain.plan import Plan, VillagePlan, plan_from_json, plan_to_json
from domain.rates import TWO_PROGRAMMES, Rate
from domain.refusal import Refused
from domain.sound_plan import require_sound

VERSION = 1
ID_SIGNS = 24
LONGEST_NAME = 60
MOST_CONTENT_BYTES = 60_000
MOST_RESULT_BYTES = 200_000
MOST_OF_A_REGENCY = 5_000
MOST_COMPARED = 4
LONGEST_PASTED = 2_000

UNREADABLE_LINK = "Tautan simulasi itu tidak terbaca. Salin tautannya sekali lagi, lengkap sampai akhir."
_ID = re.compile(rf"[0-9a-f]{{{ID_SIGNS}}}")
_IN_LINK = re.compile(r"[?&]s=([^&#\s]*)")


@dataclass(frozen=True, slots=True)
class DataVersion:
    """The dataset that a scenario was asked on, as it was called then."""

    id: str
    file_sha256: str
    month: Month
    source: str
    as_of: date
    is_sample: bool

    @property
    def label(self) -> str:
        """``data Oktober 2026 · BPJS Sampit, per Sabtu, 31 Oktober 2026``."""
        return f"data {self.month.label} · {self.source}, per {date_label(self.as_of)}"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a scenario's id is the hash of.

    Attributes:
        rates: the rate rows used, as JSON values, in order of their text.
        wages: the reference wage that officials (PU) were reckoned with, as JSON values; else none.
        base_rupiah: declared income that shares of a BPU base are taken of.
        pledged: village code and new workers that the answer counted as pledged, in order of code.
        meeting: id and title of the meeting it was asked in, where there was one.
    """

    plan: Plan
    name: str
    regency_code: str
    dataset: DataVersion
    rates: tuple[Mapping[str, Any], ...]
    wages: tuple[Mapping[str, Any], ...]
    base_rupiah: int
    pledged: tuple[tuple[str, int], ...]
    budget_year: int
    meeting: tuple[str, str] | None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; the inverse of :func:`read_content`."""
        data = self.dataset
        return {
            "version": VERSION,
            "plan": plan_to_json(self.plan),
            "name": self.name,
            "regency_code": self.regency_code,
            "dataset": {
                "id": data.id,
                "file_sha256": data.file_sha256,
                "month": str(data.month),
                "source": data.source,
                "as_of": data.as_of.isoformat(),
                "is_sample": data.is_sample,
            },
            "rates": [dict(rate) for rate in self.rates],
            "wages": [dict(wage) for wage in self.wages],
            "base_rupiah": self.base_rupiah,
            "pledged": dict(self.pledged),
            "budget_year": self.budget_year,
            "meeting": {"id": self.meeting[0], "title": self.meeting[1]} if self.meeting else None,
        }

    @property
    def kind(self) -> str:
        """``village`` or ``regency``."""
        return "village" if isinstance(self.plan, VillagePlan) else "regency"


def seal(content: Content) -> tuple[str, str]:
    """The id of a content and its text.

    Raises:
        Refused: the plan is none that can be answered, or the content is too long to keep.
    """
    require_sound(content.plan)
    text = plain_text(content.to_json(), most_bytes=MOST_CONTENT_BYTES)
    return id_of(text), text


def id_of(text: str) -> str:
    """The first 24 hexadecimal signs of the text's SHA-256."""
    return sha256(text)[:ID_SIGNS]


def plain_text(document: Mapping[str, Any], *, most_bytes: int) -> str:
    """The one text of a document of whole numbers and words.

    Raises:
        Refused: it holds a fraction or something that is no JSON value, or is longer than `most_bytes` in UTF-8.
    """
    try:
        text = canonical_json(dict(document))
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise Refused("scenario.content", "Simulasi ini tidak dapat disimpan: ada angka yang tidak bulat.") from error
    if size > most_bytes:
        raise Refused("scenario.size", "Simulasi ini terlalu besar untuk disimpan. Kurangi isian atau catatannya.")
    return text


def read_json(text: str) -> dict[str, Any]:
    """The values of a text that :func:`plain_text` wrote.

    Raises:
        ValueError: it is no such text: other JSON, a fraction, NaN, another order or spelling.
    """
    try:
        values = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)
        same = isinstance(values, dict) and canonical_json(values) == text
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not same:
        raise ValueError("another text than was written")
    return dict(values)


def _no_fraction(spelled: str) -> NoReturn:
    raise ValueError(f"{spelled} is no whole number")


def read_content(text: str) -> Content:
    """A content from its text.

    Raises:
        Refused: the text was not written by this program, or holds a plan that it would not have kept.
    """
    try:
        content = _content(read_json(text))
        require_sound(content.plan)
        same = canonical_json(content.to_json()) == text
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("scenario.corrupted", "Isi simulasi itu tidak terbaca.") from error
    if not same:
        raise Refused("scenario.corrupted", "Isi simulasi itu tidak terbaca.")
    return content


def _content(values: Mapping[str, Any]) -> Content:
    data, meeting = values["dataset"], values["meeting"]
    return Content(
        plan=plan_from_json(values["plan"]),
        name=clean_name(values["name"]),
        regency_code=str(values["regency_code"]),
        dataset=DataVersion(
            id=str(data["id"]),
            file_sha256=str(data["file_sha256"]),
            month=Month.parse(data["month"]),
            source=str(data["source"]),
            as_of=date.fromisoformat(data["as_of"]),
            is_sample=bool(data["is_sample"]),
        ),
        rates=tuple(values["rates"]),
        wages=tuple(values["wages"]),
        base_rupiah=int(values["base_rupiah"]),
        pledged=tuple((str(code), int(workers)) for code, workers in values["pledged"].items()),
        budget_year=int(values["budget_year"]),
        meeting=(str(meeting["id"]), str(meeting["title"])) if meeting else None,
    )


def clean_name(typed: str) -> str:
    """A name on one line without needless spaces; empty is allowed.

    Raises:
        Refused: too long, or with signs that cannot be printed.

    >>> clean_name("  Enam   bulan dulu ")
    'Enam bulan dulu'
    """
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(
            "scenario.name", f"Nama simulasi paling panjang {LONGEST_NAME} huruf, dalam satu baris.", field="name"
        )
    return name


def rates_used(plan: Plan, rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """The rows that can decide the plan's cost in its months: BPU in its programmes, PU where it has officials.

    Officials are reckoned with JKK and JKM, whatever the plan's programmes are.
    """
    last = plan.start_month.plus(plan.months - 1)
    bought = {("BPU", programme) for programme in plan.programmes}
    if has_officials(plan):
        bought |= {("PU", programme) for programme in TWO_PROGRAMMES}
    return tuple(
        rate
        for rate in rates
        if (rate.segment, rate.programme) in bought
        and rate.valid_from <= last
        and (rate.valid_until is None or rate.valid_until >= plan.start_month)
    )


def has_officials(plan: Plan) -> bool:
    """Whether a wage and PU rates decide about the answer, too."""
    return isinstance(plan, VillagePlan) and plan.officials > 0


def require_id(text: str) -> str:
    """An id in its one form: 24 signs of 0-9 and a-f.

    Raises:
        Refused: anything else.
    """
    if not _ID.fullmatch(text):
        raise Refused("scenario.id", UNREADABLE_LINK, field="link")
    return text


def read_ids(pasted: str) -> tuple[str, ...]:
    """The ids in a pasted link (``...?s=a,b``), or pasted bare; each once, in their order.

    Raises:
        Refused: no id, or something that is none.

    >>> read_ids("http://10.0.0.2:8501/simulasi?s=0123456789abcdef01234567")
    ('0123456789abcdef01234567',)
    """
    text = pasted.strip()
    if len(text) > LONGEST_PASTED:
        raise Refused("scenario.id", UNREADABLE_LINK, field="link")
    found = _IN_LINK.search(text)
    listed = (found[1] if found else text).lower().replace("%2c", ",")
    parts = [part.strip() for part in listed.split(",") if part.strip()]
    if not parts:
        raise Refused("scenario.id", UNREADABLE_LINK, field="link")
    return tuple(dict.fromkeys(require_id(part) for part in parts))
