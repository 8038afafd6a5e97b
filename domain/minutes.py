"""The minutes (berita acara): every sentence and table as plain text, from the frozen result alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from domain import minutes_words as say
from domain.addendum import Addendum
from domain.attendance import NameState
from domain.calendar import date_label, time_label
from domain.minutes_parts import (
    AddendumText,
    CommitmentText,
    DecisionText,
    FollowUpText,
    Minutes,
    PersonText,
    ShareText,
    SignatureText,
    VersionText,
    WithoutText,
)
from domain.money import format_number, format_rupiah, in_words
from domain.pledge_lines import line_from_json
from domain.refusal import Refused

LONGEST = 120
REHEARSAL = "LATIHAN · DATA CONTOH"


@dataclass(frozen=True, slots=True)
class MinutesForm:
    """What the office writes on the minutes and no meeting knows; what is empty becomes a line to write on."""

    number: str = ""
    place: str = ""

    def tidied(self) -> MinutesForm:
        """Both on one line.

        Raises:
            Refused: longer than 120 letters, or not printable.
        """
        number, place = (" ".join(text.split()) for text in (self.number, self.place))
        for field, what, text in (("number", "Nomor", number), ("place", "Tempat", place)):
            if len(text) > LONGEST or not text.isprintable():
                raise Refused(f"minutes.{field}", f"{what} paling panjang {LONGEST} huruf.", field=field)
        return MinutesForm(number, place)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody of the frozen list; `origin` is a village or an organisation.

    Attributes:
        state: ``withheld``: the copy that everybody may have does not name people.
    """

    name: str
    position: str
    origin: str
    state: NameState | Literal["withheld"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the snapshot: names where they are still kept, addenda, and where the program is found."""

    people: Sequence[Attendee] = ()
    addenda: Sequence[Addendum] = ()
    base_url: str = ""


def check_address(base_url: str, sha256: str) -> str:
    """The address that says whether a record has this hash.

    >>> check_address("http://192.168.1.5:8501", "ab12")
    'http://192.168.1.5:8501/berita-acara?periksa=ab12'
    """
    return f"{base_url}/berita-acara?periksa={sha256}"


def make_minutes(body: Mapping[str, Any], sha256: str, form: MinutesForm, beside: Beside) -> Minutes:
    """The minutes of a frozen result, or (without a hash) the draft of a live one.

    Args:
        body: as `services.meeting_result.result_document` makes it, of any version.

    Returns:
        Minutes whose totals are those of the body, to the rupiah.
    """
    totals, villages = body["totals"], body["villages"]
    committed = [village for village in villages if village["committed"]]
    missing = [village for village in villages if not village["committed"]]
    decisions = body.get("decisions", [])
    written = form.tidied()
    regency = body["regency"]["name"]
    return Minutes(
        mark=REHEARSAL if body["is_rehearsal"] or (body["dataset"] or {}).get("is_sample") else "",
        title=body["title"],
        regency=regency,
        number=written.number or say.BLANK,
        place=written.place or say.BLANK,
        opening=say.opening(body, written.place or say.BLANK),
        agenda=say.agenda(body),
        presence=say.presence(body, [one.state for one in beside.people]),
        people=tuple(_person(no, one) for no, one in enumerate(beside.people, start=1)),
        situation=say.situation(body),
        commitments_text=say.commitments(totals),
        commitments=tuple(_commitment(no, village) for no, village in enumerate(committed, start=1)),
        total_workers=format_number(totals["workers"]),
        total_amount=format_rupiah(totals["amount_rupiah"]),
        total_words=in_words(totals["amount_rupiah"]),
        without_text=say.without(len(missing), totals["villages_entitled"]),
        without=tuple(_without(no, village) for no, village in enumerate(missing, start=1)),
        decisions_text=say.decisions(decisions),
        decisions=tuple(_decision(decision) for decision in decisions),
        shares=tuple(_share(decision, part) for decision in decisions for part in decision["villages"]),
        compare_by_name=say.COMPARE_BY_NAME,
        notes=say.notes(body),
        follow_up=tuple(FollowUpText(str(no), *step) for no, step in enumerate(say.follow_up(body), start=1)),
        addenda=tuple(_addendum(one, villages) for one in beside.addenda),
        closing=say.closing(body),
        offices=tuple(SignatureText(str(no), who) for no, who in enumerate(say.offices(regency), start=1)),
        villages=tuple(SignatureText(str(no), _signs(village)) for no, village in enumerate(villages, start=1)),
        versions=tuple(VersionText(*version) for version in say.versions(body)),
        sha256=sha256,
        check_address=check_address(beside.base_url, sha256) if sha256 else "",
    )


_UNNAMED: Mapping[str, str] = {
    "unnamed": "(tanpa nama)",
    "erased": "(nama dihapus)",
    "changed": "(nama tidak cocok dengan catatan rapat)",
    "withheld": "(nama tidak dimuat)",
}


def _person(no: int, one: Attendee) -> PersonText:
    if one.state == "named":
        return PersonText(str(no), one.name, one.position, one.origin)
    return PersonText(str(no), _UNNAMED[one.state], "", one.origin)


def _commitment(no: int, village: Mapping[str, Any]) -> CommitmentText:
    return CommitmentText(
        no=str(no),
        village=village["name"],
        subdistrict=village["subdistrict"],
        workers=format_number(village["workers"]),
        content="\n".join(map(_line, village["lines"])),
        amount=format_rupiah(village["amount_rupiah"]),
        words=in_words(village["amount_rupiah"]),
    )


def _line(values: Mapping[str, Any]) -> str:
    line = line_from_json(values)
    return f"{line.text} · mulai {line.start_month.label}"


def _without(no: int, village: Mapping[str, Any]) -> WithoutText:
    return WithoutText(str(no), village["name"], village["subdistrict"], say.reason_of(village))


def _decision(decision: Mapping[str, Any]) -> DecisionText:
    return DecisionText(
        no=str(decision["number"]),
        title=decision["title"],
        decided_by=decision["decided_by"],
        funds=say.funds(decision),
        text=say.decision(decision),
        note=decision["note"],
    )


def _share(decision: Mapping[str, Any], part: Mapping[str, Any]) -> ShareText:
    return ShareText(
        no=str(decision["number"]),
        village=part["name"],
        workers=format_number(part["workers"]),
        amount=format_rupiah(part["amount_rupiah"]),
        reason=part["reason"],
    )


def _addendum(one: Addendum, villages: Sequence[Mapping[str, Any]]) -> AddendumText:
    name = next((village["name"] for village in villages if village["village_code"] == one.village_code), "")
    about = f", Desa {name}" if name else ""
    day = date_label(say.local_day(one.created_at))
    return AddendumText(
        no=str(one.number),
        title=f"{one.label}{about} · {day}, pukul {time_label(one.created_at)} WIB",
        text=one.text,
        decided_by=one.decided_by,
    )


def _signs(village: Mapping[str, Any]) -> str:
    return f"Desa {village['name']}, Kecamatan {village['subdistrict']}"
