from __future__ import annotations

import os
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.errors import LibraryError
from ingest import walk
from ingest.report import Gathered
from ingest.walk import gather


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document, beside which tests put other things."""
    made = tmp_path / "docs"
    made.mkdir()
    (made / "plain.txt").write_text("Plain words.")
    return made


def names(found: Gathered) -> list[str]:
    return [file.name for file in found.files]


def reasons(found: Gathered) -> dict[str, str]:
    return {passed.path.name: passed.reason for passed in found.passed}


def test_folders_are_walked_in_order_and_each_file_comes_once(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "two.md").write_text("Two.")
    (folder / "a.md").write_text("One.")
    found = gather([folder, folder / "a.md", folder / "b" / ".." / "b" / "two.md"])
    assert [Path(file.source).relative_to(folder).as_posix() for file in found.files] == [
        "a.md", "b/two.md", "plain.txt",
    ]  # fmt: skip
    assert all(file.path.is_absolute() and str(file.path) == file.source for file in found.files)
    assert found.folders == (folder,)
    assert found.passed == ()


def test_empty_folder_is_still_walked(tmp_path: Path) -> None:
    assert gather([tmp_path]) == Gathered((), (tmp_path,), ())


def test_path_without_anything_is_named(tmp_path: Path) -> None:
    for name in ("nowhere", "nul\x00byte", "x" * 300):
        with pytest.raises(LibraryError, match=r"There is nothing at|cannot be opened"):
            gather([tmp_path / name])


def test_hidden_files_and_byproducts_are_not_even_listed(folder: Path) -> None:
    for hidden in (".secret.txt", "Thumbs.db", "desktop.ini"):
        (folder / hidden).write_text("x")
    for hidden in (".git", "__MACOSX", "__pycache__"):
        (folder / hidden).mkdir()
        (folder / hidden / "inside.txt").write_text("x")
    found = gather([folder])
    assert (names(found), found.passed) == (["plain.txt"], ())


def test_hidden_file_that_is_named_outright_comes_along(folder: Path) -> None:
    (folder / ".secret.txt").write_text("x")
    assert names(gather([folder / ".secret.txt"])) == [".secret.txt"]


def test_resources_of_a_saved_page_are_not_listed(folder: Path) -> None:
    for name in ("Page_files", "Other_files"):
        (folder / name).mkdir()
        (folder / name / "script.js").write_text("x = 1")
    (folder / "page.HTM").write_text("<html><p>Hello</p></html>")
    found = gather([folder])
    assert names(found) == ["script.js", "page.HTM", "plain.txt"]
    assert "Other_files" in found.files[0].source


def test_lock_and_backup_files_are_passed_over_with_the_reason(folder: Path) -> None:
    for name in ("~$letter.docx", "plain.txt~", "#plain.txt#"):
        (folder / name).write_text("x")
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert set(reasons(found)) == {"~$letter.docx", "plain.txt~", "#plain.txt#"}
    assert all("left behind" in reason for reason in reasons(found).values())


def test_unknown_suffix_is_judged_by_content(folder: Path) -> None:
    (folder / "README").write_text("Read me.")
    (folder / "notes.note").write_text("Some notes.")
    (folder / "scan.dat").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    (folder / "photo.dat").write_bytes(b"\xff\xd8\xff\xe0" + bytes(40))
    (folder / "blob.bin").write_bytes(bytes(range(256)) * 4)
    (folder / "nothing").write_bytes(b"")
    with zipfile.ZipFile(folder / "program.jar", "w") as archive:
        archive.writestr("Main.class", "x")
    found = gather([folder])
    assert names(found) == ["README", "notes.note", "plain.txt", "scan.dat"]
    assert reasons(found)["photo.dat"].startswith("is a JPEG picture")
    assert reasons(found)["blob.bin"].startswith("is not a text file")
    assert reasons(found)["nothing"].startswith("is empty")
    assert reasons(found)["program.jar"].startswith("is a program")


def test_link_inside_the_folder_is_its_target(folder: Path) -> None:
    (folder / "again.txt").symlink_to(folder / "plain.txt")
    found = gather([folder])
    assert (names(found), found.passed) == (["plain.txt"], ())


def test_link_to_a_file_outside_is_passed_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Not yours.")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert "outside the folder" in reasons(found)["link.txt"]
    assert names(gather([folder / "link.txt"])) == ["link.txt"]


def test_linked_folders_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file.txt").write_text("x")
    (folder / "circle").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path / "elsewhere")
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert all("link to a folder" in reasons(found)[name] for name in ("circle", "away"))
    assert names(gather([folder / "away"])) == ["file.txt"]


def test_links_that_lead_nowhere_are_passed_over(folder: Path) -> None:
    (folder / "broken.txt").symlink_to(folder / "gone.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert all("leads nowhere" in reasons(found)[name] for name in ("broken.txt", "loop.txt"))


@pytest.fixture
def listening(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(folder)  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.txt")
        yield


@pytest.mark.usefixtures("listening")
def test_pipes_and_sockets_are_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to(folder / "pipe.txt")
    os.mkfifo(folder / "pipe")
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert all(reason == "is no ordinary file." for reason in reasons(found).values())
    assert set(reasons(found)) == {"pipe.txt", "pipe", "socket.txt"}
    with pytest.raises(LibraryError, match="no ordinary file"):
        gather([folder / "pipe.txt"])


def test_folder_that_cannot_be_opened_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    really = os.scandir

    def scandir(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = gather([folder])
    assert names(found) == ["plain.txt"]
    assert "permission denied" in reasons(found)["closed"]


def test_file_that_vanishes_meanwhile_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "brief").write_text("Soon gone.")

    def judge(path: Path, name: str) -> str:
        path.unlink()
        return str(path.stat())

    monkeypatch.setattr(walk, "judge", judge)
    assert "no such file" in reasons(gather([folder]))["brief"]


def test_names_that_nobody_can_read_are_spelt_out(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (folder / "a\u202etxt.md").write_text("x")
    (folder / ("n" * 251 + ".txt")).write_text("x")
    found = gather([folder])
    assert names(found) == ["atxt.md", "caf\ufffd.txt", "n" * 146 + ".txt", "plain.txt"]
    assert found.files[0].source.endswith("a\\u202etxt.md")
    assert found.files[1].source.endswith("caf\\xe9.txt")
    assert all(file.path.exists() for file in found.files)
    "".join(file.source for file in found.files).encode()


@pytest.fixture
def bottom(folder: Path) -> Iterator[str]:
    """The name of a file 1200 folders down: more than Python calls functions within functions."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=place)
        inner = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    yield "deep.txt"
    subprocess.run(["rm", "-rf", str(folder / "d")], check=True)  # shutil.rmtree cannot


def test_folders_may_nest_deeply(folder: Path, bottom: str) -> None:
    assert names(gather([folder])) == [bottom, "plain.txt"]
