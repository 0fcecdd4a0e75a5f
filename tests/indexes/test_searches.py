"""One contract for both searches: what the one promises, the other keeps too."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.writer import CatalogWriter, Change
from tests.builders import document, open_library, stage
from tests.fakes import HashingEmbedder

Search = Callable[[str, int, Collection[str]], list[tuple[int, float]]]

LIBRARY = {
    "ferries": ["The ferry leaves at eight.", "Bicycles travel free.", "Dogs need a lead."],
    "kelp": ["Kelp grows in cold water.", "Urchins graze on kelp.", "Divers count urchins."],
    "money": ["The grant pays for two divers.", "Receipts go to the office.", "Fuel is dear."],
}


class Searches:
    """A library that either search can be asked of."""

    def __init__(self, catalog: Catalog, kind: str) -> None:
        self.catalog, self.kind = catalog, kind
        self.embedder = HashingEmbedder()
        self.dense = Dense(self.embedder.dimension)
        for name in LIBRARY:
            self.dense.add(name, *catalog.pooled(name))

    def search(self, query: str, k: int, allowed: Collection[str]) -> list[tuple[int, float]]:
        if self.kind == "dense":
            return self.dense.search(self.embedder.query(query), k, allowed)
        return self.catalog.lexical.search(query, k, allowed)

    def remove(self, document_id: str) -> None:
        if self.kind == "dense":
            self.dense.remove(document_id)
        else:
            CatalogWriter(self.catalog)._delete(self.catalog.database.connection, [document_id])

    def owner(self, chunk_id: int) -> str:
        ranges = self.catalog.ranges()
        return next(name for name, (a, b) in ranges.items() if a <= chunk_id <= b)


@pytest.fixture(params=["dense", "lexical"])
def searches(request: pytest.FixtureRequest, tmp_path: Path) -> Searches:
    catalog, _ = open_library(tmp_path)
    for name, sentences in LIBRARY.items():
        stage(catalog, name, sentences)
    return Searches(catalog, request.param)


def test_best_match_comes_first_and_scores_fall(searches: Searches) -> None:
    found = searches.search("urchins graze kelp", 9, LIBRARY)
    assert searches.owner(found[0][0]) == "kelp"
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)


def test_at_most_k_are_returned(searches: Searches) -> None:
    assert len(searches.search("kelp divers urchins", 2, LIBRARY)) == 2


def test_only_allowed_documents_are_found(searches: Searches) -> None:
    found = searches.search("urchins graze kelp divers", 9, ["money"])
    assert found
    assert {searches.owner(chunk_id) for chunk_id, _ in found} == {"money"}


def test_empty_allowed_set_matches_nothing(searches: Searches) -> None:
    assert searches.search("kelp", 9, []) == []


def test_unknown_document_in_the_allowed_set_is_ignored(searches: Searches) -> None:
    assert searches.search("kelp", 9, ["nobody"]) == []


def test_removed_document_is_not_found(searches: Searches) -> None:
    before = {searches.owner(i) for i, _ in searches.search("kelp divers", 9, LIBRARY)}
    assert "kelp" in before
    kept = searches.catalog.ranges()["kelp"]
    searches.remove("kelp")
    found = [i for i, _ in searches.search("kelp divers", 9, LIBRARY)]
    assert found
    assert not any(kept[0] <= i <= kept[1] for i in found)


def test_strange_questions_neither_fail_nor_match_syntax(searches: Searches) -> None:
    for query in ['"', "NEAR(kelp", "kelp AND OR NOT", "a*b^c:d", "'; DROP TABLE", "日本", "-"]:
        searches.search(query, 3, LIBRARY)


def test_lexical_finds_stems_accents_and_numbers(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    stage(catalog, "prices", ["A café costs 3.50 crowns."])
    for query in ("cafes", "costing", "3.50"):
        assert catalog.lexical.search(query, 1, ["prices"]), query


def test_rarer_words_weigh_more(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    stage(catalog, "a", ["kelp and urchins", "kelp", "kelp", "kelp", "kelp"])
    rarity = catalog.lexical.rarity("kelp urchins penguins")
    assert rarity["kelp"] < rarity["urchin"] < rarity["penguin"]


def test_dense_scores_of_given_windows_agree_with_the_search(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    for name, sentences in LIBRARY.items():
        stage(catalog, name, sentences)
    searches = Searches(catalog, "dense")
    query = searches.embedder.query("divers count urchins")
    found = dict(searches.dense.search(query, 9, LIBRARY))
    assert searches.dense.scores(query, [*found, 10_000]) == pytest.approx(found)


def test_document_fixture_is_what_the_catalog_returns(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    CatalogWriter(catalog).activate(Change(added=("a",)), "b1", "hashing")
    assert catalog.document("a") == document("a")
