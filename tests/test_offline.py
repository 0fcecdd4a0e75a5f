"""With local models no byte leaves the machine, and no library looks for a hub or phones home.

Real processes run under a seccomp filter that sees every attempt, by native code and by children
too: tests/offline/seal.py.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.server import free_port
from tests.offline import bpf
from tests.offline.browser import Visit
from tests.offline.seal import UNAVAILABLE
from tests.offline.sealed import ROOT, START, TIMEOUT_S, Attempt, Sealed

HANDBOOK = "# Leave\n\nStaff receive 25 days of paid leave in each calendar year.\n"

NATIVE = """
import ctypes, socket
libc = ctypes.CDLL(None)
assert libc.socket(socket.AF_INET6, socket.SOCK_DGRAM, 0) == -1
"""
RESOLVING = """
import socket
try:
    socket.create_connection(("hub.example", 443))
except OSError:
    pass
"""
CHILDREN = "import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', sys.argv[1]])"
LISTENING = """
import socket, threading
listening = socket.create_server(("127.0.0.1", 0))
try:
    socket.create_connection(listening.getsockname())
except PermissionError:
    pass
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))
except PermissionError:
    pass
"""

pytestmark = pytest.mark.skipif(
    bpf.calls() is None, reason="the filter is written for Linux on x86-64 and 64-bit ARM"
)


@pytest.fixture
def sealed(tmp_path: Path) -> Sealed:
    return Sealed(tmp_path)


@dataclass(frozen=True, slots=True)
class Ingested:
    """A small library, and what filling it tried."""

    sealed: Sealed
    attempts: list[Attempt]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    made = Sealed(tmp_path_factory.mktemp("sealed"))
    (made.folder / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    made.footnote("ingest", str(made.folder / "handbook.md"))
    return Ingested(made, made.attempts())


@pytest.fixture
def filled(ingested: Ingested) -> Sealed:
    """Its library, with nothing tried yet."""
    ingested.sealed.log.unlink(missing_ok=True)
    return ingested.sealed


@pytest.mark.parametrize("code", [NATIVE, RESOLVING], ids=["native", "python"])
def test_the_filter_catches_python_and_native_code(sealed: Sealed, code: str) -> None:
    sealed.run("client", sys.executable, "-c", code)

    assert {each.call for each in sealed.attempts()} >= {"socket"}


def test_the_filter_catches_children_that_take_no_environment(sealed: Sealed) -> None:
    sealed.run("client", sys.executable, "-c", CHILDREN, NATIVE)

    (attempt,) = sealed.attempts()  # from the kernel alone
    assert (attempt.call, attempt.place) == ("socket", "family 10, type 2")
    assert "-I -c" in attempt.command


def test_who_looked_for_a_hub_is_named(sealed: Sealed) -> None:
    sealed.run("client", sys.executable, "-c", RESOLVING)

    looked = next(each for each in sealed.attempts() if each.call == "socket.getaddrinfo")
    assert "hub.example" in looked.place
    assert looked.callers[-1] == "__main__"


def test_a_server_may_listen_and_not_reach_out(sealed: Sealed) -> None:
    sealed.run("server", sys.executable, "-c", LISTENING)

    seen = [(each.call, each.place.partition(":")[0]) for each in sealed.attempts()]
    assert ("connect", "127.0.0.1") in seen
    assert ("socket", "family 2, type 2") in seen


def test_ingesting_reaches_nothing(ingested: Ingested) -> None:
    assert ingested.attempts == []


def test_searching_reaches_nothing(filled: Sealed) -> None:
    assert "25 days" in filled.footnote("search", "How much leave?")
    assert filled.attempts() == []


def test_the_doctor_reaches_nothing(filled: Sealed) -> None:
    filled.footnote("doctor")
    assert filled.attempts() == []


def test_asking_reaches_nothing_with_tracing_on_for_other_programs(filled: Sealed) -> None:
    tracing = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "not-a-key",
    }
    assert "25 days" in filled.footnote("ask", "How many days of leave?", **tracing)
    assert filled.attempts() == []


@pytest.fixture
def page(filled: Sealed) -> Iterator[str]:
    """The address of `footnote ui`, which may listen and not connect."""
    port = free_port()
    words = (sys.executable, "-c", START, "ui", "--port", str(port))
    with (filled.folder / "server.log").open("wb") as output:
        process = subprocess.Popen(
            filled.command("server", *words), cwd=ROOT, env=filled.environment(),
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, filled)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str, filled: Sealed) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    if process.returncode == UNAVAILABLE:
        pytest.skip((filled.folder / "server.log").read_text(errors="replace").strip())
    pytest.fail((filled.folder / "server.log").read_text(errors="replace"))


def test_the_page_answers_and_reaches_nothing(filled: Sealed, page: str) -> None:
    with urllib.request.urlopen(page, timeout=30) as reply:
        assert reply.status == 200
    visit = Visit(page)
    try:
        visit.run()
        sent = visit.ask("How many days of leave do staff receive?")
    finally:
        visit.close()

    (session,) = (each.new_session for each in visit.messages[:1])
    assert not session.config.gather_usage_stats
    shown = "".join(each.delta.new_element.markdown.body for each in sent)
    assert "25 days" in shown
    assert filled.attempts() == []
