"""Which village a row of a province's or the nation's file means: by code, within the regency that the code names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.import_file import Scope
from domain.region_names import fold_name, normal_code
from domain.village_search import CODE_CURE, SCIENTIFIC, KnownVillage, Mention, NotFound, VillageSearch, village_code

_REGENCY = len("62.08")


@dataclass(frozen=True, slots=True)
class WideScope(Scope):
    """What a file over several regencies is read for.

    Attributes:
        regency_name: of the whole: the province's name, or Indonesia.
        province_code: None for the nation.
        regencies: names by code.
    """

    province_code: str | None = None
    regencies: Mapping[str, str] = field(default_factory=dict)


class WideSearch(VillageSearch):
    """The villages of many regencies; each is told apart as in a file of its regency alone."""

    def __init__(self, scope: WideScope) -> None:
        super().__init__({}, scope.regency_name)
        self._scope = scope
        by_regency: dict[str, dict[str, KnownVillage]] = {code: {} for code in scope.regencies}
        for code, village in scope.villages.items():
            by_regency[code[:_REGENCY]][code] = village
        self._within = {code: VillageSearch(villages, scope.regencies[code]) for code, villages in by_regency.items()}
        self._bps = {village.bps_code: code for code, village in scope.villages.items() if village.bps_code}
        self._names = {
            fold_name(name) for village in scope.villages.values() for name in (village.name, *village.aliases)
        }

    def find(self, said: Mention) -> KnownVillage | NotFound:
        """The one village that a row means; names alone are not enough in a whole country."""
        if not said.code and said.bps_code:
            return self._in(self._bps.get(said.bps_code.replace(".", ""), "")[:_REGENCY], said)
        code = village_code(said.code)
        if code:
            return self._in(code[:_REGENCY], said)
        cut = SCIENTIFIC.fullmatch(said.code)  # a spreadsheet has cut its end; the name may tell which it was
        digits = cut[1] + cut[2] if cut else ""
        if len(digits) >= len("6208"):
            return self._in(f"{digits[:2]}.{digits[2:4]}", said)
        problem = "Kode desa kosong." if not said.code else "Ini bukan kode desa Kemendagri."
        return NotFound("kode_desa", said.code, problem, CODE_CURE)

    def knows(self, text: str) -> bool:
        """Whether a text is a village's name or code."""
        return normal_code(text) in self._scope.villages or fold_name(text) in self._names

    def _in(self, regency: str, said: Mention) -> KnownVillage | NotFound:
        search = self._within.get(regency)
        if search:
            return search.find(said)
        if not said.code:
            return NotFound("kode_bps", said.bps_code, "Kode BPS ini tidak dikenal.", "Pakai kode Kemendagri.")
        province = self._scope.province_code
        if province and not regency.startswith(province):
            problem = f"Kode ini milik provinsi lain ({regency[:2]}), bukan {self._scope.regency_name}."
        else:
            problem = f"Kabupaten {regency} belum dikenal program ini."
        return NotFound("kode_desa", said.code, problem, "Perbaiki kodenya, atau impor daftar wilayahnya dulu.")
