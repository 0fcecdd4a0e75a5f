from __future__ import annotations

from pathlib import Path

import pytest

from app.access import authorise
from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from tests.builders import activate, open_library, stage

LOCAL = Actor("local")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", ["The ferry leaves at 08:15."])
    stage(catalog, "board", ["The board meets in May."], collection="board")
    activate(catalog, builds, "ferry", "board")
    return catalog


def test_all_documents_of_the_actor_where_none_are_chosen(catalog: Catalog) -> None:
    assert authorise(catalog, LOCAL, None) == {"ferry", "board"}


def test_chosen_documents_narrow_and_foreign_ids_count_as_not_there(catalog: Catalog) -> None:
    assert authorise(catalog, LOCAL, None, frozenset({"ferry", "elsewhere"})) == {"ferry"}


def test_chosen_documents_and_collection_hold_together(catalog: Catalog) -> None:
    assert authorise(catalog, LOCAL, "board", frozenset({"ferry", "board"})) == {"board"}
    with pytest.raises(QuestionError, match="not in the collection board"):
        authorise(catalog, LOCAL, "board", frozenset({"ferry"}))


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        (frozenset[str](), "No document is chosen"),
        (frozenset({"x"}), "The chosen document is not in the library"),
        (frozenset({"x", "y"}), "None of the chosen documents is in the library"),
    ],
)
def test_nothing_left_is_told(catalog: Catalog, documents: frozenset[str], told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        authorise(catalog, LOCAL, None, documents)


def test_anothers_documents_cannot_be_chosen(catalog: Catalog) -> None:
    assert authorise(catalog, Actor("other"), None, frozenset({"ferry"})) == frozenset()
