"""What whoever runs Footnote sees of it: figures, traces, reviews and metrics, in Chromium."""

from __future__ import annotations

import urllib.request
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.operating import OPERATING, overview, section, still, trace
from tests.browser.test_journey import HARBOUR, ask, upload

pytestmark = pytest.mark.browser

WRONG = "Which colour has the keeper's hat?"


def disliked(page: Page, question: str) -> None:
    """Ask, and say that the answer is wrong and what would be right."""
    page.get_by_role("link", name="Ask").click()
    ask(page, question)
    page.get_by_role("radio", name="Thumbs down").last.click()
    page.get_by_role("textbox", name="What would be right?").fill("Blue, as the rules say.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Blue, as the rules say.")


@pytest.mark.parametrize(("width", "colours"), [(1440, "light"), (390, "dark")])
def test_every_section_fits_the_window(
    visit: Opener, width: int, colours: Literal["light", "dark"]
) -> None:
    visited = visit(width, colours)
    page = visited.page
    upload(page, HARBOUR)
    page.goto(page.url.replace("/library", "/"))
    ask(page, "When does the fuel dock of Lowhaven harbour open on weekdays?")
    page.get_by_role("radio", name="Thumbs down").last.click()
    still(page)
    for name, show in OPERATING.items():
        show(page)
        still(page)
        visited.shoot(f"operations-{name}-{width}-{colours}")
        assert visited.overflow() <= 0, name
        expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert visited.outside == []


def test_a_question_is_seen_in_the_figures_and_opens_its_steps(visit: Opener) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    page.get_by_role("link", name="Ask").click()
    ask(page, "What are dogs kept on?")

    overview(page)
    expect(page.get_by_role("main")).to_contain_text("P95")
    trace(page)

    for step in ("search", "generate", "verify"):
        expect(page.get_by_role("main")).to_contain_text(step)


def test_a_complaint_waits_for_a_reviewer_and_leaves_the_queue_with_the_review(
    visit: Opener,
) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    disliked(page, WRONG)
    section(page, "Review")
    queue = page.get_by_role("main")
    expect(queue).to_contain_text(WRONG)

    card = page.locator("[class*=st-key-run-review-]").filter(has_text=WRONG)
    card.get_by_role("button", name="Open").click()
    expect(queue).to_contain_text("Blue, as the rules say.")
    page.get_by_test_id("stRadio").get_by_text("Right", exact=True).click()
    still(page)
    page.get_by_role("button", name="Save and next").click()
    still(page)

    section(page, "Review")
    expect(queue).not_to_contain_text(WRONG)


def test_the_metrics_count_what_was_asked(visit: Opener, address: str) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    before = answered(address)
    page.get_by_role("link", name="Ask").click()

    ask(page, "Where does the rubbish of Lowhaven harbour go, please?")

    assert answered(address) == before + 1


def answered(address: str) -> float:
    """How many questions the metrics say were answered or abstained from."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as response:
        lines = response.read().decode().splitlines()
    wanted = ('footnote_questions_total{outcome="an', 'footnote_questions_total{outcome="ab')
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(wanted))
