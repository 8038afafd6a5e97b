"""Which village a row means: by its Kemendagri code, its BPS code, or its name within a subdistrict; never guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.region_names import fold_name, normal_code

SCIENTIFIC = re.compile(r"([1-9])[.,]?([0-9]*)E\+?0?9", re.IGNORECASE)
_SHORT_PARTS = re.compile(r"([0-9]{2})\.([0-9]{1,2})\.([0-9]{1,2})\.([1-3][0-9]{3})")
_GROUPED = re.compile(r"[0-9]([.,][0-9]{3}){3}")
_RIVER = re.compile(r"(?:SEI|SEI\.|S\.)\s+(?=\S)", re.IGNORECASE)
_LIKE = 0.6
_MOST_CANDIDATES = 4
CODE_CURE = "Pakai kode Kemendagri seperti 62.08.01.2005, bukan kode BPS."


@dataclass(frozen=True, slots=True)
class KnownVillage:
    """A village that the file may name, with the spellings that are taken for its name."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    is_desa: bool = True
    subdistrict: str = ""
    bps_code: str = ""

    def is_called(self, name: str) -> bool:
        """Whether a name means this village, after folding case, spaces, and DESA or KELURAHAN; Sei is Sungai."""
        return not self.folded_names().isdisjoint(_spellings(name))

    def folded_names(self) -> frozenset[str]:
        """Its own spellings, for comparing."""
        return frozenset(fold_name(own) for own in (self.name, *self.aliases))


@dataclass(frozen=True, slots=True)
class Question:
    """A name that is no village's, but like some: a person says which is meant.

    Attributes:
        key: the name with its subdistrict, as an answer names it.
        candidates: codes and names, the likeliest first.
    """

    key: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a row means no village: the column and value to show, and how to mend it."""

    column: str
    value: str
    problem: str
    cure: str
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """What a row says of its village."""

    code: str = ""
    name: str = ""
    subdistrict: str = ""
    bps_code: str = ""


class VillageSearch:
    """The villages of one regency, as files name them.

    Args:
        villages: by Kemendagri code.
        answers: the code that a person chose for the key of a question.

    Attributes:
        answered: the villages that were found by an answer alone, by the key of the question.
    """

    def __init__(
        self, villages: Mapping[str, KnownVillage], regency_name: str, answers: Mapping[str, str] | None = None
    ) -> None:
        self._villages, self._regency_name, self._answers = villages, regency_name, answers or {}
        self.answered: dict[str, KnownVillage] = {}
        self._by_bps = {village.bps_code: village for village in villages.values() if village.bps_code}
        self._named = [(village, village.folded_names()) for village in villages.values()]

    def find(self, said: Mention) -> KnownVillage | NotFound:
        """The one village that a row means."""
        if said.code:
            return self._by_code(said)
        if said.bps_code:
            return self._by_bps_code(said)
        if said.subdistrict:
            return self._by_name(said)
        return self._no_code(said)

    def knows(self, text: str) -> bool:
        """Whether a text is a village's name or code."""
        return normal_code(text) in self._villages or bool(self._called(text))

    def _by_code(self, said: Mention) -> KnownVillage | NotFound:
        code = village_code(said.code)
        village = self._villages.get(code) if code else None
        if village is None and (mantissa := SCIENTIFIC.fullmatch(said.code)):
            return self._damaged(said, mantissa[1] + mantissa[2])
        if village is None:
            return self._no_code(said)
        return _agreed(village, said)

    def _damaged(self, said: Mention, digits: str) -> KnownVillage | NotFound:
        """Excel has cut the code's last digits away; the name may still tell which it was."""
        called = [v for v in self._called(said.name) if _shortened(v.code, len(digits)) == digits]
        if len(called) == 1:
            return called[0]
        cure = "Ubah format kolom kode menjadi Teks di Excel dan tulis lagi kodenya."
        return NotFound("kode_desa", said.code, "Kode ini sudah dirusak Excel: angka belakangnya hilang.", cure)

    def _by_bps_code(self, said: Mention) -> KnownVillage | NotFound:
        village = self._by_bps.get(re.sub(r"[\s.]", "", said.bps_code))
        if village is None:
            problem = f"Kode BPS ini tidak ada di {self._regency_name}."
            return NotFound("kode_bps", said.bps_code, problem, "Periksa kodenya, atau pakai kode Kemendagri.")
        return _agreed(village, said)

    def _no_code(self, said: Mention) -> NotFound:
        problem = f"Kode desa ini tidak ada di {self._regency_name}."
        called = self._called(said.name)
        hint = f" Kode {called[0].name} adalah {called[0].code}." if len(called) == 1 else ""
        if not said.code:
            problem = "Kode desa kosong."
        elif village := self._by_bps.get(said.code):
            problem = f"Ini kode BPS {village.name}, bukan kode Kemendagri."
        elif (code := village_code(said.code)) and self._is_elsewhere(code):
            problem = f"Kode ini milik kabupaten lain ({code[:5]}), bukan {self._regency_name}."
        return NotFound("kode_desa", said.code, problem, CODE_CURE + hint)

    def _is_elsewhere(self, code: str) -> bool:
        return bool(self._villages) and code[:5] not in {known[:5] for known in self._villages}

    def _by_name(self, said: Mention) -> KnownVillage | NotFound:
        within = [v for v in self._villages.values() if _fold_subdistrict(said.subdistrict, v.subdistrict)]
        if not within:
            known = ", ".join(dict.fromkeys(v.subdistrict for v in self._villages.values()))
            problem = f"Kecamatan ini tidak ada di {self._regency_name}."
            return NotFound("kecamatan", said.subdistrict, problem, f"Yang dikenal: {known}.")
        if not said.name:
            return NotFound("nama_desa", "", "Nama desa kosong.", "Tulis nama desanya di setiap baris.")
        called = [v for v in self._called(said.name) if v in within]
        if len(called) == 1:
            return called[0]
        key = f"{said.name} / {said.subdistrict}"
        answered = self._answers.get(key)
        chosen = next((v for v in within if v.code == answered), None)
        if chosen is None:
            return self._ask(said, key, called or _like(said.name, within))
        self.answered[key] = chosen
        return chosen

    def _ask(self, said: Mention, key: str, candidates: list[KnownVillage]) -> NotFound:
        if not candidates:
            problem = f"Desa ini tidak ada di Kecamatan {said.subdistrict}."
            return NotFound("nama_desa", said.name, problem, "Perbaiki namanya, atau tambahkan kolom kode_desa.")
        shown = ", ".join(f"{v.name} ({v.code})" for v in candidates)
        question = Question(key, tuple((v.code, v.name) for v in candidates))
        problem = "Nama ini tidak persis nama sebuah desa."
        return NotFound("nama_desa", said.name, problem, f"Yang dimaksud mungkin: {shown}. Pilih salah satu.", question)

    def _called(self, name: str) -> list[KnownVillage]:
        spellings = _spellings(name)
        return [village for village, names in self._named if name and not names.isdisjoint(spellings)]


