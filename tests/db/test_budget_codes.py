"""The codes of the budget sheets are kept for the regency, audited, and stand on every sheet that is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Database
from db.schema import audit
from domain.audit_words import told
from domain.budget_codes import LONGEST_CODE, NO_CODE, BudgetCodes
from domain.refusal import Refused
from services.budget_codes import budget_codes, write_budget_codes
from services.export_annexes import Annexes, annex_pdf
from tests.db.factories import AT_THE_MACHINE, SettableClock, close_meeting, open_meeting, refused, submit
from tests.support.minutes import pdf_words

HOME = "62.08"


def write(database: Database, clock: SettableClock, *codes: str, regency: str = HOME) -> BudgetCodes:
    return write_budget_codes(regency, BudgetCodes(*codes), database, clock, AT_THE_MACHINE)


def acts(database: Database) -> list[Any]:
    query = select(audit.c.detail).where(audit.c.action == "minutes.codes_written").order_by(audit.c.at)
    with database.reading() as connection:
        return list(connection.scalars(query))


def test_they_are_kept_as_written_last_and_the_audit_knows_what_was_there(
    real_database: Database, clock: SettableClock
) -> None:
    assert budget_codes(real_database, HOME) == BudgetCodes()

    write(real_database, clock, " 2.1.90  Lain \n", "5.2.1")
    write(real_database, clock, "2.1.91", "5.2.1")
    write(real_database, clock, "2.1.91", "5.2.1")  # the same again

    assert budget_codes(real_database, HOME) == BudgetCodes("2.1.91", "5.2.1")
    first, second = acts(real_database)
    assert first == {"activity": {"from": "", "to": "2.1.90 Lain"}, "account": {"from": "", "to": "5.2.1"}}
    assert [part.text for part in told("minutes.codes_written", second)] == ["kegiatan BPU 2.1.90 Lain → 2.1.91"]


@pytest.mark.parametrize(
    ("codes", "regency"), [(("x" * (LONGEST_CODE + 1),), HOME), (("a\x00b",), HOME), (("2",), "11.01")]
)
def test_what_cannot_stand_there_is_refused(
    real_database: Database, clock: SettableClock, codes: tuple[str], regency: str
) -> None:
    assert isinstance(refused(lambda: write(real_database, clock, *codes, regency=regency), real_database), Refused)


def test_every_budget_sheet_carries_them_and_a_file_can_have_its_own(
    real_database: Database, clock: SettableClock
) -> None:
    meeting = open_meeting(real_database, clock)
    submit(real_database, clock, meeting)
    close_meeting(meeting, real_database, clock)

    def sheet(codes: BudgetCodes) -> str:
        return pdf_words(annex_pdf(Annexes(meeting.id, codes), "rab", real_database, AT_THE_MACHINE))

    assert sheet(BudgetCodes()).count(NO_CODE) == 2
    write(real_database, clock, "2.1.90 Lain", "5.2.1 Iuran")

    assert "2.1.90 Lain" in sheet(BudgetCodes())
    own = sheet(BudgetCodes(activity="9.9 Sendiri"))
    assert "9.9 Sendiri" in own
    assert "5.2.1 Iuran" in own
    assert "2.1.90 Lain" not in own


def test_of_two_databases_what_was_written_last_stands(
    copy: Callable[[Database, Database], Any], real_database: Database, server: Database, clock: SettableClock
) -> None:
    write(real_database, clock, "7")
    copy(real_database, server)
    clock.now += timedelta(hours=1)
    write(server, clock, "8")

    copy(real_database, server)
    there = budget_codes(server, HOME)
    copy(server, real_database)

    assert there == budget_codes(real_database, HOME) == BudgetCodes("8")
