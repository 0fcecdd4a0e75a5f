from __future__ import annotations

import re

import pytest

from indexes.words import words
from training.reader.answers import Located
from training.reader.tables import ASKED, OTHERS, ROWS, SOURCE, with_tables
from training.rerank.data import Corpus, chunked

PLAIN = chunked(["The harbour closes at dusk. Boats stay out.", "The lamp is lit at eight."])
TABLES = 120

Made = tuple[Corpus, list[Located]]


@pytest.fixture(scope="module")
def made() -> Made:
    return with_tables(PLAIN, TABLES)


def context(corpus: Corpus, number: int) -> str:
    return " ".join(corpus.texts[at] for at in corpus.of(number))


def test_the_tables_stand_behind_the_contexts_that_were_there(made: Made) -> None:
    corpus, _ = made
    assert corpus.texts[: len(PLAIN.texts)] == PLAIN.texts
    assert corpus.first[: len(PLAIN.first)] == PLAIN.first
    assert corpus.held == PLAIN.held
    assert len(corpus.first) == len(PLAIN.first) + TABLES


def test_every_chunk_belongs_to_the_context_that_holds_it(made: Made) -> None:
    corpus, _ = made
    assert len(corpus.contexts) == len(corpus.texts) == corpus.first[-1]
    for number in range(len(corpus.first) - 1):
        assert {corpus.contexts[at] for at in corpus.of(number)} == {number}


def test_tables_have_at_most_their_rows_and_a_head_where_rows_name_no_columns(made: Made) -> None:
    corpus, _ = made
    for number in range(len(PLAIN.first) - 1, len(corpus.first) - 1):
        head, *rows = (corpus.texts[at] for at in corpus.of(number))
        heads = re.search(r"^[^:]+: .*(?:; | \| )[^:]+: ", head) is None
        assert len(rows) <= ROWS[1] - (not heads)


def test_answers_stand_in_their_row_at_the_characters_that_are_given(made: Made) -> None:
    corpus, asked = made
    for each in asked:
        ((start, end),) = each.spans
        (row,) = each.good
        (answer,) = each.question.answers
        assert context(corpus, each.question.context)[start:end] == answer
        assert answer in corpus.texts[row]
        assert corpus.contexts[row] == each.question.context
        assert each.question.source == SOURCE


def test_questions_are_filled_in_and_no_more_than_asked_of_a_table(made: Made) -> None:
    _, asked = made
    assert not any("{" in each.question.text or "}" in each.question.text for each in asked)
    contexts = [each.question.context for each in asked]
    assert max(map(contexts.count, contexts)) <= ASKED
    assert len(asked) > 3 * TABLES


def test_a_question_shares_a_word_with_its_row(made: Made) -> None:
    corpus, asked = made
    for each in asked:
        row = corpus.texts[each.good[0]].lower()
        assert set(words(each.question.text.lower())) & set(words(row))


def test_wrong_rows_are_a_few_of_other_contexts(made: Made) -> None:
    corpus, asked = made
    for each in asked:
        wrong = each.question.negatives
        assert 1 <= len(wrong) <= OTHERS
        assert each.question.context not in {corpus.contexts[at] for at in wrong}


def test_wrong_rows_are_mostly_of_tables_not_of_texts(made: Made) -> None:
    corpus, asked = made
    wrong = [corpus.contexts[at] for each in asked for at in each.question.negatives]
    assert sum(at >= len(PLAIN.first) - 1 for at in wrong) > 0.9 * len(wrong)


def test_a_seed_makes_the_same_tables_and_another_makes_others(made: Made) -> None:
    assert with_tables(PLAIN, TABLES, seed=0) == made
    assert with_tables(PLAIN, TABLES, seed=1) != made


def test_rows_are_spoken_in_more_than_one_way(made: Made) -> None:
    corpus, _ = made
    rows = corpus.texts[len(PLAIN.texts) :]
    for mark in ("; ", " | "):
        assert any(mark in row for row in rows)
    assert any(re.match(r"[a-z]+(?:_[a-z]+)*: ", row) for row in rows)
