"""Manfaat: what a family gets in which case, how often it happens, what was paid here, and how to register."""

from __future__ import annotations

import streamlit as st

from components import frame
from components.benefit_cards import ask_situation, choose_case, show_answer
from components.benefit_cases import show_claims, show_expected
from components.benefit_register import show_steps
from components.benefit_scope import choose_base, regency_shown
from components.benefit_wait import show_wait
from components.database import clock, database
from components.markup import notice
from domain.benefits import entitlement
from domain.calendar import Month
from domain.refusal import Refused
from services.benefits_book import benefits_book, month_of
from services.district import budget_year_of

seen = frame.seen_by_visitor()
frame.status_line(seen.meeting, seen.district)
book, month = benefits_book(database()), month_of(clock())

case = choose_case()
situation = ask_situation(case, choose_base(seen.meeting), month)
try:
    with st.container(key="manfaat.answer"):
        show_answer(book.benefits, entitlement(book.benefits, case, situation))
except Refused as refused:
    st.html(notice("warning", refused.reason))
if case == "death":
    with st.container(key="manfaat.since"):
        show_wait(Month(budget_year_of(seen.meeting, clock()), 1))

with st.container(key="manfaat.often"):
    show_expected(book.case_rates, month)
with st.container(key="manfaat.claims"):
    show_claims(regency_shown(seen))
with st.container(key="manfaat.steps"):
    show_steps()
