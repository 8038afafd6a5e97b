"""The worker groups that the product ships."""

from __future__ import annotations

from domain.worker_groups import WORKER_GROUPS


def test_the_nine_groups_have_the_names_of_the_plain_file() -> None:
    assert [group.name for group in WORKER_GROUPS] == [
        "Nelayan",
        "Petani",
        "Buruh tani",
        "Pekerja sawit",
        "Pedagang",
        "Buruh bangunan",
        "Pengemudi",
        "Perangkat desa",
        "Lainnya",
    ]


def test_codes_are_unique() -> None:
    codes = [group.code for group in WORKER_GROUPS]

    assert len(set(codes)) == 9


def test_only_village_officials_pay_a_percent_of_the_wage() -> None:
    segments = {group.code: group.segment for group in WORKER_GROUPS}

    assert [code for code, segment in segments.items() if segment == "PU"] == ["village_official"]
    assert [segment for segment in segments.values() if segment != "PU"] == ["BPU"] * 8
