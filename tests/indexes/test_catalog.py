from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from indexes.catalog import Catalog
from indexes.db import connect, migrate
from indexes.errors import LibraryError
from indexes.schema import MIGRATIONS
from indexes.types import LineBox, Page, Unread
from indexes.windows import Vectors, pool
from indexes.writer import CatalogWriter, Change, Staged
from tests.builders import WHEN, activate, chunks, document, open_library, stage
from tests.fakes import HashingEmbedder

SENTENCES = ["One is here.", "Two is here.", "Three is here.", "Four is here.", "Five.", "Six."]


def test_pending_document_is_invisible_until_activated(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    assert catalog.documents() == []
    assert catalog.ready_ids() == frozenset()
    assert catalog.windows([1], {"a"}) == {}
    activate(catalog, builds, "a")
    assert [item.document.id for item in catalog.documents()] == ["a"]
    assert catalog.documents()[0].chunk_count == len(SENTENCES)
    assert catalog.documents()[0].character_count == len(catalog.text("a"))


def test_window_is_the_chunk_with_two_neighbours_and_its_text_is_the_slice(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    activate(catalog, builds, "a")
    window = catalog.windows([4], {"a"})[4]
    assert [chunk.text for chunk in window.chunks] == SENTENCES[1:]
    assert window.text == catalog.text("a")[window.start : window.end]
    for chunk in window.chunks:
        assert catalog.text("a")[chunk.start : chunk.end] == chunk.text


def test_window_of_a_document_that_is_not_allowed_is_withheld(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    activate(catalog, builds, "a")
    assert catalog.windows([1], {"b"}) == {}


def test_chunk_ids_are_never_reused(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    build_id = activate(catalog, builds, "a")
    last = catalog.ranges()["a"][1]
    CatalogWriter(catalog).activate(Change(removed=("a",)), build_id, "hashing")
    stage(catalog, "a", SENTENCES)
    assert catalog.ranges()["a"][0] > last


def test_deleting_leaves_no_row_and_no_word_behind(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["The passphrase is xylophone."])
    build_id = activate(catalog, builds, "a")
    writer = CatalogWriter(catalog)
    writer.activate(Change(removed=("a",)), build_id, "hashing")
    writer.compact()
    assert catalog.pages("a") == []
    assert catalog.ranges() == {}
    for path in tmp_path.glob("footnote.sqlite3*"):
        assert b"xylophone" not in path.read_bytes()


def test_pending_leftovers_of_a_crash_are_discarded(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    activate(catalog, builds, "a")
    stage(catalog, "b", SENTENCES)
    assert CatalogWriter(catalog).discard_pending() == ["b"]
    assert set(catalog.ranges()) == {"a"}


def test_find_takes_an_id_or_a_name(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    activate(catalog, builds, "a")
    assert catalog.find("a") == catalog.find("a.txt") == [catalog.document("a")]
    assert catalog.find("b.txt") == []


def test_unknown_document_is_an_error_that_names_it(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    with pytest.raises(LibraryError, match=r"'zzz'.*footnote documents"):
        catalog.document("zzz")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite3").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(LibraryError, match="FOOTNOTE_HOME"):
        Catalog(tmp_path / "footnote.sqlite3")


def unit(values: list[float]) -> Vectors:
    row = np.array(values, np.float32)
    return row / np.linalg.norm(row)


def test_pooled_vector_is_the_weighted_unit_mean_of_the_window() -> None:
    vectors = np.eye(6, dtype=np.float32)
    pooled = pool(vectors)
    assert np.allclose(np.linalg.norm(pooled, axis=1), 1)
    assert np.allclose(pooled[3], unit([0, 0.6, 0.8, 1, 0.8, 0.6]))
    assert np.allclose(pooled[0], unit([1, 0.8, 0.6, 0, 0, 0]))
    assert np.allclose(pool(vectors[:2]), [unit([1, 0.8, 0, 0, 0, 0]), unit([0.8, 1, 0, 0, 0, 0])])
    assert pool(vectors[:0]).shape == (0, 6)


def test_library_of_the_first_release_opens_and_knows_where_its_documents_stand(
    tmp_path: Path,
) -> None:
    path = tmp_path / "footnote.sqlite3"
    old = connect(path)
    migrate(old, MIGRATIONS[:1])
    old.execute(
        "INSERT INTO documents VALUES ('d', 'default', 'T', '/files/t.txt', 'text/plain', 'ab', 1,"
        " 'local', '2026-01-02T03:04:05+00:00', 'ready')"
    )
    old.execute("INSERT INTO pages VALUES ('d', 1, 0, 'Otters sleep.')")
    old.close()
    catalog = Catalog(path)
    assert catalog.places("default", "local") == [("/files/t.txt", "d")]
    assert [page.lines for page in catalog.pages("d")] == [()]
    report = catalog.report("d")
    assert report.places == ("/files/t.txt",)
    assert (report.warnings, report.unread) == ((), ())
    assert not report.listing.document.private


def test_report_tells_pages_unread_and_why(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    page = Page("a", 1, 0, "Otters sleep.", 595, 842, (LineBox(0, 13, 72, 700, 140, 712),))
    staged = Staged(
        document("a"), (page, Page("a", 2, 13, "")), tuple(chunks("a", ["Otters sleep."])),
        ("A note.",), (Unread(2, "It is a picture."),),
    )  # fmt: skip
    CatalogWriter(catalog).stage(staged, HashingEmbedder().passages(["Otters sleep."]))
    activate(catalog, builds, "a")
    report = catalog.report("a")
    assert report.unread == (Unread(2, "It is a picture."),)
    assert report.warnings == ("A note.",)
    assert report.listing.character_count == 13
    assert catalog.pages("a")[0] == page


def test_lines_are_those_that_a_span_touches(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    lines = tuple(LineBox(n * 10, n * 10 + 9, 72, 700 - n, 140, 712 - n) for n in range(3))
    text = "Otters do.Otters do.Otters do."
    staged = Staged(
        document("a"), (Page("a", 1, 0, text, 595, 842, lines),), tuple(chunks("a", [text]))
    )
    CatalogWriter(catalog).stage(staged, HashingEmbedder().passages([text]))
    activate(catalog, builds, "a")
    assert catalog.lines("a", 12, 15) == [(1, lines[1])]
    assert catalog.lines("a", 12, 25) == [(1, lines[1]), (1, lines[2])]
    assert catalog.lines("a", 9, 10) == []


def test_word_tables_of_older_versions_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "footnote.sqlite3"
    older = connect(path)
    lexical = """
        CREATE VIRTUAL TABLE lexical USING fts5(
            window, headings, tokenize = 'porter unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE lexical_terms USING fts5vocab(lexical, row);
        """
    migrate(older, [*MIGRATIONS[:2], ("lexical-1", lexical)])
    older.execute("INSERT INTO lexical VALUES ('the passphrase is xylophone', '')")
    older.close()
    catalog = Catalog(path)
    left = catalog.database.connection.execute(
        "SELECT name FROM sqlite_master WHERE name LIKE 'lexical%'"
    ).fetchall()
    assert left == []
    CatalogWriter(catalog).compact()
    for file in tmp_path.glob("footnote.sqlite3*"):
        assert b"xylophone" not in file.read_bytes()


def test_library_of_an_earlier_version_gets_its_counts_and_an_empty_bin(tmp_path: Path) -> None:
    path = tmp_path / "footnote.sqlite3"
    old = connect(path)
    migrate(old, MIGRATIONS[:4])
    for document_id, state in (("d", "ready"), ("p", "pending")):
        old.execute(
            "INSERT INTO documents VALUES (?, 'default', 'T', '/files/t.txt', 'text/plain', 'ab',"
            " 2, 'local', '2026-01-02T03:04:05+00:00', ?, '[\"A note.\"]', 1)",
            (document_id, state),
        )
    old.execute("INSERT INTO pages VALUES ('d', 1, 0, 'Otters sleep.', 0, 0, x'')")
    old.execute("INSERT INTO pages VALUES ('d', 2, 13, 'Gulls do not.', 0, 0, x'')")
    old.execute("INSERT INTO unread VALUES ('d', 3, 'Dark.')")
    for ordinal in range(3):
        old.execute(
            "INSERT INTO chunks VALUES (?, 'd', ?, 0, 1, 1, '[]', 'x', x'')", (ordinal, ordinal)
        )
    old.close()
    catalog = Catalog(path)
    (listing,) = catalog.documents()
    assert (listing.chunk_count, listing.character_count) == (3, 26)
    assert (listing.unread_count, listing.warning_count, listing.state) == (1, 1, "ready")
    assert (listing.document.tags, listing.document.renamed) == ((), "")
    assert (listing.document.private, listing.document.name) == (True, "t.txt")
    assert catalog.binned() == []
    assert CatalogWriter(catalog).discard_pending() == ["p"]
    assert catalog.chunk_count() == 3


def test_document_in_the_bin_is_no_leftover_of_a_crash(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", SENTENCES)
    build_id = activate(catalog, builds, "a")
    writer = CatalogWriter(catalog)
    writer.activate(Change(binned=("a",), at=WHEN), build_id, "hashing")
    assert writer.discard_pending() == []
    assert [(each.id, at) for each, at in catalog.binned("local")] == [("a", WHEN)]
    assert (catalog.binned("bob"), catalog.documents(), catalog.ready_ids()) == (
        [],
        [],
        frozenset(),
    )
    writer.activate(Change(returned=("a",)), build_id, "hashing")
    assert (catalog.binned(), catalog.ready_ids()) == ([], frozenset({"a"}))


def test_list_follows_every_change_of_a_document(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    writer = CatalogWriter(catalog)

    def listed() -> list[tuple[str, tuple[str, ...], bool]]:
        told = [each.document for each in catalog.documents()]
        assert {each.id for each in told} == catalog.ready_ids()
        return [(each.name, each.tags, each.private) for each in told]

    stage(catalog, "a", ["One."])
    assert listed() == []
    activate(catalog, builds, "a")
    name = catalog.document("a").name
    assert listed() == [(name, (), False)]
    writer.rename("a", "b.txt")
    assert listed() == [("b.txt", (), False)]
    writer.tag(["a"], lambda own: (*own, "x"))
    assert listed() == [("b.txt", ("x",), False)]
    writer.mark_private(["a"], True)
    assert listed() == [("b.txt", ("x",), True)]
    writer.activate(Change(binned=("a",), at=datetime.now(UTC)), "none", "hashing")
    assert listed() == []
    writer.activate(Change(returned=("a",)), "none", "hashing")
    assert listed() == [("b.txt", ("x",), True)]
    writer.activate(Change(removed=("a",)), "none", "hashing")
    assert listed() == []
