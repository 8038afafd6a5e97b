from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.calendar import Month
from domain.plan import PlanFund, RegencyPlan, SourceCeiling, VillagePlan
from domain.pledge_draft import pledge_draft
from domain.pledge_lines import LineRequest
from domain.rates import Rate
from domain.refusal import Refused
from domain.scenario import (
    Content,
    DataVersion,
    clean_name,
    rates_used,
    read_content,
    read_ids,
    read_json,
    require_id,
    seal,
)
from domain.sound_plan import require_sound

ONE, TWO = "0123456789abcdef01234567", "f" * 24
VILLAGE = VillagePlan("62.08.04.2004", 60, 0, 0, Month(2027, 1), 12)
REGENCY = RegencyPlan("equal_coverage", (PlanFund("APBD", 400_000_000),), Month(2027, 1), 12)
DATA = DataVersion("d" * 36, "a" * 64, Month(2026, 10), "BPJS", date(2026, 10, 31), is_sample=False)
CONTENT = Content(VILLAGE, "Enam puluh", "62.08", DATA, (), (), 1_000_000, (("62.08.04.2004", 5),), 2027, None)


def test_a_content_has_a_known_id_for_ever():
    # A change of this id breaks every link that was ever shared.
    assert seal(CONTENT)[0] == "69b0962f732495b2808be883"


def test_a_content_is_read_as_it_was_written():
    for content in (CONTENT, replace(CONTENT, plan=REGENCY, meeting=("m", "Rapat"), name="")):
        assert read_content(seal(content)[1]) == content


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "1", "NaN", '{"a":NaN}', '{"a":1.0}', '{"a":1e3}', '{"b":1,"a":1}', '{"a": 1}', '{"a":1,"a":1}', "[" * 9_000, '{"a":' + "9" * 5_000 + "}"],
)  # fmt: skip
def test_json_that_was_not_written_here_is_an_error_of_one_kind(text: str):
    with pytest.raises(ValueError):
        read_json(text)
    with pytest.raises(Refused):
        read_content(text)


def test_names_are_one_short_line():
    assert clean_name("  a \n b\t") == "a b"
    assert clean_name("") == ""
    assert clean_name("x" * 60) == "x" * 60
    for bad in ("x" * 61, "a\x00b", "\u202ex", "\ud800"):
        with pytest.raises(Refused):
            clean_name(bad)


@pytest.mark.parametrize(
    "plan",
    [
        replace(VILLAGE, new_workers=-1),
        replace(VILLAGE, new_workers=True),
        replace(VILLAGE, new_workers=1.0),
        replace(VILLAGE, continued_workers=float("nan")),
        replace(VILLAGE, officials=float("inf")),
        replace(VILLAGE, new_workers=10**9 + 1),
        replace(VILLAGE, months=0),
        replace(VILLAGE, months=37),
        replace(VILLAGE, programmes=()),
        replace(VILLAGE, programmes=("JKK", "JKK")),
        replace(VILLAGE, programmes=("JKP",)),
        replace(VILLAGE, village_code=""),
        replace(VILLAGE, sources=(SourceCeiling("ADD", -1),)),
        replace(VILLAGE, sources=(SourceCeiling("x" * 81),)),
        replace(REGENCY, rule="best"),
        replace(REGENCY, funds=()),
        replace(REGENCY, funds=REGENCY.funds * 7),
        replace(REGENCY, funds=(PlanFund("APBD", -1),)),
        replace(REGENCY, funds=(PlanFund("a\x00", 1),)),
        replace(REGENCY, funds=(PlanFund("a", 1, ("",)),)),
        replace(REGENCY, target_points=0),
        replace(REGENCY, weights=(("62", ""),)),
        replace(REGENCY, cap=-1),
    ],
)
def test_a_plan_that_no_form_makes_is_refused(plan: Any):
    with pytest.raises(Refused) as refusal:
        require_sound(plan)

    assert refusal.value.code == "scenario.plan"


@pytest.mark.parametrize(
    ("pasted", "ids"),
    [
        (ONE, (ONE,)),
        (f"  {ONE.upper()} ", (ONE,)),
        (f"http://192.168.43.1:8501/simulasi?s={ONE}", (ONE,)),
        (f"http://x/simulasi?kab=62.08&s={ONE},{TWO}&x=1#y", (ONE, TWO)),
        (f"/simulasi?s={ONE}%2C{TWO}%2c{ONE}", (ONE, TWO)),
        (f"{ONE}, {TWO},", (ONE, TWO)),
    ],
)
def test_links_are_read_as_people_paste_them(pasted: str, ids: tuple[str, ...]):
    assert read_ids(pasted) == ids


