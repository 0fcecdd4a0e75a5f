"""Upload a document, ask about it, see the footnote: in Chromium, with the default models."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urljoin

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PLANTED = (
    "<img src=http://tracker.example/a.png onerror=alert(1)> "
    "![pixel](http://tracker.example/b.png) [here](javascript:alert(1)) $x$ :smile:"
)
TEXT = f"""\
# Harbour rules

The fuel dock serves visiting boats as well. The fuel dock of Lowhaven harbour opens at 07:45 on
weekdays {PLANTED}. Payment is by card only.

Dogs are kept on a lead on all piers. Rubbish goes into the bins behind the office.
"""
QUESTION = "When does the fuel dock of Lowhaven harbour open on weekdays?"
# Elements that could fetch, run, link or format: our own page has none of them in its main part.
ACTIVE = "a, img, [role=img], script, iframe, object, embed, code, table, .katex"


def markdown_file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


HARBOUR = markdown_file("harbour <b>rules<b> [x](javascript:alert(1)) $x$.md", TEXT)
BROKEN = markdown_file("broken.pdf", "This is no PDF at all.")


def archive() -> FilePayload:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("in/tide.txt", "The tide is high at noon.")
        file.writestr("in/wind.txt", "The wind blows from the east.")
    return {"name": "pack.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}


def choose(page: Page, *files: FilePayload) -> None:
    """Put files into the field on the library's screen."""
    page.goto(urljoin(page.url, "/library"))
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    page.locator("input[type=file]").set_input_files(list(files))
    for file in files:
        chosen = page.get_by_role("button", name=f"Remove {file['name']}", exact=True)
        expect(chosen).to_be_visible()


def upload(page: Page, *files: FilePayload) -> None:
    """Add up to three files and wait until each has its line: added, known already, or failed."""
    choose(page, *files)
    page.get_by_role("button", name="Add to library").click()
    for file in files:
        expect(page.get_by_test_id("stAlert").filter(has_text=file["name"])).to_be_visible()


def ask(page: Page, question: str) -> Locator:
    """Ask, wait for the answer, and return it."""
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled()
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page.get_by_test_id("stFeedback").last).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    return page.locator(".reply").last


def marked(page: Page) -> Locator:
    """The coloured ground under the answers."""
    return page.locator(".reply .sources mark")


def test_an_uploaded_document_answers_with_a_footnote(visit: Opener) -> None:
    wide = visit(1440, "light")
    page = wide.page
    upload(page, HARBOUR, BROKEN)
    expect(page.get_by_test_id("stAlert").filter(has_text="was not added")).to_have_count(1)
    wide.shoot("library")

    page.get_by_role("link", name="Ask").click()
    ask(page, QUESTION)

    expect(marked(page).first).to_contain_text("07:45")
    expect(page.locator(".reply .source").first).to_contain_text(HARBOUR["name"])
    wide.shoot("answer")
    assert wide.outside == []


def test_many_files_go_in_while_the_page_stays_usable(visit: Opener) -> None:
    wide = visit(1440, "dark")
    page = wide.page
    main = page.get_by_role("main")
    notes = [markdown_file(f"note-{at}.md", f"# Note {at}\n\nBoat {at} is red.") for at in range(4)]
    choose(page, *notes, BROKEN, archive())
    page.get_by_role("button", name="Add to library").click()
    # of this upload: one of an earlier test may still be listed beside it
    expect(main).to_contain_text(re.compile(r"[67] files"))
    page.get_by_role("link", name="Ask").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    page.get_by_role("link", name="Library").click()

    expect(page.get_by_test_id("stAlert")).to_contain_text("7 files: 6 added, 1 not added.")
    page.get_by_text("What became of each file").click()
    for name in ("note-3.md added", "pack.zip was unpacked", "pack.zip \u203a in/tide.txt added"):
        expect(main).to_contain_text(name)
    wide.shoot("many")

    phone = visit(390, "light")
    phone.page.goto(urljoin(phone.page.url, "/library"))
    expect(phone.page.get_by_role("main")).to_contain_text("broken.pdf was not added")
    phone.shoot("phone-many")
    assert phone.overflow() <= 0


def test_planted_markup_is_shown_and_does_nothing(visit: Opener) -> None:
    wide = visit(1440, "light")
    page = wide.page
    page.on("dialog", lambda dialog: wide.outside.append(f"dialog: {dialog.message}"))
    main = page.get_by_role("main")
    upload(page, HARBOUR)
    expect(main).to_contain_text(HARBOUR["name"])
    expect(main.locator(ACTIVE)).to_have_count(0)

    page.get_by_role("link", name="Ask").click()
    ask(page, QUESTION)

    box = page.locator(".reply .source").first
    expect(box).to_contain_text("tracker.example/a.png onerror=alert(1)> ![pixel](http")
    expect(box).to_contain_text(HARBOUR["name"])
    expect(main.locator(ACTIVE)).to_have_count(0)
    assert wide.outside == []


def test_a_phone_shows_the_answer_in_the_dark(visit: Opener) -> None:
    phone = visit(390, "dark")
    page = phone.page
    upload(page, HARBOUR)
    phone.shoot("phone-library")
    assert phone.overflow() <= 0

    page.goto(urljoin(page.url, "/"))
    ask(page, QUESTION)

    expect(marked(page).first).to_contain_text("07:45")
    phone.shoot("phone-answer")
    assert phone.overflow() <= 0
    assert phone.outside == []


def test_an_earlier_chat_is_there_after_a_reload(visit: Opener) -> None:
    page = visit(1440, "light").page
    upload(page, HARBOUR)
    page.get_by_role("link", name="Ask").click()
    ask(page, "Where does the rubbish of the harbour go?")

    page.reload()
    page.get_by_role("button", name="Where does the rubbish").first.click()

    expect(page.locator(".reply")).to_contain_text("bins")
