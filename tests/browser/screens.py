"""Every screen with what opens on it, in the order in which one visit walks through them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.browser.library import MANUAL
from tests.browser.operating import OPERATING
from tests.browser.shelf import asked, go_to_library, open_document, tick
from tests.browser.test_journey import QUESTION, ask, choose, markdown_file
from tests.browser.test_search import search

Screen = Callable[[Page], None]

# As many documents as have filters.
NOTES = [markdown_file(f"pier-{at}.md", f"# Pier {at}\n\nIt is of oak.") for at in range(1, 9)]


def stock(page: Page) -> None:
    """Put documents into the library."""
    choose(page, *NOTES)
    page.get_by_role("button", name="Add to library").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="8 files: 8 ")).to_be_visible()


def empty_chat(page: Page) -> None:
    page.goto(urljoin(page.url, "/"))
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()


def scope(page: Page) -> None:
    page.locator(".st-key-scope button").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def options(page: Page) -> None:
    shut(page)
    page.locator(".st-key-more-options button").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def answered(page: Page) -> None:
    empty_chat(page)
    ask(page, QUESTION)
    expect(page.get_by_role("main")).to_contain_text("07:45")
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_enabled()


def source(page: Page) -> None:
    page.locator(".reply .source").first.click()
    expect(page.locator(".st-key-source .view")).to_be_visible()


def opinion(page: Page) -> None:
    page.locator(".st-key-source").get_by_role("button", name="Close").click()
    expect(page.locator(".st-key-source")).to_have_count(0)
    page.get_by_role("radio", name="Thumbs down").last.click()
    expect(page.get_by_role("textbox", name="What would be right?")).to_be_visible()


def chat_menu(page: Page) -> None:
    page.locator("[class*=st-key-chat-menu] button").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def searched(page: Page) -> None:
    search(page, QUESTION)
    expect(page.locator("[class*=st-key-hit-]").first).to_be_visible()


def library(page: Page) -> None:
    go_to_library(page)
    expect(page.locator("[class*=st-key-document-]").first).to_be_visible()


def find(page: Page, name: str) -> None:
    """Have the list show this document."""
    box = page.get_by_role("textbox", name="Find by name")
    box.fill(name)
    box.press("Enter")
    expect(page.locator("[class*=st-key-document-]")).to_have_count(1)


def filters(page: Page) -> None:
    page.locator(".st-key-filters button").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def shut(page: Page) -> None:
    """Close the menu, popover or dialog that stands open."""
    page.keyboard.press("Escape")
    over = page.get_by_test_id("stPopoverBody").or_(page.get_by_role("dialog"))
    expect(over.or_(page.get_by_role("menu"))).to_have_count(0)


def row_menu(page: Page) -> None:
    shut(page)
    find(page, str(NOTES[0]["name"]))
    page.get_by_role("button", name="Actions for").click()
    expect(page.get_by_role("menu")).to_be_visible()


def question(verb: str) -> Screen:
    """The dialog behind a verb of the row's menu."""

    def show(page: Page) -> None:
        shut(page)
        asked(page, str(NOTES[0]["name"]), verb)

    return show


def picked(page: Page) -> None:
    shut(page)
    tick(page, str(NOTES[0]["name"]))
    expect(page.get_by_role("main")).to_contain_text("1 selected")


def removed(page: Page) -> None:
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Recently removed").click()
    expect(page.get_by_role("button", name="Restore").first).to_be_visible()


def restored(page: Page) -> None:
    shut(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def reading(page: Page) -> None:
    restored(page)
    open_document(page, str(NOTES[0]["name"]))
    page.locator("[class*=st-key-chunk-] button").first.click()
    expect(page.locator(".view mark")).to_be_visible()


def reading_pages(page: Page) -> None:
    library(page)
    find(page, MANUAL.name)
    open_document(page, MANUAL.name)
    expect(page.locator(".view img")).to_be_visible()


def evaluation(page: Page) -> None:
    page.goto(urljoin(page.url, "/evaluation"))
    expect(page.get_by_role("button", name="Evaluate")).to_be_visible()


def dialog(page: Page) -> None:
    evaluation(page)
    page.get_by_role("button", name="Evaluate").click()
    expect(page.get_by_role("dialog")).to_be_visible()


SCREENS: dict[str, Screen] = {
    "ask": empty_chat,
    "scope": scope,
    "options": options,
    "answer": answered,
    "source": source,
    "opinion": opinion,
    "chat-menu": chat_menu,
    "search": searched,
    "library": library,
    "filters": filters,
    "menu": row_menu,
    "rename": question("Rename"),
    "tags": question("Tags"),
    "move": question("Move"),
    "replace": question("Replace"),
    "download": question("Download original"),
    "picked": picked,
    "removed": removed,
    "reading": reading,
    "reading-pages": reading_pages,
    "evaluation": evaluation,
    "dialog": dialog,
    **OPERATING,
}
"""Each is reached from the one before it."""
