from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from app.build import Footnote
from app.cli.main import main
from app.settings import Settings
from tests.app.cli.fakes import FakeFootnote
from tests.app.cli.terminal import Ran, terminal
from tests.app.shelf.shelves import ME, Shelves


@dataclass(frozen=True)
class Shell:
    """Commands on a real library that is read without a sandbox."""

    shelves: Shelves
    footnote: FakeFootnote
    capsys: pytest.CaptureFixture[str]

    def open(self, settings: Settings) -> Footnote:
        return cast("Footnote", self.footnote)

    def run(self, *words: str) -> Ran:
        return Ran(main(words, self.open), *self.capsys.readouterr())


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    shelves = Shelves(tmp_path)
    footnote = terminal(tmp_path / "home", monkeypatch, capsys).footnote
    monkeypatch.setattr(footnote, "catalog", shelves.bench.catalog)
    monkeypatch.setattr(footnote, "library", shelves.bench.library)
    monkeypatch.setattr(footnote, "records", shelves.records)
    monkeypatch.setattr(footnote, "shelf", shelves.shelf, raising=False)
    return Shell(shelves, footnote, capsys)


def test_renamed_document_goes_by_both_names(shell: Shell) -> None:
    ran = shell.run("rename", "otters.txt", "Winter quarters")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("otters.txt is called Winter quarters.txt now")
    told = shell.run("documents", "otters.txt").out
    assert "Winter quarters.txt" in told
    assert "file" in told
    (body,) = (e for e in json.loads(shell.run("documents", "--json").out) if e["renamed"])
    assert body["document"] == "Winter quarters.txt"
    assert shell.run("rename", "otters.txt", "a/b").code == 1


def test_documents_are_tagged_and_listed_by_tag(shell: Shell) -> None:
    assert shell.run("tag", "river,2024", "otters.txt", "eels.txt").code == 0
    assert "no tags" in shell.run("tag", "RIVER,2024", "eels.txt", "--off").out
    (body,) = json.loads(shell.run("documents", "--tag", "River", "--tag", "2024", "--json").out)
    assert (body["document"], body["tags"]) == ("otters.txt", ["river", "2024"])
    assert "tags: river, 2024" in shell.run("documents").out
    ran = shell.run("documents", "--tag", "lake")
    assert (ran.code, "No document is tagged lake; there are: 2024, river." in ran.err) == (1, True)


def test_moved_document_tells_both_ids(shell: Shell) -> None:
    old = shell.shelves.id("otters.txt")
    (body,) = json.loads(shell.run("move", "otters.txt", "--to", "legal", "--json").out)
    assert (body["before"], body["collection"]) == (old, "legal")
    assert body["id"] == shell.shelves.id("otters.txt") != old
    assert "is in legal" in shell.run("move", "otters.txt", "--to", "legal").out
    assert shell.run("move", "otters.txt").code == 2


def test_bin_is_listed_restored_from_and_emptied(shell: Shell) -> None:
    assert shell.run("bin").out == "The bin is empty.\n"
    shell.shelves.shelf.remove(ME, [shell.shelves.id("otters.txt"), shell.shelves.id("eels.txt")])
    assert shell.run("documents", "otters.txt").code == 1
    assert [each["document"] for each in json.loads(shell.run("bin", "--json").out)] == [
        "eels.txt",
        "otters.txt",
    ]
    assert shell.run("restore", "otters.txt").out.startswith("restored otters.txt (")
    assert "eels.txt" in shell.run("bin").out
    assert shell.run("bin", "--empty").out == "deleted 1 document for good\n"
    assert shell.run("restore", "eels.txt").code == 1


def test_removal_on_the_command_line_is_final(shell: Shell) -> None:
    assert shell.run("remove", "otters.txt").code == 0
    assert shell.run("bin").out == "The bin is empty.\n"
    assert shell.shelves.bench.names() == ["eels.txt", "gulls.txt"]
