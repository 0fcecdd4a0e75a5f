"""The page's server as a person starts it, on a free port, with a library of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTUP_S = 120


@contextmanager
def serve(home: Path, **settings: str) -> Iterator[str]:
    """Run `footnote ui` with its state in `home`; yields its address.

    settings: more of its environment, such as FOOTNOTE_MODEL.
    """
    port = free_port()
    start = "import sys; from app.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "ui", "--port", str(port)]
    ours = {"FOOTNOTE_HOME": str(home), "FOOTNOTE_PREPARE": "off"}
    environment = os.environ | ours | settings
    log = home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """One of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The server did not start:\n{log.read_text(errors='replace')}")
