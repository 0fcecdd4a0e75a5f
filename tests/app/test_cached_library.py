"""No kept answer outlives a change of the library, whichever process makes it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from app.access import authorise
from app.cached import Cached, Kept, library_state
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Question
from indexes.errors import QuestionError
from tests.app.cli.fakes import answer
from tests.app.library_changes import (
    add,
    index_names,
    mark_private,
    move,
    name_alone,
    purge,
    read_anew,
    rebuild,
    remove,
    rename,
    replace_file,
    restore,
)
from tests.app.shelf.shelves import BOB, ME, Shelves

QUESTION = "Where do otters sleep?"
Change = Callable[[Path], None]


class Searching:
    """A journey that answers with the best window that it finds among the allowed documents."""

    def __init__(self, shelves: Shelves) -> None:
        self._bench = shelves.bench

    def ask(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Iterator[Event]:
        allowed = self.allowed(question)
        hits = self._bench.retriever.search(question.text, 1, allowed).hits
        best = hits[0].window if hits else None
        said = f"{best.document.name}: {best.spoken}" if best else "nothing"
        yield replace(answer(), question=question.text, read_as=question.text, text=said)

    def allowed(self, question: Question) -> frozenset[str]:
        catalog, of = self._bench.catalog, question
        return authorise(catalog, of.actor, of.collection, of.documents)


class Asked:
    """A cache before that journey, over a library in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelves = Shelves(folder)
        journey = Searching(self.shelves)
        self.kept = Kept(10, partial(library_state, self.shelves.bench.catalog))
        self._cached = Cached(journey, self.kept, journey.allowed, "v1")

    def ask(
        self, actor: Actor = ME, collection: str | None = None, names: tuple[str, ...] = ()
    ) -> Answer:
        """names: of the documents to look in; () is all of them."""
        chosen = frozenset(self.shelves.id(name) for name in names) or None
        return self._cached.ask(Question(QUESTION, actor, collection, documents=chosen))


CHANGES = [remove, replace_file, rename, move, mark_private, read_anew, add]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Pool]:
    """Another process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield pool


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_no_kept_answer_outlives_a_change_by_another_process(
    asked: Asked, elsewhere: Pool, change: Change
) -> None:
    asked.ask()
    assert asked.ask().cached

    elsewhere.apply(change, (asked.folder,))

    assert not asked.ask().cached
    assert asked.ask().cached


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_no_kept_answer_outlives_a_change_by_this_process(asked: Asked, change: Change) -> None:
    asked.ask()

    change(asked.folder)

    assert not asked.ask().cached


def test_what_was_answered_without_a_removed_document_goes_when_it_is_restored(
    asked: Asked, elsewhere: Pool
) -> None:
    elsewhere.apply(remove, (asked.folder,))
    without = asked.ask()
    assert "boathouse" not in without.text

    elsewhere.apply(restore, (asked.folder,))

    again = asked.ask()
    assert not again.cached
    assert "boathouse" in again.text


def test_the_same_documents_after_a_removal_and_its_undoing_are_asked_anew(asked: Asked) -> None:
    asked.ask()
    remove(asked.folder)
    restore(asked.folder)

    assert not asked.ask().cached


def test_emptying_the_bin_brings_no_removed_text_back(asked: Asked, elsewhere: Pool) -> None:
    asked.ask()
    elsewhere.apply(remove, (asked.folder,))
    elsewhere.apply(purge, (asked.folder,))

    assert "boathouse" not in asked.ask().text
    assert len(asked.kept) == 1


def test_an_answer_between_a_new_name_and_its_index_goes_with_the_old_index(
    asked: Asked, elsewhere: Pool
) -> None:
    elsewhere.apply(name_alone, (asked.folder,))
    asked.ask()
    assert asked.ask().cached

    elsewhere.apply(index_names, (asked.folder,))

    assert not asked.ask().cached


def test_answers_stay_where_an_index_is_made_anew_and_is_the_same(asked: Asked) -> None:
    asked.ask()
    rebuild(asked.folder)

    assert asked.ask().cached


def test_two_collections_never_share(asked: Asked) -> None:
    everywhere = asked.ask()
    there = asked.ask(collection="default")

    assert not there.cached
    assert everywhere.text == there.text
    assert asked.ask(collection="default").cached


def test_two_actors_never_share(asked: Asked) -> None:
    asked.ask()

    theirs = asked.ask(actor=BOB)

    assert not theirs.cached
    assert "boathouse" not in theirs.text


def test_a_choice_of_documents_never_shares_with_all_or_with_another_choice(asked: Asked) -> None:
    asked.ask()
    gulls = asked.ask(names=("gulls.txt",))
    both = asked.ask(names=("gulls.txt", "otters.txt"))

    assert not gulls.cached
    assert not both.cached
    assert "boathouse" not in gulls.text
    assert asked.ask(names=("gulls.txt",)).cached


def test_a_collection_that_is_gone_is_refused_whatever_was_kept(
    asked: Asked, elsewhere: Pool
) -> None:
    asked.ask(collection="default")
    for_all = [each.document.id for each in asked.shelves.bench.catalog.documents()]
    asked.shelves.shelf.move(ME, for_all, "rivers")

    with pytest.raises(QuestionError, match="no collection"):
        asked.ask(collection="default")
