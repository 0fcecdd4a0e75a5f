from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexes.catalog import Listing
from tests.app.cli.fakes import NOON, answer, document
from tests.app.cli.terminal import Terminal, terminal

LEAVE = document("leave.txt", "00000000000000a1")
LEAVE_LEGAL = document("leave.txt", "00000000000000a2", collection="legal")
FOREIGN = document("secret.txt", "00000000000000a3", owner="bob")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys, LEAVE, LEAVE_LEGAL, FOREIGN)


def test_report_of_a_document_tells_unread_pages_by_reason(shell: Terminal) -> None:
    ran = shell.run("documents", LEAVE.id)
    assert ran.code == 0
    assert "pages 2-3: It is a picture." in ran.out
    assert "A note." in ran.out
    body = json.loads(shell.run("documents", LEAVE.id, "--json").out)
    assert body["places"] == [LEAVE.source]


@pytest.mark.parametrize("name", ["leav.txt", "LEAVE.TXT", "leave"])
def test_misspelt_document_is_answered_with_the_nearest(shell: Terminal, name: str) -> None:
    ran = shell.run("documents", name)
    assert ran.code == 1
    assert f"no document '{name}'; did you mean leave.txt?" in ran.err


def test_nearest_names_are_of_the_actors_own_documents(shell: Terminal) -> None:
    ran = shell.run("documents", "secret.tx")
    assert ran.code == 1
    assert "secret.txt" not in ran.err


def test_document_is_found_by_its_path_and_its_collection(shell: Terminal, tmp_path: Path) -> None:
    here = document("here.txt", "00000000000000a5", source=str(tmp_path / "here.txt"))
    shell.footnote.catalog.held.append(here)
    assert here.id in shell.run("documents", f"{tmp_path}/../{tmp_path.name}/here.txt").out
    assert shell.run("documents", "leave.txt").code == 1
    assert LEAVE_LEGAL.id in shell.run("documents", "leave.txt", "--collection", "legal").out


def test_documents_with_something_missing_are_marked(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, short = Listing(LEAVE, 4, 250, "ready"), Listing(LEAVE_LEGAL, 4, 250, "ready", 2, 1)
    monkeypatch.setattr(shell.footnote.catalog, "documents", lambda *_: [whole, short])
    head, first, second = shell.run("documents").out.splitlines()
    assert head.endswith("COLLECTION  NOTES")
    assert first.endswith("default")
    assert second.endswith("2 pages unread, 1 note")


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
