"""How long a click on the page takes: opening a source, turning its pages, filtering a list.

Run by `python -m benchmarks.page`. Milliseconds, median and worst, from the press until what it
brings stands on the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from playwright.sync_api import Browser, Page

QUESTION = (
    "Which Ingrid has to confirm it if the station's bank account for charter payments changes?"
)
TIMES = 10
PATIENCE_MS = 120_000


def clicks(browser: Browser, address: str) -> None:
    """Do each of the things TIMES times and print what it took."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    _ask(page)
    sources, pages = [], []
    for _ in range(TIMES):
        sources.append(_timed(lambda: _open(page)))
        pages.append(_timed(lambda: _turn(page)))
        page.keyboard.press("Escape")
        page.locator(".view").wait_for(state="detached")
    _tell("a mark until its source is marked", sources)
    _tell("another page of the source", pages)
    _tell("the library, opened", [_timed(lambda: _library(page, address)) for _ in range(3)])
    found = [_timed(partial(_filter, page, at % 2 == 0)) for at in range(TIMES)]
    _tell("a word typed over its list", found)
    page.context.close()


def _timed(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


def _tell(what: str, found: list[float]) -> None:
    print(f"  {what}: {median(found):.0f} ms, worst {max(found):.0f}", flush=True)


def _ask(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION)
    box.press("Enter")
    page.get_by_test_id("stFeedback").last.wait_for()
    page.wait_for_timeout(3000)


def _open(page: Page) -> None:
    page.locator(".reply .mark").first.click()
    page.locator(".view .box").first.wait_for()


def _turn(page: Page) -> None:
    page.get_by_role("button", name="Later").click()
    page.get_by_role("region", name="page 4").wait_for()


def _library(page: Page, address: str) -> None:
    page.goto(f"{address}/library")
    page.locator("[class*=st-key-document-]").first.wait_for()


def _filter(page: Page, narrow: bool) -> None:
    """Leave one document, or take the filter off again."""
    field = page.get_by_role("textbox", name="Find by name")
    field.fill("diving" if narrow else "")
    field.press("Enter")
    many = "document.querySelectorAll('[class*=st-key-document-]').length"
    page.wait_for_function(f"{many} === 1" if narrow else f"{many} > 1")
