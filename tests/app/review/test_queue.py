from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.review import Judgement
from app.review.review import LOOK_BACK
from app.tracing.types import Trace
from app.types import Actor
from tests.app.review.world import ADA, World


def ids(world: World) -> list[str]:
    return [each.trace_id for each in world.review.queue()]


def test_worst_comes_first_and_the_good_never(world: World) -> None:
    world.asked("good")
    world.asked("weak", "Where is parking?", ("supported", "weak"))
    world.asked("wrong", "When is leave?")
    world.said("wrong")
    world.asked("failed", "Who?", outcome="failed", saved=False)
    assert ids(world) == ["wrong", "failed", "weak"]
    assert [each.trace_id for each in world.review.queue(1)] == ["wrong"]


def test_question_asked_many_times_stands_once_with_its_count(world: World) -> None:
    for number, words in enumerate(("How many days?", "how  many DAYS", "How many days ?")):
        world.asked(f"t{number}", words, ("unsupported",))
    world.said("t2")
    (found,) = world.review.queue()
    assert (found.trace_id, found.times) == ("t2", 3)
    assert set(found.traces) == {"t0", "t1", "t2"}
    assert found.reasons[-1] == "Asked 3 times with a bad answer."
    assert found.score > 9


def test_same_words_of_another_actor_or_collection_are_another_question(world: World) -> None:
    for name in ("a", "b", "c"):
        world.asked(name, verdicts=("unsupported",))
    row = world.traces.kept["b"].row
    world.traces.kept["b"] = Trace(replace(row, actor="bob"))
    elsewhere = replace(row.made, collection="x")
    world.traces.kept["c"] = Trace(replace(row, trace_id="c", made=elsewhere))
    assert len(world.review.queue()) == 3


def test_reviewed_question_leaves_with_all_its_answers(world: World) -> None:
    world.asked("t1", verdicts=("unsupported",))
    world.asked("t2", verdicts=("unsupported",))
    world.review.mark("t1", "rita", Judgement("wrong answer"))
    assert ids(world) == []


def test_reviewed_question_comes_back_when_somebody_complains_later(world: World) -> None:
    world.asked("t1", verdicts=("unsupported",))
    world.review.mark("t1", "rita", Judgement("wrong answer"))
    world.asked("t2")
    world.said("t2")
    assert ids(world) == []  # given before the review
    world.said("t2", after=timedelta(days=2))
    assert ids(world) == ["t2"]


def test_where_no_text_is_kept_figures_stand_alone(world: World) -> None:
    world.asked("t1", verdicts=("unsupported",), saved=False)
    world.asked("t2", verdicts=("unsupported",), saved=False)
    found = world.review.queue()
    assert [(each.question, each.said, each.answer, each.times) for each in found] == [
        ("", "", None, 1)
    ] * 2
    assert found[0].row.counts.unsupported == 1


def test_text_of_the_trace_is_shown_where_no_answer_is_saved(world: World) -> None:
    world.asked("t1", outcome="failed", saved=False)
    row = replace(world.traces.kept["t1"].row, question="Who?", answer="Half a dr")
    world.traces.kept["t1"] = Trace(row)
    (found,) = world.review.queue()
    assert (found.question, found.read_as, found.said) == ("Who?", "Who?", "Half a dr")


def test_opinions_wait_where_traces_are_off(world: World) -> None:
    world.asked("t1", "How many days?", ("supported", "unsupported"))
    world.said("t1", "wrong", "30 days")
    world.traces.kept.clear()
    (found,) = world.review.queue()
    assert (found.question, found.row.actor) == ("How many days?", ADA.id)
    assert found.row.counts.unsupported == 1
    assert [each.correction for each in found.opinions] == ["30 days"]


def test_only_the_last_weeks_are_looked_at(world: World) -> None:
    world.asked("t1", verdicts=("unsupported",))
    world.clock += LOOK_BACK
    assert ids(world) == []
    since, until = world.traces.looked[-1]
    assert until - since >= LOOK_BACK


def test_follow_up_stands_as_it_was_read(world: World) -> None:
    conversation = world.asked("t1", "And trainees?", ("unsupported",))
    (answer,) = world.records.answers(conversation, Actor("local"))
    world.records.cut(conversation, Actor("local"), 0)
    world.records.save(conversation, replace(answer, read_as="How many days do trainees get?"))
    (found,) = world.review.queue()
    assert found.question == "And trainees?"
    assert found.read_as == "How many days do trainees get?"
