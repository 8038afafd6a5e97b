"""Scenarios side by side, as a page shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.compare_scenarios import ALONE, EMPTY, OTHER_DATA, OTHER_PLEDGES, OTHER_RATES
from components.scenario_basket import DROPPED
from components.scenario_facts import DASH
from domain.scenario import UNREADABLE_LINK
from services.district import view
from tests.pages.conftest import VILLAGE, Hall
from tests.support.app_test import everything, markup, notices, words
from tests.support.databases import import_real_data
from tests.support.scenario_page import PLAN, REGENCY, RESULT, address, press, start, stored


def test_two_scenarios_stand_side_by_side(real_hall: Hall):
    one = stored(real_hall, name="Satu")
    two = stored(
        real_hall, replace(PLAN, months=6), result=RESULT | {"workers": 120, "facts": [["Lain", "x"]]}, name="Dua"
    )

    at = start(s=f"{one},{two}")
    table = "".join(body for body in markup(at) if "rb-compare" in body)

    assert not at.exception
    assert "A · Satu" in table
    assert "B · Dua" in table
    assert '<th scope="row">Pekerja</th><td>60</td><td>120</td>' in table
    assert f'<th scope="row">Bulan kosong</th><td>tidak ada</td><td>{DASH}</td>' in table
    assert f'<th scope="row">Lain</th><td>{DASH}</td><td>x</td>' in table
    assert '<th scope="row">Lama</th><td>12 bulan</td><td>6 bulan</td>' in table
    assert table.index(">Pekerja<") < table.index(">Lama<") < table.index(">Program<"), "what differs stands first"
    assert not notices(at, "warning")
    assert at.code[0].value.endswith(f"?s={one},{two}")


def test_without_scenarios_the_comparison_says_what_to_do(real_hall: Hall):
    assert notices(start(s=","), "info") == [EMPTY]


def test_one_scenario_waits_for_another_and_pasting_adds_it(real_hall: Hall):
    one, two = stored(real_hall), stored(real_hall, name="Dua")
    at = start(s=f"{one},")
    alone = words(at)

    at.text_input(key="simulasi.compare.link").set_value(f"http://10.0.0.2:8501/simulasi?s={two}")
    press(at, "compare.add")

    assert ALONE in alone
    assert address(at) == f"{one},{two}"
    assert at.text_input(key="simulasi.compare.link").value == ""
    press(at, f"compare.drop.{one}")
    assert address(at) == f"{two},"
    press(at, f"compare.drop.{two}")
    assert notices(at, "info") == [EMPTY]
    press(at, "compare.leave")
    assert at.button(key="simulasi.scenario.save")


@pytest.mark.parametrize("pasted", ["", "x", "0" * 24, "NaN", "<b>"])
def test_pasting_what_is_no_scenario_is_refused(real_hall: Hall, pasted: str):
    one = stored(real_hall)
    at = start(s=f"{one},")

    at.text_input(key="simulasi.compare.link").set_value(pasted)
    press(at, "compare.add")

    assert len(notices(at, "error")) == 1
    assert ALONE in words(at)


def test_a_fifth_scenario_drops_the_oldest_and_says_so(real_hall: Hall):
    ids = [stored(real_hall, name=str(number)) for number in range(5)]
    at = start(s=",".join(ids[:4]))

    at.text_input(key="simulasi.compare.link").set_value(ids[4])
    press(at, "compare.add")

    assert DROPPED in notices(at, "info")
    assert address(at) == ",".join(ids[1:])


def test_bad_links_in_a_comparison_are_said_and_the_good_ones_shown(real_hall: Hall):
    one = stored(real_hall, name="Satu")

    at = start(s=f"{one},nonsense,{one}")

    assert notices(at, "error") == [UNREADABLE_LINK]
    assert "A · Satu" in words(at)
    assert "nonsense" not in everything(at)


def test_what_was_saved_one_after_another_is_compared(real_hall: Hall):
    at = press(start(), "scenario.save")
    at.session_state["test.plan"] = replace(PLAN, months=6)
    press(at.run(), "scenario.save")

    press(at, "scenario.compare")

    (first,), (second,) = real_hall.sql("SELECT id FROM scenarios ORDER BY length(content) DESC")
    assert address(at) == f"{first},{second}"


def test_scenarios_on_different_data_rates_or_pledges_are_marked(real_hall: Hall):
    seen = view(real_hall.database)
    one = stored(real_hall)
    dearer = stored(real_hall, rates=replace(seen.rates, base_rupiah=2_000_000))
    pledged = stored(real_hall, pledged={VILLAGE: 3})
    import_real_data(real_hall.database, active=50)
    newer = stored(real_hall)

    assert notices(start(s=f"{one},{newer}"), "warning") == [OTHER_DATA]
    assert notices(start(s=f"{one},{dearer}"), "warning") == [OTHER_RATES]
    assert notices(start(s=f"{one},{pledged}"), "warning") == [OTHER_PLEDGES]
    assert notices(start(s=f"{one},{stored(real_hall, REGENCY, district=seen.district)}"), "warning") == []