def village_code(text: str) -> str | None:
    """A Kemendagri code, also where a spreadsheet has grouped its digits or dropped the noughts of its parts.

    >>> village_code("6.208.012.005"), village_code("62.8.1.2005"), village_code("6208012005")
    ('62.08.01.2005', '62.08.01.2005', '62.08.01.2005')
    """
    plain = text.strip().lstrip("'")
    if short := _SHORT_PARTS.fullmatch(plain):
        plain = f"{short[1]}.{short[2]:0>2}.{short[3]:0>2}.{short[4]}"
    elif _GROUPED.fullmatch(plain):
        plain = re.sub(r"[.,]", "", plain)
    return normal_code(plain)


def _spellings(name: str) -> frozenset[str]:
    """What a name may mean, for comparing: as it stands, and with Sei written out as Sungai."""
    return frozenset({fold_name(name), fold_name(_RIVER.sub("Sungai ", name.strip(), count=1))})


def _agreed(village: KnownVillage, said: Mention) -> KnownVillage | NotFound:
    if village.is_called(said.name):
        return village
    problem = f"Nama tidak cocok dengan kode {village.code}, yaitu {village.name}."
    return NotFound("nama_desa", said.name, problem, "Perbaiki nama atau kodenya.")


def _shortened(code: str, digits: int) -> str:
    """The first digits of a code, rounded as a spreadsheet rounds."""
    plain = int(code.replace(".", ""))
    scale = 10 ** (10 - digits)
    return str((plain + scale // 2) // scale)


def _fold_subdistrict(said: str, known: str) -> bool:
    return fold_name(re.sub(r"^(?:kecamatan|kec)\b\.?\s*", "", said.strip(), flags=re.IGNORECASE)) == fold_name(known)


def _like(name: str, within: list[KnownVillage]) -> list[KnownVillage]:
    spellings = {fold_name(own): v for v in within for own in (*v.aliases, v.name)}
    found = difflib.get_close_matches(fold_name(name), list(spellings), n=_MOST_CANDIDATES, cutoff=_LIKE)
    return list(dict.fromkeys(spellings[folded] for folded in found))
