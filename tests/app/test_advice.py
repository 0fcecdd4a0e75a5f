from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.absent import Absent
from app.advice import Advice, Adviser
from app.answer import Journey
from app.plain import Limits
from app.prompts import load
from app.types import Actor, Question
from app.voices import Voices
from indexes.catalog import Catalog
from indexes.listing import Listing
from indexes.retrieve import Retriever
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

LOCAL = Actor("local")
ADD = "If the library should know this, add the document that says it on the Library page."


class World:
    """A library whose model declines every question."""

    def __init__(self, home: Path) -> None:
        self.catalog, builds = open_library(home)
        stage(self.catalog, "ferry", ["The ferry leaves at 08:15.", "Admission is free."])
        stage(self.catalog, "rules", ["Every diver carries two lamps at night."], "diving")
        activate(self.catalog, builds, "ferry", "rules")
        embedder = HashingEmbedder()
        self.retriever = Retriever(self.catalog, builds, lambda: embedder)
        chat = ScriptedChat(replies=["The sources do not say."])
        voices = Voices.alone(chat, load("answer@1"))
        self.journey = Journey(self.catalog, self.retriever, voices, Limits(5, 500))
        self.absent = Absent(self.catalog, builds)

    def advice(self, question: Question, english_only: bool = True) -> Advice:
        answer = self.journey.ask(question)
        assert answer.status == "abstained"
        adviser = Adviser(self.catalog, self.retriever, self.absent, english_only)
        return adviser.advice(answer, question)

    def asked(self, text: str) -> tuple[str, ...]:
        return self.advice(Question(text, LOCAL)).tries


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(
    ("question", "where"),
    [
        (Question("When does the ferry leave?", LOCAL), "2 documents"),
        (Question("When does it leave?", LOCAL, "default"), "1 document of the collection default"),
        (Question("When?", LOCAL, documents=frozenset({"ferry"})), "ferry.txt"),
        (
            Question("When?", LOCAL, documents=frozenset({"ferry", "rules"})),
            "2 documents that you chose",
        ),
    ],
)
def test_what_was_searched_is_told(world: World, question: Question, where: str) -> None:
    assert world.advice(question).searched == f"I searched {where} for “{question.text}”."


def test_question_as_it_was_read_is_told(world: World) -> None:
    asked = Question("and the ferry?", LOCAL, earlier=("When does the train leave?",))
    assert "“When does the ferry leave?”" in world.advice(asked).searched


def test_nothing_but_a_missing_document_is_thought_of_where_all_else_is_well(world: World) -> None:
    assert world.asked("When does the ferry leave?") == (ADD,)


def test_misspelt_word_is_met_with_its_neighbour(world: World) -> None:
    assert world.asked("When is admision free?")[0] == (
        "No document that I searched holds “admision”; did you mean “admission”?"
    )


def test_words_that_stand_nowhere_are_named(world: World) -> None:
    assert world.asked("Does the zebra leave Mars?")[0] == (
        "No document that I searched holds “zebra” or “Mars”; try other words for it."
    )


def test_words_of_a_documents_name_are_not_missing(world: World) -> None:
    assert world.asked("When do the rules carry lamps?") == (ADD,)


@pytest.mark.parametrize(
    ("asked", "beyond"),
    [
        (
            Question("How many lamps does a diver carry?", LOCAL, "default"),
            "the collection default",
        ),
        (
            Question("How many lamps does a diver carry?", LOCAL, documents=frozenset({"ferry"})),
            "the chosen documents",
        ),
    ],
)
def test_passages_outside_of_what_was_chosen_are_told(
    world: World, asked: Question, beyond: str
) -> None:
    first, *_ = world.advice(asked).tries
    assert first == f"Look beyond {beyond}: rules.txt has passages near to this."


def test_other_language_is_told_where_the_models_know_english_only(world: World) -> None:
    asked = Question("Wann fährt die ferry und was kostet das?", LOCAL)
    assert world.advice(asked).tries == (
        "The question seems to be in German; ask it in English.",
        ADD,
    )
    assert not any("German" in each for each in world.advice(asked, english_only=False).tries)


def test_pages_that_were_not_read_are_told_of_the_nearest_documents(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Catalog.documents

    def documents(
        self: Catalog, collection: str | None = None, owner: str | None = None
    ) -> list[Listing]:
        return [replace(each, unread_count=2) for each in listed(self, collection, owner)]

    monkeypatch.setattr(Catalog, "documents", documents)
    told = "2 pages of ferry.txt could not be read, and the answer may stand there; "
    assert any(each.startswith(told) for each in world.asked("When does the ferry leave?"))


def test_two_questions_are_taken_apart(world: World) -> None:
    tries = world.asked("When does the ferry leave and how free is admission?")
    assert tries[0].startswith("This asks two things; ask them one by one: “When does the ferry")


def test_long_and_short_questions_are_told(world: World) -> None:
    long = "the ferry leaves " * 30
    assert any("The question has 90 words" in each for each in world.asked(long))
    assert any(each.startswith("Ask a whole question") for each in world.asked("ferry"))


def test_long_question_is_shown_cut(world: World) -> None:
    told = world.advice(Question("the ferry leaves " * 30, LOCAL)).searched
    assert len(told) < 200
    assert told.endswith("…”.")
