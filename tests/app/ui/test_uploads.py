from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.uploads import in_folder, safe_name, safe_path
from ingest.names import LONGEST_PART, NAMELESS


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\secret\\report.pdf", "report.pdf"),
        ("a/b/", "b"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("\x00\x1b", NAMELESS),
        ("a\nb\tc.txt", "a b c.txt"),
        ("fdp\u202etxt.exe", "fdptxt.exe"),
        ("<b>x</b>.txt", "b>.txt"),
        ("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"),
        (".hidden", ".hidden"),
    ],
)
def test_a_name_is_the_last_part_without_what_cannot_be_seen(raw: str, name: str) -> None:
    assert safe_name(raw) == name


def test_a_long_name_keeps_its_suffix() -> None:
    name = safe_name("x" * 500 + ".docx")

    assert len(name) == LONGEST_PART
    assert Path(name).suffix == ".docx"


def test_a_long_name_without_suffix_is_cut() -> None:
    assert safe_name("x" * 500) == "x" * LONGEST_PART


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("board/2026/minutes.pdf", "board/2026/minutes.pdf"),
        ("board\\2026\\minutes.pdf", "board/2026/minutes.pdf"),
        ("/etc/../passwd", "etc/passwd"),
        ("a/\u202eb\n.txt", "a/b .txt"),
    ],
)
def test_a_path_in_a_folder_is_kept_without_climbing_out(raw: str, path: str) -> None:
    assert safe_path(raw) == path


@pytest.mark.parametrize("path", [".x", "a/.b/c.txt", "a/Desktop.ini", "__MACOSX/a.txt"])
def test_what_nobody_put_into_a_folder_is_known(path: str) -> None:
    assert not in_folder(path)
    assert in_folder("a/b.c/d.txt")
