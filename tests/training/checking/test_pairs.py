from __future__ import annotations

import random
from itertools import islice

import pytest

from tests.training.checking.made import CORPUS, QUESTIONS, TEXTS
from training.checking.pairs import (
    ANSWER,
    JOINED,
    NOT_SAID,
    OPPOSITE,
    OTHER_ANSWER,
    Pair,
    Shelf,
    changed,
)
from training.checking.wording import words
from training.rerank.data import Corpus

SHELF = Shelf(CORPUS, QUESTIONS, words(unseen=False))


@pytest.fixture(scope="module")
def drawn() -> list[Pair]:
    return list(islice(SHELF.endless([0, 1], random.Random(0)), 1500))


def test_about_half_of_the_claims_are_true(drawn: list[Pair]) -> None:
    assert 0.4 < sum(pair.true for pair in drawn) / len(drawn) < 0.6


def test_all_kinds_that_the_texts_lend_themselves_to_are_drawn(drawn: list[Pair]) -> None:
    kinds = {pair.kind for pair in drawn}
    assert {"verbatim", "synonyms", "part", JOINED, ANSWER} <= kinds
    assert {OPPOSITE, NOT_SAID, OTHER_ANSWER, "roles exchanged", "negation added"} <= kinds


def test_corrupted_claims_do_not_stand_in_their_evidence(drawn: list[Pair]) -> None:
    assert not [pair for pair in drawn if not pair.true and pair.claim in pair.evidence]


def test_nothing_of_contexts_held_out_is_drawn(drawn: list[Pair]) -> None:
    held = TEXTS[6:]
    assert not [pair for pair in drawn if any(text in pair.evidence for text in held)]
    assert not [pair for pair in drawn if pair.claim in held]


def test_evidence_is_a_run_of_sentences(drawn: list[Pair]) -> None:
    runs = {
        " ".join(TEXTS[first:last])
        for context in (range(3), range(3, 6))
        for first in context
        for last in range(first + 1, context.stop + 1)
    }
    assert {pair.evidence for pair in drawn} <= runs


def test_changed_words_are_marked_in_corrupted_claims_alone(drawn: list[Pair]) -> None:
    assert all(pair.changed == () for pair in drawn if pair.true)
    made = [pair for pair in drawn if pair.kind in (OPPOSITE, "roles exchanged")]
    assert all(pair.changed for pair in made)


def test_the_same_chance_draws_the_same_claims(drawn: list[Pair]) -> None:
    assert list(islice(SHELF.endless([0, 1], random.Random(0)), 1500)) == drawn


def test_contexts_without_sentences_are_an_error() -> None:
    shelf = Shelf(Corpus(("| a | b |",), (0, 1), (0,)), [], words(unseen=False))
    with pytest.raises(ValueError, match="no claim"):
        next(shelf.endless([0], random.Random(0)))


@pytest.mark.parametrize(
    ("base", "claim", "marked"),
    [
        ("The fee rose in May.", "The fee fell in May.", ["fell"]),
        ("Ilse met Tomas there.", "Tomas met Ilse there.", ["Tomas", "Ilse"]),
        ("It may sail.", "It may not sail.", ["not"]),
        ("It may not sail.", "It may sail.", ["may", "sail."]),
        ("The same.", "The same.", []),
    ],
)
def test_changed_words_are_found(base: str, claim: str, marked: list[str]) -> None:
    found = [claim[start:end] for start, end in changed(base, claim)]
    assert sorted(found) == sorted(marked) or (marked == ["Tomas", "Ilse"] and "Tomas" in found)
