from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.suggesting.kept import Suggested
from app.suggesting.suggest import Asks
from app.types import Actor, Answer
from indexes.errors import LibraryError
from tests.app.suggesting.test_suggest import GUIDE, TEXTS, answer
from tests.builders import activate, open_library, stage

LOCAL = Actor("local")


class World:
    """A library with one document. go: set where questions are answered. begun: how often
    suggestions were begun to be made.
    """

    def __init__(self, home: Path) -> None:
        self.catalog, self.builds = open_library(home)
        self.go = threading.Event()
        self.asked: list[str] = []
        self.fails = False
        self.begun = 0
        self.suggested = Suggested(self.catalog, self._asks)

    def add(self, document_id: str) -> None:
        stage(self.catalog, document_id, [TEXTS[document_id]])
        activate(self.catalog, self.builds, document_id)

    def _asks(self, actor: Actor) -> Asks:
        self.begun += 1

        def ask(question: str) -> Answer:
            assert self.go.wait(20)
            self.asked.append(question)
            if self.fails:
                raise LibraryError("The index is damaged.")
            return answer(question, "guide", TEXTS["guide"])

        return ask

    def settled(self) -> tuple[str, ...]:
        """What is ready once nothing is being made."""
        self.go.set()
        for thread in threading.enumerate():
            if thread.name == "suggest":
                thread.join(20)
        return self.suggested.ready(LOCAL)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_nothing_is_waited_for(world: World) -> None:
    world.add("guide")
    assert world.suggested.ready(LOCAL) == ()
    assert world.suggested.pending(LOCAL)
    assert world.settled() == (GUIDE,)
    assert not world.suggested.pending(LOCAL)


def test_they_are_made_once_for_a_build(world: World) -> None:
    world.add("guide")
    world.suggested.ready(LOCAL)
    world.settled()
    made = len(world.asked)
    assert world.settled() == (GUIDE,)
    assert len(world.asked) == made


def test_they_are_made_anew_when_the_library_changes(world: World) -> None:
    world.add("guide")
    world.suggested.ready(LOCAL)
    world.settled()
    made = len(world.asked)
    world.add("ferry")
    assert world.suggested.ready(LOCAL) == ()
    world.settled()
    assert len(world.asked) > made


def test_whoever_has_no_documents_is_suggested_nothing(world: World) -> None:
    world.add("guide")
    assert world.suggested.ready(Actor("other")) == ()
    assert not world.suggested.pending(Actor("other"))
    assert not world.asked


def test_library_that_cannot_be_asked_suggests_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.add("guide")
    world.fails = True
    world.suggested.ready(LOCAL)
    assert world.settled() == ()
    assert not world.suggested.pending(LOCAL)
    assert "The index is damaged." in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_unexpected_error_leaves_nobody_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[str, ...]:
        raise ZeroDivisionError

    monkeypatch.setattr("app.suggesting.kept.suggestions", broken)
    world.add("guide")
    world.suggested.ready(LOCAL)
    assert world.settled() == ()
    assert not world.suggested.pending(LOCAL)


def test_library_that_changes_again_and_again_is_asked_once(world: World) -> None:
    for name in TEXTS:
        world.add(name)
        world.suggested.ready(LOCAL)
    assert world.suggested.pending(LOCAL)
    world.settled()
    assert world.begun <= 2  # the one that was being made, and the last
    assert not world.suggested.pending(LOCAL)
