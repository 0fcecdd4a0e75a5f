from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import load
from tests.app.cli.fakes import FakeFootnote, document
from tests.app.cli.terminal import Terminal, terminal

LEAVE = document("leave.txt", "00000000000000a1")
PAY = document("pay.txt", "00000000000000a2", collection="legal")
OLD = document("old.txt", "00000000000000a3", collection="legal", private=True)
PART = document("part.txt", "00000000000000a4", source="/files/all.zip//in/part.txt")
FOREIGN = document("secret.txt", "00000000000000a5", owner="bob")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys, LEAVE, PAY, OLD, PART, FOREIGN)


def private(shell: Terminal) -> set[str]:
    return {each.name for each in shell.footnote.catalog.held if each.private}


def test_named_documents_are_marked_and_told(shell: Terminal) -> None:
    ran = shell.run("private", "leave.txt", OLD.id)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"private now: leave.txt ({LEAVE.id})",
        f"private already: old.txt ({OLD.id})",
    ]
    assert private(shell) == {"leave.txt", "old.txt"}


def test_mark_is_taken_off(shell: Terminal) -> None:
    ran = shell.run("private", "old.txt", "leave.txt", "--off")
    assert ran.out.splitlines() == [
        f"no longer private: old.txt ({OLD.id})",
        f"was not private: leave.txt ({LEAVE.id})",
    ]
    assert private(shell) == set()


def test_collection_is_marked_as_it_is_now_and_that_is_said(shell: Terminal) -> None:
    ran = shell.run("private", "--collection", "legal")
    assert (ran.code, private(shell)) == (0, {"pay.txt", "old.txt"})
    assert "ingest --private" in ran.err
    assert "private_by_default" in ran.err


def test_long_list_is_cut(shell: Terminal) -> None:
    shell.footnote.catalog.held += [
        document(f"n{at}.txt", f"{at:016}", collection="legal") for at in range(30)
    ]
    lines = shell.run("private", "--collection", "legal").out.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 12 more; --json names all of them"


def test_name_is_looked_for_in_the_collection(shell: Terminal) -> None:
    ran = shell.run("private", "leave.txt", "--collection", "legal")
    assert ran.code == 1
    assert "no document 'leave.txt'" in ran.err


@pytest.mark.parametrize("name", ["all.zip", "/files/all.zip"])
def test_archive_stands_for_what_came_out_of_it(shell: Terminal, name: str) -> None:
    assert shell.run("private", name).code == 0
    assert private(shell) == {"part.txt", "old.txt"}


def test_unknown_name_marks_nothing_and_names_the_nearest(shell: Terminal) -> None:
    ran = shell.run("private", "leave.txt", "pai.txt")
    assert ran.code == 1
    assert "no document 'pai.txt'; did you mean pay.txt" in ran.err
    assert private(shell) == {"old.txt"}


def test_unknown_collection_is_told_which_there_are(shell: Terminal) -> None:
    ran = shell.run("private", "--collection", "lega")
    assert (ran.code, ran.out) == (1, "")
    assert "no collection 'lega'" in ran.err


def test_no_name_and_no_collection_is_an_error_with_the_remedy(shell: Terminal) -> None:
    ran = shell.run("private")
    assert ran.code == 1
    assert "--collection" in ran.err


def test_document_of_another_owner_is_not_marked(shell: Terminal) -> None:
    assert shell.run("private", "secret.txt").code == 1
    assert private(shell) == {"old.txt"}


def test_marks_as_json(shell: Terminal) -> None:
    (body,) = json.loads(shell.run("private", "leave.txt", "--json").out)
    assert body == {
        "id": LEAVE.id, "document": "leave.txt", "collection": "default", "private": True,
        "changed": True,
    }  # fmt: skip


def test_private_documents_stand_out_in_the_list_and_in_their_report(shell: Terminal) -> None:
    head, *lines = shell.run("documents").out.splitlines()
    assert head.endswith("NOTES")
    assert [line.split()[1] for line in lines if line.endswith("private")] == ["old.txt"]
    assert "no remote model is given its text" in shell.run("documents", "old.txt").out
    assert json.loads(shell.run("documents", "old.txt", "--json").out)["private"] is True


@pytest.mark.parametrize(
    ("setting", "words", "marked"),
    [
        ("no", (), False), ("no", ("--private",), True), ("yes", (), True),
        ("yes", ("--no-private",), False),
    ],
)  # fmt: skip
def test_ingest_marks_as_told_or_else_as_set(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    words: tuple[str, ...],
    marked: bool,
) -> None:
    terminal(tmp_path / "home", monkeypatch, capsys)
    monkeypatch.setenv("FOOTNOTE_PRIVATE_BY_DEFAULT", setting)
    shell = Terminal(FakeFootnote(load()), capsys)
    (tmp_path / "a.txt").write_text("Text.")
    assert shell.run("ingest", str(tmp_path / "a.txt"), *words).code == 0
    assert shell.footnote.library.private == ["a.txt"] * marked
