"""Each pledge is counted and logged by how it went, with ids and codes alone."""

from __future__ import annotations

import logging

import pytest

from components.log import JsonLines
from db.engine import Database
from domain.refusal import Refused
from services.identity import CardCode
from services.metrics import Metrics
from services.submit_commitment import submit_commitment
from tests.db.factories import KARTAMULIA, SettableClock, card_code_of, close_meeting, open_meeting, pledge_of
from tests.db.people import SITI, join


def test_stored_repeated_and_refused_are_told_apart_and_nobody_is_named(
    real_database: Database, clock: SettableClock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = Metrics()
    monkeypatch.setattr("services.submit_commitment.METRICS", metrics)
    caplog.set_level(logging.DEBUG)
    meeting = open_meeting(real_database, clock)
    card = card_code_of(KARTAMULIA, meeting, real_database)
    join(real_database, clock, CardCode(card), meeting, **SITI)

    submit_commitment(pledge_of(meeting, KARTAMULIA, key="a"), real_database, clock, CardCode(card))
    submit_commitment(pledge_of(meeting, KARTAMULIA, key="a"), real_database, clock, CardCode(card))
    close_meeting(meeting, real_database, clock)
    with pytest.raises(Refused) as refused:
        submit_commitment(pledge_of(meeting, KARTAMULIA, key="b"), real_database, clock, CardCode(card))

    fields = [record.fields for record in caplog.records if record.getMessage() == "pledge"]
    assert [(one["outcome"], one["code"]) for one in fields] == [
        ("stored", None), ("repeated", None), ("refused", refused.value.code),
    ]  # fmt: skip
    assert {(one["meeting"], one["village"]) for one in fields} == {(str(meeting.id), KARTAMULIA)}
    counted = metrics.text().splitlines()
    assert {"rembuk_pledges_stored_total 1", "rembuk_pledges_repeated_total 1"} <= set(counted)
    assert f'rembuk_pledges_refused_total{{code="{refused.value.code}"}} 1' in counted
    log = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert KARTAMULIA in log
    assert not [word for word in (card, "Siti", "Aminah") if word in log]
