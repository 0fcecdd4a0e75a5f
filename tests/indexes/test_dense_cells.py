"""The contract of all searches, kept by vectors in cells too."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexes import cells
from indexes.catalog import Catalog
from tests.builders import open_library, stage
from tests.indexes.test_searches import (
    LIBRARY,
    Searches,
    test_a_flood_in_others_documents_pushes_nothing_out,
    test_a_removed_document_can_come_back,
    test_at_most_k_are_returned,
    test_best_match_comes_first_and_scores_fall,
    test_nothing_permitted_matches_nothing,
    test_only_permitted_documents_are_found,
    test_removed_document_is_not_found,
    test_saved_and_loaded_it_finds_the_same,
    test_scores_of_given_keys_agree_with_the_search,
    test_strange_questions_neither_fail_nor_match_syntax,
    test_unknown_document_among_the_permitted_is_ignored,
)

__all__ = [
    "test_a_flood_in_others_documents_pushes_nothing_out",
    "test_a_removed_document_can_come_back",
    "test_at_most_k_are_returned",
    "test_best_match_comes_first_and_scores_fall",
    "test_nothing_permitted_matches_nothing",
    "test_only_permitted_documents_are_found",
    "test_removed_document_is_not_found",
    "test_saved_and_loaded_it_finds_the_same",
    "test_scores_of_given_keys_agree_with_the_search",
    "test_strange_questions_neither_fail_nor_match_syntax",
    "test_unknown_document_among_the_permitted_is_ignored",
]


@pytest.fixture
def searches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searches:
    monkeypatch.setattr(cells, "FLAT_UP_TO", 3)
    catalog: Catalog = open_library(tmp_path)[0]
    for name, sentences in LIBRARY.items():
        stage(catalog, name, sentences)
    made = Searches(catalog, "dense")
    assert not made.built.dense.is_exact
    return made
