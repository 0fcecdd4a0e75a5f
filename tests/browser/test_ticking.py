"""The clock that draws parts of the page anew stands still while a person is on their way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.ui import ticking
from app.ui.looks.shell import PRESSES

pytestmark = pytest.mark.browser

HTML = '<a data-testid="stSidebarNavLink" href="http://here.test/ask">Ask</a><p id="clock">now</p>'
START = """
  window.ticks = 0;
  const parentElement = document.getElementById("clock");
  window.clock({ data: { every: 1000 }, parentElement, setTriggerValue: () => { ticks += 1; } });
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a clock on it, at /library, whose time the test moves on."""
    page = browser.new_page()
    page.clock.install()
    page.route("**/*", lambda route: route.fulfill(body=HTML, content_type="text/html"))
    page.goto("http://here.test/library")
    page.add_script_tag(content=PRESSES.read_text(encoding="utf-8"))
    yield page
    page.close()


def start(page: Page) -> None:
    script = ticking._JS.replace("export default", "window.clock =")
    page.add_script_tag(content=f"{script}\n{START}", type="module")
    page.wait_for_function("window.ticks === 0")


def ticks(page: Page, seconds: int) -> int:
    """How often the clock ticks in the next seconds."""
    before = int(page.evaluate("window.ticks"))
    page.clock.run_for(seconds * 1000)
    return int(page.evaluate("window.ticks")) - before


def test_it_ticks_while_nothing_is_pressed(page: Page) -> None:
    start(page)
    ticks(page, 3)

    assert ticks(page, 5) == 5


def test_a_screen_on_its_way_is_not_overtaken_by_a_clock_that_comes_after_the_click(
    page: Page,
) -> None:
    page.get_by_text("Ask").dispatch_event("pointerdown")
    start(page)

    assert ticks(page, 20) == 0
    page.evaluate("history.pushState(null, '', '/ask')")
    assert ticks(page, 5) == 5


def test_a_click_that_led_nowhere_stops_it_for_half_a_minute_only(page: Page) -> None:
    start(page)
    page.get_by_text("Ask").dispatch_event("pointerdown")

    assert ticks(page, 29) == 0
    assert ticks(page, 5) > 0


def test_one_that_was_taken_off_the_page_is_silent(page: Page) -> None:
    start(page)
    page.evaluate("document.getElementById('clock').remove()")

    assert ticks(page, 20) == 0
