"""The walk of docs/tour.md, recorded: `python -m tests.browser.tour`.

Starts the real server on a new library with the sample documents and the default models, does what
the walk describes in a real Chromium, and writes a picture of each step to docs/images/tour/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.server import ROOT, serve

PICTURES = ROOT / "docs" / "images" / "tour"
PATIENCE_MS = 90_000
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = (1440, 900), (390, 844)


UPLOADED = ROOT / "data" / "samples" / "diving-safety-manual.pdf"
"""Comes in through the page, the others by command."""


class Walk:
    """One browser window that is led through the page."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self._address = address

    def go(self, place: str = "") -> None:
        self.page.goto(f"{self._address}/{place}")

    def ask(self, question: str) -> Locator:
        """Ask and wait for the answer."""
        self.type(question)
        return self.answered(question)

    def type(self, question: str) -> None:
        box = self.page.get_by_test_id("stChatInputTextArea")
        expect(box).to_be_enabled()
        box.fill(question)
        box.press("Enter")

    def answered(self, question: str) -> Locator:
        expect(self.page.get_by_role("heading", name=question)).to_be_visible()
        expect(self.page.get_by_test_id("stFeedback").last).to_be_visible()
        expect(self.page.get_by_role("button", name="Stop")).to_have_count(0)
        self.page.wait_for_timeout(900)  # what moves has come to rest
        return self.page.locator(".reply").last

    def new_chat(self) -> None:
        self.page.get_by_role("button", name="New chat").click()
        expect(self.page.get_by_role("heading", name="Ask your documents")).to_be_visible()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.page.wait_for_timeout(900)

    def picture(self, name: str) -> None:
        """A picture with few colours, so that the repository stays small."""
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        with Image.open(path) as taken:
            taken.convert("RGB").quantize(192).save(path, optimize=True)
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


def first_visit(walk: Walk) -> None:
    walk.go()
    suggested = walk.page.locator("[class*=st-key-suggested-] button")
    expect(suggested.first).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("01-first-visit")


def answer(walk: Walk) -> None:
    question = (
        "Which Ingrid has to confirm it if the station's bank account for charter payments changes?"
    )
    walk.type(question)
    expect(walk.page.get_by_role("button", name="Stop")).to_be_visible()
    walk.picture("02-under-way")
    shown = walk.answered(question)
    shown.locator(".mark").first.hover()
    expect(shown.locator(".card")).to_be_visible()
    walk.picture("03-card")
    shown.locator(".mark").first.click()
    expect(walk.page.locator(".box").first).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("04-source")
    walk.page.keyboard.press("Escape")
    expect(walk.page.locator(".view")).to_have_count(0)


def table(walk: Walk) -> None:
    shown = walk.ask("When is the burrow camera due for its next service?")
    shown.locator(".mark").first.click()
    expect(walk.page.locator("tr.marked")).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("05-table")
    walk.page.keyboard.press("Escape")
    expect(walk.page.locator(".view")).to_have_count(0)


def follow_up(walk: Walk) -> None:
    walk.new_chat()
    walk.ask("How many days of annual leave do permanent staff get in 2025?")
    walk.ask("and in 2024?")
    walk.picture("06-follow-up")


def doubt(walk: Walk) -> None:
    walk.new_chat()
    shown = walk.ask("What was the ship's cat on the first Aurelia called?")
    if shown.locator(".why").count():
        shown.locator(".why").first.hover()
        walk.page.wait_for_timeout(600)
    walk.picture("07-not-supported")


def abstention(walk: Walk) -> None:
    walk.new_chat()
    walk.ask("What is the daily hire when a company charters RV Aurelia II?")
    walk.picture("08-no-answer")


def feedback(walk: Walk) -> None:
    walk.new_chat()
    walk.ask("At what time does the last ferry leave the island on a Sunday evening?")
    walk.page.get_by_test_id("stFeedback").last.locator("button").nth(1).click()
    walk.page.get_by_text("Not in the source", exact=True).click()
    walk.page.get_by_label("What would be right?").fill(
        "The library does not say: the ferry's timetable is not in it."
    )
    walk.page.get_by_role("button", name="Save", exact=True).scroll_into_view_if_needed()
    walk.page.wait_for_timeout(600)
    walk.picture("09-feedback")
    walk.press("Save")


def scope(walk: Walk) -> None:
    walk.new_chat()
    walk.press("All documents")
    walk.page.get_by_test_id("stMultiSelect").locator("input").fill("safety-notices-2024")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_timeout(900)
    walk.picture("10-where-to-look")
    walk.page.keyboard.press("Escape")


def chats(walk: Walk) -> None:
    walk.page.reload()
    walk.page.get_by_role("button", name="How many days of annual").first.click()
    expect(walk.page.locator(".reply").last).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.press("Chat")
    walk.picture("11-chats")
    walk.page.keyboard.press("Escape")


def library(walk: Walk) -> None:
    walk.go("library")
    expect(walk.page.locator("[class*=st-key-document-]").first).to_be_visible()
    walk.page.locator("input[type=file]").set_input_files([UPLOADED])
    walk.press("Add to library")
    expect(walk.page.get_by_test_id("stAlert").filter(has_text=UPLOADED.name)).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("12-library")


def reading(walk: Walk) -> None:
    walk.page.get_by_role("textbox", name="Find by name").fill("diving")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("[class*=st-key-document-]")).to_have_count(1)
    menu = walk.page.locator("[class*=st-key-document-] button").last
    menu.click()
    walk.page.get_by_role("option", name="Open").or_(
        walk.page.get_by_role("menuitem", name="Open")
    ).first.click()
    expect(walk.page.locator(".source-body .page")).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("13-reading")


def phone(walk: Walk) -> None:
    walk.go()
    shown = walk.ask(
        "How long does it take to lower a patient from the chamber door to the helipad?"
    )
    shown.locator(".mark").first.tap()
    walk.page.wait_for_timeout(600)
    walk.picture("14-phone-card")
    shown.get_by_text("Open the source").tap()
    expect(walk.page.locator(".view")).to_be_visible()
    walk.page.wait_for_timeout(900)
    walk.picture("15-phone-source")


STEPS: tuple[Callable[[Walk], None], ...] = (
    first_visit, answer, table, follow_up, doubt, abstention, feedback, scope, chats, library,
    reading,
)  # fmt: skip


def ingest(home: Path) -> None:
    """Put the sample documents into a new library."""
    start = "import sys; from app.cli.main import main; sys.exit(main())"
    files = sorted(each for each in UPLOADED.parent.iterdir() if each != UPLOADED)
    command = [sys.executable, "-c", start, "ingest", *map(str, files)]
    subprocess.run(command, check=True, env=os.environ | {"FOOTNOTE_HOME": str(home)})


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("FOOTNOTE_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder:
        ingest(Path(folder))
        with serve(Path(folder)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            wide = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
            walk = Walk(wide, address)
            for step in STEPS:
                step(walk)
            small = browser.new_context(
                viewport={"width": PHONE[0], "height": PHONE[1]}, color_scheme="dark",
                has_touch=True, device_scale_factor=2,
            )  # fmt: skip
            phone(Walk(small, address))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
