from __future__ import annotations

from collections.abc import Collection

import pytest

from app.checking import Checked
from app.parts import solve
from app.parts.both import both, split
from app.parts.cite import Book, Place
from indexes.types import Chunk, Document, Hit
from tests.builders import chunks, document

FACTS = chunks("harbour", ["The old crane lifts four tonnes.", "It was bought from Holm Shipyard."])


class Told:
    """Tools that answer the questions that they were given answers to."""

    def __init__(self, known: dict[str, Chunk]) -> None:
        self._known = known
        self.asked: list[str] = []

    def answer(self, text: str, documents: Collection[str] = ()) -> Checked | None:
        self.asked.append(text)
        chunk = next((chunk for word, chunk in self._known.items() if word in text), None)
        if chunk is None:
            return None
        book = Book()
        book.say(chunk.text, [Place(document("harbour"), chunk)])
        return book.done()

    def search(self, text: str, documents: Collection[str] = ()) -> tuple[Hit, ...]:
        return ()

    def context(self, document_id: str, start: int, end: int) -> str:
        return ""

    def documents(self) -> tuple[Document, ...]:
        return (document("harbour"),)

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        return tuple(FACTS)


TWO = "What does the old crane lift, and where was the crane bought?"


def test_each_question_is_answered_and_cited_by_itself() -> None:
    tools = Told({"lift": FACTS[0], "bought": FACTS[1]})
    answer = both(TWO, tools.answer)
    assert answer is not None
    assert (
        answer.text == "The old crane lifts four tonnes [1]. It was bought from Holm Shipyard [2]."
    )
    assert [citation.quote for citation in answer.citations] == [each.text for each in FACTS]
    assert tools.asked == ["What does the old crane lift?", "Where was the crane bought?"]


def test_part_without_an_answer_is_named() -> None:
    answer = both(TWO, Told({"lift": FACTS[0]}).answer)
    assert answer is not None
    assert answer.text == (
        "The old crane lifts four tonnes [1]. "
        "I found no answer to \u201cWhere was the crane bought?\u201d."
    )


def test_no_answer_to_either_is_none() -> None:
    assert both(TWO, Told({}).answer) is None


def test_one_sentence_that_answers_both_is_said_once() -> None:
    answer = both(TWO, Told({"crane": FACTS[0]}).answer)
    assert answer is not None
    assert answer.text == "The old crane lifts four tonnes [1]."


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("In 1988, how long was it shut, and who paid for it?", "In 1988, who paid for it?"),
        (
            "I dive here. How deep may I go, and do I get paid?",
            "I dive here. Do I get paid?",
        ),
        ("Which yard won the survey, and what does the mayor say?", "What does the mayor say?"),
        ("Where is the key and by when must it be back?", "By when must the key be back?"),
    ],
)
def test_second_question_can_be_asked_by_itself(question: str, second: str) -> None:
    parts = split(question)
    assert parts is not None
    assert parts[1] == second


@pytest.mark.parametrize(
    "question",
    [
        "What do bread and butter cost?",
        "Who decides what is bought and how?",
        "When and where does the board meet?",
        "The board met and decided what?",
        "How do I borrow and return a key?",
        "",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert split(question) is None


def test_count_in_the_first_question_is_not_narrowed_by_the_second() -> None:
    tools = Told({"bought": FACTS[1]})
    answer = solve("How many cranes are there, and where was the crane bought?", tools)
    assert answer is not None
    assert tools.asked == ["How many cranes are there?", "Where was the crane bought?"]


def test_text_of_many_questions_is_not_split() -> None:
    assert split("What is the fee and " * 900) is None
