"""What the minutes consist of: each of these names is a field that an office's template can place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonText:
    """A row of who came."""

    no: str
    name: str
    position: str
    origin: str


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """What a village pledges; `content` has a line of text for each of its lines."""

    no: str
    village: str
    subdistrict: str
    workers: str
    content: str
    amount: str
    words: str


@dataclass(frozen=True, slots=True)
class WithoutText:
    """A village without a commitment, and why where that is known."""

    no: str
    village: str
    subdistrict: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionText:
    """A decision about regency funds."""

    no: str
    title: str
    decided_by: str
    funds: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class ShareText:
    """A village's part of a decision."""

    no: str
    village: str
    workers: str
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class FollowUpText:
    """What has to be done now, by whom and until when; `due` is empty where the office has to say it."""

    no: str
    step: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class AddendumText:
    """What changed after publishing."""

    no: str
    title: str
    text: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class SignatureText:
    """Who signs, with a line for each."""

    no: str
    who: str


@dataclass(frozen=True, slots=True)
class VersionText:
    """What the figures were made of."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes; every text is as a document shows it, so that a template only places it.

    Attributes:
        mark: empty, or what must stand on every page: that the data are samples.
        sha256: of the snapshot that all of it is from; empty in a draft.
        check_address: opens the page that says whether a snapshot has this hash; empty in a draft.
    """

    mark: str
    title: str
    regency: str
    number: str
    place: str
    opening: str
    agenda: tuple[str, ...]
    presence: str
    people: tuple[PersonText, ...]
    situation: tuple[str, ...]
    commitments_text: str
    commitments: tuple[CommitmentText, ...]
    total_workers: str
    total_amount: str
    total_words: str
    without_text: str
    without: tuple[WithoutText, ...]
    decisions_text: str
    decisions: tuple[DecisionText, ...]
    shares: tuple[ShareText, ...]
    compare_by_name: str
    notes: tuple[str, ...]
    follow_up: tuple[FollowUpText, ...]
    addenda: tuple[AddendumText, ...]
    closing: str
    offices: tuple[SignatureText, ...]
    villages: tuple[SignatureText, ...]
    versions: tuple[VersionText, ...]
    sha256: str
    check_address: str

    @property
    def is_draft(self) -> bool:
        """Whether nothing is frozen yet; a draft is looked at, and never becomes a document."""
        return not self.sha256
