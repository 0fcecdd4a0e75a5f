"""From a footnote to its place in the source: in Chromium, with the sample documents."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.library import MANUAL
from tests.browser.test_journey import ask

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("samples")]

EXAMINED = "How often is a diver examined by the station physician?"
QUOTE = "Each diver is examined by the station physician once a year"
PLACE = f"{MANUAL.name}, page 5"
SAVED = "When are home folders on kelpie saved?"
MAST = "Where does the weather mast stand?"
# Whether a mark lies within the visible part of what holds it, with nothing above it.
SEEN = """
view => {
  const from = view.getBoundingClientRect();
  return [...view.querySelectorAll("[data-marked], .passage mark")].some(each => {
    const box = (each.querySelector("td") ?? each).getClientRects()[0];
    const x = box.left + Math.min(box.width / 2, 20), y = box.top + box.height / 2;
    const within = from.left <= x && x <= from.right && from.top <= y && y <= from.bottom;
    return within && each.contains(view.getRootNode().elementFromPoint(x, y));
  });
}
"""
FOCUSED = """
() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at ? at.getAttribute("aria-label") : null;
}
"""


def answered(page: Page, question: str) -> Locator:
    """Ask, and return the answer once nothing on the page is drawn any more."""
    reply = ask(page, question)
    expect_drawn(page)
    return reply


def expect_drawn(page: Page) -> None:
    """Wait until the page is drawn: drawing takes a card away."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")


def pane(page: Page) -> Locator:
    """The source beside the answer."""
    return page.locator(".st-key-source")


def view(page: Page, label: str) -> Locator:
    """What the pane shows of a document, named by `label`."""
    found = pane(page).get_by_role("region", name=label, exact=True)
    expect(found).to_be_visible()
    return found


def expect_seen(shown: Locator) -> None:
    """Wait until a mark is in the visible part of a view, a card or a footnote."""
    shown.page.wait_for_function(SEEN, arg=shown.element_handle())


def expect_closed(page: Page, focused: str) -> None:
    """Wait until the pane is gone and the focus is where it was opened from."""
    expect(pane(page)).to_have_count(0)
    page.wait_for_function(f"label => ({FOCUSED})() === label", arg=focused)


def test_hover_shows_the_quote_and_a_click_its_page(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    reply = answered(page, EXAMINED)
    mark = reply.locator(".mark").first
    card = reply.locator(".card")
    expect(card).not_to_be_visible()

    mark.hover()
    for said in (QUOTE, MANUAL.name, "page 5", "1 March 2025"):
        expect(card).to_contain_text(said)
    expect_seen(card)
    visited.shoot("card")
    page.mouse.move(0, 0)
    expect(card).not_to_be_visible()
    expect_seen(reply.locator(".source").first)

    mark.click()
    shown = view(page, PLACE)
    expect(shown.locator("img")).to_be_visible()
    expect_seen(shown)
    expect(card).not_to_be_visible()
    visited.shoot("page")
    answer, source = reply.bounding_box(), pane(page).bounding_box()
    assert answer
    assert source
    assert answer["x"] + answer["width"] <= source["x"], "the source covers the answer"
    assert visited.overflow() <= 0
    assert visited.outside == []


def test_a_page_can_be_enlarged_and_turned(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page
    answered(page, EXAMINED).locator(".mark").first.click()
    shown = view(page, PLACE)
    expect_seen(shown)

    fitted = shown.locator("img").bounding_box()
    pane(page).get_by_role("button", name="Larger").click()
    expect(pane(page).get_by_role("status")).to_contain_text("125")
    larger = shown.locator("img").bounding_box()
    assert fitted
    assert larger
    assert larger["width"] == pytest.approx(1.25 * fitted["width"], abs=1)
    expect_seen(shown)
    pane(page).get_by_role("button", name="Fit the page").click()
    expect(pane(page).get_by_role("status")).to_contain_text("100")

    pane(page).get_by_role("button", name="Later").click()
    following = view(page, f"{MANUAL.name}, page 6")
    expect(following.locator(".box")).to_have_count(0)
    pane(page).get_by_role("button", name="Earlier").click()
    expect_seen(view(page, PLACE))
    pane(page).get_by_role("button", name="Earlier").click()
    view(page, f"{MANUAL.name}, page 4")
    pane(page).get_by_role("button", name="To the passage").click()
    expect_seen(view(page, PLACE))
    visited.shoot("turned")
    assert visited.overflow() <= 0
    assert visited.outside == []


def test_the_original_is_saved_and_escape_leads_back_to_the_mark(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    mark = answered(page, EXAMINED).locator(".mark").first
    label = mark.get_attribute("aria-label") or ""
    mark.focus()
    page.keyboard.press("Enter")
    view(page, PLACE)

    with page.expect_download() as saving:
        pane(page).get_by_role("button", name="Original").click()
    assert saving.value.suggested_filename == MANUAL.name
    assert saving.value.path().read_bytes() == MANUAL.read_bytes()

    page.keyboard.press("Escape")
    expect_closed(page, label)
    assert visited.outside == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_tap_shows_the_quote_and_leads_to_the_source(
    visit: Opener, colours: Literal["light", "dark"]
) -> None:
    phone = visit(390, colours, touch=True)
    page = phone.page
    reply = answered(page, EXAMINED)
    mark = reply.locator(".mark").first
    card = reply.locator(".card")

    mark.tap()
    for said in (QUOTE, MANUAL.name, "page 5", "1 March 2025"):
        expect(card).to_contain_text(said)
    expect_seen(card)
    expect(pane(page)).to_have_count(0)
    phone.shoot(f"tapped-{colours}")
    assert phone.overflow() <= 0

    card.get_by_text("Open the source").tap()
    expect_seen(view(page, PLACE))
    phone.shoot(f"phone-page-{colours}")
    assert phone.overflow() <= 0
    covered = pane(page).bounding_box()
    assert covered
    assert covered["width"] >= 360, "a phone has no room beside the source"

    pane(page).get_by_role("button", name="Close").tap()
    expect(pane(page)).to_have_count(0)
    expect(mark).to_be_in_viewport()
    assert phone.outside == []


def test_text_and_tables_are_marked_as_pages_are(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page

    answered(page, SAVED).locator(".mark").first.click()
    text = view(page, "it-support-runbook.md")
    expect(text.locator("mark")).to_contain_text("every night at 01:30")
    expect_seen(text)
    visited.shoot("text")

    answered(page, MAST).locator(".source").first.click()
    table = view(page, "equipment-register.csv")
    expect(table.locator("tr.marked")).to_have_count(1)
    expect(table.locator("tr.marked")).to_contain_text("Library roof")
    expect_seen(table)
    visited.shoot("table")
    assert visited.overflow() <= 0
    assert visited.outside == []


def test_a_table_scrolls_within_its_view_on_a_phone(visit: Opener) -> None:
    phone = visit(390, "light", touch=True)
    page = phone.page

    answered(page, MAST).locator(".source").first.tap()
    table = view(page, "equipment-register.csv")
    expect_seen(table)
    phone.shoot("phone-table")
    assert phone.overflow() <= 0
    assert phone.outside == []
