"""Scanning in the browser: the camera reads a label, and a scanner that types works alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from barcodes import camera, code_128, label, square_label, video

FIRST, SECOND, THIRD = "FJ8-0001-7Z", "FJ8-0002-5K", "FJ8-0003-3Q"
OPEN, STOP, SAID = "[data-scan-open]", "[data-scan-stop]", ".scan-said"


@pytest.fixture(scope="module")
def seeing(launched, tmp_path_factory) -> Iterator[Browser]:
    """A browser whose camera sees a label, a second and one with a QR code, over and over."""
    shown = [(label(FIRST), 1.8), (label(SECOND), 1.8), (square_label(THIRD), 1.8)]
    film = video(tmp_path_factory.mktemp("film") / "labels.y4m", shown)
    browser = launched(*camera(film))
    yield browser
    browser.close()


@contextmanager
def scanning(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/scanning/", wait_until="networkidle")
    try:
        yield page
    finally:
        context.close()


def fetched(page: Page) -> list[str]:
    names = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    return [name for name in names if "zxing" in name]


def test_the_bars_are_those_of_the_standard():
    # Annex A's check: start B, "A" = 33, check (104 + 33) mod 103 = 34, stop.
    assert code_128("A") == "211214" + "111323" + "131123" + "2331112"


def test_each_label_before_the_camera_is_sent_once_and_the_camera_stays_open(seeing, site, scanned):
    with scanning(seeing, site) as page:
        assert fetched(page) == []
        page.locator(f"#one {OPEN}").click()
        expect(page.locator("ol li").nth(1)).to_be_visible(timeout=60000)
        assert scanned[:2] == [FIRST, SECOND]
        expect(page.locator("#one video")).to_be_visible()
        expect(page.locator("#code")).to_be_focused()
        page.locator(f"#one {STOP}").click()
        expect(page.locator("#one video")).to_be_hidden()
        page.reload()
        expect(page.locator(f"#one {OPEN}")).to_be_visible()


def test_a_list_collects_each_code_once_and_waits_to_be_sent(seeing, site, scanned):
    with scanning(seeing, site) as page:
        page.locator(f"#many {OPEN}").click()
        expect(page.locator(f"#many {SAID}")).to_contain_text("already", timeout=60000)
        page.locator(f"#many {STOP}").click()
        assert sorted(page.locator("#codes").input_value().split()) == [FIRST, SECOND, THIRD]
        assert scanned == []


def test_a_scanner_that_types_needs_no_script_and_finds_the_field_again(chromium, site, scanned):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/scanning/")
    for code in (FIRST, SECOND):
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(f"{code}\n")
        expect(page.locator("ol li").last).to_have_text(code)
    assert scanned == [FIRST, SECOND]
    expect(page.locator(OPEN)).to_have_count(0)
    context.close()


def test_without_a_camera_it_says_so_and_the_field_still_takes_what_is_typed(
    chromium, site, scanned
):
    with scanning(chromium, site) as page:
        page.locator(f"#one {OPEN}").click()
        expect(page.locator(f"#one {SAID}")).to_contain_text("Type the number")
        expect(page.locator(f"#one {OPEN}")).to_be_visible()
        page.locator("#code").fill(FIRST)
        page.keyboard.press("Enter")
        expect(page.locator("ol li")).to_have_text([FIRST])


def test_a_page_that_may_not_use_the_camera_says_where_it_is_allowed(launched, site):
    # A camera is there, but the person has said no to the browser's question.
    browser = launched("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny")
    with scanning(browser, site) as page:
        page.locator(f"#one {OPEN}").click()
        expect(page.locator(f"#one {SAID}")).to_contain_text("Allow it in the browser")
    browser.close()
