"""How the program says no."""

from __future__ import annotations

from domain.refusal import Refused


def test_a_refusal_has_a_code_for_programs_and_a_reason_for_people() -> None:
    refusal = Refused("commitment.workers", "Jumlah pekerja harus lebih dari 0.", field="workers")

    assert (refusal.code, refusal.reason, refusal.field) == (
        "commitment.workers",
        "Jumlah pekerja harus lebih dari 0.",
        "workers",
    )
    assert str(refusal) == "Jumlah pekerja harus lebih dari 0."


def test_a_refusal_that_belongs_to_no_field_names_none() -> None:
    assert Refused("meeting.closed", "Rapat sudah ditutup.").field is None


def test_a_refusal_is_a_value_error_so_that_callers_need_not_know_more() -> None:
    assert isinstance(Refused("a.b", "Tidak."), ValueError)
