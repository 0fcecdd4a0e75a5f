from __future__ import annotations

from dataclasses import replace

from training.reader.answers import Located
from training.reader.neighbours import REACH, Neighbours, with_neighbours
from training.rerank.data import Corpus, Question, chunked
from training.rerank.groups import LOOSE

CONTEXTS = [
    f"The ferry of {place} was built in {year} by the yard. "
    f"Its engine was made by {maker} far away from here. "
    "Passengers wait in a small wooden hut beside the pier."
    for place, year, maker in (
        ("Arven", 1901, "Holm"), ("Brill", 1902, "Kovacs"), ("Corde", 1903, "Silva"),
        ("Dunmar", 1904, "Tan"), ("Esk", 1905, "Weber"), ("Faro", 1906, "Lind"),
        ("Gorm", 1907, "Sato"),
    )
]  # fmt: skip
CORPUS = chunked(CONTEXTS)
MIDDLE = 3
ASKED = Question(
    "By whom was its engine made, far away?", "made-up", MIDDLE,
    (CORPUS.first[MIDDLE] + 1,), (), (CORPUS.first[0], CORPUS.first[6]), ("Tan",),
)  # fmt: skip


def added(question: Question = ASKED, corpus: Corpus = CORPUS) -> tuple[int, ...]:
    """The negatives that were not there before."""
    found = Neighbours(corpus).added(question).negatives
    return tuple(at for at in found if at not in question.negatives)


def test_the_nearest_contexts_give_their_likeliest_chunks() -> None:
    assert [CORPUS.contexts[at] for at in added()] == [1, 2, 4, 5]
    assert all("engine" in CORPUS.texts[at] for at in added())


def test_neighbours_stand_behind_the_first_negative() -> None:
    found = Neighbours(CORPUS).added(ASKED).negatives
    assert found == (ASKED.negatives[0], *added(), ASKED.negatives[1])


def test_nothing_else_of_the_question_changes() -> None:
    found = Neighbours(CORPUS).added(ASKED)
    assert replace(found, negatives=ASKED.negatives) == ASKED


def test_at_the_ends_there_are_neighbours_on_one_side() -> None:
    first = replace(ASKED, context=0, answers=("Holm",), negatives=())
    last = replace(ASKED, context=6, answers=("Sato",), negatives=())
    assert [CORPUS.contexts[at] for at in added(first)] == [1, 2]
    assert [CORPUS.contexts[at] for at in added(last)] == [4, 5]
    assert REACH == 2


def test_held_out_contexts_are_no_neighbours() -> None:
    corpus = replace(CORPUS, held=frozenset({2, 4}))
    assert [corpus.contexts[at] for at in added(corpus=corpus)] == [1, 5]


def test_neighbours_that_hold_the_answer_close_by_are_passed_over() -> None:
    corpus = chunked([each.replace("Silva", "Kovacs") for each in CONTEXTS])
    question = replace(ASKED, answers=("Kovacs",))
    assert [corpus.contexts[at] for at in added(question, corpus)] == [4, 5]


def test_what_is_a_negative_already_is_not_added_again() -> None:
    before = replace(ASKED, negatives=(CORPUS.first[2] + 1, CORPUS.first[0]))
    found = Neighbours(CORPUS).added(before).negatives
    assert len(set(found)) == len(found)
    assert [CORPUS.contexts[at] for at in found] == [2, 1, 4, 5, 0]


def test_questions_that_fit_other_texts_as_well_get_no_neighbours() -> None:
    question = replace(ASKED, source=LOOSE[0])
    asked = [Located(each, (), (), ()) for each in (ASKED, question)]
    assert with_neighbours(CORPUS, asked)[1] == asked[1]
