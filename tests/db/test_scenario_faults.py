"""Scenarios that cannot be kept, links that are none, and rows that were changed by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from domain.ledger import canonical_json, sha256
from domain.plan import PlanFund
from domain.refusal import Refused
from domain.scenario import id_of
from services.scenarios import CORRUPTED, open_scenario
from tests.db.factories import (
    SettableClock,
    drop_triggers,
    refused,
    run_sql,
)
from tests.support.scenarios import FUND, PLAN, kept, rows


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plan": replace(PLAN, new_workers=-1)}, "scenario.plan"),
        ({"plan": replace(PLAN, new_workers=float("nan"))}, "scenario.plan"),
        ({"plan": replace(PLAN, months=37)}, "scenario.plan"),
        ({"plan": replace(PLAN, village_code="62.09.01.2001")}, "scenario.village"),
        ({"plan": replace(FUND, funds=(PlanFund("APBD", -5),))}, "scenario.plan"),
        ({"plan": replace(FUND, weights=tuple((f"{n:013}", "1" * 80) for n in range(900)))}, "scenario.size"),
        ({"name": "x" * 61}, "scenario.name"),
        ({"name": "a\u202eb"}, "scenario.name"),
        ({"result": {"share": 0.5}}, "scenario.content"),
        ({"result": {"share": float("nan")}}, "scenario.content"),
        ({"result": {"title": "x" * 200_001}}, "scenario.size"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(
    real_database: Database, clock: SettableClock, change: dict[str, Any], code: str
) -> None:
    assert refused(lambda: kept(real_database, clock, **change), real_database).code == code


def test_without_data_nothing_is_saved(database: Database, clock: SettableClock) -> None:
    assert refused(lambda: kept(database, clock), database).code == "scenario.no_data"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "x",
        "0" * 23,
        "0" * 25,
        "A" * 24,
        "0" * 23 + "g",
        "' OR 1=1 --",
        "0" * 24 + "\n",
        "９" * 24,
        "NaN",
        "\x00" * 24,
    ],
)
def test_what_is_no_id_is_refused_in_a_sentence(real_database: Database, link: str) -> None:
    with pytest.raises(Refused) as refusal:
        open_scenario(real_database, link)

    assert refusal.value.code == "scenario.id"


def test_unknown_and_foreign_links_are_refused(real_database: Database, clock: SettableClock) -> None:
    saved = kept(real_database, clock)

    for wanted, regency, code in ((("0" * 24), None, "scenario.unknown"), (saved.id, "62.09", "scenario.foreign")):
        with pytest.raises(Refused) as refusal:
            open_scenario(real_database, wanted, regency_code=regency)
        assert refusal.value.code == code
    assert open_scenario(real_database, saved.id, regency_code="62.08") == saved


@pytest.mark.parametrize(
    "change",
    [
        "content = replace(content, '60', '90')",
        "content = content || ' '",
        "content = ''",
        "content = 'NaN'",
        "content = '" + "[" * 5_000 + "'",
        "result = replace(result, '60', '90')",
        "result = '{}'",
        "sha256 = '" + "0" * 64 + "'",
        "kind = 'regency'",
        "regency_code = '62'",
    ],
)
def test_a_row_that_was_changed_by_hand_is_refused(real_database: Database, clock: SettableClock, change: str) -> None:
    saved = kept(real_database, clock)
    drop_triggers(real_database)

    run_sql(real_database, f"UPDATE scenarios SET {change}")

    for act in (lambda: open_scenario(real_database, saved.id), lambda: kept(real_database, clock)):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code in {"scenario.corrupted", "scenario.taken"}


@pytest.mark.parametrize(
    "forge",
    [
        lambda _content: {"version": 1},
        lambda content: content | {"rates": [{"x": 1}]},
        lambda content: content | {"plan": content["plan"] | {"new_workers": -1}},
        lambda content: content | {"plan": content["plan"] | {"new_workers": "60"}},
        lambda content: content | {"plan": content["plan"] | {"start_month": "2027-13"}},
        lambda content: content | {"version": 2},
        lambda content: content | {"pledged": [1]},
        lambda content: content | {"dataset": None},
        lambda content: content | {"more": 1},
    ],
)
def test_a_row_with_hashes_of_its_own_but_no_content_of_ours_is_refused(
    real_database: Database, clock: SettableClock, forge: Any
) -> None:
    kept(real_database, clock)
    ((_, content, result, _),) = rows(real_database)
    forged = canonical_json(forge(json.loads(content)))
    drop_triggers(real_database)
    run_sql(
        real_database,
        "UPDATE scenarios SET id = :id, content = :content, sha256 = :sha",
        id=id_of(forged),
        content=forged,
        sha=sha256(f"{forged}\n{result}"),
    )

    with pytest.raises(Refused) as refusal:
        open_scenario(real_database, id_of(forged))

    assert (refusal.value.code, refusal.value.reason) == ("scenario.corrupted", CORRUPTED)


def test_the_database_refuses_to_change_or_delete_a_scenario(real_database: Database, clock: SettableClock) -> None:
    kept(real_database, clock)
    before = rows(real_database)
    columns = "id, regency_code, dataset_id, kind, content, result, sha256, created_at"
    verb = "INSERT OR REPLACE" if real_database.is_sqlite else "INSERT"

    for statement in (
        "UPDATE scenarios SET result = '{}'",
        "DELETE FROM scenarios",
        f"{verb} INTO scenarios ({columns}) SELECT {columns} FROM scenarios",
    ):
        with pytest.raises(DBAPIError):
            run_sql(real_database, statement)

    assert rows(real_database) == before
