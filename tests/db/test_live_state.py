from __future__ import annotations

from datetime import UTC, datetime

from db.engine import Database
from services.district import trend_of, view
from services.live_state import live_state
from services.village_pledge import newest_pledges
from tests.db.enrollment_files import as_csv, correct_table, import_file
from tests.db.factories import (
    KARTAMULIA,
    MENDAWAI,
    PUDU,
    SettableClock,
    close_meeting,
    draft_meeting,
    open_meeting,
    submit,
)


def test_the_state_of_a_meeting_counts_what_is_pledged_and_never_calls_it_coverage(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, title="Rembuk Sukamara", target_points=6000)
    submit(real_database, clock, meeting, KARTAMULIA, new=60, key="a")
    submit(real_database, clock, meeting, PUDU, new=None, continued=10, key="b")
    clock.now = datetime(2026, 11, 22, 3, 42, 7, tzinfo=UTC)
    submit(real_database, clock, meeting, KARTAMULIA, new=1200 - 720, key="c")

    state = live_state(real_database, clock, meeting_id=meeting.id)

    assert state["meeting"] == {
        "id": str(meeting.id),
        "title": "Rembuk Sukamara",
        "state": "open",
        "state_label": "rapat dibuka",
        "revision": 2,
        "addenda": 0,
    }
    assert state["regency"] == {"code": "62.08", "name": "Kabupaten Sukamara"}
    assert state["data"] == {
        "month_label": "Oktober 2026",
        "source": "Berkas kepesertaan BPJS Ketenagakerjaan, per Sabtu, 31 Oktober 2026",
        "is_sample": False,
    }
    assert state["coverage"] == {
        "eligible": 28_500,
        "active": 11_400,
        "uncovered": 17_100,
        "share": 0.4,
        "percent": "40,0%",
        "if_paid_share": 11_880 / 28_500,
        "if_paid_percent": "41,7%",
        "target_share": 0.6,
        "target_percent": "60%",
    }
    assert state["pledges"] == {
        "villages": 2,
        "of": 29,
        "new_workers": 480,
        "new_workers_text": "480",
        "continued_workers": 10,
        "continued_workers_text": "10",
        "amount_rupiah": 98_784_000,
        "amount_text": "Rp 98,8 juta",
    }
    assert (state["received_at"], state["counter"]) == ("10.42.07", 5)
    assert [(p["village"], p["time"], p["text"], p["amount"]) for p in state["latest"]] == [
        ("Kartamulia", "10.42", "480 pekerja baru × 12 bulan · ADD", "Rp 96.768.000"),
        ("Pudu", "10.30", "10 pekerja lanjutan × 12 bulan · ADD", "Rp 2.016.000"),
    ]


def test_every_village_has_a_tile_and_a_kelurahan_never_pledges(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting, KARTAMULIA, new=60)

    tiles = {tile["code"]: tile for tile in live_state(real_database, clock, meeting_id=meeting.id)["villages"]}

    assert len(tiles) == 32
    assert len({(tile["column"], tile["row"]) for tile in tiles.values()}) == 32
    assert {k: v for k, v in tiles[KARTAMULIA].items() if k not in {"column", "row"}} == {
        "code": KARTAMULIA,
        "name": "Kartamulia",
        "kind": "desa",
        "subdistrict": "Sukamara",
        "eligible": 900,
        "active": 360,
        "share": 0.4,
        "percent": "40%",
        "new_workers": 60,
        "committed": True,
    }
    kelurahan = tiles[MENDAWAI]
    assert (kelurahan["kind"], kelurahan["eligible"], kelurahan["committed"]) == ("kelurahan", 800, False)


def test_only_the_four_latest_pledges_are_shown_newest_first(real_database: Database, clock: SettableClock) -> None:
    meeting = open_meeting(real_database, clock)
    for number in (2001, 2002, 2005, 2006, 2007):
        submit(real_database, clock, meeting, f"62.08.01.{number}", key=str(number))

    latest = live_state(real_database, clock, meeting_id=meeting.id)["latest"]

    assert [pledge["key"].split("-")[0] for pledge in latest] == ["01.2007", "01.2006", "01.2005", "01.2002"]


