from __future__ import annotations

import random

import pytest

from training.checking.opposites import UNLISTED
from training.checking.wording import Table, exchanged, noun, verb, words


def pairs(table: Table) -> set[frozenset[str]]:
    return {frozenset((one, two)) for one, others in table.items() for two in others}


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("permit+", ("permit", "permits", "permitted", "permitted", "permitting")),
        ("rise:rose:risen", ("rise", "rises", "rose", "risen", "rising")),
        ("deny", ("deny", "denies", "denied", "denied", "denying")),
        ("agree", ("agree", "agrees", "agreed", "agreed", "agreeing")),
        ("weep:wept", ("weep", "weeps", "wept", "wept", "weeping")),
        ("push", ("push", "pushes", "pushed", "pushed", "pushing")),
    ],
)
def test_verbs_are_inflected(entry: str, forms: tuple[str, ...]) -> None:
    assert verb(entry) == forms


def test_nouns_have_their_plural() -> None:
    assert noun("child:children") == ("child", "children")
    assert noun("ally") == ("ally", "allies")
    assert noun("day") == ("day", "days")


def test_no_pair_is_both_trained_on_and_measured_with() -> None:
    learning, measuring = words(unseen=False), words(unseen=True)
    assert not pairs(learning.opposites) & pairs(measuring.opposites)
    assert not pairs(learning.synonyms) & pairs(measuring.synonyms)


def test_opposites_of_the_committed_set_that_no_table_lists_are_never_trained_on() -> None:
    learning = pairs(words(unseen=False).opposites)
    measuring = pairs(words(unseen=True).opposites)
    unlisted = {frozenset(pair) for pair in UNLISTED}
    assert unlisted <= measuring
    assert not unlisted & learning


def test_there_are_hundreds_of_pairs_of_each_half() -> None:
    assert len(pairs(words(unseen=False).opposites)) > 400
    assert len(pairs(words(unseen=True).opposites)) > 200


def test_one_word_is_exchanged_and_keeps_its_capital() -> None:
    table = {"old": ("young",)}
    assert exchanged("Old boats sink.", table, random.Random(0)) == "Young boats sink."
    assert exchanged("Boats sink.", table, random.Random(0)) == ""
