from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexes.types import Unread
from ingest.report import IngestReport, Listener, Outcome, Planned
from tests.app.cli.fakes import document
from tests.app.cli.terminal import Ran, Terminal, terminal

LEAVE = document("leave.txt", "00000000000000a1")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys, LEAVE)


def files(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / name).write_text("text", encoding="utf-8")
    return [str(folder / name) for name in names]


def outcomes(shell: Terminal, monkeypatch: pytest.MonkeyPatch, *results: Outcome) -> None:
    """From now on every ingest comes to these."""

    def add(files: object, collection: str, owner: str, listener: Listener) -> IngestReport:
        for result in results:
            listener.outcome(result)
        return IngestReport(results, 4.2)

    monkeypatch.setattr(shell.footnote.library, "add", add)


def test_ingest_says_what_came_of_the_files(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", *files(tmp_path, "a.txt", "b.txt", "leave.txt", "bad.txt"))
    assert ran.code == 1
    head, row, last = ran.out.splitlines()
    assert head.split() == ["FORMAT", "FILES", "PAGES", "CHARACTERS", "CHUNKS", "UNREAD"]
    assert row.split() == ["text", "2", "2", "500", "8", "2"]
    assert last == "2 added, 1 already known, 1 failed in 4.2 s"
    assert f"failed: {tmp_path / 'bad.txt'}: It is damaged; save it again." in ran.err.splitlines()
    remarks = "2 charts are left out. 1 page unread, page 2: It is a picture."
    assert f"note: {tmp_path / 'a.txt'}: {remarks}" in ran.err.splitlines()


def test_table_has_a_line_for_each_format_and_one_for_all(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = document("a.pdf", media_type="application/pdf")
    text = document("b.txt")
    outcomes(
        shell,
        monkeypatch,
        Outcome("/a.pdf", "added", "", pdf, 1200, 1_234_567, (), (Unread(1, "Dark."),)),
        Outcome("/b.txt", "replaced", "", text, 4, 250),
    )
    ran = shell.run("ingest", *files(tmp_path, "a.pdf"))
    assert [line.split() for line in ran.out.splitlines()[1:-1]] == [
        ["PDF", "1", "1", "1,234,567", "1,200", "1"],
        ["text", "1", "1", "250", "4", "0"],
        ["all", "2", "2", "1,234,817", "1,204", "1"],
    ]
    assert ran.out.splitlines()[-1] == "1 added, 1 replaced in 4.2 s"


def test_document_that_left_is_told(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Outcome("/old.txt", "removed", "Its file is gone from the folder.", LEAVE)
    outcomes(shell, monkeypatch, gone)
    ran = shell.run("ingest", *files(tmp_path, "a.txt"))
    assert ran.code == 0
    assert "removed: /old.txt: Its file is gone from the folder." in ran.err
    assert ran.out == "1 removed in 4.2 s\n"


def test_ingest_of_a_folder_ends_with_0_when_all_went_in(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "leave.txt")
    ran = shell.run("ingest", str(tmp_path))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "1 added, 1 already known in 4.2 s"
    assert shell.footnote.library.folders == (tmp_path,)


def test_library_in_the_folder_is_no_part_of_it(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    (tmp_path / "home" / "originals").mkdir(parents=True)
    files(tmp_path / "home" / "originals", "copy.txt")
    (tmp_path / "home" / "writer.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = shell.run("ingest", str(tmp_path), "--json")
    body = json.loads(ran.out)
    assert [each["source"] for each in body["outcomes"]] == [str(tmp_path / "a.txt")]
    assert body["passed"] == []


def test_ingesting_again_says_that_there_is_nothing_to_do(shell: Terminal, tmp_path: Path) -> None:
    paths = files(tmp_path, "a.txt", "b.txt")
    shell.run("ingest", *paths)
    ran = shell.run("ingest", *paths)
    assert (ran.code, ran.out) == (0, "nothing to do: 2 files are already in the library\n")
    assert "1 file is already" in shell.run("ingest", paths[0]).out


def test_ingest_adds_to_the_collection_named_or_set(shell: Terminal, tmp_path: Path) -> None:
    path = files(tmp_path, "a.txt")[0]
    shell.run("ingest", path)
    shell.run("ingest", path, "--collection", "legal")
    assert shell.footnote.library.collections == ["default", "legal"]


def test_path_that_does_not_exist_is_named(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", str(tmp_path / "absent.pdf"))
    assert ran.code == 1
    assert "absent.pdf" in ran.err


def test_folder_without_files_is_an_error_that_says_what_was_there(
    shell: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = shell.run("ingest", str(folder))
    assert (ran.code, ran.out) == (1, "")
    assert f"passed over: {folder / 'a.png'}: is a PNG picture" in ran.err
    assert f"No file that Footnote reads is in {folder}" in ran.err
    assert shell.footnote.library.collections == []


def test_emptied_folder_of_which_documents_are_held_is_not_passed_by(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drive").mkdir()
    emptied = Planned(str(tmp_path / "drive"), "failed", "It holds no file any more.")
    monkeypatch.setattr(shell.footnote.library, "plan", lambda *_: [emptied])
    outcomes(shell, monkeypatch, Outcome(emptied.source, "failed", emptied.reason))
    ran = shell.run("ingest", str(tmp_path / "drive"))
    assert (ran.code, ran.out) == (1, "1 failed in 4.2 s\n")
    assert "It holds no file any more." in ran.err


def test_files_that_were_passed_over_are_told_by_reason(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    for name in "bcdef":
        (tmp_path / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "program.bin").write_bytes(b"\x7fELF\x02")
    lines = shell.run("ingest", str(tmp_path)).out.splitlines()
    passed = [line for line in lines if line.startswith("passed over")]
    assert len(passed) == 2
    first = "passed over: 5 files (b.png, c.png, d.png and 2 more): each is a PNG picture"
    assert passed[0].startswith(first)
    assert passed[1].startswith(f"passed over: {tmp_path / 'program.bin'}: is a program")


def test_interrupted_ingest_ends_in_order_with_130(shell: Terminal, tmp_path: Path) -> None:
    shell.footnote.library.stop = True
    ran = shell.run("ingest", *files(tmp_path, "a.txt", "b.txt"))
    assert ran.code == 130
    assert "stopped: 0 of 2 files are in; run the same command to go on" in ran.out
    assert "Ctrl-C again ends at once" in ran.err


def test_second_interrupt_ends_at_once(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.footnote.library.stop = True
    monkeypatch.setattr("app.cli.ingest.Teller.stopped", lambda _: False)
    ran = shell.run("ingest", *files(tmp_path, "a.txt", "b.txt"))
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.endswith("footnote: stopped.\n")


def test_outcomes_as_json_are_one_line(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", *files(tmp_path, "a.txt", "bad.txt"), "--json")
    body = json.loads(ran.out)
    assert list(body) == ["outcomes", "passed", "seconds", "stopped"]
    good, bad = body["outcomes"]
    assert (good["status"], good["unread"]) == (
        "added",
        [{"page": 2, "reason": "It is a picture."}],
    )
    assert (bad["status"], bad["reason"]) == ("failed", "It is damaged; save it again.")


def test_many_failures_do_not_flood_the_terminal(shell: Terminal, tmp_path: Path) -> None:
    ran = shell.run("ingest", *files(tmp_path, *[f"bad{at}.txt" for at in range(105)]))
    assert len(ran.err.splitlines()) == 21
    assert ran.err.splitlines()[-1].startswith("... and 85 more failed or removed; --json")


def test_notes_do_not_drive_out_failures(shell: Terminal, tmp_path: Path) -> None:
    names = [f"a{at:02}.txt" for at in range(30)]
    ran = shell.run("ingest", *files(tmp_path, *names, "bad.txt"))
    assert sum(line.startswith("note: ") for line in ran.err.splitlines()) == 20
    assert sum(line.startswith("failed: ") for line in ran.err.splitlines()) == 1
    assert "... and 10 more notes" in ran.err


def lines_of_plan(shell: Terminal, *words: str) -> tuple[Ran, list[str]]:
    ran = shell.run("ingest", *words, "--dry-run")
    return ran, ran.out.splitlines()


def test_dry_run_says_what_would_be_done_and_does_nothing(shell: Terminal, tmp_path: Path) -> None:
    ran, lines = lines_of_plan(shell, *files(tmp_path, "a.txt", "bad.txt", "leave.txt"))
    assert ran.code == 0
    assert lines == [
        f"add: {tmp_path / 'a.txt'} (0 bytes)",
        f"refuse: {tmp_path / 'bad.txt'}: It is damaged.",
        "1 to add (0 bytes), 1 to refuse, 1 already known; nothing was changed",
    ]
    assert shell.footnote.library.collections == []


def test_long_plan_is_cut_and_summed(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = [Planned(f"/{at}.txt", "added", "", 1_000_000) for at in range(105)]
    planned.append(Planned("/gone.txt", "removed", "Its file is gone."))
    monkeypatch.setattr(shell.footnote.library, "plan", lambda *_: planned)
    _, lines = lines_of_plan(shell, *files(tmp_path, "a.txt"))
    assert len(lines) == 23
    assert lines[20] == "... and 85 more to add; --json names all of them"
    assert lines[21] == "remove: /gone.txt: Its file is gone."
    assert lines[22] == "105 to add (105.0 MB), 1 to remove; nothing was changed"


def test_plan_as_json_names_everything(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    body = json.loads(shell.run("ingest", str(tmp_path), "--dry-run", "--json").out)
    assert [each["status"] for each in body["planned"]] == ["added"]
    assert [each["path"] for each in body["passed"]] == [str(tmp_path / "b.png")]


def test_kept_documents_are_not_looked_for(shell: Terminal, tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    shell.run("ingest", str(tmp_path), "--keep")
    assert shell.footnote.library.folders == ()