def test_the_counter_moves_with_every_pledge_and_step_of_this_meeting_only(
    real_database: Database, clock: SettableClock
) -> None:
    meeting, other = open_meeting(real_database, clock), open_meeting(real_database, clock)

    def counted() -> int:
        return live_state(real_database, clock, meeting_id=meeting.id)["counter"]

    first = counted()
    submit(real_database, clock, other, key="a")
    after_another = counted()
    submit(real_database, clock, meeting, key="a")
    submit(real_database, clock, meeting, key="a")
    after_a_pledge_sent_twice = counted()
    close_meeting(meeting, real_database, clock)

    assert (after_another, after_a_pledge_sent_twice, counted()) == (first, first + 1, first + 2)


def test_without_a_meeting_the_current_data_is_shown(real_database: Database, clock: SettableClock) -> None:
    state = live_state(real_database, clock)

    assert (state["meeting"], state["counter"], state["latest"]) == (None, 0, [])
    assert state["pledges"]["villages"] == 0
    assert state["coverage"]["eligible"] == 28_500
    assert state["coverage"]["target_share"] is None


def test_without_data_there_is_no_coverage(database: Database, clock: SettableClock) -> None:
    state = live_state(database, clock)

    assert (state["meeting"], state["data"], state["coverage"], state["villages"]) == (None, None, None, [])


def test_sample_data_says_so(sample_database: Database, clock: SettableClock) -> None:
    draft_meeting(sample_database, clock)

    state = live_state(sample_database, clock)

    assert state["data"]["is_sample"] is True
    assert state["meeting"]["title"].startswith("LATIHAN · ")
    assert state["coverage"]["eligible"] == 32_944


def test_pledges_of_a_closed_meeting_are_never_added_to_newer_data(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock, title="Rembuk")
    submit(real_database, clock, meeting, KARTAMULIA, new=480, key="a")
    close_meeting(meeting, real_database, clock)
    table = [[*row[:3], 100, 90, 0] for row in correct_table(real_database)]
    import_file(real_database, clock, as_csv(table), month="2026-11")

    screen = live_state(real_database, clock)
    seen = view(real_database)

    assert screen["data"]["month_label"] == "Oktober 2026"  # the projector keeps the record's own data
    assert screen["coverage"]["percent"] == "40,0%"
    assert seen.district is not None
    assert seen.district.dataset.month.label == "November 2026"
    assert newest_pledges(real_database, seen) == []


def test_the_trend_follows_a_file_for_an_earlier_month(real_database: Database, clock: SettableClock) -> None:
    current = view(real_database).district
    assert current is not None
    before = [str(month) for month, _ in trend_of(real_database, current.dataset.id)]

    table = [[*row[:3], 100, 20, 0] for row in correct_table(real_database)]
    import_file(real_database, clock, as_csv(table), month="2026-08")

    after = [str(month) for month, _ in trend_of(real_database, current.dataset.id)]
    assert (before, after) == (["2026-10"], ["2026-08", "2026-10"])


def test_while_a_meeting_is_prepared_the_screen_says_what_became_of_the_one_before(
    real_database: Database, clock: SettableClock
) -> None:
    before = open_meeting(real_database, clock)
    submit(real_database, clock, before, KARTAMULIA, new=60, key="a")
    assert live_state(real_database, clock, meeting_id=before.id)["follow_up"] == ""
    close_meeting(before, real_database, clock)
    coming = draft_meeting(real_database, clock, title="Rembuk berikutnya")

    said = live_state(real_database, clock, meeting_id=coming.id)["follow_up"]

    assert said.startswith("Tindak lanjut rapat Minggu, 22 November 2026: 1 desa berjanji")
    assert live_state(real_database, clock, meeting_id=before.id)["follow_up"] == ""


def test_without_a_meeting_before_the_screen_says_nothing_of_it(real_database: Database, clock: SettableClock) -> None:
    first = draft_meeting(real_database, clock)

    assert live_state(real_database, clock, meeting_id=first.id)["follow_up"] == ""
