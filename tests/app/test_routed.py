from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from app.experiments.reward import FAILED, of_answer
from app.observed import Observed
from app.queued import Answers
from app.routed import AsGiven, Assigns, Holds, Nobody, Routed
from app.settings import Settings
from app.tracing.spans import Spans
from app.tracing.types import PASSED_OVER, Trace
from app.types import Actor, Answer, Event, Found, Question, Token
from app.variants import Variants
from app.versions import Active, Versions
from indexes.errors import ModelError
from tests.app.cli.fakes import answer
from tests.app.versions.world import Clock, gguf, settings

QUESTION = Question("How many days?", Actor("local"))


@dataclass(frozen=True)
class Arm:
    settings: Mapping[str, str | int | float]
    experiment: str = "short"
    arm: str = "b"


@dataclass
class Sends:
    """Sends every question to one arm."""

    to: Arm | None = None

    def arm_for(self, question: Question) -> Arm | None:
        return self.to


@dataclass
class Journey:
    """Answers by naming the prompt and hits of its settings. fails: where it ends in an error."""

    settings: Settings
    fails: str = ""
    spans: list[Spans | None] = field(default_factory=list)
    closed: int = 0

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Generator[Event]:
        self.spans.append(spans)
        try:
            yield Found(())
            if self.fails == "early":
                raise ModelError("the model has gone")
            yield Token("Staff")
            if self.fails == "late":
                raise ModelError("the process was lost")
            yield answer(f"{self.settings.prompt} {self.settings.hits}")
        finally:
            self.closed += 1


class World:
    """A routed journey over real variants, a real registry and a real overlay."""

    def __init__(self, home: Path) -> None:
        self.base = settings(home)
        path = home / "operations.sqlite3"
        self.active = Active(home, path, Clock(), {})
        self.registry = Versions(path, Clock(), lambda: "float32")
        self.sends = Sends()
        self.fails: dict[int, str] = {}
        self.made: list[Journey] = []
        self.ended: list[int] = []

    def make(self, chosen: Settings) -> Answers:
        self.made.append(Journey(chosen, self.fails.get(chosen.hits, "")))
        return self.made[-1]

    def routed(self, active: Holds | None = None, assigns: Assigns | None = None) -> Routed:
        variants = Variants(self.make, self.base, lambda chosen: self.ended.append(chosen.hits))
        return Routed(variants, active or self.active, assigns or self.sends, self.registry)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_answer_names_its_version_which_is_counted(world: World) -> None:
    given = world.routed().ask(QUESTION)
    assert (given.text, given.arm) == ("auto 8", "")
    (used,) = world.registry.list()
    assert given.version == used.id == world.registry.of(world.base).id
    assert [(each.build_id, each.answers) for each in used.uses] == [("b1", 1)]


def test_what_is_put_in_force_elsewhere_holds_for_the_next_question(world: World) -> None:
    routed = world.routed()
    first = routed.ask(QUESTION)
    home = world.base.home
    shell = Active(home, home / "operations.sqlite3", Clock(), {})
    shell.put({"prompt": "brief@1"}, "try")
    second = routed.ask(QUESTION)
    assert second.text == "brief@1 8"
    assert second.version != first.version
    shell.back()
    assert routed.ask(QUESTION).version == first.version


def test_journey_that_no_longer_holds_is_closed(world: World) -> None:
    routed = world.routed()
    routed.ask(QUESTION)
    world.active.put({"hits": 5}, "try")
    routed.ask(QUESTION)
    assert world.ended == [8]


def test_arm_lies_over_what_is_in_force_and_is_named(world: World) -> None:
    world.active.put({"hits": 5}, "try")
    world.sends.to = Arm({"prompt": "brief@1"})
    given = world.routed().ask(QUESTION)
    assert (given.text, given.arm) == ("brief@1 5", "short/b")
    assert given.version == world.registry.of(world.made[0].settings).id


@pytest.mark.parametrize(
    "values",
    [{"model": "/gone/model.gguf"}, {"lora": "gone"}, {"prompt": "none@1"}, {"hits": 1000}],
)
def test_arm_that_cannot_be_made_leaves_the_question_to_what_is_in_force(
    world: World, values: dict[str, str | int], caplog: pytest.LogCaptureFixture
) -> None:
    world.sends.to = Arm(values)
    with caplog.at_level(logging.WARNING):
        given = world.routed().ask(QUESTION)
    assert (given.text, given.arm) == ("auto 8", "")
    assert "The arm short/b cannot answer" in caplog.text


def test_arm_that_fails_before_it_writes_is_passed_over(world: World) -> None:
    world.sends.to, world.fails = Arm({"hits": 5}), {5: "early"}
    assert world.routed().ask(QUESTION).text == "auto 8"


def test_trace_of_a_question_whose_arm_was_passed_over_counts_as_the_arms_failure(
    world: World,
) -> None:
    world.sends.to, world.fails = Arm({"hits": 5}), {5: "early"}
    told: list[Trace] = []

    given = Observed(world.routed(), [told.append]).ask(QUESTION)

    row = told[0].row
    assert given.arm == ""
    assert (row.outcome, row.error) == ("answered", PASSED_OVER)
    assert f"{row.made.experiment}/{row.made.arm}" == "short/b"
    assert of_answer(row, liked=True) == FAILED


def test_arm_that_fails_amid_its_answer_says_so(world: World) -> None:
    world.sends.to, world.fails = Arm({"hits": 5}), {5: "late"}
    with pytest.raises(ModelError, match="lost"):
        world.routed().ask(QUESTION)


def test_failure_of_what_is_in_force_is_told(world: World) -> None:
    world.fails = {8: "early"}
    with pytest.raises(ModelError, match="gone"):
        world.routed().ask(QUESTION)


def test_spans_travel_down(world: World) -> None:
    spans = Spans()
    list(world.routed().stream(QUESTION, spans=spans))
    assert world.made[0].spans == [spans]


def test_whoever_stops_listening_stops_the_journey(world: World) -> None:
    events = world.routed().stream(QUESTION)
    next(iter(events))
    assert isinstance(events, Generator)
    events.close()
    assert world.made[0].closed == 1
    assert world.registry.list() == []


def test_model_that_a_person_chose_is_the_one_that_is_named(world: World) -> None:
    gguf(world.base.home / "models" / "other.gguf", "other")
    routed = world.routed()
    routed.ask(replace(QUESTION, model="other"))
    (used,) = world.registry.list()
    assert used.versions.part("model") == "other.gguf"


def test_full_disk_under_the_registry_costs_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(world.registry, "note", full)
    given = world.routed().ask(QUESTION)
    assert (given.text, given.version) == ("auto 8", "")
    assert "not known" in caplog.text


def test_experiments_that_cannot_be_read_leave_the_question_to_what_is_in_force(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(question: Question) -> None:
        raise sqlite3.DatabaseError("file is not a database")

    monkeypatch.setattr(world.sends, "arm_for", damaged)
    assert world.routed().ask(QUESTION).text == "auto 8"
    assert "Experiments are left out" in caplog.text


def test_evaluation_asks_the_settings_as_given(world: World) -> None:
    world.active.put({"hits": 5}, "try")
    given = replace(world.base, hits=6)
    assert world.routed(AsGiven(given), Nobody()).ask(QUESTION).text == "auto 6"
