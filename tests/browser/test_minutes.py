"""From the facilitator's download to the check on a phone: the QR code's own address says which meeting it is."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import StartHall
from tests.support.browser import laptop, phone, wait_until_ready
from tests.support.minutes import docx_words, pdf_words
from tests.support.running_hall import VILLAGE, field

LONG = 30_000


def test_the_minutes_are_downloaded_and_their_address_checks_them(
    start_hall: StartHall, browser: Browser, tmp_path: Path
):
    hall = start_hall("sample")
    hall.open_meeting()
    hall.commit(VILLAGE, 60, "a")
    hall.close_meeting()

    with laptop(browser) as page:
        page.goto(hall.facilitator_link)
        wait_until_ready(page)
        page.goto(f"{hall.url}/berita-acara")
        wait_until_ready(page)
        page.get_by_label("Nomor berita acara").fill("400.10.2/7")
        field(page, "minutes.apply").get_by_role("button").click()
        expect(page.locator(".rb-minutes")).to_contain_text("Nomor: 400.10.2/7", timeout=LONG)
        files = {}
        for kind in ("docx", "pdf"):
            with page.expect_download(timeout=LONG) as download:
                field(page, f"minutes.{kind}").get_by_role("button").click()
            assert download.value.suggested_filename.endswith(f"-DATA-CONTOH.{kind}")
            files[kind] = tmp_path / f"ba.{kind}"
            download.value.save_as(files[kind])

    text = docx_words(files["docx"].read_bytes())
    (digest,) = re.findall(r"/berita-acara\?periksa=([0-9a-f]{64})", text)
    assert "Rp 12.096.000" in text
    assert "Rp 12.096.000" in pdf_words(files["pdf"].read_bytes())
    with phone(browser) as page:
        page.goto(f"{hall.url}/berita-acara?periksa={digest}")
        wait_until_ready(page)
        expect(page.locator(".rb-notice-success")).to_contain_text("COCOK: ini hasil rapat", timeout=LONG)
        expect(page.locator(".rb-record")).to_contain_text("Rp 12.096.000")
        page.goto(f"{hall.url}/berita-acara?periksa={digest[::-1]}")
        wait_until_ready(page)
        expect(page.locator(".rb-notice-error")).to_contain_text("TIDAK COCOK", timeout=LONG)
