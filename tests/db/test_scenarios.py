"""Scenarios in the database: one content, one row, one link; what was changed by hand is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import services.scenarios
from db.engine import Database
from domain.calendar import Month
from domain.ledger import canonical_json, sha256
from services.scenarios import have_same_rates, open_scenario
from tests.db.factories import (
    KARTAMULIA,
    PUDU,
    Breakdown,
    SettableClock,
    failing_at,
    open_meeting,
    url_of,
)
from tests.db.racer import Racers, at_once
from tests.support.databases import import_real_data
from tests.support.scenarios import FUND, PLAN, RESULT, kept, rows, seen_in


def test_what_is_saved_is_opened_as_it_was(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    saved = kept(real_database, clock, name="  Enam  puluh ", pledged={KARTAMULIA: 5, PUDU: 7})

    found = open_scenario(real_database, saved.id)

    assert found == saved
    assert (found.plan, found.name, found.result) == (PLAN, "Enam puluh", RESULT)
    assert found.created_at == clock.now
    assert found.content.pledged == ((KARTAMULIA, 5),)  # another village's pledge cannot change the answer
    assert found.content.meeting == (str(meeting.id), meeting.title)
    assert (found.content.budget_year, found.content.base_rupiah) == (meeting.budget_year, 1_000_000)
    assert found.content.dataset.month == Month(2026, 10)
    assert found.is_sample is False
    assert {rate.programme for rate in found.rates.rates} == {"JKK", "JKM"}
    assert {rate.segment for rate in found.rates.rates} == {"BPU"}


def test_a_row_says_what_the_contract_says(real_database: Database, clock: SettableClock) -> None:
    saved = kept(real_database, clock, FUND, pledged={PUDU: 7, KARTAMULIA: 5, "62.08.01.2001": 0})

    ((scenario_id, content, result, _),) = rows(real_database)

    assert scenario_id == saved.id == sha256(content)[:24]
    assert result == canonical_json(RESULT)
    values = json.loads(content)
    assert content == canonical_json(values)
    assert sorted(values) == [
        "base_rupiah", "budget_year", "dataset", "meeting", "name", "plan", "pledged", "rates", "regency_code", "version", "wages",
    ]  # fmt: skip
    assert values["pledged"] == {PUDU: 7, KARTAMULIA: 5}
    assert (values["version"], values["regency_code"], values["meeting"]) == (1, "62.08", None)


def test_the_same_content_is_the_same_link_and_keeps_its_first_answer(
    real_database: Database, clock: SettableClock
) -> None:
    first = kept(real_database, clock)
    clock.now = clock.now.replace(hour=9)

    again = kept(real_database, clock, result={"title": "lain"})

    assert again == first
    assert len(rows(real_database)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"plan": replace(PLAN, new_workers=61)},
        {"plan": replace(PLAN, months=11)},
        {"name": "lain"},
        {"pledged": {KARTAMULIA: 1}},
        {"plan": FUND},
    ],
)
def test_another_content_is_another_link(real_database: Database, clock: SettableClock, other: dict[str, Any]) -> None:
    first = kept(real_database, clock)

    assert kept(real_database, clock, **other).id != first.id
    assert len(rows(real_database)) == 2


def test_many_who_save_the_same_at_once_keep_one_row_and_all_get_its_link(
    real_database: Database, clock: SettableClock
) -> None:
    answers = at_once([lambda: kept(real_database, clock).id for _ in range(16)])

    ((scenario_id, *_),) = rows(real_database)
    assert answers == [scenario_id] * 16


def test_processes_that_save_the_same_keep_one_row(real_database: Database, racers: Racers) -> None:
    job = {"action": "scenario", "url": url_of(real_database), "times": 8}

    answers = [answer for outcomes in racers.run([job, job, job]) for answer in outcomes]

    ((scenario_id, *_),) = rows(real_database)
    assert answers == [scenario_id] * 24


def test_many_who_save_others_at_once_keep_them_all(real_database: Database, clock: SettableClock) -> None:
    plans = [replace(PLAN, new_workers=number) for number in range(16)]

    answers = at_once([lambda plan=plan: kept(real_database, clock, plan).id for plan in plans])

    assert sorted(answers) == sorted(row[0] for row in rows(real_database))
    assert len(set(answers)) == 16


def test_the_bound_of_a_regency_holds_also_in_a_race(
    real_database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.scenarios, "MOST_OF_A_REGENCY", 3)
    plans = [replace(PLAN, new_workers=number) for number in range(8)]

    answers = at_once([lambda plan=plan: kept(real_database, clock, plan).id for plan in plans])

    assert answers.count("scenario.full") == 5
    assert len(rows(real_database)) == 3
    stored = next(plan for plan, answer in zip(plans, answers, strict=True) if answer != "scenario.full")
    assert kept(real_database, clock, stored).id in answers  # what is there already still has its link


def test_a_failure_while_storing_leaves_nothing(real_database: Database, clock: SettableClock) -> None:
    with failing_at(real_database, "INSERT INTO scenarios"), pytest.raises(Breakdown):
        kept(real_database, clock)

    assert rows(real_database) == []


def test_new_data_leave_the_old_answer_and_are_named(real_database: Database, clock: SettableClock) -> None:
    saved = kept(real_database, clock)
    assert saved.changes_since(seen_in(real_database), {}) == ()

    import_real_data(real_database, active=50)

    found, now = open_scenario(real_database, saved.id), seen_in(real_database)
    assert found == saved
    assert found.is_outdated_for(now, {})
    assert [sentence.split(":")[0] for sentence in found.changes_since(now, {})] == ["Data kepesertaan"]


def test_new_rates_and_pledges_are_named(real_database: Database, clock: SettableClock) -> None:
    seen = seen_in(real_database)
    saved = kept(real_database, clock)
    dearer = replace(
        seen.rates, rates=tuple(replace(r, flat_rupiah=7_000) if r.flat_rupiah else r for r in seen.rates.rates)
    )

    changes = saved.changes_since(replace(seen, rates=dearer), {KARTAMULIA: 9, PUDU: 4})

    assert changes == (
        "Tarif iuran: dulu Rp 16.800 per pekerja pada Januari 2027; sekarang Rp 17.000 per pekerja pada Januari 2027.",
        "Komitmen yang ikut dihitung: dulu belum ada; sekarang 9 pekerja baru dari 1 desa.",
    )


def test_the_wage_of_officials_counts_only_where_there_are_some(real_database: Database, clock: SettableClock) -> None:
    seen = seen_in(real_database)
    without, with_some = kept(real_database, clock), kept(real_database, clock, replace(PLAN, officials=2))
    raised = tuple(replace(wage, wage_rupiah=wage.wage_rupiah + 1) for wage in seen.rates.wages)
    later = replace(seen, rates=replace(seen.rates, wages=raised))

    assert without.content.wages == ()
    assert with_some.rates.wages == seen.rates.wages_in(PLAN.start_month)[-1:] != ()
    assert not without.is_outdated_for(later, {})
    assert with_some.changes_since(later, {}) == ("Upah acuan perangkat desa berubah.",)
    assert open_scenario(real_database, with_some.id) == with_some


def test_a_new_source_of_the_same_rate_is_said_as_that(real_database: Database, clock: SettableClock) -> None:
    seen = seen_in(real_database)
    saved = kept(real_database, clock)
    rows_now = tuple(replace(rate, source="lain") for rate in seen.rates.rates)

    assert saved.changes_since(replace(seen, rates=replace(seen.rates, rates=rows_now)), {}) == (
        "Tarif iuran: barisnya berubah; bulan pertama tetap Rp 16.800 per pekerja pada Januari 2027.",
    )


def test_what_a_scenario_does_not_use_does_not_make_it_old(real_database: Database, clock: SettableClock) -> None:
    seen = seen_in(real_database)
    saved = kept(real_database, clock)
    others = tuple(replace(r, cap_rupiah=1) if r.segment == "PU" else r for r in seen.rates.rates)

    assert not saved.is_outdated_for(replace(seen, rates=replace(seen.rates, rates=others)), {PUDU: 4})


def test_scenarios_of_other_months_have_the_same_rates_where_the_table_is_one(
    real_database: Database, clock: SettableClock
) -> None:
    seen = seen_in(real_database)
    short, long = kept(real_database, clock), kept(real_database, clock, replace(PLAN, months=36))
    dearer = replace(
        seen.rates, rates=tuple(replace(r, flat_rupiah=7_000) if r.flat_rupiah else r for r in seen.rates.rates)
    )
    other = kept(real_database, clock, seen=replace(seen, rates=dearer))

    assert have_same_rates([short, long])
    assert not have_same_rates([short, other])
    assert not have_same_rates(
        [short, kept(real_database, clock, seen=replace(seen, rates=replace(seen.rates, base_rupiah=2)))]
    )
