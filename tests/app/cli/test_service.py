from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

from app.cli.service import PAGE, doctor, server_command
from app.findings import Finding
from app.settings import Settings
from tests.app.cli.terminal import Terminal, terminal


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that this process would have become."""
    commands: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _, command: commands.append(command))
    return commands


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_page_is_served_where_the_words_say(
    shell: Terminal, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_PORT", str(free_port()))
    port = free_port()
    ran = shell.run("ui", "--port", str(port))
    assert ran.out == f"Footnote: http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    (command,) = started
    assert command[:5] == [sys.executable, "-m", "streamlit", "run", str(PAGE)]
    assert f"--server.port={port}" in command
    assert "--server.address=127.0.0.1" in command
    assert len(shell.footnote.opened) == 1  # to prepare its model


def test_page_open_to_everybody_says_so(shell: Terminal, started: list[list[str]]) -> None:
    port = free_port()
    ran = shell.run("ui", "--port", str(port), "--address", "0.0.0.0")
    assert f"http://localhost:{port}" in ran.out
    assert "Everybody" in ran.out
    assert "--server.address=0.0.0.0" in started[0]


def test_server_asks_nothing_and_reports_nothing() -> None:
    command = server_command(Settings(max_file_mb=50))
    assert "--server.headless=true" in command
    assert "--browser.gatherUsageStats=false" in command
    assert "--server.maxUploadSize=50" in command
    assert "--client.showErrorDetails=none" in command


def test_page_that_is_served_exists() -> None:
    assert PAGE.is_file()


def test_busy_port_is_one_sentence_with_a_remedy(shell: Terminal, started: list[list[str]]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        ran = shell.run("ui", "--port", str(port))
    assert (ran.code, ran.out, started) == (1, "", [])
    assert str(port) in ran.err
    assert "--port" in ran.err


@pytest.mark.parametrize("port", ["0", "70000"])
def test_port_out_of_range_is_refused(shell: Terminal, started: list[list[str]], port: str) -> None:
    ran = shell.run("ui", "--port", port)
    assert (ran.code, started) == (1, [])
    assert "set by --port" in ran.err


GOOD = Finding("CPU", "ok", "a CPU")
SLOW = Finding("CPU", "warn", "no AVX2", "Expect slow answers.")
BROKEN = Finding("Library", "fail", "the index is not there", "Run `footnote rebuild`.")


@pytest.mark.parametrize(
    ("findings", "code"), [([GOOD], 0), ([GOOD, SLOW], 0), ([SLOW, BROKEN], 1)]
)
def test_doctor_ends_with_1_when_something_does_not_work(
    capsys: pytest.CaptureFixture[str], findings: list[Finding], code: int
) -> None:
    assert doctor(findings, as_json=False) == code
    out = capsys.readouterr().out
    assert all(each.detail in out and each.remedy in out for each in findings)
    assert doctor(findings, as_json=True) == code
    assert len(json.loads(capsys.readouterr().out)["findings"]) == len(findings)
