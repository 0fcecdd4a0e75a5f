from __future__ import annotations

import pytest

from indexes.errors import LibraryError
from ingest.labels import collection_name, shown_name, tag_names
from tests.app.cli.fakes import document

LEASE = document("scan.0017.PDF")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Lease", "Lease.PDF"),
        (" Lease \n 2024.pdf ", "Lease 2024.pdf"),
        ("Lease.docx", "Lease.docx.PDF"),
        ("scan.0017.PDF", ""),
        ("scan.0017", ""),
        ("Le\u200bas\u202ee", "Lease.PDF"),
        ("C: drive", "C: drive.PDF"),
        ("契約", "契約.PDF"),
    ],
)
def test_shown_name_keeps_the_ending_of_its_file(raw: str, shown: str) -> None:
    assert shown_name(raw, LEASE) == shown


def test_file_without_an_ending_gives_none() -> None:
    assert shown_name("Notes", document("README")) == "Notes"


@pytest.mark.parametrize("raw", ["", " \n", ".pdf", "..", "a/b", "..\\b", "x" * 147])
def test_what_is_no_name_is_refused_with_the_reason(raw: str) -> None:
    with pytest.raises(LibraryError):
        shown_name(raw, LEASE)


def test_tags_are_kept_in_order_and_once() -> None:
    assert tag_names(["HR", " two  words ", "hr"]) == ("HR", "two words")
    for wrong in (["a,b"], [" "], ["x" * 41], [str(n) for n in range(21)]):
        with pytest.raises(LibraryError):
            tag_names(wrong)


def test_collection_is_named_on_one_line() -> None:
    assert collection_name(" legal\tfiles ") == "legal files"
    for wrong in ("", "\u200b", "x" * 61):
        with pytest.raises(LibraryError):
            collection_name(wrong)
