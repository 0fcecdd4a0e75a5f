"""A real Prometheus, and a page's server whose figures it reads."""

from __future__ import annotations

import json
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from tests.browser.server import free_port

DOCS = Path(__file__).parents[3] / "docs" / "monitoring"
TARGET = "127.0.0.1:8501"
"""Where docs/monitoring expects the page."""

PATIENCE_S = 90.0


class Sample(TypedDict):
    """metric: labels by name. value: moment in seconds, and the value as text."""

    metric: dict[str, str]
    value: tuple[float, str]


@dataclass(frozen=True)
class Prometheus:
    """One that runs. address: of its web interface."""

    address: str

    def value(self, expression: str) -> float | None:
        """Of the first series that the expression finds now, or None. Fails if it is invalid."""
        found = self.query(expression)
        return float(found[0]["value"][1]) if found else None

    def query(self, expression: str) -> list[Sample]:
        """All series that the expression finds now. Raises HTTPError if it is invalid."""
        query = urllib.parse.urlencode({"query": expression})
        with urllib.request.urlopen(f"{self.address}/api/v1/query?{query}", timeout=20) as answer:
            told = json.load(answer)
        assert told["status"] == "success", told
        return cast(list[Sample], told["data"]["result"])

    def wait_for(self, expression: str, value: float) -> None:
        """Until the expression has this value."""
        deadline = time.monotonic() + PATIENCE_S
        while (found := self._now(expression)) != value:
            assert time.monotonic() < deadline, f"{expression} is {found}, not {value}"
            time.sleep(0.2)

    def _now(self, expression: str) -> float | None:
        try:
            return self.value(expression)
        except OSError:  # it has not begun to listen
            return None


@contextmanager
def scraping(target: str, folder: Path) -> Iterator[Prometheus]:
    """Prometheus with the configuration of docs/monitoring, but for another target, and often."""
    config = folder / "prometheus.yml"
    text = (DOCS / "prometheus.yml").read_text(encoding="utf-8")
    assert TARGET in text
    text = text.replace(TARGET, target).replace("scrape_interval: 15s", "scrape_interval: 1s")
    config.write_text(text, encoding="utf-8")
    (folder / "alerts.yml").write_bytes((DOCS / "alerts.yml").read_bytes())
    address = f"127.0.0.1:{free_port()}"
    command = [
        "prometheus",
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield Prometheus(f"http://{address}")
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def serving(routes: list[BaseRoute]) -> Iterator[str]:
    """A server of these routes; yields its host and port."""
    port = free_port()
    config = uvicorn.Config(Starlette(routes=routes), "127.0.0.1", port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
