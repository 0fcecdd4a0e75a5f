"""The page for everybody: axe-core on every screen, the keyboard, less motion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Opener
from tests.browser.test_journey import HARBOUR, QUESTION, ask, upload
from tests.browser.test_search import search

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """
async ([rules]) => {
  const told = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return told.violations.flatMap(each => each.nodes.map(
    node => [each.id, node.target.flat().join(" "), node.failureSummary]));
}
"""
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
WATCH = """
() => {
  window.longest = 0;
  new PerformanceObserver(list => {
    for (const each of list.getEntries()) window.longest = Math.max(window.longest, each.duration);
  }).observe({type: "longtask"});
}
"""
FINGER = 40
"""Pixels that what is pressed has at least, on a phone."""

FROZEN_MS = 3000
"""A task of the browser that is longer than this makes the page stand still."""

Screen = Callable[[Page], None]
Colours = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Known:
    """What Streamlit draws against a rule, and no style changes. part: of its selector."""

    rule: str
    part: str
    reason: str


KNOWN: tuple[Known, ...] = ()


def violations(page: Page) -> list[str]:
    """What axe-core objects to, one line for each element, but for what is KNOWN."""
    page.evaluate(AXE)
    found: list[list[str]] = page.evaluate(RUN, [RULES])
    return [
        f"{rule}: {target}: {summary}"
        for rule, target, summary in found
        if not any(each.rule == rule and each.part in target for each in KNOWN)
    ]


def settled(page: Page) -> None:
    """The script has run, and what fades in stands still."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(600)


def empty_chat(page: Page) -> None:
    page.goto(urljoin(page.url, "/"))
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()


def answered(page: Page) -> None:
    empty_chat(page)
    ask(page, QUESTION)
    expect(page.get_by_role("main")).to_contain_text("07:45")
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()


def searched(page: Page) -> None:
    search(page, QUESTION)
    expect(page.locator("[class*=st-key-hit-]").first).to_be_visible()


def library(page: Page) -> None:
    page.goto(urljoin(page.url, "/library"))
    expect(page.get_by_role("main")).to_contain_text(HARBOUR["name"])


def evaluation(page: Page) -> None:
    page.goto(urljoin(page.url, "/evaluation"))
    expect(page.get_by_role("button", name="Evaluate")).to_be_visible()


def dialog(page: Page) -> None:
    evaluation(page)
    page.get_by_role("button", name="Evaluate").click()
    expect(page.get_by_role("dialog")).to_be_visible()


SCREENS: dict[str, Screen] = {
    "ask": empty_chat,
    "answer": answered,
    "search": searched,
    "library": library,
    "evaluation": evaluation,
    "dialog": dialog,
}


@pytest.mark.parametrize(
    ("width", "colours"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
def test_no_screen_breaks_a_rule(visit: Opener, width: int, colours: Colours) -> None:
    visited = visit(width, colours)
    upload(visited.page, HARBOUR)
    broken: list[str] = []
    for name, show in SCREENS.items():
        show(visited.page)
        settled(visited.page)
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
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("aria-expanded", "false")
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


def test_typing_goes_on_while_an_answer_comes(visit: Opener) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    empty_chat(page)
    page.evaluate(WATCH)
    ask(page, QUESTION)
    box = page.get_by_test_id("stChatInputTextArea")
    box.press_sequentially("And on Sundays?")
    expect(box).to_have_value("And on Sundays?")
    expect(page.get_by_role("main")).to_contain_text("07:45")

    longest: float = page.evaluate("window.longest")

    assert longest < FROZEN_MS
