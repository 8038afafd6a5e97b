from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from domain.calendar import Month
from services.import_regions import ImportRegions, import_regions
from services.import_wide import ImportWide, import_wide
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, shows_sample_mark, words
from tests.support.databases import AT_THE_MACHINE, clock


def tiles(at: AppTest) -> list[dict[str, object]]:
    """The rows that the tile map draws."""
    (component,) = at.get("bidi_component")
    return json.loads(component.proto.json)[0]["villages"]


def test_empty_database_says_what_is_missing_and_who_loads_it(empty_hall: Hall):
    at = empty_hall.open("ringkasan")

    assert not at.exception
    assert notices(at, "info") == [
        (
            "Belum ada data kepesertaan. Fasilitator memuatnya di halaman Data, atau dengan perintah "
            "“python -m db import BERKAS --kind enrollment --month 2026-10”."
        )
    ]
    assert not shows_sample_mark(at)


def test_one_sentence_says_where_the_regency_stands(real_hall: Hall):
    real_hall.meeting(target_points=5000)

    at = real_hall.open("ringkasan")

    assert not at.exception
    # 29 desa of 9 groups and 3 kelurahan of 8, each 100 eligible and 40 active: to a half are 10 of each missing.
    assert "Dari 28.500 pekerja yang berhak, 11.400 terlindungi. 17.100 belum" in words(at)
    assert "2.850 pekerja" in words(at)
    assert "Rp 574,6 juta" in words(at)  # 2,850 x 12 x Rp16,800 = Rp574,560,000
    assert re.search(r"2\.850 pekerja .*× 12 bulan × Rp 16\.800 .*= Rp 574\.560\.000", words(at))


def test_real_data_carries_no_sample_mark(real_hall: Hall):
    real_hall.meeting(title="Rembuk Perlindungan Pekerja Desa")

    at = real_hall.open("ringkasan")

    assert not shows_sample_mark(at)
    assert "LATIHAN" not in everything(at)
    assert "DATA CONTOH" not in everything(at)


def test_sample_data_is_marked_with_and_without_a_meeting(hall: Hall):
    without = hall.open("ringkasan")
    hall.meeting()
    with_meeting = hall.open("ringkasan")

    assert not without.exception
    assert not with_meeting.exception
    assert shows_sample_mark(without)
    assert shows_sample_mark(with_meeting)
    assert "LATIHAN · Rembuk Perlindungan Pekerja Desa" in words(with_meeting)


def test_all_villages_are_on_the_map_with_their_coverage(real_hall: Hall):
    at = real_hall.open("ringkasan")

    found = tiles(at)
    assert len(found) == 32
    assert {row["percent"] for row in found} == {"40%"}
    assert [row["name"] for row in found if row["code"] == VILLAGE] == ["Sungai Pasir"]


def test_a_pledge_never_raises_what_is_called_coverage(hall: Hall):
    meeting = hall.meeting()
    before = hall.open("ringkasan")
    hall.pledge(meeting, 60)

    after = hall.open("ringkasan")

    assert markup(after) == markup(before)
    assert tiles(after) == tiles(before)


def test_everybody_may_look_and_nobody_sees_a_code(hall: Hall):
    codes = hall.codes(hall.meeting())

    at = hall.open("ringkasan")

    assert not at.exception
    assert not [code for code in codes.values() if code in everything(at)]


@pytest.mark.parametrize("query", [{"kab": "99.99"}, {"kab": "<b>"}, {"kab": "62.08' OR 1=1"}])
def test_an_unknown_regency_is_told_apart_from_an_error(hall: Hall, query: dict[str, str]):
    at = hall.open("ringkasan", **query)

    assert not at.exception
    assert len(notices(at, "info")) == 1


@pytest.mark.parametrize("rapat", ["x", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"])
def test_an_unknown_meeting_in_the_address_shows_the_data(hall: Hall, rapat: str):
    at = hall.open("ringkasan", rapat=rapat)

    assert not at.exception
    assert "Dari 32.944 pekerja yang berhak" in words(at)


def test_a_meeting_title_is_text(hall: Hall):
    hall.meeting(title="<script>alert(1)</script> **tebal** =1+1")

    at = hall.open("ringkasan")

    assert not at.exception
    assert "<script>alert(1)</script> **tebal** =1+1" in words(at)
    assert not [body for body in markup(at) if "<script" in body]


def test_one_month_of_data_is_no_trend(real_hall: Hall):
    at = real_hall.open("ringkasan")

    assert not at.exception
    assert any("perkembangan tampil setelah bulan kedua diimpor" in text for text in markup(at))
    assert not any(heading.value.startswith("Cakupan kabupaten") for heading in at.subheader)


def test_a_province_and_the_nation_are_listed_where_there_are_sums_of_them(real_hall: Hall):
    alone = real_hall.open("ringkasan")
    assert "nasional=1" not in everything(alone)
    assert notices(real_hall.open("ringkasan", nasional="1"), "info") == [
        "Jumlah provinsi atau nasional tampil setelah sedikitnya dua kabupaten/kota punya data kepesertaan."
    ]
    regions = ImportRegions(b"kode,nama\n11.01.01.2001,<b>Keude</b>\n11.01,<i>Aceh</i> Selatan", "x.csv")
    import_regions(regions, real_hall.database, clock, AT_THE_MACHINE)
    rows = ImportWide(
        b"kode_desa,nama_desa,kelompok,potensi,aktif,nonaktif\n11.01.01.2001,<b>Keude</b>,Petani,1500,100,0\n",
        "x.csv",
        Month(2026, 10),
    )
    import_wide(rows, real_hall.database, clock, AT_THE_MACHINE)

    nation = real_hall.open("ringkasan", nasional="1")

    assert not nation.exception
    # 28,500 eligible and 11,400 active in Sukamara.
    assert "Indonesia: dari 30.000 pekerja yang berhak, 11.500 (38,3%) terlindungi. 18.500 belum." in words(nation)
    links = re.findall(r'href="(/\?[^"]+)"[^>]*>([^<]*)<', "".join(markup(nation)))
    assert links == [
        ("/?prov=11", "Aceh"), ("/?prov=62", "Kalimantan Tengah"),
        ("/?kab=11.01", "Kabupaten &lt;i&gt;Aceh&lt;/i&gt; Selatan"), ("/?kab=62.08", "Kabupaten Sukamara"),
    ]  # fmt: skip
    assert "/?nasional=1" in "".join(markup(real_hall.open("ringkasan", kab="11.01")))
    assert len(notices(real_hall.open("ringkasan", prov="' OR 1=1"), "info")) == 1
