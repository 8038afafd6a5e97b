"""What is left of a source, and what happens to a pledge that takes more."""

from __future__ import annotations

import pytest

from domain.calendar import Month
from domain.ceiling import Ceiling, above_room, ceiling_uses, check_ceilings
from domain.money import Rupiah
from domain.pledge_lines import Line
from domain.refusal import Refused

ADD = Ceiling("ADD", Rupiah(10_000_000), Rupiah(4_000_000))


def line(amount: int, source: str = "ADD") -> Line:
    unit = Rupiah(16_800)
    return Line("new", "BPU", 1, 12, Month(2027, 1), ("JKK", "JKM"), source, unit, Rupiah(amount))


def refusal(*lines: Line, over_ceiling: str = "refuse", reason: str = "") -> Refused:
    with pytest.raises(Refused) as refused:
        check_ceilings(lines, (ADD,), over_ceiling=over_ceiling, reason=reason)  # type: ignore[arg-type]
    assert refused.value.code == "commitment.ceiling"
    return refused.value


@pytest.mark.parametrize("over_ceiling", ["refuse", "reason"])
def test_the_room_left_may_be_used_to_the_last_rupiah(over_ceiling: str) -> None:
    exact = check_ceilings([line(6_000_000)], (ADD,), over_ceiling=over_ceiling, reason="")  # type: ignore[arg-type]

    assert exact == ()
    assert "lebih Rp 1." in refusal(line(6_000_001), over_ceiling=over_ceiling).reason


def test_the_refusal_says_ceiling_planned_room_pledge_and_what_is_too_much() -> None:
    told = refusal(line(7_000_000))

    assert told.field == "source"
    assert told.reason == (
        "Pagu ADD Rp 10.000.000, sudah dianggarkan Rp 4.000.000, sisa Rp 6.000.000; komitmen ini Rp 7.000.000, "
        "lebih Rp 1.000.000. Kurangi pekerja atau bulannya, atau pilih sumber dana lain."
    )


def test_the_lines_of_a_source_count_together_and_other_sources_do_not() -> None:
    within = [line(3_000_000), line(90_000_000, "PADes"), line(3_000_000)]

    assert check_ceilings(within, (ADD,), over_ceiling="refuse", reason="") == ()
    assert "komitmen ini Rp 6.000.001" in refusal(line(3_000_000), line(3_000_001)).reason


def test_the_field_is_of_the_first_line_that_uses_the_source() -> None:
    assert refusal(line(1, "PADes"), line(7_000_000)).field == "2.source"


def test_two_sources_that_are_exceeded_are_told_together() -> None:
    ceilings = (ADD, Ceiling("DD", Rupiah(100)))

    with pytest.raises(Refused) as refused:
        check_ceilings([line(7_000_000), line(101, "DD")], ceilings, over_ceiling="refuse", reason="")

    assert "Pagu ADD" in refused.value.reason
    assert "Pagu DD Rp 100, yang sudah dianggarkan belum diketahui, dihitung Rp 0, sisa Rp 100" in refused.value.reason


def test_a_source_without_a_row_is_unknown_not_zero() -> None:
    (use,) = ceiling_uses([line(9_000_000, "PBH")], (ADD,))

    assert check_ceilings([line(9_000_000, "PBH")], (ADD,), over_ceiling="refuse", reason="") == ()
    assert (use.over_rupiah, use.text) == (0, "Pagu PBH belum diketahui; komitmen ini Rp 9.000.000.")


def test_a_ceiling_of_zero_is_known_and_refuses_everything() -> None:
    with pytest.raises(Refused):
        check_ceilings([line(1, "DD")], (Ceiling("DD", Rupiah(0)),), over_ceiling="refuse", reason="")


def test_where_the_meeting_allows_it_a_reason_is_asked_and_then_enough() -> None:
    told = refusal(line(7_000_000), over_ceiling="reason")
    taken = check_ceilings([line(7_000_000)], (ADD,), over_ceiling="reason", reason="Perubahan APBDes")

    assert told.field == "reason"
    assert "tulis alasannya" in told.reason
    assert [warning.code for warning in taken] == ["over_ceiling"]
    assert "lebih Rp 1.000.000" in taken[0].text


def test_a_reason_does_not_help_where_the_meeting_refuses() -> None:
    assert refusal(line(7_000_000), reason="Penting").field == "source"


def test_a_withdrawal_takes_nothing() -> None:
    assert check_ceilings([], (ADD,), over_ceiling="refuse", reason="") == ()


def test_a_plan_is_told_of_what_is_above_the_room_beside_what_is_promised() -> None:
    assert above_room({"ADD": 6_000_000}, {}, (ADD,)) == ()
    assert above_room({"PBH": 9_000_000}, {"ADD": 9_000_000}, (ADD,)) == ()
    (told,) = above_room({"ADD": 6_000_000}, {"ADD": 500_000}, (ADD,))

    assert told.text.endswith(
        "sisa Rp 6.000.000; rencana ini Rp 6.000.000 dan yang sudah dijanjikan Rp 500.000, lebih Rp 500.000."
    )
