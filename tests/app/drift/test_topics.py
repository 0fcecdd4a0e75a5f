from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.drift.codebook import Codebook, Codebooks, Vectors, spherical
from app.drift.naming import names
from app.drift.topics import Topics
from app.shapes import shape
from app.tracing.types import NO_TOPIC
from app.types import Actor, Question
from indexes.catalog import Catalog
from tests.app.ui.fakes import hit, listing
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HITS = (hit(listing("handbook.md")),)
THEMES = ("leave holiday absence", "parking garage car", "salary payment bank")


@dataclass
class Counting:
    """Counts what it embeds."""

    name: str = HashingEmbedder().name
    asked: list[str] = field(default_factory=list)

    def query(self, text: str) -> Vectors:
        self.asked.append(text)
        return HashingEmbedder().query(text)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made, builds = open_library(tmp_path / "library")
    for theme in THEMES:
        name = theme.split()[0]
        stage(made, name, [f"{theme} number {n}." for n in range(170)])
    activate(made, builds, *(theme.split()[0] for theme in THEMES))
    return made


def topics(tmp_path: Path, catalog: Catalog, embedder: Counting) -> Topics:
    return Topics(tmp_path / "operations.sqlite3", catalog, lambda: embedder, lambda: NOON)


def question(text: str) -> Question:
    return Question(text, Actor("ada"))


def test_centres_are_made_in_the_background_at_the_first_question(
    tmp_path: Path, catalog: Catalog
) -> None:
    made = topics(tmp_path, catalog, Counting())
    assert made.shapes(question("leave holiday?"), HITS).topic == NO_TOPIC
    made.wait()
    asked = question("leave holiday absence?")
    found = made.shapes(asked, HITS)
    assert 0 <= found.topic < 24
    assert found.topic == made.shapes(question("absence holiday leave"), HITS).topic
    assert found.words == shape(asked, HITS).words
    assert found.topic != made.shapes(question("parking garage car?"), HITS).topic
    assert made.since() == NOON


def test_question_that_was_not_searched_for_costs_no_vector(
    tmp_path: Path, catalog: Catalog
) -> None:
    embedder = Counting()
    made = topics(tmp_path, catalog, embedder)
    made.make()
    assert made.shapes(question("leave?"), ()).topic == NO_TOPIC
    assert embedder.asked == []


def test_centres_are_never_made_anew_for_the_same_model(tmp_path: Path, catalog: Catalog) -> None:
    first = topics(tmp_path, catalog, Counting()).make()
    stage(catalog, "more", [f"entirely other words {n}" for n in range(600)])
    again = topics(tmp_path, catalog, Counting()).make()
    assert first is not None
    assert again is not None
    assert again.id == first.id


def test_another_model_has_centres_of_its_own(tmp_path: Path, catalog: Catalog) -> None:
    first = topics(tmp_path, catalog, Counting()).make()
    other = topics(tmp_path, catalog, Counting("other")).make()
    assert first is not None
    assert other is not None
    assert other.id != first.id


def test_small_library_has_no_topics(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path / "small")
    stage(catalog, "leave", ["Staff may take leave."])
    activate(catalog, builds, "leave")
    made = topics(tmp_path, catalog, Counting())
    assert made.make() is None
    assert made.names() == {}


def test_topics_are_named_by_words_of_allowed_documents(tmp_path: Path, catalog: Catalog) -> None:
    made = topics(tmp_path, catalog, Counting())
    codebook = made.make()
    assert codebook is not None
    told = " ".join(made.names().values())
    assert "holiday" in told
    assert "salary" in told
    narrowed = " ".join(names(codebook, catalog, {"leave"}).values())
    assert "salary" not in narrowed


def test_no_word_of_question_or_library_is_stored(tmp_path: Path, catalog: Catalog) -> None:
    made = topics(tmp_path, catalog, Counting())
    made.make()
    made.shapes(question("parking garage?"), HITS)
    made.names()
    raw = b"".join(each.read_bytes() for each in tmp_path.glob("operations.sqlite3*"))
    assert b"garage" not in raw


def test_codebook_that_another_process_kept_first_holds(tmp_path: Path) -> None:
    books = Codebooks(tmp_path / "operations.sqlite3", lambda: NOON)
    first = books.keep("m", np.eye(3, dtype=np.float32))
    assert books.keep("m", np.eye(3, dtype=np.float32)[::-1]).id == first.id


def test_spherical_means_find_separate_directions() -> None:
    rng = np.random.default_rng(2)
    middles = np.eye(5, 16, dtype=np.float32)
    rows = np.repeat(middles, 40, axis=0) + rng.normal(0, 0.05, (200, 16)).astype(np.float32)
    centres = spherical(rows, 5)
    assert np.linalg.norm(centres, axis=1) == pytest.approx(np.ones(5))
    book = Codebook("", NOON, "", centres)
    assert len({book.topic(each) for each in middles}) == 5


def test_equal_vectors_still_give_centres() -> None:
    assert np.isfinite(spherical(np.ones((30, 4), np.float32), 5)).all()
