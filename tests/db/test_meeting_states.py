"""The states of a meeting, its pledges and its editions, in any order: a model beside the database says what holds."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from db.engine import Database
from db.queries.meetings import snapshots
from domain.refusal import Refused
from services import change_meeting
from services.meeting_result import meeting_result
from services.submit_commitment import submit_commitment
from services.verify_ledger import verify_ledger
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    PUDU,
    SettableClock,
    draft_meeting,
    ledger,
    pledge_of,
    settings_with,
    withdrawal_of,
)

VILLAGES = st.sampled_from([KARTAMULIA, PUDU])
WORKERS = st.integers(1, 40)
BEFORE = {"open": "draft", "closed": "open", "published": "closed"}
STEPS: dict[str, Any] = {
    "open": change_meeting.open_meeting,
    "closed": change_meeting.close_meeting,
    "published": change_meeting.publish_meeting,
}


class MeetingStates(RuleBasedStateMachine):
    """`pledges` holds each village's revisions as their workers, 0 for a withdrawal."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database, self.clock = database, SettableClock()
        self.meeting = draft_meeting(database, self.clock)
        self.state, self.revision, self.least = "draft", 1, None
        self.pledges: dict[str, list[int]] = {KARTAMULIA: [], PUDU: []}
        self.answered: dict[str, Any] = {}
        self.frozen: list[tuple[int, str, str]] = []
        self.sent = 0

    def code_of(self, act: Any) -> str | None:
        """The code of the refusal, or None where the act was done."""
        try:
            self.answer = act()
        except Refused as refusal:
            return refusal.code
        return None

    @rule(wanted=st.sampled_from(sorted(STEPS)))
    def take_a_step(self, wanted: str) -> None:
        step = STEPS[wanted]
        code = self.code_of(lambda: step(self.meeting.id, self.database, self.clock, AT_THE_MACHINE))
        if BEFORE[wanted] == self.state:
            self.state, self.revision = wanted, self.revision + 1
            assert code is None
            if wanted == "closed":
                self.keep_the_new_edition()
        else:
            assert code == (None if wanted == self.state else "meeting.state")

    def keep_the_new_edition(self) -> None:
        with self.database.reading() as connection:
            editions = snapshots(connection, self.meeting.id)
        assert len(editions) == len(self.frozen) + 1
        body = json.loads(editions[-1][1])
        said = {village["village_code"]: village["workers"] for village in body["villages"] if village["revision"]}
        assert said == {code: revisions[-1] for code, revisions in self.pledges.items() if revisions}
        self.frozen.append(editions[-1])

    @rule()
    def reopen(self) -> None:
        act = change_meeting.reopen_meeting
        code = self.code_of(lambda: act(self.meeting.id, "Ada koreksi", self.database, self.clock, AT_THE_MACHINE))
        assert code == (None if self.state in ("open", "closed") else "meeting.state")
        if self.state == "closed":
            self.state, self.revision = "open", self.revision + 1

    @rule(least=st.sampled_from([None, 5, 20]))
    def change_the_least(self, least: int | None) -> None:
        wanted = settings_with(min_workers=least)
        act = change_meeting.change_settings
        code = self.code_of(lambda: act(self.meeting.id, wanted, self.database, self.clock, AT_THE_MACHINE))
        if self.state not in ("draft", "open"):
            assert code == "meeting.closed"
        elif least != self.least:
            self.least, self.revision = least, self.revision + 1

    @rule(village=VILLAGES, workers=WORKERS, behind=st.sampled_from([0, 0, 0, 1]), seen=st.sampled_from([None, 0, 1]))
    def pledge(self, village: str, workers: int, behind: int, seen: int | None) -> None:
        """On a form of this revision of the meeting or the one before, for the newest pledge or an older one."""
        newest = len(self.pledges[village])
        form = {"meeting_revision": self.revision - behind, "replaces": None if seen is None else newest - seen}
        self.sent += 1
        key = f"key-{self.sent}"
        code = self.send(pledge_of(self.meeting, village, new=workers, key=key, **form))
        allowed = [
            ("meeting.draft", self.state == "draft"),
            ("meeting.closed", self.state in ("closed", "published")),
            ("commitment.meeting_changed", behind),
            ("commitment.minimum", self.least and workers < self.least),
            ("commitment.stale", seen),
        ]
        assert code == next((reason for reason, holds in allowed if holds), None)
        if code is None:
            self.keep(village, key, workers)

    @rule(village=VILLAGES)
    def withdraw(self, village: str) -> None:
        self.sent += 1
        key = f"key-{self.sent}"
        code = self.send(withdrawal_of(self.meeting, village, key=key))
        if self.state == "open":
            assert code == (None if self.pledges[village] and self.pledges[village][-1] else "commitment.nothing")
        else:
            assert code == ("meeting.draft" if self.state == "draft" else "meeting.closed")
        if code is None:
            self.keep(village, key, 0)

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.answered)))
        first = self.answered[key]
        assert self.send(pledge_of(self.meeting, first.village_code, new=39, key=key, meeting_revision=1)) is None
        assert (self.answer.repeated, self.answer.commitment) == (True, first)

    def send(self, command: Any) -> str | None:
        return self.code_of(lambda: submit_commitment(command, self.database, self.clock, AT_THE_MACHINE))

    def keep(self, village: str, key: str, workers: int) -> None:
        self.pledges[village].append(workers)
        self.answered[key] = self.answer.commitment
        assert (self.answer.repeated, self.answer.commitment.revision) == (False, len(self.pledges[village]))

    @invariant()
    def the_database_holds_what_the_model_says(self) -> None:
        with self.database.reading() as connection:
            now = change_meeting.meeting(connection, self.meeting.id)
            result = meeting_result(connection, now)
            assert snapshots(connection, self.meeting.id) == self.frozen
        assert (now.state, now.revision, now.min_workers) == (self.state, self.revision, self.least)
        newest = [revisions[-1] for revisions in self.pledges.values() if revisions]
        totals = result["totals"]
        assert (totals["villages_committed"], totals["workers"]) == (sum(n > 0 for n in newest), sum(newest))
        assert (result["sha256"] is None) == (self.state in ("draft", "open"))
        assert len(ledger(self.database, self.meeting)) == sum(map(len, self.pledges.values()))

    def teardown(self) -> None:
        assert verify_ledger(self.database).fault is None


def test_in_any_order_of_steps_and_pledges_the_record_is_what_was_answered(real_database: Database) -> None:
    examples = 25 if real_database.is_sqlite else 10  # the orders are tried on SQLite, the types on both
    run_state_machine_as_test(
        lambda: MeetingStates(real_database),
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
