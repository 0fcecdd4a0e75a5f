from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import LOG_NAME, VERBS, main
from app.settings import PROJECT_ROOT, table
from indexes.errors import ModelError
from tests.app.cli.fakes import document
from tests.app.cli.terminal import Terminal, terminal

HEAVY = ("torch", "faiss", "llama_cpp", "streamlit", "transformers", "langchain_core", "numpy")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path, monkeypatch, capsys, document("leave.txt"))


def python(home: Path, *lines: str) -> subprocess.Popen[str]:
    """Run lines of Python in a process of its own, from the project's folder."""
    environ = {name: value for name, value in os.environ.items() if "FOOTNOTE" not in name}
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines)],
        env={**environ, "FOOTNOTE_HOME": str(home)},
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    with python(
        tmp_path,
        "import sys",
        "from app.cli.main import main",
        "code = main(['--help'])",
        f"print('LOADED', [name for name in {HEAVY} if name in sys.modules], code)",
    ) as process:
        out, err = process.communicate(timeout=60)
    assert out.splitlines()[-1] == "LOADED [] 0"
    assert err == ""


def test_help_names_every_verb_and_setting(shell: Terminal) -> None:
    ran = shell.run("--help")
    assert ran.code == 0
    assert all(f"    {verb} " in ran.out or f"    {verb}\n" in ran.out for verb in VERBS)
    assert all(row.variable in ran.out for row in table())


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb_has_an_example(shell: Terminal, verb: str) -> None:
    ran = shell.run(verb, "--help")
    assert ran.code == 0
    assert f"examples:\n  footnote {verb}" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("ingest",),
        ("ask",),
        ("ask", "a?", "--batch", "b"),
        ("ask", "what", "is", "this"),
        ("search", "a?", "-k", "0"),
        ("search", "a?", "-k", "many"),
        ("documents", "--collection", " "),
        ("documents", "--jso"),
        ("eval", "a.jsonl", "--limit", "-1"),
        ("remove",),
    ],
)
def test_wrong_words_end_with_2_and_the_usage(shell: Terminal, words: tuple[str, ...]) -> None:
    ran = shell.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: footnote")
    assert shell.footnote.opened == []


def test_version_is_told(shell: Terminal) -> None:
    ran = shell.run("--version")
    assert ran.code == 0
    assert ran.out.startswith("footnote")


def test_known_error_is_one_sentence_and_1(shell: Terminal) -> None:
    shell.footnote.journey.error = ModelError("The model /x.gguf is not there; name another.")
    ran = shell.run("ask", "How many days?")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "footnote: The model /x.gguf is not there; name another.\n"


def test_wrong_setting_is_told_before_anything_opens(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_PORTS", "1")
    ran = shell.run("documents")
    assert ran.code == 1
    assert "FOOTNOTE_PORT" in ran.err
    assert shell.footnote.opened == []


def test_unexpected_error_is_one_sentence_with_its_traceback_in_the_log(
    shell: Terminal, tmp_path: Path
) -> None:
    shell.footnote.journey.error = ZeroDivisionError("a defect")
    ran = shell.run("ask", "How many days?")
    log = tmp_path / LOG_NAME
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError" in ran.err
    assert str(log) in ran.err
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_unexpected_error_shows_its_traceback_at_debug(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FOOTNOTE_LOG_LEVEL", "DEBUG")
    shell.footnote.journey.error = ZeroDivisionError("a defect")
    ran = shell.run("ask", "How many days?")
    assert ran.code == 1
    assert "Traceback" in ran.err
    assert not (tmp_path / LOG_NAME).exists()


def test_unexpected_error_is_shown_where_the_log_cannot_be_written(
    shell: Terminal, tmp_path: Path
) -> None:
    (tmp_path / LOG_NAME).mkdir()
    shell.footnote.journey.error = ZeroDivisionError("a defect")
    assert "Traceback" in shell.run("ask", "How many days?").err


def test_interrupt_ends_with_130(shell: Terminal) -> None:
    shell.footnote.journey.error = KeyboardInterrupt()
    ran = shell.run("ask", "How many days?")
    assert (ran.code, ran.err) == (130, "footnote: stopped.\n")


def test_reader_that_goes_away_costs_no_message(tmp_path: Path) -> None:
    with python(
        tmp_path,
        "import sys",
        "from app.cli.main import main",
        "from app.settings import load",
        "from tests.app.cli.fakes import FakeFootnote, document",
        "footnote = FakeFootnote(load(), document('leave.txt'))",
        "sys.exit(main(['documents'], footnote.open))",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 141


def test_error_cannot_steer_the_terminal(shell: Terminal) -> None:
    ran = shell.run("remove", "\x1b[2Jevil")
    assert ran.code == 1
    assert "\x1b" not in ran.err


def test_default_opener_is_the_real_one(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.build.open_footnote", shell.footnote.open)
    level = logging.getLogger().level
    assert main(["documents"]) == 0
    assert "leave.txt" in capsys.readouterr().out
    assert logging.getLogger().level == level
