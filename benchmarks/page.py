"""`python -m benchmarks.page`: how long the page takes to be usable, and what takes the time.

A server is started as `footnote ui` starts it, on a library of its own, and a browser opens the
page as soon as the server answers. Told are, for each start: seconds from the command to the
server's first answer; from then on, in the browser, until the page's HTML is there, until the first
text of ours, and until a question can be typed; then the same for a second visit in a fresh profile
and for one more in the same profile. Beside it in the same run a bare Streamlit page, which has a
title and a field and does nothing: what no page of this kind can do without. Then the clicks of
`benchmarks.page_clicks`. With `--imports` the slowest imports of the page's script come first.
Needs Chromium and playwright, as the browser tests do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from app.settings import PROJECT_ROOT
from benchmarks.page_clicks import clicks

START = "import sys; from app.cli.main import main; sys.exit(main())"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
PATIENCE_S = 120
BARE = 'import streamlit as st\nst.title("Bare")\nst.chat_input("Ask")\n'
SLOWEST = 12
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds from the call for the page until its HTML, a heading of ours, and an open input."""

    html: float
    drawn: float
    usable: float

    def __str__(self) -> str:
        return f"HTML {self.html:.2f} s, heading {self.drawn:.2f} s, usable {self.usable:.2f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print what it measured; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="starts of the server")
    parser.add_argument("--home", type=Path, help="a library; by default the samples are ingested")
    parser.add_argument("--wait", type=float, default=0.0, help="seconds between server and visit")
    parser.add_argument("--imports", action="store_true", help="list the slowest imports first")
    options = parser.parse_args(arguments)
    if options.imports:
        print("\n".join(imports("app.build")))
    with _library(options.home) as home, sync_playwright() as playwright:
        program = os.environ.get("FOOTNOTE_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        first: dict[str, list[float]] = {"footnote": [], "bare page": []}
        for number in range(1, options.times + 1):
            for side, found in first.items():
                with served(side, home) as (address, started_s):
                    print(f"start {number}, {side}: server up after {started_s:.2f} s", flush=True)
                    time.sleep(options.wait)
                    found.append(visits(browser, address))
        ratio = median(first["footnote"]) / median(first["bare page"])
        print(f"first visit, footnote / bare page: {ratio:.2f}")
        with served("footnote", home) as (address, _):
            clicks(browser, address)
        browser.close()
    return 0


def visits(browser: Browser, address: str) -> float:
    """Visit a server three times and print what each took; returns the first's until usable."""
    found: list[Visit] = []
    for name in ("first visit", "second visit"):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        found.append(visit(context, address))
        print(f"  {name}: {found[-1]}", flush=True)
        if name == "second visit":
            print(f"  with a warm cache: {visit(context, address)}", flush=True)
        context.close()
    return found[0].usable


def visit(context: BrowserContext, address: str) -> Visit:
    """Open the page in a new tab, and close it when it can be used."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#root", state="attached")
    html = time.perf_counter() - started
    page.get_by_role("heading").first.wait_for()
    drawn = time.perf_counter() - started
    page.locator("[data-testid=stChatInputTextArea]:enabled").wait_for()
    usable = time.perf_counter() - started
    page.close()
    return Visit(html, drawn, usable)


def imports(module: str) -> list[str]:
    """The module's import in milliseconds, and the slowest of those within, each with its own."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    told = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    found = [
        (int(whole) / 1000, int(own) / 1000, name)
        for own, whole, _, name in _IMPORT.findall(told.stderr)
    ]
    found.sort(reverse=True)
    return [f"{whole:8.0f} ms, own {own:6.0f} ms  {name}" for whole, own, name in found[:SLOWEST]]


@contextmanager
def _library(home: Path | None) -> Iterator[Path]:
    """The given library, or one with the samples that is removed afterwards."""
    if home is not None:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as made:
        command = [sys.executable, "-c", START, "ingest", str(PROJECT_ROOT / "data" / "samples")]
        environment = os.environ | {"FOOTNOTE_HOME": made}
        subprocess.run(
            command, cwd=PROJECT_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        yield Path(made)


@contextmanager
def served(side: str, home: Path) -> Iterator[tuple[str, float]]:
    """A server of one side's page: its address, and the seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = os.environ | {"FOOTNOTE_HOME": str(home), "FOOTNOTE_PREPARE": "off"}
    if side == "footnote":
        command = [sys.executable, "-c", START, "ui", "--port", str(port)]
    else:
        options = [f"--server.port={port}", "--server.headless=true", "--server.address=127.0.0.1"]
        options += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
        bare = home / "bare.py"
        bare.write_text(BARE)
        command = [sys.executable, "-m", "streamlit", "run", str(bare), *options]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=PROJECT_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address)
        yield address, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(30)
        (home / "bare.py").unlink(missing_ok=True)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    """Until the server answers. Raises TimeoutError if it ends or never does."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(f"The server at {address} did not start.")


if __name__ == "__main__":
    sys.exit(main())
