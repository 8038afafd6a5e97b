"""Bring names and codes of regions, as people write them in files, to one form for comparing."""

from __future__ import annotations

import re
import unicodedata

_KIND_WORDS = frozenset({"DESA", "KELURAHAN", "KEL"})
# The first digit of the last part is the kind: 1 kelurahan, 2 desa, 3 desa adat. It keeps out most BPS codes,
# which have ten digits too.
_DOTTED_CODE = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{2})\.([1-3][0-9]{3})")
_PLAIN_CODE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([1-3][0-9]{3})")


def fold_name(text: str) -> str:
    """Two spellings of one region fold to the same text: no case, diacritics, spaces, dots or leading kind.

    DESA, KELURAHAN and KEL are dropped in front of a name only, and never when nothing would be left.
    The result is for comparing within one regency, not for showing: "Desa Baru" folds to "BARU".

    >>> fold_name("Desa Karta Mulia") == fold_name("KARTAMULIA")
    True
    >>> fold_name("Kel. Kuala Jelai")
    'KUALAJELAI'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    without_diacritics = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = without_diacritics.upper().replace(".", " ").split()
    while len(words) > 1 and words[0] in _KIND_WORDS:
        words = words[1:]
    return "".join(words)


def normal_code(text: str) -> str | None:
    """A Kemendagri village code in its one form, with dots; None for anything else.

    Only the shape is checked. A BPS village code has ten digits as well: most are refused by their seventh
    digit, but some (6206011003) look like a Kemendagri code of another regency, so the caller must still
    look the code up among the regions it expects.

    Args:
        text: ten digits, with all three dots or none, spaces around them allowed.

    >>> normal_code(" 6208012005 ")
    '62.08.01.2005'
    >>> normal_code("62.08.01.2005")
    '62.08.01.2005'
    >>> normal_code("6206020005") is None
    True
    """
    stripped = text.strip()
    found = _DOTTED_CODE.fullmatch(stripped) or _PLAIN_CODE.fullmatch(stripped)
    return ".".join(found.groups()) if found else None
