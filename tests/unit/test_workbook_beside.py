"""The sheets beside the result: kept simulations and what became of the pledges, read back from the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.calendar import Month
from domain.follow_up_status import steps_of_lines
from exports.workbook import workbook
from exports.workbook_content import FollowedLine, KeptScenario, WorkbookContent
from tests.support.follow_up import UNIT, pledged, request, steps
from tests.support.formulas import Calculated, table_of
from tests.support.workbooks import NOON, content, decision, line, village

SCENARIO = KeptScenario(
    id="ab" * 12, name="=Enam bulan dulu", title="Cakupan sama rata", place="Kabupaten", rule="Cakupan sama rata",
    start_month=Month(2027, 1), months=6, programmes=("JKK", "JKM"), budget_rupiah=10_000_000, amount_rupiah=9_979_200,
    left_rupiah=20_800, workers=99, share_before="43,2%", share_if_paid="47,6%", pledged=60,
    data_label="data Oktober 2026", is_sample=False, created_at=NOON,
)  # fmt: skip
WANTED = 60 * 12 * UNIT


def book_of(**changes: Any) -> Calculated:
    found: WorkbookContent = replace(content([village(1), village(2, line())]), **changes)
    book = Calculated(workbook(found))
    assert [(s, at) for s, at, written in book.live_cells() if book.calculate(s, at) != written] == []
    return book


def rows_of(sheet: str, **changes: Any) -> list[dict[str, Any]]:
    return table_of(book_of(**changes).values[sheet])


def test_without_simulations_and_pledges_there_are_no_such_sheets() -> None:
    assert not {"Simulasi", "Tindak Lanjut"} & set(book_of().values.sheetnames)


def test_a_kept_simulation_has_its_figures_as_numbers() -> None:
    (row,) = rows_of("Simulasi", scenarios=[SCENARIO])

    assert (row["Nama"], row["Aturan"], row["Untuk"]) == ("=Enam bulan dulu", "Cakupan sama rata", "Kabupaten")
    assert (row["Dana (Rp)"], row["Biaya (Rp)"], row["Sisa (Rp)"]) == (10_000_000, 9_979_200, 20_800)
    assert (row["Pekerja, bila dibayar"], row["Bulan"], row["Pekerja janji yang dihitung"]) == (99, 6, 60)
    assert row["Disimpan (WIB)"] == datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  spreadsheets know no zones
    assert row["Diputuskan"] is None


def test_a_decided_simulation_says_so() -> None:
    decided = {**decision(1, v2001=10), "scenario_id": SCENARIO.id}
    found = content([village(1)], decisions=[decided])
    rows = rows_of("Simulasi", result=found.result, scenarios=[SCENARIO, replace(SCENARIO, id="cd" * 12)])

    assert [row["Diputuskan"] for row in rows] == ["ya", None]


def test_a_villages_simulation_has_no_fund_and_sample_data_are_marked() -> None:
    of_village = replace(
        SCENARIO, name="", place="Desa Pudu", rule="", budget_rupiah=None, left_rupiah=None, is_sample=True
    )

    (row,) = rows_of("Simulasi", scenarios=[of_village])

    assert (row["Nama"], row["Dana (Rp)"], row["Sisa (Rp)"], row["Aturan"]) == ("Cakupan sama rata", None, None, None)
    assert row["Data"] == "DATA CONTOH · data Oktober 2026"


def test_an_answer_whose_rest_does_not_add_up_is_given_as_it_was_told() -> None:
    (row,) = rows_of("Simulasi", scenarios=[replace(SCENARIO, left_rupiah=5)])

    assert row["Sisa (Rp)"] == 5


def test_the_sheet_says_when_older_simulations_are_left_out() -> None:
    notes = [
        book_of(scenarios=[SCENARIO], has_older_scenarios=older).values["Simulasi"]["A2"].value
        for older in (True, False)
    ]

    assert ["Hanya 200 yang terbaru" in note for note in notes] == [True, False]


def followed(*asked: Any) -> list[FollowedLine]:
    return [FollowedLine(found, own) for found, own in steps_of_lines([pledged()], steps(*asked))]


def test_each_step_says_how_far_it_is_from_the_pledge() -> None:
    rows = rows_of(
        "Tindak Lanjut",
        followed=followed(
            request("paid", "2027-03-10", workers=55, amount_rupiah=1_000_000, first="2027-02", last="2027-02"),
            request("paid", "2027-02-10", workers=60, amount_rupiah=1_008_000, first="2027-01", last="2027-01"),
            request("apbdes", amount_rupiah=WANTED - 96_000, document="=Perdes 5/2026", note="rahasia"),
        ),
    )

    assert [row["Tahap"] for row in rows] == ["Dijanjikan", "Dianggarkan", "Dibayar", "Dibayar"]
    assert [row["Selisih dari janji (Rp)"] for row in rows] == [
        None, -96_000, 1_008_000 - WANTED, 2_008_000 - WANTED,
    ]  # fmt: skip
    assert [row["Selisih pekerja dari janji"] for row in rows] == [None, None, 0, -5]
    assert {row["Dijanjikan (Rp)"] for row in rows} == {WANTED}
    assert rows[1]["Nomor dokumen"] == "=Perdes 5/2026"
    assert rows[1]["Tanggal"] == datetime(2026, 12, 20)  # noqa: DTZ001
    assert "rahasia" not in str(rows)


def test_a_line_without_a_step_stands_there_too_and_a_corrected_step_does_not() -> None:
    first = request("apbdes", amount_rupiah=5)
    corrected = request("apbdes", amount_rupiah=WANTED, corrects=1)

    assert [row["Tahap"] for row in rows_of("Tindak Lanjut", followed=followed())] == ["Dijanjikan"]
    rows = rows_of("Tindak Lanjut", followed=followed(first, corrected))
    assert [row["Jumlah (Rp)"] for row in rows] == [None, WANTED]
    assert rows[1]["Selisih dari janji (Rp)"] == 0


def test_the_sheets_are_ready_for_screen_and_paper() -> None:
    book = book_of(scenarios=[SCENARIO], followed=followed(request("apbdes"))).formulas

    for name in ("Simulasi", "Tindak Lanjut"):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("C5", "$4:$4")
    assert book["Simulasi"]["I5"].number_format == "#,##0"
    assert (book["Simulasi"]["B5"].data_type, book["Simulasi"]["B5"].quotePrefix) == ("s", True)
