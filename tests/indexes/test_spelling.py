from __future__ import annotations

import random
from functools import cache

import pytest

from indexes.spelling import limit
from indexes.vocabulary import Vocabulary


def edits(one: str, other: str) -> int:
    """Damerau's distance, no part edited twice, written down once more."""

    @cache
    def upto(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        least = min(
            upto(i - 1, j) + 1,
            upto(i, j - 1) + 1,
            upto(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        )
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            least = min(least, upto(i - 2, j - 2) + 1)
        return least

    return upto(len(one), len(other))


def near(term: str, *words: str) -> dict[str, int]:
    made = Vocabulary(words)
    return {made.term(number): count for number, count in made.near(term)}


@pytest.mark.parametrize("word", ["kelp", "kekp", "kepl", "elp", "kelps", "helm", "welp"])
def test_a_short_word_is_near_within_one_edit(word: str) -> None:
    expected = {word: 1} if edits("kelp", word) == 1 else {}
    assert near("kelp", word, "otter") == expected


def test_a_long_word_is_near_within_two_edits() -> None:
    words = ("restaurant", "restaraunts", "resturaunt", "estaraunt", "estarount", "restoring")
    expected = {"restaurant": 2, "restaraunts": 1, "resturaunt": 1, "estaraunt": 1}
    assert near("restaraunt", *words) == expected


def test_what_is_near_is_what_the_distance_says() -> None:
    chance = random.Random(5)
    words = {
        chance.choice("abc") + "".join(chance.choices("abcé", k=chance.randint(2, 8)))
        for _ in range(900)
    }
    for term in sorted(words)[::40]:
        distances = {word: edits(term, word) for word in words if word != term}
        expected = {
            word: count
            for word, count in distances.items()
            if count <= (limit(term) if word[0] == term[0] else min(limit(term), 1))
        }
        assert near(term, *words) == expected


def test_numbers_and_short_words_are_never_corrected() -> None:
    assert near("2018", "2019", "2017") == {}
    assert near("q42018", "q42019") == {}
    assert near("kelp", "kelp2", "kel9") == {}
    assert near("cat", "bat", "cats") == {}


def test_letters_of_other_alphabets_count_once_each() -> None:
    assert near("гавань", "гаван", "гавани", "гаваньки") == {"гаван": 1, "гавани": 1}
    assert near("gavanska", "гаванска") == {}


def test_an_empty_vocabulary_knows_nothing_near() -> None:
    assert near("kelp") == {}
    assert near("kelp", "otter") == {}
