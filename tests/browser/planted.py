"""The page over planted documents, with a model that answers what a test has it answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.app.remote.server import Reply, Server, serving
from tests.browser import plants
from tests.browser.conftest import PATIENCE_MS
from tests.browser.plants import title
from tests.browser.server import serve
from tests.browser.watching import Watch, watched

BROKEN: FilePayload = {
    "name": f"{title('broken')}.pdf", "mimeType": "application/pdf", "buffer": b"no PDF",
}  # fmt: skip


@dataclass
class House:
    """A page over planted documents. adding: the window in which they were added."""

    address: str
    model: Server
    adding: Watch

    def answers(self, text: str, ending: str = "whole") -> None:
        """Have the model answer this from now on."""
        self.model.replies = (Reply((text,), ending=ending),)


def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house of one test module."""
    expect.set_options(timeout=PATIENCE_MS)
    home = tmp_path_factory.mktemp("hostile")
    with (
        serving(Reply((plants.reply(),))) as model,
        serve(
            home,
            FOOTNOTE_MODEL="openai:stub",
            FOOTNOTE_BASE_URL=model.url,
            FOOTNOTE_ANSWER_CACHE="0",  # each test has the model write
        ) as address,
    ):
        window = watched(browser)
        _add(window, address)
        yield House(address, model, window)
        window.page.context.close()


def window(browser: Browser) -> Iterator[Watch]:
    """A window of one test, in which nothing may act."""
    watch = watched(browser)
    yield watch
    watch.page.context.close()
    assert watch.acted == []


def _add(window: Watch, address: str) -> None:
    """Upload the documents through the page, into a collection with a planted name."""
    page = window.page
    page.goto(urljoin(address, "/library"))
    files = [*plants.files(), BROKEN]
    page.locator("input[type=file]").set_input_files(files)
    for each in files:
        expect(
            page.get_by_role("button", name=f"Remove {each['name']}", exact=True)
        ).to_be_visible()
    page.get_by_role("textbox", name="Collection").fill(title("box"))
    page.get_by_role("button", name="Add to library").click()
    expect(page.get_by_role("button", name="Dismiss")).to_be_visible(timeout=90_000)


def calm(window: Watch, *shown: str) -> None:
    """What was planted is read as text, and neither acts nor stands there ready to."""
    expect(window.page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    window.page.wait_for_timeout(250)
    words = window.words()
    for each in shown:
        assert each in words, f"{each!r} is not shown: the test has lost its plant"
    assert window.standing() == []
    assert window.acted == []


def text_of(place: str) -> str:
    """A piece of `plants.plant` that tells where it was planted."""
    return f"window.__hit='{place}'"
