from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from app.cached import normalised
from benchmarks.deck import Deck, Shares, Wanted
from benchmarks.office import COLLECTIONS, PEOPLE, SAMPLES, questions_for
from benchmarks.questioner import right
from tests.app.cli.fakes import answer


def test_kinds_come_about_as_often_as_they_should() -> None:
    shares = Shares(again=0.3, absent=0.1, follow=0.1, stopped=0.1, empty=0.1, named=0.5)
    deck = Deck(questions_for("anna"), Random(1), shares)
    kinds = Counter(deck.draw().kind for _ in range(2000))
    assert abs(kinds["again"] / 2000 - 0.3 / 1.1) < 0.04
    assert all(abs(kinds[kind] / 2000 - 0.1 / 1.1) < 0.03 for kind in ("absent", "empty", "follow"))


def test_repeated_question_is_one_to_the_cache() -> None:
    deck = Deck(questions_for("anna"), Random(2), Shares(again=0.5, stopped=0, empty=0))
    asked: set[tuple[str, str | None]] = set()
    for _ in range(200):
        drawn = deck.draw()
        if drawn.kind == "again":
            assert (normalised(drawn.text), drawn.collection) in asked
        asked.add((normalised(drawn.text), drawn.collection))


def test_second_of_a_pair_comes_right_after_the_first() -> None:
    deck = Deck(questions_for("anna"), Random(3), Shares(follow=0.3))
    firsts = {each.text: each.after.text for each in questions_for("anna") if each.after}
    before = deck.draw()
    for _ in range(100):
        drawn = deck.draw()
        if drawn.kind == "follow":
            assert firsts[drawn.text] == before.text
        before = drawn


def test_everybody_has_answers_and_questions_without_one() -> None:
    for person in PEOPLE:
        known = questions_for(person)
        assert sum(bool(each.answers) for each in known) > 20
        assert sum(not each.answers for each in known) > 20


def test_collections_hold_every_sample_once() -> None:
    names = [name for each in COLLECTIONS.values() for name in each]
    assert sorted(names) == sorted(path.name for path in SAMPLES.iterdir())


def test_answer_is_right_with_one_of_the_wordings_in_it() -> None:
    wanted = Wanted("new", "How many?", ("25 days", "twenty-five days"))
    assert right(wanted, answer("Staff get 25  Days. [1]"))
    assert not right(wanted, answer("Staff get 52 days. [1]"))


def test_abstention_is_right_where_the_library_holds_no_answer() -> None:
    absent = Wanted("absent", "Who?")
    assert right(absent, answer(status="abstained"))
    assert not right(absent, answer())
    assert not right(replace(absent, answers=("Ann",)), answer("None.", status="abstained"))
