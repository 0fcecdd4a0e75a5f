"""From a question to its answer, and on to the next: in Chromium, with the sample documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.library import LEAVE, RUNBOOK, STAFF
from tests.browser.seeds import doubtful_chat
from tests.browser.test_journey import ask
from tests.browser.test_sources import EXAMINED, SAVED, expect_drawn

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("samples")]

OLDER = "What about a diver of 45?"
LEAVE_DAYS = "How many working days of annual leave is a full-time employee entitled to?"
OSCAR = "Which film won the Oscar for best picture in 1994?"
REPAIRED = "Who repaired the recompression chamber in 2019?"


def expect_answers(page: Page, count: int) -> Locator:
    """Wait until the chat has so many answers and none is in the making; returns the last."""
    replies = page.locator(".reply")
    expect(replies).to_have_count(count)
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    return replies.last


def open_earlier(page: Page, title: str) -> None:
    """Open a chat from the list beside the page, which a phone folds away."""
    expander = page.get_by_role("button", name="Expand sidebar")
    if page.viewport_size and page.viewport_size["width"] < 640:
        expander.click()
    page.get_by_test_id("stSidebar").get_by_role("button", name=title).first.click()


def choose(page: Page, field: str, option: str) -> None:
    """Choose in a list of the popover that is open."""
    page.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option).click()


def test_a_first_visit_suggests_questions_that_the_library_answers(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    suggested = page.locator("[class*=st-key-suggested-]").get_by_role("button")
    expect(suggested.first).to_be_visible()
    question = suggested.first.inner_text().split("\n")[-1].strip()
    visited.shoot("welcome")

    suggested.first.click()

    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(expect_answers(page, 1).locator(".mark").first).to_be_visible()
    assert visited.overflow() <= 0
    assert visited.outside == []


def test_a_follow_up_says_what_was_searched_and_questions_can_be_edited(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page
    main = page.get_by_role("main")
    ask(page, EXAMINED)
    ask(page, OLDER)
    expect(main).to_contain_text("Searched for: ")
    expect(expect_answers(page, 2)).to_contain_text("every eight months")
    visited.shoot("follow-up")

    page.get_by_role("button", name="Ask exactly as typed").click()
    expect_answers(page, 3)
    expect(page.get_by_role("heading", name=OLDER)).to_have_count(2)
    expect(main.get_by_text("Searched for: ")).to_have_count(1)

    page.get_by_role("button", name="Edit").first.click()
    expect(main).to_contain_text("The 2 questions after it go when the new answer is there.")
    page.get_by_role("textbox", name="Your question").fill(SAVED)
    visited.shoot("editing")
    main.get_by_role("button", name="Ask again").click()
    expect(expect_answers(page, 1)).to_contain_text("01:30")
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    expect(page.get_by_role("heading", name=EXAMINED)).to_have_count(0)
    assert visited.overflow() <= 0
    assert visited.outside == []


def test_an_abstention_says_what_was_searched_and_what_to_try(visit: Opener) -> None:
    phone = visit(390, "light", touch=True)
    page = phone.page
    main = page.get_by_role("main")

    reply = ask(page, OSCAR)

    expect(reply).to_contain_text("I found no answer")
    expect(reply.locator(".mark")).to_have_count(0)
    expect(main).to_contain_text("What you could try:")
    expect(main.get_by_role("listitem").first).to_be_visible()
    phone.shoot("abstention")

    near = ask(page, REPAIRED)
    expect(near).to_contain_text("The nearest passages, in case one of them helps:")
    expect(near.locator(".source").first).to_be_visible()
    phone.shoot("nearest")
    near.locator(".source").first.tap()
    expect(page.locator(".st-key-source .view")).to_be_visible()
    assert phone.overflow() <= 0
    assert phone.outside == []


def test_questions_look_only_in_what_is_chosen(visit: Opener) -> None:
    phone = visit(390, "dark")
    page = phone.page
    options = page.locator(".st-key-options")

    options.get_by_role("button", name="All documents").click()
    choose(page, "Collection", STAFF)
    phone.shoot("collection")
    page.keyboard.press("Escape")
    expect(options.get_by_role("button", name=STAFF)).to_be_visible()
    expect(ask(page, LEAVE_DAYS).locator(".source").first).to_contain_text(LEAVE.name)
    elsewhere = ask(page, SAVED)
    expect(elsewhere.get_by_text(RUNBOOK.name)).to_have_count(0)

    options.get_by_role("button", name=STAFF).click()
    choose(page, "Collection", "All collections")
    choose(page, "Documents", RUNBOOK.name)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(options.get_by_role("button", name=RUNBOOK.name)).to_be_visible()
    expect(ask(page, SAVED).locator(".source").first).to_contain_text(RUNBOOK.name)
    expect(ask(page, LEAVE_DAYS).get_by_text(LEAVE.name)).to_have_count(0)
    phone.shoot("chosen")
    assert phone.overflow() <= 0
    assert phone.outside == []


def test_stop_leaves_a_page_that_can_be_used(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page
    main = page.get_by_role("main")
    page.get_by_role("button", name="Options").click()
    page.get_by_role("slider", name="Passages searched for").press("End")
    page.keyboard.press("Escape")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("What do the manual and the runbook say about safety, training and equipment?")
    box.press("Enter")

    page.get_by_role("button", name="Stop").click()

    expect(main).to_contain_text("Stopped before the answer was complete.")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.locator(".reply")).to_have_count(0)
    visited.shoot("stopped")
    main.get_by_role("button", name="Ask again").click()
    expect_answers(page, 1)
    expect(main).not_to_contain_text("Stopped before the answer was complete.")
    assert visited.outside == []


def test_two_browsers_do_not_see_each_others_questions(visit: Opener) -> None:
    one, two = visit(1440, "light"), visit(390, "dark")
    expect(two.page.get_by_test_id("stChatInputTextArea")).to_be_enabled()

    ask(one.page, SAVED)
    ask(two.page, EXAMINED)

    expect(one.page.locator(".reply")).to_have_count(1)
    expect(two.page.locator(".reply")).to_have_count(1)
    expect(one.page.get_by_role("main")).not_to_contain_text(EXAMINED)
    expect(two.page.get_by_role("main")).not_to_contain_text(SAVED)


@pytest.mark.parametrize(("width", "touch"), [(1440, False), (390, True)])
def test_a_doubtful_sentence_says_why(visit: Opener, home: Path, width: int, touch: bool) -> None:
    chat = doubtful_chat(home)
    visited = visit(width, "dark", touch)
    page = visited.page
    open_earlier(page, chat.title)
    reply = expect_answers(page, 1)
    expect_drawn(page)
    expect(reply.locator("s.unsupported")).to_have_text(chat.unsupported)
    expect(reply.locator(".legend")).to_contain_text("Struck through: not found")
    card = reply.locator(".card")

    for at, reason in enumerate(chat.reasons):
        why = reply.locator(".why").nth(at)
        expect(why).to_have_attribute("aria-label", reason)
        why.tap() if touch else why.hover()
        expect(card).to_be_visible()
        expect(card).to_have_text(reason)
        visited.shoot(f"doubt-{width}-{at}")
        page.get_by_role("heading").tap() if touch else page.mouse.move(0, 0)
        expect(card).not_to_be_visible()
    assert visited.overflow() <= 0
    assert visited.outside == []
