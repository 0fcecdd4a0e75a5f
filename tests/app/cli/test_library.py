from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from app.cli.progress import NAME_CHARS, Bar
from tests.app.cli.fakes import NOON, Terminal, answer, document, terminal

LEAVE = document("leave.txt", "00000000000000a1")
LEAVE_LEGAL = document("leave.txt", "00000000000000a2", collection="legal")
FOREIGN = document("secret.txt", "00000000000000a3", owner="bob")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys, LEAVE, LEAVE_LEGAL, FOREIGN)


def files(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / name).write_text("text", encoding="utf-8")
    return [str(folder / name) for name in names]


def test_ingest_says_what_came_of_the_files(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", *files(tmp_path, "a.txt", "b.txt", "leave.txt", "bad.txt"))
    assert ran.code == 1
    assert ran.out == "2 added, 1 already known, 1 failed in 4.2 s\n"
    assert f"failed: {tmp_path / 'bad.txt'}: It is damaged; save it again." in ran.err.splitlines()
    assert f"note: {tmp_path / 'a.txt'}: page 2 has no text" in ran.err.splitlines()


def test_ingest_of_a_folder_ends_with_0_when_all_went_in(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "leave.txt")
    ran = shell.run("ingest", str(tmp_path))
    assert (ran.code, ran.out) == (0, "1 added, 1 already known in 4.2 s\n")


def test_ingesting_again_says_that_there_is_nothing_to_do(shell: Terminal, tmp_path: Path) -> None:
    paths = files(tmp_path, "a.txt", "b.txt")
    shell.run("ingest", *paths)
    ran = shell.run("ingest", *paths)
    assert (ran.code, ran.out) == (0, "nothing to do: 2 files are already in the library\n")
    assert "1 file is already" in shell.run("ingest", paths[0]).out


def test_ingest_adds_to_the_collection_named_or_set(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files(tmp_path, "a.txt")[0]
    shell.run("ingest", path)
    shell.run("ingest", path, "--collection", "legal")
    assert shell.footnote.library.collections == ["default", "legal"]


def test_path_that_does_not_exist_is_named(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", str(tmp_path / "absent.pdf"))
    assert ran.code == 1
    assert "absent.pdf" in ran.err


def test_folder_without_files_is_an_error(shell: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = shell.run("ingest", str(tmp_path / "empty"))
    assert ran.code == 1
    assert str(tmp_path / "empty") in ran.err


def test_interrupted_ingest_ends_with_130(shell: Terminal, tmp_path: Path) -> None:
    shell.footnote.library.stop = True
    assert shell.run("ingest", *files(tmp_path, "a.txt")).code == 130


def test_documents_are_listed_with_sizes_and_state(shell: Terminal) -> None:
    ran = shell.run("documents")
    head, first, second = ran.out.splitlines()
    assert head.split() == ["ID", "NAME", "PAGES", "CHUNKS", "STATE", "ADDED", "COLLECTION"]
    when = NOON.astimezone()
    assert first.split() == [
        LEAVE.id, "leave.txt", "1", "4", "ready", f"{when:%Y-%m-%d}", f"{when:%H:%M}", "default",
    ]  # fmt: skip
    assert second.startswith(LEAVE_LEGAL.id)


def test_documents_of_others_are_not_listed(shell: Terminal) -> None:
    assert "secret.txt" not in shell.run("documents").out
    assert "secret.txt" not in shell.run("documents", "--json").out


def test_documents_as_json_are_one_list(shell: Terminal) -> None:
    ran = shell.run("documents", "--json", "--collection", "legal")
    (body,) = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert (body["id"], body["collection"]) == (LEAVE_LEGAL.id, "legal")


def test_empty_library_says_how_to_fill_it(shell: Terminal) -> None:
    shell.footnote.catalog.held.clear()
    ran = shell.run("documents")
    assert (ran.code, ran.out) == (
        0,
        "The library is empty; add files with: footnote ingest PATH\n",
    )
    assert json.loads(shell.run("documents", "--json").out) == []


def test_name_of_a_document_cannot_steer_the_terminal(shell: Terminal) -> None:
    shell.footnote.catalog.held.append(document("a\x1b[2J\u202eb.txt", "00000000000000a4"))
    ran = shell.run("documents")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_document_is_removed_by_id_and_forgotten_in_answers(shell: Terminal) -> None:
    records, actor = shell.footnote.records, shell.footnote.actor
    conversation = records.start(actor, "Leave")
    saved = answer()
    records.save(conversation, saved)
    shell.footnote.catalog.held.append(document("quoted.txt", saved.citations[0].document_id))
    ran = shell.run("remove", saved.citations[0].document_id)
    assert (ran.code, ran.out) == (0, f"removed quoted.txt ({saved.citations[0].document_id})\n")
    assert records.answers(conversation, actor)[0].citations[0].quote == ""
    assert LEAVE in shell.footnote.catalog.held


def test_ambiguous_name_removes_nothing_and_lists_the_ids(shell: Terminal) -> None:
    ran = shell.run("remove", "leave.txt")
    assert ran.code == 1
    assert LEAVE.id in ran.err
    assert LEAVE_LEGAL.id in ran.err
    assert len(shell.footnote.catalog.held) == 3


def test_unknown_name_removes_nothing_else_either(shell: Terminal) -> None:
    ran = shell.run("remove", LEAVE.id, "absent.txt")
    assert ran.code == 1
    assert "'absent.txt'" in ran.err
    assert LEAVE in shell.footnote.catalog.held


def test_document_of_another_owner_is_not_removed(shell: Terminal) -> None:
    assert shell.run("remove", "secret.txt").code == 1
    assert FOREIGN in shell.footnote.catalog.held


def test_document_named_twice_is_removed_once(shell: Terminal) -> None:
    ran = shell.run("remove", LEAVE.id, LEAVE.id)
    assert (ran.code, ran.out.count("removed")) == (0, 1)


def test_rebuild_tells_the_new_build(shell: Terminal) -> None:
    ran = shell.run("rebuild")
    assert ran.code == 0
    assert ran.out.startswith("rebuilt the indexes of 3 documents in ")
    assert ran.out.endswith(": build b2\n")


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_bar_shows_bytes_rate_and_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Tty()
    monkeypatch.setattr(sys, "stderr", screen)
    with Bar("B") as bar:
        bar.show(500_000, 2_000_000, "reading " + "long" * 20 + ".pdf")
    shown = screen.getvalue()
    assert "500k/2.00M" in shown
    assert "B/s" in shown
    assert "<" in shown
    assert "…" + ("long" * 20 + ".pdf")[1 - NAME_CHARS :] in shown


def test_progress_bar_is_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with Bar("B") as bar:
        bar.show(1, 2, "a.pdf")
    assert screen.getvalue() == ""
