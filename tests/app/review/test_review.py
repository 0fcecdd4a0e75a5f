"""Marking: what is kept, what is refused, what is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.review import Judgement, Place
from app.tracing.types import Trace, TracedHit
from indexes.db import connect
from indexes.errors import LibraryError, QuestionError
from tests.app.review.world import LEAVE, PARKING, World, place

HIT = TracedHit("parking", 0, 52, 1.2, 0.6, True)


def stored(world: World) -> str:
    """All cells of the reviews, as text."""
    db = connect(world.review._database.path)
    return "\n".join(str(tuple(row)) for row in db.execute("SELECT * FROM reviews"))


def test_what_is_marked_comes_back_equal(world: World) -> None:
    world.asked("t1", hits=[HIT])
    gold = place(world.catalog, LEAVE[2])
    judged = Judgement("wrong retrieval", "28 days\nTrainees get 28 days.", gold=(gold,))
    item = world.review.mark("t1", "rita", judged)
    assert world.review.reviewed() == [item]
    assert (item.reviewer, item.kind, item.at) == ("rita", "wrong retrieval", world.clock)
    assert (item.question, item.gold, item.hits) == ("How many days?", (gold,), (HIT,))
    assert item.answers == ("28 days", "Trainees get 28 days.")


def test_marking_again_replaces(world: World) -> None:
    world.asked("t1")
    world.review.mark("t1", "rita", Judgement("wrong answer", "30 days"))
    world.review.mark("t1", "sam", Judgement("right"))
    (item,) = world.review.reviewed()
    assert (item.reviewer, item.kind) == ("sam", "right")


def test_right_answer_keeps_its_own_words_and_places(world: World) -> None:
    world.asked("t1")
    item = world.review.mark("t1", "rita", Judgement("right"))
    assert item.answer == "You get 25 days."
    assert [each.quote for each in item.gold] == [LEAVE[1]]
    assert not item.absent


def test_right_abstention_says_that_the_library_holds_no_answer(world: World) -> None:
    world.asked("t1", outcome="abstained")
    item = world.review.mark("t1", "rita", Judgement("right"))
    assert (item.absent, item.answer, item.gold) == (True, "", ())


def test_without_a_trace_the_passages_of_the_answer_count_as_found(world: World) -> None:
    world.asked("t1")
    world.traces.kept.clear()
    (hit,) = world.review.found("t1")
    assert (hit.document_id, hit.cited) == ("leave", True)


def test_without_text_the_judgement_alone_is_kept(world: World) -> None:
    world.asked("t1", saved=False)
    item = world.review.mark("t1", "rita", Judgement("wrong retrieval"))
    assert (item.question, item.answer) == ("", "")
    assert world.review.queue() == []


@pytest.mark.parametrize("text", ["Trainees get 29 days.", "Trainees get 28 day", ""])
def test_place_that_the_document_does_not_say_is_refused(world: World, text: str) -> None:
    world.asked("t1")
    wrong = replace(place(world.catalog, LEAVE[2]), quote=text)
    with pytest.raises(LibraryError, match=r"leave.txt does not say .* pick the place anew"):
        world.review.mark("t1", "rita", Judgement("wrong answer", "x", gold=(wrong,)))
    assert world.review.reviewed() == []


def test_place_that_reaches_beyond_the_end_is_refused(world: World) -> None:
    world.asked("t1")
    last = place(world.catalog, PARKING[2], "parking")
    beyond = replace(last, end=last.end + 5)
    with pytest.raises(LibraryError, match="does not say"):
        world.review.mark("t1", "rita", Judgement("wrong answer", "x", gold=(beyond,)))


def test_place_in_an_unknown_document_is_refused(world: World) -> None:
    world.asked("t1")
    with pytest.raises(LibraryError, match="no document 'gone'"):
        world.review.mark("t1", "r", Judgement("wrong answer", gold=(Place("gone", 0, 1, "x"),)))


def test_place_in_the_library_of_somebody_else_is_refused(world: World) -> None:
    world.asked("t1")
    world.traces.kept["t1"] = Trace(replace(world.traces.kept["t1"].row, actor="bob"))
    gold = place(world.catalog, LEAVE[2])
    with pytest.raises(LibraryError, match="not in the library of bob"):
        world.review.mark("t1", "rita", Judgement("wrong answer", "28", gold=(gold,)))


def test_answer_to_what_the_library_does_not_hold_is_refused(world: World) -> None:
    world.asked("t1")
    with pytest.raises(QuestionError, match="neither a right answer nor a place"):
        world.review.mark("t1", "rita", Judgement("wrong answer", "30 days", absent=True))


def test_unknown_judgement_and_unknown_answer_are_refused(world: World) -> None:
    world.asked("t1")
    with pytest.raises(QuestionError, match="'bad' is no judgement; choose one of right, wrong"):
        world.review.mark("t1", "rita", Judgement("bad"))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(QuestionError, match="no answer 't9' to review"):
        world.review.mark("t9", "rita", Judgement("right"))


def test_removed_conversation_takes_the_words_and_leaves_the_count(world: World) -> None:
    world.asked("t1", "How many secret days?")
    world.asked("t2", "Where?")
    gold = place(world.catalog, LEAVE[2])
    world.review.mark("t1", "rita", Judgement("wrong answer", "28 days", gold=(gold,)))
    world.review.mark("t2", "rita", Judgement("right"))
    assert world.review.forget(["t1", "t7"]) == 1
    item = next(each for each in world.review.reviewed() if each.trace_id == "t1")
    assert (item.kind, item.forgotten) == ("wrong answer", True)
    assert (item.question, item.answer, item.gold) == ("", "", ())
    assert all(each not in stored(world) for each in ("secret", "28 days"))
    assert [each.id for each in world.review.questions()] == ["t2"]


def test_removed_document_takes_the_words_of_what_rests_on_it(world: World) -> None:
    world.asked("t1", "How long?", hits=[HIT])
    world.asked("t2", "Where?", hits=[HIT])
    gold = place(world.catalog, LEAVE[2])
    world.review.mark("t1", "rita", Judgement("wrong retrieval", "28 days", gold=(gold,)))
    parked = place(world.catalog, PARKING[1], "parking")
    world.review.mark("t2", "rita", Judgement("wrong answer", "3 euros", gold=(parked,)))
    assert world.review.forget_document("leave") == 1
    second, first = sorted(world.review.reviewed(), key=lambda each: each.forgotten)
    assert (first.trace_id, first.question, first.answer) == ("t1", "", "")
    assert (second.question, second.gold) == ("Where?", (parked,))
    world.review.forget_document("parking")
    assert "3 euros" not in stored(world)
    assert all(each.hits == () for each in world.review.reviewed())


def test_words_of_a_right_answer_go_with_the_document_that_it_cites(world: World) -> None:
    world.asked("t1")
    parked = place(world.catalog, PARKING[1], "parking")
    world.review.mark("t1", "rita", Judgement("right", gold=(parked,)))
    assert world.review.forget_document("leave") == 1


def test_found_document_that_is_removed_leaves_the_words(world: World) -> None:
    world.asked("t1", hits=[HIT])
    gold = place(world.catalog, LEAVE[2])
    world.review.mark("t1", "rita", Judgement("wrong document", "28 days", gold=(gold,)))
    assert world.review.forget_document("parking") == 0
    (item,) = world.review.reviewed()
    assert (item.answer, item.hits) == ("28 days", ())


def test_item_follows_a_moved_document(world: World) -> None:
    world.asked("t1", hits=[HIT])
    parked = place(world.catalog, PARKING[1], "parking")
    world.review.mark("t1", "rita", Judgement("wrong answer", "3 euros", gold=(parked,)))
    assert world.review.follow("parking", "new") == 1
    (item,) = world.review.reviewed()
    assert (item.gold[0].document_id, item.hits[0].document_id) == ("new", "new")
    assert world.review.forget_document("new") == 1
