from __future__ import annotations

from pathlib import Path

import pytest

from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.places import page_at, page_numbered, unread_reason
from indexes.types import Page, Unread
from indexes.writer import CatalogWriter, Staged
from tests.builders import document
from tests.fakes import HashingEmbedder

TEXTS = ("One. ", "", "Two. ")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """A document of three pages, the second without text."""
    opened = Catalog(tmp_path / "footnote.sqlite3")
    pages = tuple(
        Page("paper", number, sum(map(len, TEXTS[: number - 1])), text)
        for number, text in enumerate(TEXTS, start=1)
    )
    unread = (Unread(2, "It is a picture."),)
    CatalogWriter(opened).stage(
        Staged(document("paper"), pages, (), unread=unread), HashingEmbedder().passages([])
    )
    return opened


@pytest.mark.parametrize(("offset", "number"), [(-3, 1), (0, 1), (4, 1), (5, 3), (9, 3), (1000, 3)])
def test_page_is_found_by_an_offset(catalog: Catalog, offset: int, number: int) -> None:
    assert page_at(catalog, "paper", offset).number == number


def test_document_without_pages_is_told(catalog: Catalog) -> None:
    with pytest.raises(LibraryError, match="'none' has no pages"):
        page_at(catalog, "none", 0)


def test_page_is_found_by_its_number(catalog: Catalog) -> None:
    page = page_numbered(catalog, "paper", 2)
    assert page is not None
    assert (page.text, unread_reason(catalog, page)) == ("", "It is a picture.")
    assert page_numbered(catalog, "paper", 4) is None
