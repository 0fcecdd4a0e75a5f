"""A chat that is kept: copied, saved as a file, found, renamed, removed, judged: in Chromium."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.library import MANUAL, RUNBOOK
from tests.browser.seeds import save_chats
from tests.browser.test_asking import LEAVE_DAYS, expect_answers, open_earlier
from tests.browser.test_journey import ask
from tests.browser.test_sources import EXAMINED, SAVED

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("samples")]


def test_copy_puts_the_answer_with_its_sources_on_the_clipboard(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply = ask(page, EXAMINED)

    reply.locator(".copy").click()

    expect(reply.locator(".copy")).to_have_text("Copied")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert "once a year, from the age of 45 every eight months [1]." in copied
    assert f"1. **{MANUAL.name}**, page 5, 1 March 2025: \u201c" in copied
    assert visited.outside == []


def test_a_chat_is_saved_as_markdown_word_and_pdf(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page
    ask(page, EXAMINED)
    ask(page, SAVED)

    page.get_by_role("button", name="Chat", exact=True).click()
    visited.shoot("chat-menu")
    saved = {kind: saved_as(page, kind) for kind in ("Markdown", "Word", "PDF")}

    texts = {
        "Markdown": saved["Markdown"].read_text("utf-8"),
        "Word": "\n".join(each.text for each in docx.Document(str(saved["Word"])).paragraphs),
        "PDF": pdf_text(saved["PDF"].read_bytes()),
    }
    for kind, text in texts.items():
        for said in (EXAMINED, SAVED, "every eight months", MANUAL.name, RUNBOOK.name, "Sources"):
            assert said in text, f"{kind} has no {said!r}"
    assert visited.outside == []


def saved_as(page: Page, kind: str) -> Path:
    """The file that a button of the chat's menu saves."""
    with page.expect_download() as saving:
        page.get_by_role("button", name=kind, exact=True).click()
    path = Path(saving.value.path())
    assert path.stat().st_size
    return path


def pdf_text(content: bytes) -> str:
    """A PDF file's text; lines are joined by spaces."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_chats_are_found_renamed_and_removed(visit: Opener, home: Path) -> None:
    title = save_chats(home)[0]
    visited = visit(1440, "light")
    page = visited.page
    sidebar = page.get_by_test_id("stSidebar")
    listed = sidebar.locator("[class*=st-key-chat-]").get_by_role("button")
    find = sidebar.get_by_role("textbox", name="Find a chat")

    find.fill(f"otters {title.split()[-2]}")
    find.press("Enter")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text(title)
    listed.click()
    expect_answers(page, 1)

    page.get_by_role("button", name="Chat", exact=True).click()
    field = page.get_by_role("textbox", name="Title")
    expect(field).to_have_value(title)
    field.fill("Otters of the bay")
    page.get_by_role("button", name="Rename").click()
    expect(listed).to_contain_text("Otters of the bay")
    visited.shoot("renamed")

    menu = page.get_by_test_id("stPopoverBody")
    expect(menu).to_have_count(0)
    page.get_by_role("button", name="Chat", exact=True).click()
    page.get_by_role("button", name="Remove this chat").click()
    dialog = page.get_by_role("dialog", name="Remove this chat?")
    visited.shoot("removing")
    expect(dialog).to_contain_text("Otters of the bay goes with its answers")
    expect(menu).to_have_count(0)  # it would lie over the dialog
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(sidebar).to_contain_text("No chat has these words.")
    expect(page.locator(".reply")).to_have_count(0)
    assert visited.outside == []


def test_the_menu_is_of_the_chat_on_the_screen(visit: Opener, home: Path) -> None:
    titles = save_chats(home)
    page = visit(1440, "dark").page
    for title in titles[:2]:
        open_earlier(page, title)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.get_by_role("button", name="Chat", exact=True).click()
        expect(page.get_by_role("textbox", name="Title")).to_have_value(title)
        page.keyboard.press("Escape")


def test_an_opinion_is_kept(visit: Opener) -> None:
    phone = visit(390, "light")
    page = phone.page
    main = page.get_by_role("main")
    ask(page, LEAVE_DAYS)

    page.get_by_role("radio", name="Thumbs down").click()
    main.get_by_role("radio", name="Incomplete").click()
    correction = main.get_by_role("textbox", name="What would be right?")
    correction.fill("Employees of 50 get three days more.")
    phone.shoot("opinion")
    assert phone.overflow() <= 0
    main.get_by_role("button", name="Save").click()
    noted = "You noted: incomplete. \u201cEmployees of 50 get three days more.\u201d"
    expect(main).to_contain_text(noted)

    page.reload()
    open_earlier(page, LEAVE_DAYS[:30])
    expect(main).to_contain_text(noted)
    assert phone.outside == []
