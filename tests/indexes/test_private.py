"""The mark of a private document in the catalog."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from indexes.catalog import Catalog
from indexes.types import Page
from indexes.writer import CatalogWriter, Change, Heirs, Staged
from tests.builders import activate, chunks, document, open_library
from tests.fakes import HashingEmbedder

TEXT = "Otters sleep."


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Two ready documents, `secret` private and `open` not; `next` is pending and not."""
    made, builds = open_library(tmp_path)
    writer = CatalogWriter(made)
    for name in ("secret", "open", "next"):
        held = document(name, private=name == "secret")
        staged = Staged(held, (Page(name, 1, 0, TEXT),), tuple(chunks(name, [TEXT])))
        writer.stage(staged, HashingEmbedder().passages([TEXT]))
    activate(made, builds, "secret", "open")
    return made


def marked(catalog: Catalog) -> set[str]:
    rows = catalog.database.connection.execute("SELECT id FROM documents WHERE private")
    return {row["id"] for row in rows}


def test_mark_is_read_wherever_documents_are(catalog: Catalog) -> None:
    assert catalog.document("secret").private
    assert [each.private for each in catalog.find("secret")] == [True]
    assert {each.document.id: each.document.private for each in catalog.documents()} == {
        "secret": True,
        "open": False,
    }
    assert catalog.report("secret").listing.document.private
    first = catalog.ranges()["secret"][0]
    assert catalog.windows([first], {"secret"})[first].document.private


def test_mark_is_set_and_taken_off(catalog: Catalog) -> None:
    writer = CatalogWriter(catalog)
    writer.mark_private(["open"], True)
    assert marked(catalog) == {"secret", "open"}
    writer.mark_private(["secret", "absent"], False)
    assert marked(catalog) == {"open"}


def test_successor_takes_the_mark_over_that_its_predecessor_bears_by_then(
    catalog: Catalog,
) -> None:
    change = Change(("next",), ("secret",), heirs=(Heirs(("secret",), ("next",)),))
    CatalogWriter(catalog).activate(change, "b2", "hashing")
    assert catalog.document("next").private


def test_successor_of_a_document_that_is_not_private_is_not(catalog: Catalog) -> None:
    change = Change(("next",), ("open",), heirs=(Heirs(("open",), ("next",)),))
    CatalogWriter(catalog).activate(change, "b2", "hashing")
    assert not catalog.document("next").private


def test_mark_goes_no_further_than_one_step(catalog: Catalog) -> None:
    heirs = (Heirs(("secret",), ("open",)), Heirs(("open",), ("next",)))
    CatalogWriter(catalog).move(Change(heirs=heirs))
    assert marked(catalog) == {"secret", "open"}


def test_change_that_only_marks_is_a_change_without_a_new_build(catalog: Catalog) -> None:
    change = Change(private=("open",))
    assert change
    assert not change.documents
    CatalogWriter(catalog).move(change)
    assert catalog.document("open").private


def test_nothing_but_yes_and_no_is_stored(catalog: Catalog) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        catalog.database.connection.execute("UPDATE documents SET private = 2")
