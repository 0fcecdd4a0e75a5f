"""Follow-ups are read as a person reads them, and what stands alone is left alone.

followups.jsonl: expected is the whole question, words what it must hold. `missed` marks the two
that are read wrongly: what happens is written down, so that a change shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from app.followup import LONGEST, standalone, topic

CAPEX = "What was 3M's capital expenditure in 2018?"
LIBRARY = "When does the library open?"


@dataclass(frozen=True, slots=True)
class Case:
    earlier: tuple[str, ...]
    question: str
    expected: str
    words: tuple[str, ...]

    @property
    def alone(self) -> bool:
        return self.expected == self.question


def _cases() -> list[Case]:
    lines = (Path(__file__).parent / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    cases = []
    for line in lines:
        row = cast(dict[str, object], json.loads(line))
        earlier, words = row["earlier"], row.get("words", [])
        assert isinstance(earlier, list)
        assert isinstance(words, list)
        expected = str(row.get("expected", ""))
        cases.append(Case(tuple(earlier), str(row["question"]), expected, tuple(words)))
    return cases


CASES = _cases()


@pytest.mark.parametrize("case", [case for case in CASES if case.alone], ids=lambda c: c.question)
def test_question_that_stands_alone_is_left_alone(case: Case) -> None:
    read = standalone(case.question, case.earlier)
    assert (read.text, read.how, read.earlier) == (case.question, "asked", "")


@pytest.mark.parametrize("case", [c for c in CASES if not c.alone], ids=lambda c: c.question)
def test_follow_up_is_read_with_the_question_before(case: Case) -> None:
    read = standalone(case.question, case.earlier)
    assert read.how in ("rule", "topic")
    if case.expected:
        assert read.text == case.expected
    assert all(word.lower() in read.text.lower() for word in case.words)


def test_both_kinds_are_well_represented() -> None:
    alone = sum(case.alone for case in CASES)
    assert len(CASES) > 150
    assert 0.4 < alone / len(CASES) < 0.6


def test_a_chain_goes_on_from_what_was_read() -> None:
    earlier = [CAPEX]
    earlier.append(standalone("and in 2019?", earlier).text)
    assert earlier[-1] == "What was 3M's capital expenditure in 2019?"
    earlier.append(standalone("And for Best Buy?", earlier).text)
    assert earlier[-1] == "What was Best Buy's capital expenditure in 2019?"
    earlier.append(standalone("why?", earlier).text)
    assert earlier[-1] == "Why? (Best Buy's capital expenditure in 2019)"
    assert standalone("and in 2020?", earlier).text == (
        "Why? (Best Buy's capital expenditure in 2020)"
    )


def test_a_new_topic_ends_the_old_one() -> None:
    assert standalone("Let's talk about parking.", [CAPEX]).how == "asked"
    assert standalone("how much is it?", [CAPEX, "Let's talk about parking."]).text == (
        "How much is parking?"
    )
    assert standalone("and in 2019?", [CAPEX, "Let's change the topic"]).how == "asked"
    assert standalone("when was it?", [CAPEX, "New topic: Who won the cup?"]).text == (
        "When was it? (won the cup)"
    )


def test_small_talk_is_no_topic() -> None:
    assert standalone("and on Sundays?", [LIBRARY, "Thanks!", "ok"]).text == (
        "When does the library open on Sundays?"
    )


@pytest.mark.parametrize("question", ["what can you do?", "who are you?", "How can you help me?"])
def test_a_question_to_the_machine_is_no_follow_up(question: str) -> None:
    assert standalone(question, [CAPEX]).how == "asked"


@pytest.mark.parametrize("question", ["", " ", "?", "and", "and?", "what about?", "(", "\ud800"])
def test_scraps_are_survived(question: str) -> None:
    assert question.lower() in standalone(question, [CAPEX, "(", "?"]).text.lower()
    assert standalone("why?", [question]).text


def test_the_wording_of_a_lone_question_is_kept_to_the_letter() -> None:
    asked = '  What does   "exact phrase" mean? \n'
    assert standalone(asked, [CAPEX]).text == asked


def test_a_long_question_says_enough_itself() -> None:
    asked = "and " * LONGEST
    assert standalone(asked, [CAPEX]).how == "asked"


def test_of_a_long_earlier_question_the_beginning_is_carried() -> None:
    read = standalone("why?", ["Was the bridge closed " + "again and again " * 1000])
    assert read.text.startswith("Why was the bridge closed again")
    assert len(read.text) < LONGEST + 20


@pytest.mark.parametrize("text", ["a " * 149, "A" * 299, "2019 " * 59, "what is " * 37, "it " * 99])
def test_repetition_is_survived(text: str) -> None:
    assert standalone(text, [text]).text
    assert standalone("and in 2019?", [text]).text


@pytest.mark.parametrize(
    ("question", "about"),
    [
        (CAPEX, "3M's capital expenditure in 2018"),
        ("How do I apply for a permit?", "apply for a permit"),
        ("Is the pool open?", "the pool open"),
        ("Tell me about parental leave.", "parental leave"),
        ("Why? (the pool open)", "the pool open"),
    ],
)
def test_topic_is_the_question_without_its_asking(question: str, about: str) -> None:
    assert topic(question) == about
