"""What the hall's screen shows is chosen on the desk, kept with the meeting, and never a part of the record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from db.engine import Database
from db.queries.commitments import ledger_rows
from db.schema import audit
from domain.meeting import Meeting
from domain.projection import Projection
from services.identity import CardCode
from services.live_state import live_state
from services.projection import projection, start_countdown, steer
from tests.db.enrollment_files import as_csv, import_file
from tests.db.factories import (
    AT_THE_MACHINE,
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    card_code_of,
    open_meeting,
    refused,
    submit,
)
from tests.support.decisions import UNIT, decide, keep, plan_with, withdraw
from tests.support.scenarios import kept


def show(database: Database, clock: SettableClock, meeting: Meeting, **changes: Any) -> Projection:
    return steer(meeting.id, changes, database, clock, AT_THE_MACHINE)


def state_of(database: Database, clock: SettableClock, meeting: Meeting) -> dict[str, Any]:
    return live_state(database, clock, meeting_id=meeting.id)


def test_a_meeting_begins_with_its_progress_and_follows_what_is_chosen(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    before = state_of(real_database, clock, meeting)

    show(real_database, clock, meeting, scene="map", is_hidden=True)
    show(real_database, clock, meeting, scheme="dark", font_percent=130)
    after = state_of(real_database, clock, meeting)

    assert before["projection"]["scene"] == "progress"
    assert after["projection"] == {
        "scene": "map", "is_hidden": True, "font_percent": 130, "scheme": "dark", "message": "", "ends_at_ms": None,
    }  # fmt: skip
    assert after["counter"] == before["counter"] + 2


def test_the_same_again_moves_no_screen(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    show(real_database, clock, meeting, scene="join")
    counted = state_of(real_database, clock, meeting)["counter"]

    show(real_database, clock, meeting, scene="join")

    assert state_of(real_database, clock, meeting)["counter"] == counted


def test_steering_leaves_no_trace_in_the_record(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    with real_database.reading() as connection:
        before = connection.execute(audit.select()).all(), ledger_rows(connection, meeting.id)

    show(real_database, clock, meeting, scene="message", message="Istirahat")

    with real_database.reading() as connection:
        assert (connection.execute(audit.select()).all(), ledger_rows(connection, meeting.id)) == before


def test_one_village_is_told_with_its_pledge_which_is_never_called_coverage(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60)

    show(real_database, clock, meeting, scene="village", village_code=KARTAMULIA)
    village = state_of(real_database, clock, meeting)["projection"]["village"]

    assert (village["title"], village["subdistrict"]) == ("Desa Kartamulia", "Kecamatan Sukamara")
    assert (village["percent"], village["counts"]) == ("40,0%", "360 dari 900 pekerja berhak aktif")
    assert (village["uncovered"], village["if_paid_percent"]) == ("540", "46,7%")
    assert (village["pledge"], village["amount"]) == ("60 pekerja baru × 12 bulan · ADD", "Rp 12.096.000")
    assert village["gap"] == "Rp 96,8 juta setahun untuk 480 pekerja mandiri"


def test_a_village_without_a_pledge_and_a_kelurahan_promise_nothing(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    found = []
    for code in (PUDU, MENDAWAI):
        show(real_database, clock, meeting, scene="village", village_code=code)
        found.append(state_of(real_database, clock, meeting)["projection"]["village"])

    assert [(v["has_pledged"], v["if_paid_percent"], v["is_desa"]) for v in found] == [
        (False, "", True),
        (False, "", False),
    ]
    assert found[1]["gap"] == ""


def test_a_ranking_by_level_gives_equal_villages_the_same_place(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    show(real_database, clock, meeting, scene="ranking")

    ranking = state_of(real_database, clock, meeting)["projection"]["ranking"]

    assert len(ranking["rows"]) == 32
    assert {row["place"] for row in ranking["rows"]} == {"1"}
    assert ranking["title"] == "Cakupan Oktober 2026"
    assert ranking["rows"][0]["detail"] in {"360 dari 900", "320 dari 800"}


def test_a_ranking_by_progress_compares_with_the_month_before(database: Database, clock: SettableClock) -> None:
    rows = [["62.08.01.2005", "Kartamulia", "Nelayan", 100, 40, 0], ["62.08.01.2002", "Pudu", "Nelayan", 100, 40, 0]]
    later = [[*rows[0][:4], 43, 0], [*rows[1][:4], 35, 0]]
    import_file(database, clock, as_csv(rows), month="2026-09")
    import_file(database, clock, as_csv(later), month="2026-10")
    meeting = open_meeting(database, clock)
    show(database, clock, meeting, scene="ranking", ranking_by="progress")

    ranking = state_of(database, clock, meeting)["projection"]["ranking"]

    assert ranking["title"] == "Kenaikan cakupan sejak September 2026"
    told = [(row["place"], row["name"], row["text"], row["detail"]) for row in ranking["rows"]]
    assert told[:2] == [
        ("1", "Kartamulia", "+3,0 poin", "40,0% → 43,0%"),
        ("2", "Pudu", "-5,0 poin", "40,0% → 35,0%"),
    ]
    assert {place for place, *_ in told[2:]} == {""}


def test_without_a_month_before_there_is_no_ranking_by_progress(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    show(real_database, clock, meeting, scene="ranking", ranking_by="progress")

    ranking = state_of(real_database, clock, meeting)["projection"]["ranking"]

    assert (ranking["rows"], ranking["note"]) == ([], "Belum ada data bulan sebelumnya.")


def test_a_kept_simulation_and_a_decision_are_shown_before_and_after(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    scenario = keep(real_database, clock, plan_with(290 * UNIT), name="APBD dulu")
    submit(real_database, clock, meeting, KARTAMULIA, new=100)
    show(real_database, clock, meeting, scene="plan", plan=f"scenario:{scenario.id}")
    simulated = state_of(real_database, clock, meeting)["projection"]["plan"]
    decide(real_database, clock, meeting, scenario)
    show(real_database, clock, meeting, plan="decision:1")
    decided = state_of(real_database, clock, meeting)["projection"]["plan"]

    assert (simulated["title"], decided["title"]) == ("Simulasi", "Keputusan 1")
    assert [(s["label"], s["percent"]) for s in simulated["steps"]] == [
        ("hari ini", "40,0%"),
        ("dengan komitmen, bila dibayar", "40,4%"),
        ("dengan ini, bila dibayar", "41,4%"),
    ]
    assert sum(simulated["new_workers"].values()) == 290
    assert {**simulated, "title": ""} == {**decided, "title": ""}


def test_a_withdrawn_decision_gives_way_to_the_progress(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    decide(real_database, clock, meeting, keep(real_database, clock))
    show(real_database, clock, meeting, scene="plan", plan="decision:1")

    withdraw(real_database, clock, meeting, 1)

    shown = state_of(real_database, clock, meeting)["projection"]
    assert (shown["scene"], "plan" in shown) == ("progress", False)


def test_what_cannot_be_shown_is_refused(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    of_a_village = kept(real_database, clock)

    wrong: list[tuple[dict[str, Any], str]] = [
        ({"scene": "plan", "plan": "decision:9"}, "decision.number"),
        ({"scene": "plan", "plan": "decision:x"}, "projection.plan"),
        ({"scene": "plan", "plan": "letter:1"}, "projection.plan"),
        ({"scene": "plan", "plan": f"scenario:{of_a_village.id}"}, "projection.plan"),
        ({"scene": "village", "village_code": "62.01.01.2001"}, "projection.village"),
    ]
    for changes, code in wrong:
        found = refused(lambda c=changes: show(real_database, clock, meeting, **c), real_database)
        assert found.code == code, changes


def test_a_village_card_steers_nothing(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    card = CardCode(card_code_of(KARTAMULIA, meeting, real_database))

    found = refused(lambda: steer(meeting.id, {"scene": "map"}, real_database, clock, card), real_database)

    assert found.code == "identity.forbidden"


def test_a_countdown_ends_on_the_clock_and_is_bounded(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)

    start_countdown(meeting.id, 5, "Isi komitmen", real_database, clock, AT_THE_MACHINE)
    shown = state_of(real_database, clock, meeting)["projection"]

    assert shown["ends_at_ms"] == int((clock.now + timedelta(minutes=5)).timestamp() * 1000)
    assert (shown["scene"], shown["message"]) == ("countdown", "Isi komitmen")
    for minutes in (0, 181):
        act = refused(
            lambda m=minutes: start_countdown(meeting.id, m, "", real_database, clock, AT_THE_MACHINE), real_database
        )
        assert act.code == "projection.minutes"


def test_each_meeting_has_its_own_screen(real_database: Database, clock: SettableClock) -> None:
    meeting, other = open_meeting(real_database, clock), open_meeting(real_database, clock)

    show(real_database, clock, meeting, scene="map")

    assert projection(real_database, other.id) == Projection()
