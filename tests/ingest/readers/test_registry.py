from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from indexes.types import Unread
from ingest import readers
from ingest.readers import PAGED, READERS, SUFFIXES, UNPACKERS, judge, kind_of, read, unpack
from ingest.readers.base import Desk, Reading, Unpacked


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_formats_that_go_in() -> None:
    assert {".pdf", ".docx", ".html", ".md", ".txt", ".csv", ".json", ".py", ".zip"} <= SUFFIXES
    assert frozenset({*READERS, *PAGED, *UNPACKERS}) == SUFFIXES
    assert not READERS.keys() & PAGED.keys()


def test_every_reader_can_be_loaded() -> None:
    readers.preload()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys, ingest.readers\n"
        "heavy = {'lxml', 'openpyxl', 'pptx', 'pypdfium2', 'markdown_it', 'chardet', 'striprtf'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_file_without_suffix_is_plain_text(tmp_path: Path) -> None:
    assert read(_file(tmp_path, "README", b"Hello there.")).media_type == "text/plain"


def test_shown_name_decides_where_content_does_not(tmp_path: Path) -> None:
    path = _file(tmp_path, "upload.tmp", b"a,b\n1,2\n")
    assert read(path, "table.CSV").media_type == "text/csv"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.html", "a.pdf", "a.docx", "a.zip"])
def test_empty_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, name, b"")
    with pytest.raises(ReadError, match=rf"^shown-{name} is empty"):
        read(path, f"shown-{name}")
    with pytest.raises(ReadError, match=rf"^shown-{name} is empty"):
        kind_of(path, f"shown-{name}")
    with pytest.raises(ReadError, match=r"^is empty"):
        judge(path, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b" \n\n"),
        ("a.md", b"---\n---\n"),
        ("a.csv", b",,\n"),
        ("a.html", b"<html></html>"),
        ("a.json", b"[[]]"),
        ("a.py", b"\n"),
    ],
)
def test_file_without_text_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=rf"^{name} has no text"):
        read(_file(tmp_path, name, data))


def test_file_whose_pages_are_all_unread_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks: list[Desk] = []

    def read_pdf(path: Path, desk: Desk) -> Reading:
        desks.append(desk)
        return Reading("", "application/pdf", ("",), (), unread=(Unread(1, "It is a picture."),))

    monkeypatch.setitem(readers.PAGED, ".pdf", read_pdf)
    desk = Desk(skip={1: "It is a picture."})
    assert read(_file(tmp_path, "a.pdf", b"%PDF-1.4\n"), desk=desk).unread
    assert desks == [desk]


def test_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^letter\.txt cannot be read \(No such file"):
        read(tmp_path / "gone.txt", "letter.txt")


def test_archive_has_no_text_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.txt", "Words.")
    assert kind_of(path, path.name) == ".zip"
    with pytest.raises(ReadError, match=r"^a\.zip holds other files"):
        read(path)


def test_nothing_is_unpacked_from_a_plain_text(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", b"Words.")
    assert unpack(path, "a.txt", tmp_path / "out") == Unpacked()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["\x00.txt", "x" * 300, "a\u202ecod.txt", "", ".", "..", "/", "a.txt ", "\udcff.md"]
)
def test_strange_names_are_no_obstacle(tmp_path: Path, name: str) -> None:
    assert read(_file(tmp_path, "upload", b"Plain words."), name).blocks
