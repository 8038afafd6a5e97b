"""Ringkasan and Desa give their charts along for slides, with the source and, on sample data, the mark inside."""

from __future__ import annotations

import pytest

from components.pictures import LABEL, division_pictures, overview_pictures, village_pictures
from db.queries.enrollment import current_dataset
from domain.calendar import Month
from domain.plan import PlanFund, RegencyPlan
from exports.pictures import Picture, drawn
from services.district import District, district_of, view
from services.simulation import evaluate
from tests.pages.conftest import Hall


def district(hall: Hall) -> District:
    with hall.database.reading() as connection:
        dataset = current_dataset(connection, "62.08")
    assert dataset
    return district_of(hall.database, dataset.id)


def all_pictures(hall: Hall) -> list[Picture]:
    of = district(hall)
    overview = overview_pictures(hall.database, of, 0.6)
    return overview + village_pictures(hall.database, of, of.villages[0], 0.6)


@pytest.mark.parametrize("name", ["ringkasan", "desa"])
def test_one_press_is_offered(hall: Hall, name: str):
    at = hall.open(name)

    assert not at.exception
    assert [button.proto.label for button in at.get("download_button")].count(LABEL) == 1


def test_nothing_is_offered_without_data(empty_hall: Hall):
    assert not empty_hall.open("ringkasan").get("download_button")


def division_picture(hall: Hall) -> Picture:
    of = district(hall)
    fund = PlanFund("Dana =1+1", 29_232_000)
    plan = RegencyPlan("equal_coverage", (fund,), Month(2027, 1), 12, target_points=6000)
    division = evaluate(of, view(hall.database).rates, {of.desa[0].village.code: 3}, plan)
    return division_pictures(of, division)[0]


def test_a_division_is_offered_once_there_is_one(real_hall: Hall):
    at = real_hall.open("simulasi")
    before = [button.proto.label for button in at.get("download_button")].count(LABEL)
    at.session_state["simulasi.budget"] = "29.232.000"
    at.run()

    assert before == 0
    assert [button.proto.label for button in at.get("download_button")].count(LABEL) == 1


def test_a_division_says_itself_what_was_asked_and_counted(real_hall: Hall):
    found = division_picture(real_hall)

    assert found.title == "Rp 29.232.000 melindungi 145 pekerja lagi: cakupan dari 40,0% ke 40,6% bila dibayar"
    assert "12 bulan mulai Januari 2027 · JKK + JKM · Rp 201.600 per pekerja" in found.notes[0]
    assert "pekerja mandiri (BPU)" in found.notes[1]
    assert "termasuk 3 pekerja yang dijanjikan desa" in found.notes[1]
    assert found.notes[2].startswith("Kabupaten Sukamara · data Oktober 2026")
    assert len(found.notes) == 3
    assert b"target 60%" in drawn(found, "svg")


def test_a_division_of_sample_data_is_marked(hall: Hall):
    assert division_picture(hall).notes[-1] == "LATIHAN · DATA CONTOH"


def marks(hall: Hall) -> list[bool]:
    return ["LATIHAN · DATA CONTOH" in picture.notes for picture in all_pictures(hall)]


def test_sample_data_are_marked_inside(hall: Hall):
    assert all(marks(hall))


def test_real_data_are_not_marked_and_name_their_month(real_hall: Hall):
    assert not any(marks(real_hall))
    assert all("Oktober 2026" in picture.notes[0] for picture in all_pictures(real_hall))


def test_every_chart_of_the_pages_is_there_and_can_be_drawn(hall: Hall):
    found = all_pictures(hall)

    assert [one.name for one in found] == ["peta-desa", "kecamatan", "perkembangan", "kelompok", "perkembangan"]
    for picture in found:
        assert b"Kabupaten Sukamara" in drawn(picture, "svg")


def test_a_single_month_has_no_trend(real_hall: Hall):
    assert "perkembangan" not in [one.name for one in all_pictures(real_hall)]
