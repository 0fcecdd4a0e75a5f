from __future__ import annotations

import html
import re

import pytest

from benchmarks.engine import SAMPLES
from benchmarks.engine_journeys import Pair, pairs
from benchmarks.engine_sides import Told, apart, spoken

PAIRS = pairs()


def told(reading: float | None = 20.0, written: float | None = 50.0) -> Told:
    return Told("a", "q", 5.0, 6.0, reading, written, 90.0, 100.0)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.question)
def test_both_answers_of_a_pair_stand_in_one_paragraph_of_its_document(pair: Pair) -> None:
    text = (SAMPLES / pair.document).read_text(encoding="utf-8")
    paragraphs = [
        " ".join(html.unescape(re.sub(r"<[^>]+>", "", block)).split())
        for block in re.split(r"\n\s*\n|</p>", text)
    ]
    assert any(pair.quote in paragraph for paragraph in paragraphs)
    assert all(answer in pair.quote for answer in (*pair.answers, *pair.follow_up_answers))


def test_pairs_ask_for_different_things() -> None:
    assert len({pair.question for pair in PAIRS}) == len(PAIRS) == 12
    assert all(pair.question != pair.alone for pair in PAIRS)


def test_the_time_to_the_first_token_is_split() -> None:
    assert (told().reader, told().prompt) == (15.0, 30.0)


def test_what_never_came_to_the_chat_model_has_no_shares_of_it() -> None:
    assert (told(reading=None).reader, told(reading=None).prompt) == (None, None)
    assert told(written=None).prompt is None


def test_prompts_apart_differ_from_their_first_words_on() -> None:
    messages = (("system", "Be brief."), ("user", "Why?"))
    one, other = apart(messages, 1), apart(messages, 2)
    assert one[0][1][0] != other[0][1][0]
    assert one[1] == other[1] == messages[1]


def test_messages_are_told_in_the_roles_of_langchain() -> None:
    kinds = [(each.type, each.content) for each in spoken((("system", "a"), ("user", "b")))]
    assert kinds == [("system", "a"), ("human", "b")]
