from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.retrieve import Retriever, fuse
from indexes.writer import CatalogWriter, Change
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder


def retriever_of(home: Path, embedder: HashingEmbedder | None = None) -> Retriever:
    made = embedder or HashingEmbedder()
    catalog, builds = open_library(home)
    return Retriever(catalog, builds, lambda: made)


def fill(home: Path, name: str, sentences: list[str]) -> Catalog:
    catalog, builds = open_library(home)
    stage(catalog, name, sentences)
    activate(catalog, builds, name)
    return catalog


def test_empty_library_finds_nothing(tmp_path: Path) -> None:
    assert retriever_of(tmp_path).search("anything", 5, {"a"}).hits == ()


def test_hits_do_not_overlap_and_scores_fall(tmp_path: Path) -> None:
    fill(tmp_path, "a", [f"Urchin number {i} sits on kelp blade {i}." for i in range(30)])
    hits = retriever_of(tmp_path).search("urchin on kelp", 4, {"a"}).hits
    spans = sorted((hit.window.start, hit.window.end) for hit in hits)
    assert len(hits) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_repeated_text_is_returned_once_and_the_first_copy_wins(tmp_path: Path) -> None:
    text = ["The harbour closes at nine in winter.", "Boats then use the north quay."]
    fill(tmp_path, "first", text)
    fill(tmp_path, "second", text)
    hits = retriever_of(tmp_path).search("when does the harbour close", 5, {"first", "second"}).hits
    assert [hit.window.document.id for hit in hits] == ["first"]


def test_copy_is_found_where_the_first_one_is_not_allowed(tmp_path: Path) -> None:
    text = ["The harbour closes at nine in winter."]
    fill(tmp_path, "first", text)
    fill(tmp_path, "second", text)
    hits = retriever_of(tmp_path).search("when does the harbour close", 5, {"second"}).hits
    assert [hit.window.document.id for hit in hits] == ["second"]


def test_new_document_is_found_without_a_restart(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["Gulls nest on the roof."])
    retriever = retriever_of(tmp_path)
    assert retriever.search("otters", 5, {"a", "b"}).hits[0].coverage == 0
    fill(tmp_path, "b", ["Otters sleep in the boathouse."])
    hit = retriever.search("otters", 5, {"a", "b"}).hits[0]
    assert (hit.window.document.id, hit.coverage) == ("b", 1.0)


def test_removed_document_is_not_found_though_its_vectors_are_still_in_the_build(
    tmp_path: Path,
) -> None:
    catalog = fill(tmp_path, "a", ["Otters sleep in the boathouse."])
    retriever = retriever_of(tmp_path)
    assert retriever.search("otters", 5, {"a"}).hits
    CatalogWriter(catalog).activate(Change(removed=("a",)), catalog.build_id(), "hashing")
    assert retriever.search("otters", 5, {"a"}).hits == ()


def test_other_embedding_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["Gulls nest on the roof."])
    retriever = retriever_of(tmp_path, HashingEmbedder(name="other"))
    with pytest.raises(LibraryError, match=r"hashing.*other.*footnote rebuild"):
        retriever.search("gulls", 5, {"a"})


def test_fusion_sums_z_scores_and_breaks_ties_by_id() -> None:
    fused = dict(fuse([1, 2, 3], {1: 0.9, 2: 0.1, 3: 0.1}, {1: 5.0}))
    assert fused[1] > fused[2] == fused[3]
    assert [i for i, _ in fuse([3, 1, 2], {1: 0.5, 2: 0.5, 3: 0.5}, {})] == [1, 2, 3]
    assert fuse([], {}, {}) == []


def test_damaged_build_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    catalog = fill(tmp_path, "a", ["Gulls nest on the roof."])
    path = tmp_path / "builds" / catalog.build_id() / "dense.faiss"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(LibraryError, match="footnote rebuild"):
        retriever_of(tmp_path).search("gulls", 5, {"a"})
