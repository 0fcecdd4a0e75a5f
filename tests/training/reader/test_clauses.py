from __future__ import annotations

from training.reader.clauses import with_clauses
from training.rerank.data import Corpus

BEFORE = Corpus(("Dogs swim.", "Cats do not."), (0, 1, 2), (0, 1))


def test_texts_come_behind_those_that_are_there() -> None:
    after, _ = with_clauses(BEFORE, 20)
    assert after.texts[:2] == BEFORE.texts
    assert len(after.first) == 2 + 20 + 1
    assert after.first[-1] == len(after.texts) == len(after.contexts)


def test_every_answer_stands_where_it_is_said_to() -> None:
    corpus, asked = with_clauses(BEFORE, 60)
    assert len(asked) > 100
    for each in asked:
        own = corpus.of(each.question.context)
        text = " ".join(corpus.texts[own.start : own.stop])
        ((start, end),) = each.spans
        assert (text[start:end],) == each.question.answers
        assert each.question.answers[0] in corpus.texts[each.good[0]]


def test_no_made_up_name_is_left_open() -> None:
    corpus, asked = with_clauses(BEFORE, 200)
    assert not any("{" in text for text in corpus.texts)
    assert not any("{" in each.question.text for each in asked)


def test_wrong_clauses_are_of_other_texts() -> None:
    corpus, asked = with_clauses(BEFORE, 60)
    for each in asked:
        assert each.question.context not in {corpus.contexts[at] for at in each.question.negatives}


def test_same_seed_makes_the_same_texts() -> None:
    assert with_clauses(BEFORE, 10, seed=3) == with_clauses(BEFORE, 10, seed=3)
    assert with_clauses(BEFORE, 10, seed=3) != with_clauses(BEFORE, 10, seed=4)
