"""Charts as pictures: what stands in them, that nothing is fetched, and that no text becomes markup."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Any

import pytest

from charts.bars import GroupRow, SubdistrictRow, group_bars, subdistrict_bars
from charts.before_after import IF_PAID, NOW, BeforeAfterRow, before_after_bars
from charts.tiles import TileRow, coverage_tiles, short_name
from charts.trend import TrendPoint, coverage_trend
from exports.pictures import Picture, drawn, pictures_zip

NOTES = ("Kabupaten Sukamara · data Oktober 2026 · BPJS", "LATIHAN · DATA CONTOH")
HOSTILE = "<script>=1+1 & \"Desa\" 'x'"
TILES = [TileRow("Pudu", 0, 0, 0.25), TileRow(HOSTILE, 1, 0, 0.9), TileRow("Sukamara", 0, 1, 0.4, takes_part=False)]
SPECS: dict[str, dict[str, Any]] = {
    "tiles": coverage_tiles(TILES),
    "trend": coverage_trend([TrendPoint("2026-09", 0.3), TrendPoint("2026-10", 0.41)], 0.6),
    "subdistricts": subdistrict_bars([SubdistrictRow("Jelai", 12_000, 3_000)], 0.6),
    "groups": group_bars([GroupRow("Nelayan", 1_200, 300)]),
    "before and after": before_after_bars([BeforeAfterRow("Pudu", 0.25, 0.5, 1_200)], 0.6),
    "nothing": coverage_tiles([]),
}


def picture(spec: dict[str, Any], title: str = "Cakupan tiap desa") -> Picture:
    return Picture("peta", title, spec, NOTES)


def words(svg: bytes) -> str:
    return " ".join(re.findall(r">([^<>]+)</t", svg.decode()))


@pytest.mark.parametrize("name", SPECS)
def test_title_source_and_mark_stand_inside_every_picture(name: str):
    found = words(drawn(picture(SPECS[name]), "svg"))

    assert "Cakupan tiap desa" in found
    for note in NOTES:
        assert note in found


def test_a_picture_is_twice_its_size_and_in_the_programs_own_letters():
    png, svg = drawn(picture(SPECS["trend"]), "png"), drawn(picture(SPECS["trend"]), "svg").decode()

    assert png.startswith(b"\x89PNG\r\n")
    (width, height) = map(float, re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', svg)[0])
    assert struct.unpack(">II", png[16:24]) == pytest.approx((2 * width, 2 * height), abs=2)
    assert "Plus Jakarta Sans" in svg


def test_figures_are_written_as_in_indonesia():
    assert "41,0%" in words(drawn(picture(SPECS["trend"]), "svg"))
    assert "9.000" in words(drawn(picture(SPECS["subdistricts"]), "svg"))


def test_a_name_is_text_and_a_kelurahan_has_no_figure():
    svg = drawn(picture(SPECS["tiles"], HOSTILE), "svg")

    assert b"<script" not in svg
    assert "&lt;script" in svg.decode()
    assert "25%" in words(svg)
    assert "40%" not in words(svg)


def test_before_and_after_carry_their_own_key_and_figures():
    rows = [BeforeAfterRow("Pudu", 0.25, 0.5, 1_200), BeforeAfterRow("Kosong", None, None, 0)]

    found = words(drawn(picture(before_after_bars(rows, 0.6)), "svg"))

    for said in (NOW, IF_PAID, "target 60%", "25% ke 50% · +1.200", "tidak ada yang berhak · +0"):
        assert said in found


def test_what_is_only_promised_is_drawn_otherwise_than_what_is_active():
    svg = drawn(picture(before_after_bars([BeforeAfterRow("Pudu", 0.25, 0.5, 1)], None)), "svg").decode()
    solid, outlined = 'fill="#0f5e54"', 'fill="#fbeee6" stroke="#b93c0b"'

    assert svg.count(solid) >= 2  # the bar and its key
    assert svg.count(outlined) == 2


def test_before_and_after_are_text_and_long_names_end_in_an_ellipsis():
    svg = drawn(picture(before_after_bars([BeforeAfterRow(HOSTILE + "x" * 80, 0.1, 0.2, 1)], 0.95)), "svg")

    assert b"<script" not in svg
    assert "…" in words(svg)


def test_nothing_is_fetched():
    spec = {"data": {"url": "http://127.0.0.1:9/geheim.json"}, "mark": "bar", "encoding": {}}

    with pytest.raises(ValueError, match=r"(?i)not allowed|base url|access"):
        drawn(picture(spec), "svg")


def test_a_long_title_is_broken_and_not_cut():
    title = "Cakupan paling rendah: Kecamatan " + "Sungai Cabang Barat " * 6

    assert title.strip() in re.sub(r"\s+", " ", words(drawn(picture(SPECS["groups"], title), "svg")))


def test_three_hundred_villages_each_have_a_tile():
    tiles = [TileRow(f"Desa {number}", number % 20, number // 20, number / 300) for number in range(300)]

    found = words(drawn(picture(coverage_tiles(tiles)), "svg"))

    assert found.count("Desa ") >= 300


def test_a_name_has_two_lines_at_most():
    assert short_name("Sungai Cabang Barat").splitlines() == ["Sungai Cabang", "Barat"]
    assert len(short_name("X" * 80).splitlines()) <= 2


def test_one_file_holds_each_as_png_and_svg():
    found = zipfile.ZipFile(io.BytesIO(pictures_zip([picture(SPECS["groups"])])))

    assert found.namelist() == ["peta.png", "peta.svg"]
    assert found.testzip() is None
