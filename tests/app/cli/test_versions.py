from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.settings import Settings
from app.versions import Active, Adapters, Versions
from tests.app.cli.fakes import FakeFootnote
from tests.app.cli.terminal import Ran, Terminal, terminal
from tests.app.versions.world import Clock, gguf

if TYPE_CHECKING:
    from app.build import Footnote


class Versioned(FakeFootnote):
    """A Footnote whose versions are real."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        path = settings.home / "operations.sqlite3"
        self.clock = Clock()
        self.active = Active(settings.home, path, self.clock)
        self.versions = Versions(path, self.clock, lambda: "float32")
        self.adapters = Adapters(settings.home, path, self.clock)
        vars(self.catalog)["embedder"] = lambda: "all-MiniLM-L6-v2"

    def open(self, settings: Settings) -> Footnote:
        self.settings = settings
        self.opened.append(settings)
        return cast("Footnote", self)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    bare = terminal(tmp_path, monkeypatch, capsys)
    model = gguf(tmp_path / "models" / "tiny.gguf")
    (tmp_path / "footnote.toml").write_text(f'model = "{model}"\n', encoding="utf-8")
    return Terminal(Versioned(bare.footnote.settings), capsys)


def footnote(shell: Terminal) -> Versioned:
    assert isinstance(shell.footnote, Versioned)
    return shell.footnote


def answered(shell: Terminal) -> str:
    """Have what is in force answer once; the id of its version."""
    found = json.loads(shell.run("versions", "in-force", "--json").out)
    opened = footnote(shell)
    opened.versions.note(opened.versions.of(opened.settings), "b1")
    return str(found["id"])


def test_nothing_has_answered_yet(shell: Terminal) -> None:
    ran = shell.run("versions", "list")
    assert (ran.code, ran.out) == (0, "")
    assert "no version has given an answer yet" in ran.err


def test_list_marks_what_is_in_force(shell: Terminal) -> None:
    first = answered(shell)
    footnote(shell).active.put({"prompt": "brief@1"}, "try")
    second = answered(shell)
    heads, *lines = shell.run("versions", "list").out.splitlines()
    assert heads.split() == [
        "ID", "MODEL", "ADAPTER", "PROMPT", "ANSWERS", "FIRST", "USED", "LAST", "USED",
    ]  # fmt: skip
    assert lines[0].split()[:5] == ["*", second, "tiny.gguf", "-", "brief@1"]
    assert lines[1].split()[:4] == [first, "tiny.gguf", "-", "answer@2"]
    records = json.loads(shell.run("versions", "list", "--json").out)
    assert [(each["id"], each["in_force"]) for each in records] == [(second, True), (first, False)]


def test_show_tells_parts_and_builds(shell: Terminal) -> None:
    first = answered(shell)
    ran = shell.run("versions", "show", first[:6])
    assert f"version {first}" in ran.out
    assert "tiny.gguf" in ran.out
    assert "1 answer from build b1" in ran.out
    record = json.loads(shell.run("versions", "show", "in-force", "--json").out)
    assert record["parts"]["hits"] == "8"


def test_unknown_version_is_named(shell: Terminal) -> None:
    ran = shell.run("versions", "show", "ffff")
    assert ran.code == 1
    assert "'ffff'" in ran.err
    assert "footnote versions list" in ran.err


def test_compare_tells_what_parts_two(shell: Terminal) -> None:
    first = answered(shell)
    footnote(shell).active.put({"hits": 5}, "try")
    ran = shell.run("versions", "compare", first, "in-force")
    assert [line.split() for line in ran.out.splitlines()][1:] == [["hits", "8", "5"]]
    assert f"--version {first}" in ran.err
    assert "are one version" in shell.run("versions", "compare", first, first).out


def test_version_is_brought_back_and_gone_back_from(shell: Terminal) -> None:
    first = answered(shell)
    footnote(shell).active.put({"hits": 5, "prompt": "brief@1"}, "experiment short")
    ran = shell.run("versions", "use", first)
    assert (ran.code, ran.out) == (0, f"Version {first} is in force.\n")
    assert dict(footnote(shell).active.values()) == {}
    assert shell.run("versions", "back").out == "In force now: hits = 5, prompt = brief@1.\n"
    told = shell.run("versions", "in-force").out
    assert "put in force by Footnote: hits = 5, prompt = brief@1" in told
    assert f"back from: version {first} brought back" in told


def test_nothing_to_go_back_to_is_an_error(shell: Terminal) -> None:
    ran = shell.run("versions", "back")
    assert ran.code == 1
    assert "nothing to go back to" in ran.err


def test_variable_that_wins_is_told(shell: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    footnote(shell).active.put({"hits": 5}, "try")
    before = answered(shell)
    shell.run("versions", "back")
    monkeypatch.setenv("FOOTNOTE_HITS", "3")
    opened = footnote(shell)
    opened.active = Active(opened.settings.home, opened.settings.home / "operations.sqlite3")
    ran = shell.run("versions", "use", before)
    assert "FOOTNOTE_HITS is set and wins" in ran.err


def test_adapter_is_put_in_force_by_its_name(shell: Terminal, tmp_path: Path) -> None:
    made = footnote(shell).adapters
    made.register(gguf(tmp_path / "made.gguf"), "feedback-1", "tiny", {"right": 0.7}, "brief@1")
    told = shell.run("versions", "adapters").out
    assert "feedback-1" in told
    assert "right 0.7" in told
    ran = shell.run("versions", "use", "feedback-1")
    assert ran.out == "The adapter feedback-1 is in force.\n"
    shown = json.loads(shell.run("versions", "show", "in-force", "--json").out)["parts"]
    assert (shown["adapter"], shown["prompt"]) == ("feedback-1", "brief@1")
    (record,) = json.loads(shell.run("versions", "adapters", "--json").out)
    assert record["figures"] == {"right": 0.7}


def test_evaluation_is_run_under_a_version(shell: Terminal, tmp_path: Path) -> None:
    first = answered(shell)
    footnote(shell).active.put({"hits": 5}, "try")
    ran = _evaluated(shell, tmp_path, first)
    assert "--version" not in ran.err
    assert footnote(shell).opened[-1].hits == 8
    _evaluated(shell, tmp_path, "in-force")
    assert footnote(shell).opened[-1].hits == 5


def test_evaluation_under_an_unknown_version_is_refused(shell: Terminal, tmp_path: Path) -> None:
    ran = _evaluated(shell, tmp_path, "ffff")
    assert ran.code == 1
    assert "'ffff'" in ran.err


def _evaluated(shell: Terminal, folder: Path, version: str) -> Ran:
    """Run an evaluation of a file that is not there: the settings are opened before it is read."""
    return shell.run("eval", str(folder / "none.jsonl"), "--version", version)
