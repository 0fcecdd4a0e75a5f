from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.library import put_samples
from tests.browser.server import serve

# The first answer loads both models, on whatever machine this is.
PATIENCE_MS = 90_000
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = {"127.0.0.1", "localhost", "::1"}


@dataclass
class Visit:
    """One browser window. outside: addresses that it asked for and that are not this machine."""

    page: Page
    shots: Path
    outside: list[str] = field(default_factory=list)

    def note(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOCAL:
            self.outside.append(address)

    def shoot(self, name: str) -> None:
        self.page.screenshot(path=self.shots / f"{name}.png")

    def overflow(self) -> int:
        """CSS pixels by which the page is wider than the window; 0 or less when it fits."""
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


class Opener(Protocol):
    """Opens the page in a window. touch: whether it is used with a finger."""

    def __call__(
        self, width: int, colours: Literal["light", "dark"], touch: bool = False
    ) -> Visit: ...


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its library."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    with serve(home) as running:
        yield running


@pytest.fixture(scope="session")
def samples(home: Path, address: str) -> None:
    """Some of the sample documents are in the library of the server."""
    put_samples(home)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("FOOTNOTE_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not program:
        pytest.fail(
            "No Chromium was found; install it (Debian: apt-get install chromium) or name one "
            "in FOOTNOTE_CHROMIUM."
        )
    running = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def visit(browser: Browser, address: str, tmp_path: Path) -> Iterator[Opener]:
    """Opens the page in a fresh profile, in a window of the given width and colours."""
    expect.set_options(timeout=PATIENCE_MS)
    opened: list[Visit] = []

    def open_page(width: int, colours: Literal["light", "dark"], touch: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=colours, has_touch=touch
        )
        context.set_default_timeout(PATIENCE_MS)
        visited = Visit(context.new_page(), tmp_path)
        visited.page.on("request", lambda request: visited.note(request.url))
        visited.page.on("websocket", lambda socket: visited.note(socket.url))
        opened.append(visited)
        visited.page.goto(address)
        return visited

    yield open_page
    for visited in opened:
        visited.page.context.close()
