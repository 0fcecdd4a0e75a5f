"""One contract for all searches: what one promises, the others keep too."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from indexes.builds import Built
from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.lexical import Lexical
from indexes.query import Permitted, Query
from indexes.routing import Routing
from indexes.writer import CatalogWriter, Change
from tests.builders import document, open_library, stage
from tests.fakes import HashingEmbedder

LIBRARY = {
    "ferries": ["The ferry leaves at eight.", "Bicycles travel free.", "Dogs need a lead."],
    "kelp": ["Kelp grows in cold water.", "Urchins graze on kelp.", "Divers count urchins."],
    "money": ["The grant pays for two divers.", "Receipts go to the office.", "Fuel is dear."],
}
Found = list[tuple[str | int, float]]


class Searches:
    """A library that each of the searches can be asked of."""

    def __init__(self, catalog: Catalog, kind: str) -> None:
        self.embedder = HashingEmbedder()
        self.catalog, self.kind = catalog, kind
        self.built = Built.empty(self.embedder.dimension)
        for name in catalog.ranges():
            self.built.add(catalog, name)

    @property
    def index(self) -> Dense | Lexical | Routing:
        if self.kind == "dense":
            return self.built.dense
        return self.built.lexical if self.kind == "lexical" else self.built.routing

    def query(self, text: str) -> Query:
        return Query.of(text, self.embedder.query(text))

    def search(self, text: str, k: int, allowed: Collection[str]) -> Found:
        permitted = Permitted.of(allowed, self.built.dense.ranges)
        return list(self.index.search(self.query(text), k, permitted))

    def owner(self, key: str | int) -> str:
        if isinstance(key, str):
            return key
        ranges = self.catalog.ranges()
        return next(name for name, (a, b) in ranges.items() if a <= key <= b)

    def owners(self, found: Found) -> set[str]:
        return {self.owner(key) for key, _ in found}

    def reopened(self, folder: Path) -> Searches:
        """The same after saving and loading."""
        ranges = self.built.dense.ranges
        self.built.dense.save(folder / "dense")
        self.built.lexical.save(folder / "words")
        self.built.routing.save(folder / "names")
        other = Searches(self.catalog, self.kind)
        other.built = Built(
            Dense.load(folder / "dense", ranges),
            Lexical.load(folder / "words", ranges),
            Routing.load(folder / "names"),
        )
        return other


@pytest.fixture(params=["dense", "lexical", "routing"])
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
    assert len(searches.search("kelp divers urchins ferry", 2, LIBRARY)) == 2


def test_only_permitted_documents_are_found(searches: Searches) -> None:
    found = searches.search("urchins graze kelp divers", 9, ["money"])
    assert found
    assert searches.owners(found) == {"money"}


def test_nothing_permitted_matches_nothing(searches: Searches) -> None:
    assert searches.search("kelp", 9, []) == []


def test_unknown_document_among_the_permitted_is_ignored(searches: Searches) -> None:
    assert searches.search("kelp", 9, ["nobody"]) == []


def test_removed_document_is_not_found(searches: Searches) -> None:
    assert "kelp" in searches.owners(searches.search("kelp divers", 9, LIBRARY))
    searches.built.remove("kelp")
    found = searches.search("kelp divers", 9, LIBRARY)
    assert searches.owners(found) <= {"ferries", "money"}


def test_a_removed_document_can_come_back(searches: Searches) -> None:
    before = searches.search("kelp divers", 9, LIBRARY)
    searches.built.remove("kelp")
    searches.built.add(searches.catalog, "kelp")
    assert dict(searches.search("kelp divers", 9, LIBRARY)) == pytest.approx(dict(before))


def test_saved_and_loaded_it_finds_the_same(searches: Searches, tmp_path: Path) -> None:
    before = searches.search("divers count urchins", 9, LIBRARY)
    other = searches.reopened(tmp_path)
    assert other.search("divers count urchins", 9, LIBRARY) == before
    other.built.remove("money")
    other.built.add(searches.catalog, "money")
    again = other.search("divers count urchins", 9, LIBRARY)
    assert dict(again) == pytest.approx(dict(before))


def test_scores_of_given_keys_agree_with_the_search(searches: Searches) -> None:
    found = dict(searches.search("divers count urchins kelp", 9, LIBRARY))
    index, query = searches.index, searches.query("divers count urchins kelp")
    assert found
    if isinstance(index, Routing):  # its scores are relative to the documents asked for
        names = index.scores(query, [*LIBRARY, "nobody"])
        assert {name: score for name, score in names.items() if score} == pytest.approx(found)
    else:
        keys = [int(key) for key in found]
        assert index.scores(query, [*keys, 10_000]) == pytest.approx(found)


def test_a_flood_in_others_documents_pushes_nothing_out(searches: Searches) -> None:
    for number in range(200):
        stage(searches.catalog, f"urchins-{number}", ["Divers count urchins on kelp."] * 2)
        searches.built.add(searches.catalog, f"urchins-{number}")
    own = searches.search("divers count urchins", 3, LIBRARY)
    assert searches.owners(own[:1]) == {"kelp"}


def test_strange_questions_neither_fail_nor_match_syntax(searches: Searches) -> None:
    for query in ['"', "NEAR(kelp", "kelp AND OR NOT", "a*b^c:d", "'; DROP TABLE", "日本", "-"]:
        searches.search(query, 3, LIBRARY)


def built_of(tmp_path: Path, sentences: list[str]) -> Callable[[str], list[int]]:
    """Finds chunk ids by words in one document."""
    catalog, _ = open_library(tmp_path)
    stage(catalog, "only", sentences)
    made = Searches(catalog, "lexical")
    return lambda text: [int(key) for key, _ in made.search(text, 99, ["only"])]


def test_words_are_found_by_stem_without_accents_and_as_numbers(tmp_path: Path) -> None:
    find = built_of(tmp_path, ["A café costs 3.50 crowns."])
    for text in ("cafes", "costing", "3.50"):
        assert find(text), text


def test_document_fixture_is_what_the_catalog_returns(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    CatalogWriter(catalog).activate(Change(added=("a",)), "b1", "hashing")
    assert catalog.document("a") == document("a")
