"""Search for a passage and see why it stands where it stands: in Chromium, with the real search."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_journey import ACTIVE, HARBOUR, QUESTION, upload

pytestmark = pytest.mark.browser


def search(page: Page, question: str) -> None:
    page.goto(urljoin(page.url, "/search"))
    box = page.get_by_role("textbox", name="Question")
    expect(box).to_be_visible()
    box.fill(question)
    box.press("Enter")


@pytest.mark.parametrize(
    ("width", "colours"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
def test_a_search_shows_passages_scores_and_surroundings(
    visit: Opener, width: int, colours: Literal["light", "dark"]
) -> None:
    visited = visit(width, colours)
    page = visited.page
    page.on("dialog", lambda dialog: visited.outside.append(f"dialog: {dialog.message}"))
    upload(page, HARBOUR)
    search(page, QUESTION)

    main = page.get_by_role("main")
    card = page.locator("[class*=st-key-hit-]").first
    expect(card.locator(".stMarkdownColoredBackground").first).to_contain_text("07:45")
    expect(card.locator("strong").filter(has_text="Lowhaven").first).to_be_visible()
    expect(card).to_contain_text(HARBOUR["name"])
    expect(card).to_contain_text("tracker.example/a.png onerror=alert(1)> ![pixel](http")
    for measure in ("Meaning", "Words", "Document", "Together"):
        expect(card).to_contain_text(measure)

    card.get_by_text("In its surroundings").click()
    expect(card).to_contain_text("The fuel dock serves visiting boats")
    expect(main).to_contain_text("searched in")
    visited.shoot(f"search-{width}-{colours}")

    expect(main.locator(ACTIVE)).to_have_count(0)
    assert visited.overflow() <= 0
    assert visited.outside == []
