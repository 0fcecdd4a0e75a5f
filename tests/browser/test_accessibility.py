"""The page for everybody: axe-core on every screen, the keyboard, less motion."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE_MS, Opener
from tests.browser.library import MANUAL
from tests.browser.screens import (
    SCREENS,
    Screen,
    answered,
    dialog,
    empty_chat,
    evaluation,
    library,
    searched,
    stock,
)
from tests.browser.shelf import settled
from tests.browser.test_journey import HARBOUR, QUESTION, ask, upload

pytestmark = pytest.mark.browser

FOCUSED = """
() => {
  let at = document.activeElement;
  while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  const seen = getComputedStyle(at), ringed = each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const round = [];
  for (let each = at; each && round.length < 8; each = each.parentElement) round.push(each);
  return [at.tagName, at.getAttribute("aria-label") || at.innerText || "",
          round.some(ringed), at.dataset.testid || ""];
}
"""
MOVING = """
() => document.getAnimations()
  .filter(each => each.playState === "running")
  .filter(each => each.effect.getComputedTiming().activeDuration > 50)
  .map(each => each.animationName || each.transitionProperty || "unnamed")
"""
SMALL = """
least => [...document.querySelectorAll("main button, main [role=button], main summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && each.offsetWidth)
  .map(each => [each.getBoundingClientRect(), each])
  .filter(([box]) => Math.min(box.width, box.height) < least - 0.5)
  .map(([box, each]) => `${each.getAttribute("aria-label") || each.innerText || each.outerHTML}: `
    + `${Math.round(box.width)} x ${Math.round(box.height)}`)
"""
NOTE_TYPING = """
() => {
  window.typed = [];
  const stop = () => [...document.querySelectorAll("button")].some(
    each => each.innerText.includes("Stop"));
  document.addEventListener("input", event => stop() && window.typed.push(event.target.value));
}
"""
FINGER = 40
"""Pixels that what is pressed has at least, on a phone."""

Colours = Literal["light", "dark"]


@pytest.mark.parametrize(
    ("width", "colours"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
@pytest.mark.usefixtures("samples")
def test_no_screen_breaks_a_rule(visit: Opener, width: int, colours: Colours) -> None:
    visited = visit(width, colours)
    visited.page.emulate_media(reduced_motion="reduce")
    upload(visited.page, HARBOUR)
    stock(visited.page)
    broken: list[str] = []
    for name, show in SCREENS.items():
        show(visited.page)
        settled(visited.page, fading_ms=150)
        visited.shoot(f"axe-{name}-{width}-{colours}")
        broken += [f"{name}: {each}" for each in violations(visited.page)]
    assert not broken, "\n".join(broken)
    assert visited.outside == []


def walk(page: Page, most: int = 40) -> list[str]:
    """Press Tab until the page has been gone round, or `most` times; the names of what was reached.

    Asserts that each is seen to be where one is.
    """
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        tag, name, ringed, _test_id = page.evaluate(FOCUSED)
        if tag == "BODY":  # the end of the page, beyond which it begins anew
            if names:
                break
            continue
        words = " ".join(name.split())
        assert ringed, f"{tag} {words!r} has the focus, and nothing shows it"
        names.append(words)
    return names


def at(names: list[str], part: str) -> int:
    """Where a name with this part first stands."""
    found = [place for place, name in enumerate(names) if part in name]
    assert found, f"{part!r} was not reached: {names}"
    return found[0]


def test_tab_goes_through_the_entries_to_the_question(visit: Opener) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    empty_chat(page)
    settled(page)
    page.evaluate("document.activeElement.blur()")

    names = walk(page)

    assert at(names, "Skip to main content") < at(names, "Search") < at(names, "Library")
    assert at(names, "Library") < at(names, "Ask about your documents")


def test_enter_asks_and_tab_reaches_what_supports_the_answer(visit: Opener) -> None:
    page = visit(1440, "dark").page
    upload(page, HARBOUR)
    answered(page)
    settled(page)
    page.evaluate("document.activeElement.blur()")

    names = walk(page, 60)

    assert at(names, HARBOUR["name"][:7]) < at(names, "Ask about your documents")


def test_escape_closes_a_dialog(visit: Opener) -> None:
    page = visit(1440, "light").page
    dialog(page)

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_moves_for_whoever_wants_it_so(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    expect(page.get_by_role("heading").first).to_be_visible()

    moving: list[str] = page.evaluate(MOVING)

    context.close()
    assert moving == []


def test_each_screen_names_the_tab(visit: Opener) -> None:
    page = visit(1440, "light").page
    for path, name in (("", "Ask"), ("search", "Search"), ("library", "Library")):
        page.goto(urljoin(page.url, f"/{path}"))
        expect(page).to_have_title(f"{name} \u00b7 Footnote")


def test_side_bar_is_closed_at_first_on_a_phone(visit: Opener) -> None:
    page = visit(390, "light").page
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    opener = page.get_by_role("button", name="Expand sidebar")
    box = opener.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= FINGER

    opener.click()

    expect(page.get_by_role("link", name="Library")).to_be_in_viewport()


@pytest.mark.parametrize("show", [empty_chat, searched, library, evaluation])
def test_a_finger_finds_room_on_a_phone(visit: Opener, show: Screen) -> None:
    phone = visit(390, "light")
    upload(phone.page, HARBOUR)
    show(phone.page)
    settled(phone.page)

    small: list[str] = phone.page.evaluate(SMALL, FINGER)

    assert small == []
    assert phone.overflow() <= 0


@pytest.mark.usefixtures("samples")
def test_tab_goes_through_the_open_source_and_escape_back_to_its_mark(visit: Opener) -> None:
    page = visit(1440, "light").page
    empty_chat(page)
    mark = ask(page, "How often is a diver examined by the station physician?").locator(".mark")
    label = mark.first.get_attribute("aria-label")
    mark.first.focus()
    page.keyboard.press("Enter")
    place = f"{MANUAL.name}, page 5"
    shown = page.get_by_role("region", name=place, exact=True)
    expect(shown.locator("img")).to_be_visible()
    settled(page)
    assert page.evaluate(FOCUSED)[1] == place
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if "Close" in page.evaluate(FOCUSED)[1]:
            break

    names = ["Close", *walk(page, 7)]

    order = ("Close", "Earlier", "Later", "Original", "Smaller", "Larger", "Fit the page", place)
    assert [at(names, each) for each in order] == list(range(len(order)))
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-source")).to_have_count(0)
    page.wait_for_function(f"label => ({FOCUSED})()[1] === label", arg=label)


def test_typing_goes_on_while_an_answer_comes(visit: Opener) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    empty_chat(page)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION)
    box.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.evaluate(NOTE_TYPING)

    box.press_sequentially("And on Sundays?")

    typed: list[str] = page.evaluate("window.typed")
    assert typed[-1:] == ["And on Sundays?"], "the answer was written before what was typed stood"
    expect(page.get_by_test_id("stFeedback").last).to_be_visible()
    expect(box).to_have_value("And on Sundays?")
