"""Nothing from a document, a name or a model acts on the page: in Chromium, on every screen.

The model is a server of this machine that answers what the test has it answer; everything else is
the real thing.
"""

from __future__ import annotations

from urllib.parse import quote, urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import plants
from tests.browser.planted import BROKEN, House, calm, furnished, window
from tests.browser.plants import FACTS, HOST, tag, title
from tests.browser.watching import HIT, Watch, watched

pytestmark = pytest.mark.browser

house = pytest.fixture(scope="module")(furnished)
watch = pytest.fixture(window)
GIVEN = title("given")
"""What the Markdown document is called once it was renamed."""


def library(house: House, page: Page) -> None:
    page.goto(urljoin(house.address, "/library"))
    expect(page.locator("[class*=st-key-document-]").first).to_be_visible()


def row(page: Page, text: str) -> Locator:
    return page.locator("[class*=st-key-document-]").filter(has_text=text)


def choose(page: Page, verb: str, text: str) -> Locator:
    """Choose in the menu of a document; returns the dialog that it may open."""
    row(page, text).get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name=verb, exact=True).click()
    return page.get_by_role("dialog")


def fill(dialog: Locator, text: str) -> None:
    """Type a new entry into the list of choices of a dialog, and close the list."""
    box = dialog.get_by_role("combobox")
    box.fill(text)
    box.press("Enter")
    dialog.page.locator("[data-testid=stDialog] p").first.click()


def send(dialog: Locator, label: str) -> None:
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_have_count(0)


def test_the_watch_sees_whatever_acts(browser: Browser, house: House) -> None:
    window = watched(browser)
    window.page.goto(house.address)
    expect(window.page.get_by_role("heading").first).to_be_visible()
    script = """
    html => {
      const box = document.body.appendChild(document.createElement("div"));
      box.attachShadow({mode: "open"}).innerHTML = html;
    }
    """
    window.page.evaluate(script, plants.plant("control"))
    window.page.wait_for_timeout(500)

    standing, acted = window.standing(), window.acted
    window.page.context.close()

    for kind in ("image", "handler", "element", "link", "form", "meta", "style", "script"):
        assert any(each.startswith(f"{kind}: ") for each in standing), kind
    assert any(HIT in each for each in acted)
    assert any(each.startswith("request: ") and HOST in each for each in acted)


def test_the_report_of_an_upload_is_text(house: House) -> None:
    window = house.adding
    calm(window, BROKEN["name"], title("box"))

    window.page.get_by_text("What became of each file").click()

    expect(window.page.get_by_text("was not added").first).to_be_visible()
    calm(window, *(plants.name(ending) for ending in FACTS))


def test_names_tags_and_collections_are_text(house: House, watch: Watch) -> None:
    page = watch.page
    library(house, page)
    dialog = choose(page, "Rename", plants.name("md"))
    dialog.get_by_role("textbox").fill(GIVEN)
    calm(watch, GIVEN)
    send(dialog, "Rename")
    dialog = choose(page, "Tags", GIVEN)
    fill(dialog, title("long"))
    dialog.get_by_role("button", name="Save tags").click()
    expect(dialog.get_by_test_id("stAlert")).to_be_visible()
    calm(watch, title("long"))
    dialog.get_by_role("button", name="Remove", exact=False).first.click()
    fill(dialog, tag("tag"))
    send(dialog, "Save tags")
    calm(watch, GIVEN, tag("tag"))
    dialog = choose(page, "Move", GIVEN)
    fill(dialog, title("moved"))
    calm(watch, title("moved"))
    send(dialog, "Move")
    calm(watch, GIVEN, title("moved"))


def test_dialogs_and_the_bin_show_names_as_text(house: House, watch: Watch) -> None:
    page, name = watch.page, plants.name("txt")
    library(house, page)
    for verb in ("Replace", "Download original"):
        dialog = choose(page, verb, name)
        expect(dialog).to_be_visible()
        calm(watch, name)
        send(dialog, "Close")
    choose(page, "Make private", name)
    dialog = choose(page, "No longer private", name)
    calm(watch, name)
    send(dialog, "No longer private")
    choose(page, "Remove", name)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("button", name="Recently removed").click()
    calm(watch, f"Removed {name}.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, name)).to_be_visible()


def test_documents_are_read_as_text(house: House, watch: Watch) -> None:
    page = watch.page
    library(house, page)
    for ending in FACTS:
        name = GIVEN if ending == "md" else plants.name(ending)
        row(page, name).get_by_role("button", name=name).click()
        expect(page.locator(".source-body .view")).to_be_visible()
        if ending in ("pptx", "pdf"):
            calm(watch, name)
            page.get_by_role("button", name="Next page").click()
            expect(page.get_by_role("spinbutton", name="Page")).to_have_value("2")
        calm(watch, name, HOST)
        page.get_by_role("button", name="Back to the library").click()
        expect(page.get_by_role("button", name="Add to library")).to_be_visible()


def test_the_address_is_text(house: House, watch: Watch) -> None:
    for place in ("document", "page"):
        asked = quote(plants.plant(place))
        watch.page.goto(urljoin(house.address, f"/library?document=x&{place}={asked}"))
        expect(watch.page.get_by_test_id("stAlert")).to_be_visible()
        calm(watch)
