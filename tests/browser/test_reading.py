"""A document as Footnote read it, and answers whose documents move or change: in Chromium."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from app.records import FORGOTTEN
from tests.browser.conftest import Opener
from tests.browser.library import MANUAL, REGISTER
from tests.browser.shelf import (
    asked,
    choose_option,
    go_to_library,
    narrow,
    open_document,
    press,
    row,
)
from tests.browser.test_journey import ask, markdown_file, upload

pytestmark = pytest.mark.browser

WINCH = "# Winch\n\nThe winch of the Ormsay slip lifts {tonnes} tonnes. It is oiled in April."
# In the words of a machine with Tesseract, or of one without.
UNREAD = re.compile("Not read: page 2|No text was found in the pictures on page 2")
QUESTION = "How many tonnes does the winch of the Ormsay slip lift?"


def half_read() -> FilePayload:
    """A PDF with a page of text and one that is a picture of nothing."""
    held = io.BytesIO()
    canvas = Canvas(held)
    canvas.drawString(60, 780, "The pilot boat of Lowhaven is painted orange.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.effect_noise((200, 250), 90)), 60, 200, 400, 500)
    canvas.showPage()
    canvas.save()
    return {"name": "pilot.pdf", "mimeType": "application/pdf", "buffer": held.getvalue()}


@pytest.mark.usefixtures("samples")
def test_a_document_is_read_page_by_page(visit: Opener) -> None:
    visited = visit(1440, "dark")
    page = visited.page
    go_to_library(page)
    narrow(page, MANUAL.stem)
    open_document(page, MANUAL.name)
    view = page.get_by_role("region", name=f"{MANUAL.name}, page 1", exact=True)
    expect(view.locator("img")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("14 pages")

    page.get_by_role("button", name="Next page").click()
    view = page.get_by_role("region", name=f"{MANUAL.name}, page 2", exact=True)
    expect(view.locator("img")).to_be_visible()
    page.locator("[class*=st-key-chunk-] button").nth(1).click()
    expect(view.locator(".box").first).to_be_visible()
    visited.shoot("reading")

    assert "document=" in page.url
    page.reload()
    expect(view).to_be_visible()
    page.get_by_role("button", name="Back to the library").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert "document=" not in page.url
    assert visited.outside == []


@pytest.mark.usefixtures("samples")
def test_a_csv_file_is_read_as_a_table(visit: Opener) -> None:
    phone = visit(390, "dark")
    page = phone.page
    go_to_library(page)
    narrow(page, REGISTER.stem)
    open_document(page, REGISTER.name)
    expect(page.get_by_role("heading", name=REGISTER.name)).to_be_in_viewport()
    table = page.get_by_role("region", name=REGISTER.name, exact=True)
    expect(table.locator("th").nth(1)).to_be_visible()

    # Chunks stand below the table here: the marked row is brought into sight.
    page.locator("[class*=st-key-chunk-] button").nth(3).click()
    expect(table.locator("tr.marked")).to_be_in_viewport()
    phone.shoot("table")
    assert phone.overflow() <= 0


def test_pages_without_text_are_told(visit: Opener) -> None:
    phone = visit(390, "light")
    page = phone.page
    upload(page, half_read())
    main = page.get_by_role("main")
    expect(main).to_contain_text(UNREAD)
    expect(row(page, "pilot.pdf")).to_contain_text(re.compile("1 page not read|1 note"))
    open_document(page, "pilot.pdf")
    expect(main).to_contain_text(UNREAD)
    page.get_by_role("button", name="Next page").click()
    expect(main).to_contain_text("Nothing of this page can be found or cited.")
    phone.shoot("unread")
    assert phone.overflow() <= 0


def test_answers_follow_a_move_and_are_emptied_by_a_new_version(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    upload(page, markdown_file("winch.md", WINCH.format(tonnes="nine")))
    page.get_by_role("link", name="Ask").click()
    expect(ask(page, QUESTION)).to_contain_text("nine")

    page.get_by_role("link", name="Library").click()
    dialog = asked(page, "winch.md", "Move")
    choose_option(page, dialog.get_by_role("combobox", name="Collection"), "Ormsay slip")
    visited.shoot("move")
    press(dialog, "Move")
    expect(row(page, "winch.md")).to_contain_text("in Ormsay slip")
    page.get_by_role("link", name="Ask").click()
    page.get_by_role("button", name=QUESTION[:30]).first.click()
    page.locator(".reply .mark").first.click()
    source = page.locator(".st-key-source")
    expect(source.locator("mark")).to_contain_text("nine tonnes")
    source.get_by_role("button", name="Close").click()

    page.get_by_role("link", name="Library").click()
    dialog = asked(page, "winch.md", "Replace")
    newer = markdown_file("winch-2026.md", WINCH.format(tonnes="twelve"))
    dialog.locator("input[type=file]").set_input_files([newer])
    expect(dialog.get_by_role("button", name="Remove winch-2026.md")).to_be_visible()
    press(dialog, "Replace")
    expect(row(page, "winch-2026.md")).to_contain_text("in Ormsay slip")
    expect(row(page, "winch.md")).to_have_count(0)
    page.reload()
    page.get_by_role("link", name="Ask").click()
    page.get_by_role("button", name=QUESTION[:30]).first.click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(FORGOTTEN)
    expect(page.get_by_role("main")).not_to_contain_text("nine tonnes")
    visited.shoot("emptied")
    assert visited.outside == []
