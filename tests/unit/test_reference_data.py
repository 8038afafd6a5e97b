"""The villages of Sukamara that come with the product."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from domain.region_names import fold_name, normal_code

REFERENCE = Path(__file__).parents[2] / "db" / "reference"


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


VILLAGES = _rows("villages_62.08.csv")
ALIASES = _rows("aliases_62.08.csv")


def test_columns_are_the_documented_ones() -> None:
    assert list(VILLAGES[0]) == [
        "code",
        "bps_code",
        "name",
        "kind",
        "subdistrict_code",
        "subdistrict",
        "subdistrict_bps_code",
        "lat",
        "lon",
    ]
    assert list(ALIASES[0]) == ["code", "alias", "seen_in"]


def test_sukamara_has_29_desa_and_3_kelurahan() -> None:
    assert Counter(row["kind"] for row in VILLAGES) == {"desa": 29, "kelurahan": 3}
    assert [row["name"] for row in VILLAGES if row["kind"] == "kelurahan"] == [
        "Mendawai",
        "Padang",
        "Kuala Jelai",
    ]


def test_villages_per_subdistrict() -> None:
    assert Counter((row["subdistrict_code"], row["subdistrict"], row["subdistrict_bps_code"]) for row in VILLAGES) == {
        ("62.08.01", "Sukamara", "6206020"): 8,
        ("62.08.02", "Jelai", "6206010"): 5,
        ("62.08.03", "Balai Riam", "6206030"): 8,
        ("62.08.04", "Pantai Lunci", "6206011"): 4,
        ("62.08.05", "Permata Kecubung", "6206031"): 7,
    }


def test_codes_are_unique_sorted_and_in_their_subdistrict() -> None:
    codes = [row["code"] for row in VILLAGES]

    assert codes == sorted(set(codes))
    for row in VILLAGES:
        assert normal_code(row["code"]) == row["code"]
        assert row["code"].rpartition(".")[0] == row["subdistrict_code"]


def test_kind_agrees_with_the_code() -> None:
    for row in VILLAGES:
        assert row["code"].rpartition(".")[2][0] == {"kelurahan": "1", "desa": "2"}[row["kind"]]


def test_bps_codes_are_unique_and_in_their_subdistrict() -> None:
    assert len({row["bps_code"] for row in VILLAGES}) == 32
    for row in VILLAGES:
        assert re.fullmatch("6206[0-9]{6}", row["bps_code"])
        assert row["bps_code"][:7] == row["subdistrict_bps_code"]


def test_points_lie_in_sukamara_and_differ() -> None:
    points = [(float(row["lat"]), float(row["lon"])) for row in VILLAGES]

    assert len(set(points)) == 32
    assert all(-3.1 < lat < -2.0 and 110.7 < lon < 111.5 for lat, lon in points)


def test_the_north_of_the_regency_is_permata_kecubung_and_the_west_is_jelai() -> None:
    assert max(VILLAGES, key=lambda row: float(row["lat"]))["subdistrict"] == "Permata Kecubung"
    assert min(VILLAGES, key=lambda row: float(row["lon"]))["subdistrict"] == "Jelai"


def test_names_are_clean_and_unique_when_folded() -> None:
    assert len({fold_name(row["name"]) for row in VILLAGES}) == 32
    for row in VILLAGES:
        assert row["name"] == " ".join(row["name"].split())


def test_aliases_are_another_spelling_of_one_village_only() -> None:
    name_of = {row["code"]: row["name"] for row in VILLAGES}
    code_of = {fold_name(name): code for code, name in name_of.items()}

    assert len({row["alias"] for row in ALIASES}) == len(ALIASES) == 6
    for row in ALIASES:
        assert row["alias"] != name_of[row["code"]]
        assert code_of.setdefault(fold_name(row["alias"]), row["code"]) == row["code"]
        assert row["seen_in"]


def test_the_bps_spelling_of_kartamulia_is_an_alias() -> None:
    assert ("62.08.01.2005", "Karta Mulia") in {(row["code"], row["alias"]) for row in ALIASES}
