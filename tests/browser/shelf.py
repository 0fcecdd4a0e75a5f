"""What a person does on the library's screen."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect


def settled(page: Page, fading_ms: int = 600) -> None:
    """The script has run, and what fades in for this long stands still."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(fading_ms)


def go_to_library(page: Page) -> None:
    """The library's screen, with what is on it drawn."""
    page.goto(urljoin(page.url, "/library"))
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ documents?$"))).to_be_visible()


def narrow(page: Page, words: str) -> None:
    """Leave the documents whose names have these words, where the list is long enough for that."""
    settled(page)
    find = page.get_by_role("textbox", name="Find by name")
    if find.count():
        find.fill(words)
        find.press("Enter")
        settled(page)


def row(page: Page, name: str) -> Locator:
    """A document's row in the list."""
    return page.locator("[class*=st-key-document-]").filter(has_text=name)


def tick(page: Page, name: str) -> None:
    """Tick a document's box, once rows that moved stand in their places."""
    settled(page)
    page.locator("label").filter(has_text=re.compile(f"^Select {re.escape(name)}$")).click()


def act(page: Page, name: str, verb: str) -> None:
    """Choose a verb in the menu of a document, once rows that moved stand in their places."""
    settled(page, fading_ms=200)
    page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
    page.get_by_role("menuitem", name=verb, exact=True).click()


def asked(page: Page, name: str, verb: str) -> Locator:
    """The dialog that a verb of a document's menu opens."""
    act(page, name, verb)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def press(dialog: Locator, label: str) -> None:
    """Press a button of a dialog, which closes it."""
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_have_count(0)


def open_document(page: Page, name: str) -> None:
    """From the list to the document as Footnote read it."""
    row(page, name).get_by_role("button", name=name).first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Back to the library")).to_be_visible()
    settled(page, fading_ms=200)  # its head has been brought into sight


def choose_option(page: Page, box: Locator, words: str) -> None:
    """Type into a field with options and take the first that is offered."""
    box.fill(words)
    page.get_by_role("option", name=words).first.click()
