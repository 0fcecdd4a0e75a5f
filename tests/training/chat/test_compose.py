from __future__ import annotations

import random

from tests.training.chat.made import BUILT, CORPUS, KEPT, asked
from training.chat.compose import MOST_SOURCES, Composer
from training.chat.sources import REFUSAL, Example

EVERY = [each for context in range(3) for each in asked(context)]
COMPOSER = Composer(CORPUS, EVERY)


def many(which: int = BUILT, source: str = "made-up") -> list[Example]:
    one = asked(source=source)[which]
    found = [COMPOSER.one(one, random.Random(seed)) for seed in range(300)]
    return [each for each in found if each is not None]


def test_the_mark_names_the_source_that_holds_the_answer() -> None:
    for example in many():
        if not example.refused:
            number = int(example.answer.rsplit("[", 1)[1].removesuffix("]."))
            assert CORPUS.texts[0] in example.sources[number - 1].text
            assert example.answer.startswith("The lighthouse at Ostrava Quay was built in 1840")


def test_right_source_stands_at_every_place_and_mostly_first() -> None:
    places = [each.answer[-3] for each in many() if not each.refused]
    assert {*places} == {"1", "2", "3", "4"}
    assert places.count("1") > len(places) / 2


def test_there_are_never_more_sources_than_footnote_shows() -> None:
    assert max(len(each.sources) for each in many()) == MOST_SOURCES


def test_a_refused_question_is_shown_no_source_that_names_the_answer() -> None:
    refused = [each for each in many() if each.refused]
    assert refused
    assert not [each for each in refused if any("1840" in source.text for source in each.sources)]
    assert {each.answer for each in refused} == {REFUSAL}


def test_lookalikes_stand_among_the_sources() -> None:
    texts = [source.text for each in many() for source in each.sources]
    copies = [text for text in texts if "was built in" in text and text not in CORPUS.texts]
    assert [text for text in copies if "Ostrava Quay" not in text]


def test_instructions_in_sources_change_no_answer() -> None:
    with_one = [each for each in many(KEPT) if "instructions" in each.sources[0].text]
    assert all(each.refused or "Ilse Brandt" in each.answer for each in with_one)


def test_loose_questions_are_seldom_refused() -> None:
    loose = many(source="squadshifts-reddit")
    assert sum(each.refused for each in loose) < 0.1 * len(loose)


def test_two_questions_in_one_are_each_answered_from_their_source() -> None:
    one, other = asked(1)[BUILT], asked(1)[BUILT]
    assert COMPOSER.both(one, other, random.Random(0)) is None, "they share their sentence"
    leaning = asked(1)[KEPT]
    assert COMPOSER.both(one, leaning, random.Random(0)) is None, "one is shown with the other's"


def test_two_questions_of_sentences_apart() -> None:
    one, far = asked(1)[BUILT], asked(1)[KEPT]
    seen = type(far)(far.question, (6,), (), ((_at("19 miles", 4), _at("19 miles", 4) + 8),))
    example = COMPOSER.both(one, seen, random.Random(1))
    assert example is not None
    assert example.kind == "both"
    first, second = (part.split("]")[0] for part in example.answer.split("[")[1:])
    assert "1847" in example.sources[int(first) - 1].text
    assert "19 miles" in example.sources[int(second) - 1].text
    assert " and by whom" in example.question


def _at(text: str, first: int) -> int:
    """Where it stands in the context whose first chunk that is."""
    return " ".join(CORPUS.texts[first : first + 4]).index(text)
