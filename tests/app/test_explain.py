from __future__ import annotations

import pytest

from app.explain import (
    asked_stems,
    asked_words,
    by_stage,
    centre_span,
    figure,
    shared_reason,
    to_budget,
    version_name,
)
from indexes.retrieve import Search
from indexes.types import Passed, Version
from tests.app.evidence import hit, window

ONE, TWO = window("a", ["First one.", "And two.", "Then three."], 1), window("b", ["Ten chars."])


def passed(stage: str, reason: str = "So.") -> Passed:
    return Passed(ONE, hit(ONE).scores, stage, reason)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("How many days of leave?", "Each day they leave.", ["day", "leave"]),
        ("What did Caf\u00e9 Zo\u00eb pay?", "The CAFE paid ZOE.", ["CAFE", "paid", "ZOE"][::2]),
        ("What is it?", "What it is.", ["What", "it", "is"]),
        ("", "Nothing.", []),
    ],
)
def test_words_that_the_question_asks_for_are_found(
    question: str, text: str, found: list[str]
) -> None:
    spans = asked_words(text, asked_stems(question))
    assert [text[start:end] for start, end in spans] == found


def test_centre_is_where_the_scored_sentence_stands() -> None:
    start, end = centre_span(ONE)
    assert ONE.text[start:end] == "And two."


def test_stages_come_in_their_order_and_unknown_ones_last() -> None:
    groups = list(by_stage([passed("rank"), passed("new"), passed("repeat"), passed("rank")]))
    assert [(title, len(group)) for title, group in groups] == [
        ("Said already", 1),
        ("Ranked lower", 2),
        ("New", 1),
    ]


def test_a_reason_is_shared_when_all_have_it() -> None:
    assert shared_reason([passed("rank"), passed("rank")]) == "So."
    assert shared_reason([passed("rank"), passed("rank", "Else.")]) == ""


def test_hits_beyond_the_budget_count_as_passed_over_first() -> None:
    search = Search((hit(ONE), hit(TWO)), {}, (passed("rank"),))
    cut = to_budget(search, 10)
    assert cut.hits == (hit(ONE),)
    assert [each.stage for each in cut.passed] == ["budget", "rank"]
    assert to_budget(search, None) == search
    assert to_budget(search, 10_000) == search


def test_version_and_figures_read_as_words() -> None:
    assert version_name(Version("2024", True, 3)) == "version 2024, newest of 3"
    assert version_name(Version("v1", False, 2)) == "version v1, older of 2"
    assert (figure(0.126), figure(None)) == ("0.13", "\u2013")
