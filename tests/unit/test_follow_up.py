"""Which steps a follow-up takes, which of them hold, and what it warns of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.calendar import Month
from domain.follow_up import check_key, require_corrigible, require_frozen, standing, step_warnings
from domain.follow_up_step import KINDS, LONGEST_TEXT, MOST, kind_label
from domain.refusal import Refused
from tests.support.follow_up import PUDU, UNIT, pledged, request, steps

TODAY = date(2027, 1, 31)


def code_of(kind: str, day: str = "2026-12-20", **said: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        request(kind, day, **said).tidied(TODAY)
    return refusal.value.code, refusal.value.field


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_is_taken_with_what_its_stage_needs(kind: str):
    asked = request(kind)

    assert asked.tidied(TODAY) == asked
    assert kind_label(kind)


def test_texts_are_tidied():
    said = request("rkpdes", document="  Perkades\t7/2026 ", note=" a  b\n").tidied(TODAY)

    assert (said.document, said.note) == ("Perkades 7/2026", "a b")


@pytest.mark.parametrize(
    ("kind", "said", "code", "field"),
    [
        ("rkpdes", {"stage": "dreamt"}, "stage", "kind"),
        ("list", {"is_change": True}, "stage", "kind"),
        ("rkpdes", {"document": " ", "note": ""}, "document", "document"),
        ("rkpdes", {"note": "x" * (LONGEST_TEXT + 1)}, "note", "note"),
        ("rkpdes", {"document": "a\x00"}, "document", "document"),
        ("apbdes", {"amount_rupiah": None}, "amount", "amount"),
        ("apbdes", {"amount_rupiah": -1}, "amount", "amount"),
        ("apbdes", {"amount_rupiah": MOST + 1}, "amount", "amount"),
        ("list", {"workers": None}, "workers", "workers"),
        ("active", {"workers": None}, "workers", "workers"),
        ("list", {"amount_rupiah": 5}, "amount", "amount"),
        ("paid", {"workers": None}, "workers", "workers"),
        ("paid", {"amount_rupiah": None}, "amount", "amount"),
        ("paid", {"paid_until": None}, "months", "months"),
        ("paid", {"first": "2027-03", "last": "2027-02"}, "months", "months"),
        ("paid", {"first": "2027-01", "last": "2029-01"}, "months", "months"),
        ("list", {"paid_from": Month(2027, 1)}, "months", "months"),
        ("apbdes", {"amount_rupiah": 0}, "note", "note"),
        ("list", {"workers": 0}, "note", "note"),
        ("paid", {"corrects": 1, "is_withdrawn": True, "note": " "}, "note", "note"),
        ("paid", {"is_withdrawn": True, "note": "salah"}, "note", "note"),
    ],
)
def test_what_a_stage_cannot_be_is_refused_at_its_field(kind: str, said: dict[str, Any], code: str, field: str):
    used = dict(said)
    stage = used.pop("stage", None)
    change = used.pop("is_change", None)
    asked = request(kind, **used)
    asked = replace(asked, stage=stage) if stage else asked
    asked = replace(asked, is_change=change) if change else asked

    with pytest.raises(Refused) as refusal:
        asked.tidied(TODAY)

    assert (refusal.value.code, refusal.value.field) == (f"follow_up.{code}", field)


@pytest.mark.parametrize("day", ["2027-02-01", "1999-12-31"])
def test_a_day_to_come_or_long_gone_is_refused(day: str):
    assert code_of("rkpdes", day) == ("follow_up.date", "date")
    assert request("rkpdes", "2027-01-31").tidied(TODAY).happened_on == TODAY


def test_a_figure_of_nothing_is_taken_with_its_reason():
    assert request("apbdes", amount_rupiah=0, note="Dana habis").tidied(TODAY).is_nothing


def test_a_withdrawal_keeps_its_reason_and_no_figures():
    gone = request("paid", corrects=3, is_withdrawn=True, note="Salah desa").tidied(TODAY)

    assert (gone.workers, gone.amount_rupiah, gone.paid_from, gone.paid_until) == (None, None, None, None)
    assert (gone.corrects, gone.note) == (3, "Salah desa")


def test_what_was_corrected_or_withdrawn_no_longer_holds():
    rows = steps(
        request("apbdes"),
        request("paid"),
        request("apbdes-change", corrects=1),
        request("paid", corrects=2, is_withdrawn=True, note="Salah desa"),
    )

    assert [step.number for step in standing(rows)] == [3]
    assert require_corrigible(rows, 3, PUDU).number == 3
    for number, village, code in ((1, PUDU, "corrected"), (2, PUDU, "corrected"), (4, PUDU, "corrected"),
                                  (9, PUDU, "unknown"), (3, "62.08.01.2005", "unknown")):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            require_corrigible(rows, number, village)
        assert refusal.value.code == f"follow_up.{code}"


def test_a_step_is_told_with_its_figures_and_without_its_note():
    (half, whole) = steps(request("paid", last="2027-06", note="rahasia"), request("apbdes-change"))

    assert half.text == "Pembayaran iuran · Perdes 5/2026 · Januari 2027 – Juni 2027 · 60 pekerja · Rp 12.096.000"
    assert whole.text == "Perubahan APBDes · Perdes 5/2026 · Rp 12.096.000"


def test_less_and_more_than_pledged_is_said_and_not_refused():
    fewer = step_warnings(request("list", workers=50), pledged())
    larger = step_warnings(request("apbdes", amount_rupiah=60 * 12 * UNIT + 1), pledged())
    odd = step_warnings(request("paid", amount_rupiah=1, last="2028-01"), pledged())

    assert fewer == ("50 pekerja, lebih sedikit dari 60 yang dijanjikan.",)
    assert larger == ("Rp 12.096.001, lebih besar dari Rp 12.096.000 yang dijanjikan.",)
    assert odd == (
        "60 pekerja × 13 bulan × Rp 16.800 adalah Rp 13.104.000; periksa jumlah, bulan, atau iurannya.",
        "Sebagian bulan itu di luar bulan yang dijanjikan.",
    )
    assert step_warnings(request("paid"), pledged()) == ()


@pytest.mark.parametrize("state", ["draft", "open"])
def test_before_closing_there_is_nothing_to_follow(state: Any):
    with pytest.raises(Refused, match="setelah rapat ditutup"):
        require_frozen(state)
    require_frozen("closed")
    require_frozen("published")


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_a_key_that_no_form_makes_is_refused(key: str):
    with pytest.raises(Refused):
        check_key(key)
