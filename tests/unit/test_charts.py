"""The chart specifications: what is drawn, in which order, and what is only drawn when it is there."""

from __future__ import annotations

import json
import re

import altair as alt
import pytest

from charts.bars import GroupRow, SubdistrictRow, group_bars, subdistrict_bars
from charts.theme import FONT, GREEN, on_screen
from charts.trend import TrendPoint, coverage_trend

YEAR = [TrendPoint(f"2026-{month:02d}", 0.30 + month / 100) for month in range(1, 11)]
SUBDISTRICTS = [
    SubdistrictRow("Sukamara", 1000, 420),
    SubdistrictRow("Jelai", 1000, 378),
    SubdistrictRow("Kosong", 0, 0),
]
GROUPS = [GroupRow("Petani", 200, 180), GroupRow("Nelayan", 1612, 231), GroupRow("Lainnya", 0, 0)]

ALL = [
    coverage_trend(YEAR, 0.6),
    coverage_trend(YEAR, None),
    coverage_trend(YEAR[:1], 0.6),
    coverage_trend([], 0.6),
    subdistrict_bars(SUBDISTRICTS, 0.6),
    subdistrict_bars(SUBDISTRICTS, None),
    subdistrict_bars([], 0.6),
    group_bars(GROUPS),
    group_bars([]),
]


def layers(spec):
    return spec.get("layer", [spec])


def rows(layer):
    return layer["data"]["values"]


def shared_rows(spec):
    """Layers that use one table have it written once, by the chart itself or by each layer."""
    return rows(spec if "data" in spec else layers(spec)[0])


def marks(spec):
    return [layer["mark"]["type"] for layer in layers(spec)]


def named(spec, name):
    return [layer for layer in layers(spec) if layer.get("name") == name]


@pytest.mark.parametrize("spec", ALL)
def test_every_specification_is_valid_vega_lite(spec):
    alt.Chart.from_dict(spec, validate=True)


@pytest.mark.parametrize("spec", ALL)
def test_every_chart_speaks_indonesian_numbers_on_a_clear_ground(spec):
    config = spec["config"]

    assert config["locale"]["number"] == {
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["Rp ", ""],
    }
    assert (config["background"], config["font"]) == ("transparent", FONT)


@pytest.mark.parametrize("spec", ALL)
def test_a_name_is_used_once_in_a_specification(spec):
    names = [layer["name"] for layer in layers(spec) if "name" in layer]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("spec", [coverage_trend([], 0.6), subdistrict_bars([], None), group_bars([])])
def test_an_empty_table_still_draws_a_sentence(spec):
    assert [row["text"] for row in rows(spec)] == ["Belum ada data"]
    assert spec["mark"]["type"] == "text"


def test_the_trend_is_drawn_by_month_whatever_the_order():
    shuffled = [YEAR[4], YEAR[0], *YEAR[5:], *YEAR[1:4]]

    assert coverage_trend(shuffled, None) == coverage_trend(YEAR, None)


def test_a_missing_month_leaves_its_room():
    spec = coverage_trend([TrendPoint("2025-12", 0.3), TrendPoint("2026-03", 0.4)], None)

    assert [row["at"] for row in rows(layers(spec)[1])] == [0, 3]


def test_the_last_value_is_written_at_the_end_of_the_line():
    spec = coverage_trend(YEAR, None)
    texts = [layer for layer in layers(spec) if layer["mark"]["type"] == "text"]

    assert [(rows(text)[0]["percent"], rows(text)[0]["label"]) for text in texts] == [("40,0%", "Okt 2026")]


def test_the_target_is_drawn_and_named_only_where_there_is_one():
    with_target, without = coverage_trend(YEAR, 0.6), coverage_trend(YEAR, None)

    assert [rows(layer)[0]["label"] for layer in named(with_target, "target")] == ["target 60%"]
    assert named(without, "target") == []
    assert len(layers(with_target)) == len(layers(without)) + 2


def test_subdistricts_stand_from_the_lowest_coverage_to_the_highest_with_their_figures():
    values = shared_rows(subdistrict_bars(SUBDISTRICTS, None))

    assert [(value["name"], value["text"]) for value in values] == [
        ("Jelai", "37,8% · 622 belum"),
        ("Sukamara", "42,0% · 580 belum"),
    ]


def test_subdistrict_target_ticks_appear_only_with_a_target():
    with_target, without = subdistrict_bars(SUBDISTRICTS, 0.6), subdistrict_bars(SUBDISTRICTS, None)

    assert [len(rows(layer)) for layer in named(with_target, "target")] == [2]
    assert ("tick" in marks(with_target), "tick" in marks(without)) == (True, False)


def test_groups_stand_by_the_size_of_their_gap_with_both_counts_in_words():
    values = shared_rows(group_bars(GROUPS))

    assert [(value["name"], value["text"]) for value in values] == [
        ("Nelayan", "231 aktif · 1.381 belum"),
        ("Petani", "180 aktif · 20 belum"),
    ]


def test_active_and_uncovered_differ_by_outline_as_well_as_by_colour():
    whole, active = layers(group_bars(GROUPS))[:2]

    assert ("stroke" in whole["mark"], "stroke" in active["mark"], active["mark"]["color"]) == (
        True,
        False,
        GREEN,
    )


@pytest.mark.parametrize("spec", ALL)
def test_on_a_screen_every_colour_is_one_of_the_palette(spec):
    drawn = json.dumps(on_screen(spec))

    assert re.findall(r"#[0-9a-f]{6}", drawn) == []
    assert "var(--ink)" in drawn
    assert "var(" not in json.dumps(spec)
