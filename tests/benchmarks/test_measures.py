from __future__ import annotations

import pytest

from benchmarks.measures import MOST_WORDS, declines, gold_found, is_right, letters
from benchmarks.messages import PieceJson
from tests.benchmarks.fakes import question

QUOTE = "Every member of staff may take fourteen days of leave in a calendar year."


def piece(text: str, document: str = "a.txt") -> PieceJson:
    return {"document": document, "text": text}


def test_an_answer_is_right_if_it_holds_the_gold_and_is_short() -> None:
    assert is_right(question(), "You get the 14 days [1].", abstained=False)
    assert not is_right(question(), "You get 15 days.", abstained=False)


def test_an_answer_that_rambles_is_not_right() -> None:
    rambling = "14 days " + "and so on " * MOST_WORDS
    assert not is_right(question(), rambling, abstained=False)


def test_abstaining_is_right_only_where_the_library_does_not_hold_the_answer() -> None:
    unanswerable = question(answers=())
    assert is_right(unanswerable, "", abstained=True)
    assert not is_right(unanswerable, "Twelve.", abstained=False)
    assert not is_right(question(), "14 days", abstained=True)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know.",
        "I don\u2019t know.",
        "The context does not mention a price.",
        "I'm sorry, but I cannot answer that.",
        "The price is not specified in the text.",
        "There is no information about this.",
    ],
)
def test_saying_that_one_does_not_know_counts_as_abstaining(text: str) -> None:
    assert declines(text)
    assert is_right(question(answers=()), text, abstained=False)


@pytest.mark.parametrize("text", ["The office is not open on Sunday.", "Nobody may enter."])
def test_an_ordinary_negation_is_an_answer(text: str) -> None:
    assert not declines(text)


def test_letters_fold_what_readers_render_differently() -> None:
    assert letters("\uff25\ufb03cient\u00a0Co-\noperation, 1,200!") == "efficientcooperation1200"


def test_gold_is_found_whatever_the_layout_of_the_text() -> None:
    laid_out = piece(
        "Every  member of\nstaff may take four-\nteen days | of leave in a calendar year."
    )
    assert gold_found(question(QUOTE), [laid_out], 1000) == 1


def test_gold_in_another_document_is_not_found_and_still_uses_the_budget() -> None:
    other = piece(QUOTE, "b.txt")
    assert gold_found(question(QUOTE), [other], 1000) == 0
    assert gold_found(question(QUOTE), [other, piece(QUOTE)], len(QUOTE)) == 0
    assert gold_found(question(QUOTE), [other, piece(QUOTE)], 2 * len(QUOTE)) == 1


def test_a_piece_is_cut_where_the_budget_ends() -> None:
    found = gold_found(question(QUOTE), [piece(QUOTE)], len(QUOTE) // 2)
    assert found is not None
    assert 0.4 < found < 0.6


def test_short_agreements_are_not_finds() -> None:
    assert gold_found(question(QUOTE), [piece("member of staff; days of leave")], 1000) == 0


def test_a_quote_shorter_than_the_run_must_be_found_whole() -> None:
    assert gold_found(question("25 days"), [piece("It is 25 days.")], 1000) == 1
    assert gold_found(question("25 days"), [piece("It is 5 days.")], 1000) == 0


def test_a_question_without_gold_spans_says_nothing_about_retrieval() -> None:
    assert gold_found(question(), [piece(QUOTE)], 1000) is None
