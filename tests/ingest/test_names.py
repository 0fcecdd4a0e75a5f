from __future__ import annotations

from pathlib import Path

import pytest

from ingest.names import LONGEST_PART, NAMELESS, clean_name, spelt


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("a folder/report.pdf", "a folder/report.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("/absolute/path.txt", "absolute/path.txt"),
        ("C:\\Users\\Anna\\letter.docx", "Users/Anna/letter.docx"),
        ("\\\\server\\share\\letter.docx", "server/share/letter.docx"),
        ("\\\\?\\C:\\deep\\letter.docx", "deep/letter.docx"),
        ("two\nlines\tand tab.txt", "two lines and tab.txt"),
        ("nothing\x00here.txt", "nothinghere.txt"),
        ("fdp.\u202eexe.txt", "fdp.exe.txt"),
        ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
        ("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"),
        ("byte\udcff.txt", "byte\ufffd.txt"),
        (".gitignore", ".gitignore"),
    ],
)
def test_name_is_made_fit_to_be_shown(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize("raw", ["", "  ", "...", "../..", "/", "\x00\u202e", "C:\\"])
def test_name_of_which_nothing_is_left_is_replaced(raw: str) -> None:
    assert clean_name(raw) == NAMELESS


def test_long_name_keeps_its_suffix() -> None:
    name = clean_name("x" * 300 + ".docx")
    assert len(name) == LONGEST_PART
    assert name.endswith("x.docx")
    assert len(clean_name("y" * 300)) == LONGEST_PART


def test_path_of_many_folders_keeps_its_end() -> None:
    assert clean_name("deep/" * 500 + "file.txt").endswith("deep/file.txt")
    assert len(clean_name("deep/" * 500 + "file.txt")) < 200


def test_cleaning_a_clean_name_changes_nothing() -> None:
    for raw in ("a" * 151 + " .txt", "a\u00a0/ b .txt", "e\u0301" * 200 + ".md"):
        assert clean_name(clean_name(raw)) == clean_name(raw)


def test_path_is_spelt_out_where_no_person_could_read_it() -> None:
    assert spelt(Path("/docs/Bericht für März.txt")) == "/docs/Bericht für März.txt"
    assert spelt(Path("/docs/a\udcffb\u202e\n.txt")) == "/docs/a\\xffb\\u202e\\u000a.txt"
    spelt(Path("/docs/\udcff\ud800")).encode()
