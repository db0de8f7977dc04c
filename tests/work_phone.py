"""What is done on the phone page of the day's jobs: scan, sign, wait until it is sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

SIZE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True,
}  # fmt: skip


def waits(page: Page, count: int, failures: int | None = None) -> None:
    """Wait until so many wait on the phone, and sending has failed so often since it opened."""
    failed = "" if failures is None else f"[data-failures='{failures}']"
    page.wait_for_selector(f"#today[data-count='{count}']{failed}", state="attached")


def scan(page: Page, code: str) -> None:
    """What a scanner that types does."""
    field = page.locator("[data-job]:visible [name=code][data-scan]").first
    field.fill(code)
    field.press("Enter")


def sign(page: Page, name: str) -> None:
    """A name, and two strokes with a finger."""
    page.locator("[data-job]:visible [name=name]").fill(name)
    canvas = page.locator("[data-job]:visible canvas")
    canvas.scroll_into_view_if_needed()
    area = canvas.bounding_box()
    assert area is not None
    for line in (0.3, 0.6):
        page.mouse.move(area["x"] + 20, area["y"] + area["height"] * line)
        page.mouse.down()
        page.mouse.move(area["x"] + area["width"] - 20, area["y"] + area["height"] * line)
        page.mouse.up()
    page.locator("[data-job]:visible form:has([data-sign]) [type=submit]").click()
