"""The desk during a meeting: a number said aloud, recorded by village, number, Enter; and the screen that follows."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import StartHall
from tests.support.browser import laptop, wait_until_ready
from tests.support.running_hall import NEIGHBOUR, VILLAGE, RunningHall, field, press

PUDU, THIRD = "62.08.01.2002", "62.08.04.2002"


@pytest.fixture(scope="module")
def hall(start_hall: StartHall) -> RunningHall:
    running = start_hall("real")
    running.open_meeting()
    return running


def open_desk(page: Page, hall: RunningHall) -> None:
    page.goto(hall.facilitator_link)
    wait_until_ready(page)
    expect(field(page, "desk.entry.village")).to_be_visible()


def say(page: Page, village: str, workers: str) -> None:
    """As a facilitator types: the beginning of the name, Enter, the number, Enter."""
    field(page, "desk.entry.village").locator("input").click()
    page.keyboard.type(village)
    page.keyboard.press("Enter")
    expect(field(page, "desk.entry.workers").locator("input")).to_be_focused()
    page.keyboard.type(workers)
    page.keyboard.press("Enter")


def receipt(page: Page) -> Locator:
    return field(page, "desk.receipt_line")


def row(page: Page, village: str) -> Locator:
    return field(page, f"desk.row.{village}")


def test_village_number_enter_records_it_and_the_hand_is_at_the_next_village(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        open_desk(page, hall)
        begun = time.monotonic()

        say(page, "Sungai Pas", "60")

        expect(receipt(page)).to_contain_text("Sungai Pasir tercatat: 60 pekerja baru")
        print(f"\nvillage, number, Enter to receipt: {time.monotonic() - begun:.2f} s")  # noqa: T201  a measurement
        expect(receipt(page)).to_contain_text("Rp 12.096.000")
        expect(field(page, "desk.entry.village").locator("input")).to_be_focused()
        expect(field(page, "desk.entry.workers").locator("input")).to_have_value("")
        expect(row(page, VILLAGE)).to_contain_text("✓ sudah")
        assert [workers for _, workers in hall.ledger(VILLAGE)][-1:] == [60]

        press(page, "desk.undo")
        expect(page.locator(".rb-notice-success")).to_contain_text("desa ini kembali belum berkomitmen")
        expect(row(page, VILLAGE)).to_contain_text("○ belum")
        assert [workers for _, workers in hall.ledger(VILLAGE)][-2:] == [60, 0]


def test_a_double_click_records_one_pledge(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        open_desk(page, hall)
        field(page, "desk.entry.village").locator("input").click()
        page.keyboard.type("Pudu")
        page.keyboard.press("Enter")
        field(page, "desk.entry.workers").locator("input").fill("30")

        field(page, "desk.entry.send").get_by_role("button").dblclick(delay=20)

        expect(receipt(page)).to_contain_text("Pudu")
        expect(row(page, PUDU)).to_contain_text("30 pekerja")
        wait_until_ready(page)
        assert hall.ledger(PUDU) == [(1, 30)]


def test_a_pledge_from_elsewhere_appears_while_a_number_is_being_typed(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        open_desk(page, hall)
        number = field(page, "desk.entry.workers").locator("input")
        number.click()
        page.keyboard.type("4")
        page.evaluate("window.__same = true")

        hall.commit(NEIGHBOUR, 25, "from-elsewhere")

        expect(row(page, NEIGHBOUR)).to_contain_text("25 pekerja")
        page.keyboard.type("2")
        expect(number).to_have_value("42")
        expect(number).to_be_focused()
        assert page.evaluate("window.__same") is True


def test_a_pledge_that_stands_is_replaced_after_its_reason(browser: Browser, hall: RunningHall):
    hall.commit(THIRD, 10, "stands")
    with laptop(browser) as page:
        open_desk(page, hall)

        say(page, "Sungai Tab", "70")
        expect(field(page, "sheet.desk.fix")).to_contain_text("Sekarang: 10 pekerja baru × 12 bulan · ADD")
        expect(field(page, "desk.fix.reason").locator("input")).to_be_focused()
        assert hall.ledger(THIRD) == [(1, 10)]
        page.keyboard.type("salah dengar")
        page.keyboard.press("Enter")

        expect(receipt(page)).to_contain_text("70 pekerja baru")
        expect(receipt(page)).to_contain_text("Alasan: salah dengar.")
        expect(row(page, THIRD)).to_contain_text("r2")
        assert hall.ledger(THIRD) == [(1, 10), (2, 70)]


def begin_to_type_in_the_first_row(page: Page) -> None:
    """The table is a canvas that slides open: a press may miss the cell, so none of them does anything elsewhere.

    Enter would: as long as no cell has the focus it closes the table again.
    """
    table, cell = page.get_by_test_id("stDataFrame"), page.locator("#portal textarea")
    expect(table).to_be_visible()
    for _ in range(40):
        box = table.bounding_box()
        assert box
        page.mouse.dblclick(box["x"] + box["width"] * 0.42, box["y"] + 35 * 1.5)
        page.wait_for_timeout(400)
        if cell.count():
            break
    expect(cell).to_be_focused()


def test_rows_typed_into_the_table_are_stored(browser: Browser, hall: RunningHall):
    with laptop(browser) as page:
        open_desk(page, hall)
        page.get_by_text("Isi semua sekaligus").click()
        begin_to_type_in_the_first_row(page)
        page.keyboard.type("12", delay=60)
        page.keyboard.press("Enter")
        save = field(page, "desk.table.save").get_by_role("button")
        expect(save).to_have_text("Simpan 1 desa")

        save.click()

        expect(
            page.locator(".rb-notice-success").filter(has_text="1 desa disimpan: Natai Sedawak 12 pekerja.")
        ).to_be_visible()
        expect(row(page, "62.08.01.2001")).to_contain_text("12 pekerja")
        assert hall.ledger("62.08.01.2001") == [(1, 12)]


def test_a_correction_from_a_row_leaves_the_half_typed_entry_alone(browser: Browser, hall: RunningHall):
    hall.commit("62.08.04.2003", 10, "to-correct")
    with laptop(browser) as page:
        open_desk(page, hall)
        number = field(page, "desk.entry.workers").locator("input")
        number.fill("33")

        press(page, "desk.change.62.08.04.2003")
        expect(field(page, "desk.fix.workers").locator("input")).to_be_focused()
        field(page, "desk.fix.reason").locator("input").fill("ditarik kepala desa")
        press(page, "desk.fix.withdraw")

        expect(receipt(page)).to_contain_text("komitmen ditarik")
        expect(row(page, "62.08.04.2003")).to_contain_text("○ belum")
        expect(number).to_have_value("33")
        assert hall.ledger("62.08.04.2003") == [(1, 10), (2, 0)]
