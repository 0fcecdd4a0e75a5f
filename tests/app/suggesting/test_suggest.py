from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.checking import Checker
from app.suggesting.suggest import Proof, suggestions
from app.types import Answer, Timings, Usage
from indexes.catalog import Catalog
from indexes.types import Chunk, Window
from tests.builders import activate, document, open_library, stage

TEXTS = {
    "ferry": "The night ferry leaves the quay at 21:40.",
    "guide": "The car park at the quay has 62 spaces.",
    "rules-2024": "The harbour office has 2 clerks.",
    "rules-2025": "The harbour office has 3 clerks.",
}
FERRY = "When does the night ferry leave?"
GUIDE = "How many spaces does the car park at the quay have?"


def answer(question: str, document_id: str, text: str) -> Answer:
    """That the text answers, from the document whose whole text it is."""
    chunk = Chunk(1, document_id, 0, len(text), 1, (), text, text)
    window = Window(document(document_id), 1, (chunk,), text)
    checked = Checker().verify(f"{text} [1]", question, [window])
    return Answer(
        question, question, (), "answered", checked.text, checked.sentences, checked.citations, (),
        1, "none", "brief@1", "b", Usage(0, 0), Timings(0, 0, 0), "t",
    )  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog, builds = open_library(tmp_path)
    for name, text in TEXTS.items():
        stage(catalog, name, [text])
    activate(catalog, builds, *TEXTS)
    return catalog


@pytest.fixture
def tried() -> list[str]:
    return []


@pytest.fixture
def asks(tried: list[str]) -> Callable[[str], Answer]:
    sources = {FERRY: "ferry", GUIDE: "guide"}
    sources["How many clerks does the harbour office have?"] = "rules-2025"

    def ask(question: str) -> Answer:
        tried.append(question)
        document_id = sources.get(question, "ferry")
        return answer(question, document_id, TEXTS[document_id])

    return ask


def test_each_question_is_answered_from_another_document(
    catalog: Catalog, asks: Callable[[str], Answer]
) -> None:
    found = suggestions(catalog, Proof(asks), catalog.ready_ids())
    assert set(found) == {FERRY, GUIDE, "How many clerks does the harbour office have?"}
    assert found[-1] == "How many clerks does the harbour office have?"
    assert found == suggestions(catalog, Proof(asks), catalog.ready_ids())


def test_no_more_than_wanted_and_only_from_what_is_allowed(
    catalog: Catalog, asks: Callable[[str], Answer]
) -> None:
    assert len(suggestions(catalog, Proof(asks), catalog.ready_ids(), 1)) == 1
    assert suggestions(catalog, Proof(asks), frozenset({"guide"})) == (GUIDE,)
    assert suggestions(catalog, Proof(asks), frozenset()) == ()


def test_older_version_is_not_asked_about(
    catalog: Catalog, asks: Callable[[str], Answer], tried: list[str]
) -> None:
    suggestions(catalog, Proof(asks), frozenset({"rules-2024", "rules-2025"}))
    assert tried.count("How many clerks does the harbour office have?") == 1


@pytest.mark.parametrize("status", ["abstained", "elsewhere", "weak"])
def test_question_that_is_not_answered_from_there_is_dropped(
    catalog: Catalog, asks: Callable[[str], Answer], status: str
) -> None:
    def ask(question: str) -> Answer:
        found = asks(question)
        if status == "abstained":
            return replace(found, status="abstained")
        if status == "weak":
            return replace(found, sentences=(replace(found.sentences[0], verdict="weak"),))
        return replace(found, citations=(replace(found.citations[0], document_id="x"),))

    assert suggestions(catalog, Proof(ask), frozenset({"guide"})) == ()


def test_second_journey_confirms_what_the_first_answers(
    catalog: Catalog, asks: Callable[[str], Answer]
) -> None:
    def declines(question: str) -> Answer:
        return replace(asks(question), status="abstained")

    assert suggestions(catalog, Proof(asks, declines), frozenset({"guide"})) == ()
    assert suggestions(catalog, Proof(asks, asks), frozenset({"guide"})) == (GUIDE,)