@pytest.mark.parametrize(
    "pasted", ["", " ", ",", "x", ONE[:-1], ONE + "0", f"http://x/simulasi?q={ONE}&s=", "=1+1", "?s=NaN", "9" * 9_000]
)
def test_what_is_no_link_is_refused(pasted: str):
    with pytest.raises(Refused):
        read_ids(pasted)


def test_an_id_has_one_form():
    assert require_id(ONE) == ONE
    for bad in (ONE.upper(), ONE + "\n", "", "../" + ONE[3:]):
        with pytest.raises(Refused):
            require_id(bad)


def rate(programme: Any, start: Month, until: Month | None = None, segment: Any = "BPU") -> Rate:
    return Rate(segment, programme, start, until, None, 6_800, None, None, "", "", "high")


def test_only_rates_that_can_decide_the_cost_are_used():
    old = rate("JKK", Month(2020, 1), Month(2026, 12))
    now = rate("JKK", Month(2027, 1))
    later = rate("JKK", Month(2028, 1))
    other, wage = rate("JHT", Month(2020, 1)), rate("JKM", Month(2020, 1), segment="PU")
    table = (old, now, later, other, wage)

    assert rates_used(VILLAGE, table) == (now,)
    assert rates_used(replace(VILLAGE, months=13), table) == (now, later)
    assert rates_used(replace(VILLAGE, officials=1), table) == (now, wage)
    assert rates_used(replace(VILLAGE, officials=1, programmes=("JKK",)), table) == (now, wage)
    assert rates_used(replace(VILLAGE, start_month=Month(2026, 12)), table) == (old, now)
    assert rates_used(replace(REGENCY, funds=(PlanFund("a", 1, ("fisher",)),)), table) == (now,)


def test_a_scenario_makes_the_draft_that_the_form_can_hold():
    draft = pledge_draft(VILLAGE, 2027)

    assert draft.lines == (LineRequest("new", 60, 12, Month(2027, 1), "ADD"),)
    assert draft.left_out == ()


def test_what_the_form_cannot_hold_is_named():
    plan = replace(
        VILLAGE, continued_workers=1_200, officials=3, start_month=Month(2027, 4), months=24, programmes=("JKM",),
        sources=(SourceCeiling("APBD"), SourceCeiling("PADes", 5_000_000), SourceCeiling("DD")),
    )  # fmt: skip

    draft = pledge_draft(plan, 2027)

    new = LineRequest("new", 60, 9, Month(2027, 4), "PADes")
    assert draft.lines == (new, replace(new, nature="continued", workers=1_200))
    assert draft.left_out == (
        "3 perangkat desa (PU)",
        "15 bulan sesudah Desember 2027",
        "sumber dana APBD, DD",
        "batas dana (PADes Rp 5.000.000)",
        "pilihan program JKM (formulir memakai JKK + JKM, dengan atau tanpa JHT)",
    )


def test_officials_are_a_line_of_their_own_where_the_data_know_them_and_jht_is_kept():
    plan = replace(VILLAGE, officials=3, programmes=("JKK", "JKM", "JHT"))

    draft = pledge_draft(plan, 2027, official_group="village_official")

    assert [(line.segment, line.workers, line.programmes) for line in draft.lines] == [
        ("BPU", 60, ("JKK", "JKM", "JHT")),
        ("PU", 3, ("JKK", "JKM")),
    ]
    assert draft.left_out == ()


def test_a_start_outside_the_budget_year_becomes_its_january():
    draft = pledge_draft(replace(VILLAGE, start_month=Month(2026, 10), months=3), 2027)

    assert [(line.start_month, line.months) for line in draft.lines] == [(Month(2027, 1), 3)]
    assert draft.left_out == ("mulai Oktober 2026 (di luar tahun anggaran 2027)",)


def test_only_continued_workers_make_a_continuing_draft():
    draft = pledge_draft(replace(VILLAGE, new_workers=0, continued_workers=40, sources=()), 2027)

    assert [(line.nature, line.workers, line.source) for line in draft.lines] == [("continued", 40, "ADD")]


@pytest.mark.parametrize(
    ("plan", "code"),
    [(REGENCY, "scenario.not_a_village"), (replace(VILLAGE, new_workers=0, officials=3), "scenario.no_workers")],
)
def test_what_makes_no_pledge_makes_no_draft(plan: Any, code: str):
    with pytest.raises(Refused) as refusal:
        pledge_draft(plan, 2027)

    assert refusal.value.code == code
