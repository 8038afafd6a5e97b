"""Every service that takes a credential, as who asks would call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from db.engine import Database
from db.queries.audit_acts import Asked
from db.queries.commitments import Commitment
from db.settings import Settings
from domain.addendum import AddendumRequest
from domain.budget_calendar import BudgetDate
from domain.budget_codes import BudgetCodes
from domain.calendar import Month
from domain.decision import DecisionRequest
from domain.meeting import Meeting
from domain.minutes import MinutesForm
from domain.rates import Rate
from services import (
    attendance,
    card_prints,
    change_meeting,
    decisions,
    drafts,
    export_annexes,
    export_workbook,
    facilitators,
    minutes,
    record_follow_up,
)
from services.addenda import AddAddendum, add_addendum
from services.all_documents import documents_of
from services.attendance_record import recorded_people
from services.audit_trail import audit_trail, whole_trail
from services.budget_codes import write_budget_codes
from services.budget_dates import set_budget_date
from services.card_list import card_list
from services.copy_meeting import CopyMeeting, copy_meeting
from services.count_list import count_workers
from services.create_meeting import CreateMeeting, create_meeting
from services.data_versions import use_version
from services.desk import desk, undo
from services.follow_up import village_steps
from services.hall_address import HallAddress, change_hall_address
from services.identity import CardCode, Credential
from services.import_any import import_any
from services.import_budgets import ImportBudgets, import_budgets
from services.import_claims import ImportClaims, import_claims
from services.import_enrollment import ImportEnrollment, import_enrollment
from services.import_regions import ImportRegions, import_regions
from services.import_wide import ImportWide, import_wide
from services.income_bases import BaseRequest, add_income_base, confirm_income_base
from services.minutes_details import write_minutes_details
from services.paper_checks import confirm_paper, unchecked_papers
from services.pledge_form import pledge_form
from services.projection import start_countdown, steer, steering
from services.reissue_card import reissue_card
from services.reminders import village_reminders
from services.rule_book import add_rate
from services.submit_commitment import submit_commitment
from services.write_template import current_file, version_file
from tests.db.factories import (
    KARTAMULIA,
    SettableClock,
    pledge_of,
    settings_with,
)
from tests.support.follow_up import request


@dataclass(frozen=True)
class Hall:
    """An open meeting in which Kartamulia has pledged."""

    database: Database
    clock: SettableClock
    settings: Settings
    meeting: Meeting
    pledge: Commitment
    decision: DecisionRequest

    @property
    def there(self) -> tuple[Database, SettableClock]:
        return self.database, self.clock


def minutes_order(hall: Hall) -> minutes.MinutesOrder:
    return minutes.MinutesOrder(hall.meeting.id, MinutesForm(), "http://10.0.0.7")


RATE = Rate("BPU", "JKM", Month(2028, 1), None, None, 7_000, None, None, "PP", "Lembaran negara", "high")
BASE = BaseRequest(1_500_000, "PP 44/2015", "brosur")
NOTE = AddendumRequest("note", "Catatan", "Dinas")
DATE = BudgetDate("APBDes", 2028, -1, 11, 30, "Perbup", "DPMD", "high")

# Each service as who asks would call it, for Kartamulia wherever it is about a village.
OPEN_TO_CARDS: dict[str, Callable[[Hall, Credential], Any]] = {
    "submit_commitment.submit_commitment": lambda h, who: submit_commitment(
        pledge_of(h.meeting, KARTAMULIA, key="second"), *h.there, who
    ),
    "pledge_form.pledge_form": lambda h, who: pledge_form(
        h.database, who, meeting_id=h.meeting.id, village_code=KARTAMULIA
    ),
    "attendance.join": lambda h, who: attendance.join(
        attendance.Arrival(h.meeting.id, KARTAMULIA, name="A", position="B"), *h.there, who
    ),
    "drafts.save_draft": lambda h, who: drafts.save_draft(
        drafts.SaveDraft(h.meeting.id, KARTAMULIA, (), 0), *h.there, cast("CardCode", who)
    ),
    "drafts.unsent_draft": lambda h, who: drafts.unsent_draft(h.meeting.id, KARTAMULIA, h.database, who),
    "follow_up.village_steps": lambda h, who: village_steps(h.database, who, h.meeting.id, KARTAMULIA),
    "attendance.own_people": lambda h, who: attendance.own_people(h.database, who, h.meeting.id, KARTAMULIA),
}
# What a village's own card opens once the meeting has closed.
AFTER_CLOSING: dict[str, Callable[[Hall, Credential], Any]] = {
    "export_annexes.annex_pdf": lambda h, who: export_annexes.annex_pdf(
        export_annexes.Annexes(h.meeting.id, villages=(KARTAMULIA,)), "rab", h.database, who
    ),
    "export_annexes.annex_files": lambda h, who: export_annexes.annex_files(
        export_annexes.Annexes(h.meeting.id, villages=(KARTAMULIA,)), ["rab"], h.database, who
    ),
    "record_follow_up.record_step": lambda h, who: record_follow_up.record_step(
        record_follow_up.RecordStep(h.meeting.id, request("apbdes", "2026-11-22", village_code=KARTAMULIA), "k"),
        *h.there,
        who,
    ),
    "record_follow_up.withdraw_step": lambda h, who: record_follow_up.withdraw_step(
        record_follow_up.WithdrawStep(h.meeting.id, KARTAMULIA, 1, "Keliru", "gone"), *h.there, who
    ),
}
FOR_FACILITATORS: dict[str, Callable[[Hall, Credential], Any]] = {
    "all_documents.documents_of": lambda h, who: [
        one.make() for one in documents_of(h.meeting, minutes_order(h), h.database, who)
    ],
    "export_annexes.commitments_table": lambda h, who: export_annexes.commitments_table(h.meeting.id, h.database, who),
    "export_workbook.workbook_file": lambda h, who: export_workbook.workbook_file(h.meeting.id, h.database, who),
    "export_workbook.csv_table": lambda h, who: export_workbook.csv_table(h.meeting.id, "desa", h.database, who),
    "export_workbook.all_files": lambda h, who: export_workbook.all_files(h.meeting.id, h.database, who),
    "addenda.add_addendum": lambda h, who: add_addendum(AddAddendum(h.meeting.id, NOTE, "k"), *h.there, who),
    "attendance.attendance": lambda h, who: attendance.attendance(h.database, who, h.meeting.id),
    "attendance.erase_names": lambda h, who: attendance.erase_names(h.meeting.id, *h.there, who),
    "attendance.mark_present": lambda h, who: attendance.mark_present(
        attendance.Arrival(h.meeting.id, KARTAMULIA), *h.there, who
    ),
    "attendance.remove": lambda h, who: attendance.remove(h.meeting.id, uuid4(), *h.there, who),
    "attendance_record.recorded_people": lambda h, who: recorded_people(h.database, who, h.meeting.id),
    "card_prints.print_cards": lambda h, who: card_prints.print_cards(
        card_prints.PrintCards(h.meeting.id, HallAddress("http://10.0.0.7"), [KARTAMULIA]), h.database, who
    ),
    "card_prints.print_attendance_list": lambda h, who: card_prints.print_attendance_list(
        h.meeting.id, h.database, who
    ),
    "hall_address.change_hall_address": lambda h, who: change_hall_address("", "", *h.there, who),
    "audit_trail.audit_trail": lambda h, who: audit_trail(h.database, who, Asked(h.meeting.id)),
    "audit_trail.whole_trail": lambda h, who: whole_trail(h.database, who, Asked(h.meeting.id)),
    "budget_dates.set_budget_date": lambda h, who: set_budget_date(DATE, *h.there, who),
    "card_list.card_list": lambda h, who: card_list(h.meeting, h.database, who),
    "change_meeting.open_meeting": lambda h, who: change_meeting.open_meeting(h.meeting.id, *h.there, who),
    "change_meeting.close_meeting": lambda h, who: change_meeting.close_meeting(h.meeting.id, *h.there, who),
    "change_meeting.publish_meeting": lambda h, who: change_meeting.publish_meeting(h.meeting.id, *h.there, who),
    "change_meeting.reopen_meeting": lambda h, who: change_meeting.reopen_meeting(
        h.meeting.id, "Salah tutup", *h.there, who
    ),
    "change_meeting.change_settings": lambda h, who: change_meeting.change_settings(
        h.meeting.id, settings_with(), *h.there, who
    ),
    "change_meeting.take_new_budgets": lambda h, who: change_meeting.take_new_budgets(h.meeting.id, *h.there, who),
    "data_versions.use_version": lambda h, who: use_version(uuid4(), *h.there, who),
    "decisions.record_decision": lambda h, who: decisions.record_decision(
        decisions.RecordDecision(h.meeting.id, h.decision, "k"), *h.there, who
    ),
    "decisions.review_decision": lambda h, who: decisions.review_decision(h.meeting.id, h.decision, h.database, who),
    "decisions.withdraw_decision": lambda h, who: decisions.withdraw_decision(
        decisions.WithdrawDecision(h.meeting.id, 1, "Keliru"), *h.there, who
    ),
    "count_list.count_workers": lambda h, who: count_workers(b"x", None, *h.there, who),
    "copy_meeting.copy_meeting": lambda h, who: copy_meeting(CopyMeeting(h.meeting.id), *h.there, who),
    "create_meeting.create_meeting": lambda h, who: create_meeting(CreateMeeting(), *h.there, who),
    "desk.desk": lambda h, who: desk(h.database, who, h.meeting.id),
    "desk.undo": lambda h, who: undo(h.pledge, *h.there, who),
    "facilitators.add_facilitator": lambda h, who: facilitators.add_facilitator("Ani", *h.there, who),
    "facilitators.list_facilitators": lambda h, who: facilitators.list_facilitators(h.database, who),
    "facilitators.find_facilitator": lambda h, who: facilitators.find_facilitator("Ani", h.database, who),
    "facilitators.new_token": lambda h, who: facilitators.new_token(uuid4(), *h.there, who),
    "facilitators.revoke_facilitator": lambda h, who: facilitators.revoke_facilitator(uuid4(), *h.there, who),
    "facilitators.renew_printed_link": lambda h, who: facilitators.renew_printed_link(*h.there, h.settings, who),
    "import_budgets.import_budgets": lambda h, who: import_budgets(
        ImportBudgets(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_enrollment.import_enrollment": lambda h, who: import_enrollment(
        ImportEnrollment(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_regions.import_regions": lambda h, who: import_regions(ImportRegions(b"x", "x.csv"), *h.there, who),
    "import_wide.import_wide": lambda h, who: import_wide(ImportWide(b"x", "x.csv", Month(2026, 10)), *h.there, who),
    "import_claims.import_claims": lambda h, who: import_claims(
        ImportClaims(b"x", "x.csv", Month(2026, 10)), *h.there, who
    ),
    "import_any.import_any": lambda h, who: import_any(
        "claims", {"content": b"x", "file_name": "x", "month": Month(2026, 10)}, *h.there, who
    ),
    "income_bases.add_income_base": lambda h, who: add_income_base(BASE, *h.there, who),
    "income_bases.confirm_income_base": lambda h, who: confirm_income_base(BASE, *h.there, who),
    "minutes.minutes_document": lambda h, who: minutes.minutes_document(minutes_order(h), "docx", h.database, who),
    "minutes.minutes_preview": lambda h, who: minutes.minutes_preview(minutes_order(h), h.database, who),
    "budget_codes.write_budget_codes": lambda h, who: write_budget_codes("62.08", BudgetCodes("2.1.90"), *h.there, who),
    "minutes_details.write_minutes_details": lambda h, who: write_minutes_details(
        h.meeting.id, MinutesForm("7", "Aula"), *h.there, who
    ),
    "paper_checks.confirm_paper": lambda h, who: confirm_paper(h.meeting.id, h.pledge.receipt, *h.there, who),
    "paper_checks.unchecked_papers": lambda h, who: unchecked_papers(h.database, who, h.meeting.id),
    "projection.start_countdown": lambda h, who: start_countdown(h.meeting.id, 5, "", *h.there, who),
    "projection.steering": lambda h, who: steering(h.meeting.id, h.database, who),
    "projection.steer": lambda h, who: steer(h.meeting.id, {"scene": "map"}, *h.there, who),
    "reminders.village_reminders": lambda h, who: village_reminders(h.meeting.id, h.database, who),
    "rule_book.add_rate": lambda h, who: add_rate(RATE, *h.there, who),
    "write_template.current_file": lambda h, who: current_file("enrollment", *h.there, who),
    "write_template.version_file": lambda h, who: version_file(uuid4(), *h.there, who),
    "reissue_card.reissue_card": lambda h, who: reissue_card(h.meeting.id, KARTAMULIA, 1, *h.there, who),
}
SERVICES = OPEN_TO_CARDS | AFTER_CLOSING | FOR_FACILITATORS
