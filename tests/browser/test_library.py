"""The library in Chromium: files, folders and text go in; documents are kept in order."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Opener
from tests.browser.server import serve
from tests.browser.shelf import act, asked, choose_option, press, row, settled, tick
from tests.browser.test_journey import BROKEN, ask, choose, markdown_file, marked, upload

pytestmark = pytest.mark.browser

TIDES = "High water at Ormsay jetty is forty minutes after Lowhaven."


def ways(page: Page, name: str) -> None:
    """Choose what to add: files, a folder or text."""
    go = page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True)
    go.click()
    settled(page)


def add(page: Page) -> None:
    page.get_by_role("button", name="Add to library").click()


def alert(page: Page, words: str) -> None:
    """Wait until the page tells this."""
    expect(page.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible()


def test_a_folder_goes_in_with_its_paths(visit: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "Quay papers"
    for name in ("rules/berths.md", "tides.txt", ".hidden/secret.md", "Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# {name}\n\nWritten at the quay for {name}.")
    visited = visit(1440, "light")
    page = visited.page
    page.goto(urljoin(page.url, "/library"))
    ways(page, "Folder")
    page.locator("input[type=file]").set_input_files(folder)
    expect(page.get_by_text("berths.md")).to_be_visible()
    add(page)

    alert(page, "Quay papers/rules/berths.md added")
    alert(page, "Quay papers/tides.txt added")
    expect(page.get_by_role("main")).not_to_contain_text("secret.md")
    expect(row(page, "berths.md")).to_contain_text("from Quay papers/rules")
    expect(row(page, "tides.txt")).to_contain_text("from Quay papers")
    visited.shoot("folder")
    assert visited.outside == []


def test_pasted_text_answers_a_question(visit: Opener) -> None:
    phone = visit(390, "dark")
    page = phone.page
    page.goto(urljoin(page.url, "/library"))
    ways(page, "Text")
    page.get_by_role("textbox", name="Title").fill("Tides at Ormsay")
    page.get_by_role("textbox", name="Text").fill(f"{TIDES} The jetty has two ladders.")
    add(page)
    alert(page, "Tides at Ormsay.txt added: 1 page")
    phone.shoot("pasted")

    page.goto(urljoin(page.url, "/"))
    ask(page, "How long after Lowhaven is high water at Ormsay jetty?")

    expect(marked(page).first).to_contain_text("forty minutes")
    expect(page.locator(".reply .source").first).to_contain_text("Tides at Ormsay.txt")
    assert phone.overflow() <= 0


def test_each_file_has_its_progress_result_and_remedy(visit: Opener) -> None:
    phone = visit(390, "light")
    page = phone.page
    notes = [markdown_file(f"berth-{at}.md", f"# Berth {at}\n\n{TIDES}") for at in range(3)]
    damaged = markdown_file("damaged.txt", "")
    damaged["buffer"] = b"MZ\x00\x01\x02"
    choose(page, *notes, damaged, BROKEN)
    add(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()

    alert(page, "5 files: 4 added, 1 not added.")
    main = page.get_by_role("main")
    expect(main).to_contain_text("broken.pdf was not added: it is no PDF file")
    expect(main).to_contain_text("check where it comes from")
    page.get_by_text("What became of each file").click()
    expect(main).to_contain_text("berth-2.md added: 1 page")
    expect(main).to_contain_text("1 character is damaged")
    phone.shoot("files")
    assert phone.overflow() <= 0
    page.get_by_role("button", name="Dismiss").click()
    expect(main).not_to_contain_text("broken.pdf")


def test_documents_are_named_tagged_found_and_sorted(visit: Opener) -> None:
    phone = visit(390, "light")
    page = phone.page
    buoys = [markdown_file(f"buoy-{at}.md", f"# Buoy {at}\n\nIt flashes.") for at in "abcdefgh"]
    choose(page, *buoys)
    add(page)
    alert(page, "8 files: 8 added.")

    dialog = asked(page, "buoy-c.md", "Rename")
    dialog.get_by_role("textbox", name="Name").fill("Aardvark buoy")
    press(dialog, "Rename")
    expect(row(page, "Aardvark buoy.md")).to_be_visible()

    dialog = asked(page, "Aardvark buoy.md", "Tags")
    box = dialog.get_by_role("combobox", name="Tags")
    choose_option(page, box, "lit")
    page.keyboard.press("Escape")
    phone.shoot("tags")
    press(dialog, "Save tags")
    expect(row(page, "Aardvark buoy.md")).to_contain_text("lit")

    find = page.get_by_role("textbox", name="Find by name")
    find.fill("buoy")
    find.press("Enter")
    rows = page.locator("[class*=st-key-document-]")
    expect(rows).to_have_count(8)
    choose_option(page, page.get_by_role("combobox", name="Order"), "Name")
    expect(rows.first).to_contain_text("Aardvark buoy.md")

    page.get_by_role("button", name="Filters").click()
    choose_option(page, page.get_by_role("combobox", name="Tags"), "lit")
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")  # the options; what stands behind the filters is shut off
    expect(page.get_by_role("dialog", name="Filters (1)")).to_be_visible()
    phone.shoot("filtered")
    assert phone.overflow() <= 0
    page.get_by_role("button", name="Clear filters").click()
    expect(rows.nth(1)).to_be_visible()


def test_what_was_removed_comes_back_or_goes_for_good(visit: Opener) -> None:
    phone = visit(390, "dark")
    page = phone.page
    main = page.get_by_role("main")
    names = ("ebb.md", "flood.md")
    upload(page, *[markdown_file(each, f"# {each}\n\nIt turns at noon.") for each in names])

    act(page, "ebb.md", "Remove")
    expect(main).to_contain_text("Removed ebb.md.")
    expect(row(page, "ebb.md")).to_have_count(0)
    phone.shoot("removed")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "ebb.md")).to_be_visible()

    for each in names:
        tick(page, each)
    expect(main).to_contain_text("2 selected")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(main).to_contain_text("Removed 2 documents.")
    page.get_by_role("button", name="Recently removed").click()
    held = page.get_by_test_id("stPopoverBody")
    expect(held).to_contain_text("leaves for good in 10 minutes")
    phone.shoot("bin")
    held.get_by_role("button", name="Restore").first.click()
    expect(page.get_by_role("button", name="Restore")).to_have_count(1)
    held.get_by_role("button", name="Remove for good now").click()

    expect(page.get_by_role("button", name="Recently removed")).to_have_count(0)
    expect(row(page, "ebb.md").or_(row(page, "flood.md"))).to_have_count(1)
    assert phone.overflow() <= 0


def test_a_document_is_private_until_that_is_undone(visit: Opener) -> None:
    page = visit(1440, "dark").page
    upload(page, markdown_file("wages.md", "# Wages\n\nThe harbour master earns well."))
    act(page, "wages.md", "Make private")
    expect(row(page, "wages.md")).to_contain_text("private")
    press(asked(page, "wages.md", "No longer private"), "Keep it private")
    expect(row(page, "wages.md")).to_contain_text("private")
    press(asked(page, "wages.md", "No longer private"), "No longer private")
    expect(row(page, "wages.md")).not_to_contain_text("private")


def test_the_original_is_saved_and_the_room_is_told(visit: Opener) -> None:
    visited = visit(1440, "light")
    page = visited.page
    file = markdown_file("dues.md", "# Dues\n\nA night costs 30 crowns.")
    upload(page, file)
    dialog = asked(page, "dues.md", "Download original")
    with page.expect_download() as saving:
        dialog.get_by_role("button", name=re.compile("Download original")).click()
    assert saving.value.suggested_filename == "dues.md"
    assert saving.value.path().read_bytes() == file["buffer"]
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile(r"On this disk: .+ \(originals .+, index "))).to_be_visible()


def test_while_files_are_added_removing_waits(visit: Opener) -> None:
    page = visit(1440, "dark").page
    upload(page, markdown_file("anchor.md", "# Anchor\n\nIt holds in mud."))
    text = "\n\n".join(f"Mooring {at} is inspected in week {at}." for at in range(1, 4000))
    choose(page, markdown_file("moorings.md", text))
    add(page)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    act(page, "anchor.md", "Remove")

    alert(page, "Try again when they are in, or press Stop first.")
    expect(row(page, "anchor.md")).to_be_visible()


def test_an_empty_library_invites(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path) as fresh:
        context = browser.new_context(viewport={"width": 390, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(fresh)
        expect(page.get_by_role("heading", name="Your library is empty")).to_be_visible()
        page.get_by_role("link", name="Add documents").click()
        expect(page.get_by_role("main")).to_contain_text("No documents yet. Drop some files above")
        page.screenshot(path=tmp_path / "empty.png")
        context.close()
