"""Who is asked, who steps in, and what never leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from app.answer import Journey
from app.plain import Limits, is_wanting
from app.progress import progress
from app.prompts import load
from app.reading import Reads
from app.remote.faults import RemoteSlow, RemoteUnreachable
from app.tracing.spans import Spans
from app.types import Actor, Answer, Question, Reading, Token
from app.voices import Voice, Voices
from indexes.errors import ModelError, PromptError
from indexes.retrieve import Retriever
from indexes.writer import CatalogWriter
from tests.app.reading.fake import FakeReader
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

LOCAL = Actor("local")
ASKED = "When does the ferry leave?"
RIGHT = "The ferry leaves at 08:15 [1]."
WRONG = "It costs 12 crowns [1]."
DECLINED = "The sources do not say."
REFUSED = RemoteUnreachable("Start its server.", "refused the connection")


class FailingChat(ScriptedChat):
    """Says the first words of its reply, then raises what is next of its errors, if any."""

    errors: list[ModelError | PromptError | None] = Field(default_factory=list)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        error = self.errors.pop(0) if self.errors else None
        for at, chunk in enumerate(super()._stream(messages, stop, run_manager, **kwargs)):
            if error and at == 2:
                raise error
            yield chunk


class World:
    """A library of two documents, and a journey over it."""

    def __init__(self, home: Path) -> None:
        self.catalog, builds = open_library(home)
        stage(self.catalog, "ferry", ["The ferry leaves at 08:15.", "Dogs pay two crowns."])
        stage(self.catalog, "diary", ["I missed the ferry that leaves at noon."])
        activate(self.catalog, builds, "ferry", "diary")
        embedder = HashingEmbedder()
        self.retriever = Retriever(self.catalog, builds, lambda: embedder)

    def hide(self, *names: str) -> None:
        CatalogWriter(self.catalog).mark_private(names, private=True)

    def events(
        self, voices: Voices, reader: Reads | None = None, larger: bool = False
    ) -> list[object]:
        limits = Limits(5, 500)
        journey = Journey(self.catalog, self.retriever, voices, limits, reads=lambda: reader)
        return list(journey.stream(Question(ASKED, LOCAL, larger=larger)))

    def ask(self, voices: Voices, reader: Reads | None = None, larger: bool = False) -> Answer:
        answer = self.events(voices, reader, larger)[-1]
        assert isinstance(answer, Answer)
        return answer


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def voice(
    label: str,
    reply: str = RIGHT,
    *errors: ModelError | PromptError | None,
    remote: bool = False,
    prompt: str = "answer@2",
) -> Voice:
    chat = FailingChat(replies=[reply], label=label, errors=list(errors))
    return Voice(chat, load(prompt), remote)


def far(reply: str = RIGHT, *errors: ModelError | PromptError | None) -> Voice:
    return voice("far", reply, *errors, remote=True)


def calls(asked: Voice) -> int:
    assert isinstance(asked.generator, ScriptedChat)
    return len(asked.generator.calls)


def drafts(events: list[object]) -> str:
    """What stands on the page when the drafts are done."""
    said = ""
    for event in events:
        if isinstance(event, Token):
            said = event.text if event.anew else said + event.text
    return said


def test_remote_voice_answers_and_is_named(world: World) -> None:
    near = voice("near")
    answer = world.ask(Voices(far(), None, near))
    assert (answer.model, answer.prompt, answer.status) == ("far", "answer@2", "answered")
    assert answer.notes == ()
    assert calls(near) == 0


def test_remote_voice_that_fails_midway_gives_way_to_the_local_one(world: World) -> None:
    near = voice("near", prompt="brief@1")
    events = world.events(Voices(far(WRONG, REFUSED), None, near))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert (answer.model, answer.prompt) == ("near", "brief@1")
    assert answer.notes == ("far could not be reached (refused the connection); near answered.",)
    assert drafts(events) == RIGHT


def test_remote_voice_that_has_failed_is_left_alone_for_a_while(world: World) -> None:
    remote, near = far(RIGHT, RemoteSlow("Slow.", "silent for 60 s")), voice("near")
    voices = Voices(remote, None, near)
    assert "far could not answer (silent for 60 s); near answered." in world.ask(voices).notes
    again = world.ask(voices)
    assert again.notes == (
        "far failed a moment ago (silent for 60 s) and is left alone for now; near answered.",
    )
    assert calls(remote) == 1
    remote.pause.end()
    assert world.ask(voices).model == "far"


def test_prompt_too_long_for_the_remote_voice_goes_to_the_local_one(world: World) -> None:
    remote = far(RIGHT, PromptError("Too long."))
    answer = world.ask(Voices(remote, None, voice("near")))
    assert answer.notes == ("The question is too long for far; near answered.",)
    assert not remote.pause.left[0]


def test_local_voice_that_fails_is_told(world: World) -> None:
    near = voice("near", RIGHT, ModelError("The file is gone."))
    with pytest.raises(ModelError, match="The file is gone"):
        world.ask(Voices(far(RIGHT, REFUSED), None, near))


def test_private_text_never_leaves_the_machine(world: World) -> None:
    world.hide("diary")
    remote = far()
    answer = world.ask(Voices(remote, None, voice("near")))
    assert calls(remote) == 0
    assert answer.model == "near"
    assert answer.notes == ("diary.txt is private, so far was not asked; near answered.",)


def test_private_text_goes_to_no_larger_remote_voice(world: World) -> None:
    world.hide("diary", "ferry")
    remote, near = far(), voice("near", WRONG)
    for larger in (False, True):
        answer = world.ask(Voices(near, remote, near), larger=larger)
        assert answer.status == "abstained"
        (note,) = answer.notes
        assert "are private, so far was not asked; near answered." in note
    assert calls(remote) == 0


@pytest.mark.parametrize("asked", ["Summarise ferry.txt", "Does the ferry leave at noon?"])
def test_private_text_stays_in_questions_that_are_divided(world: World, asked: str) -> None:
    world.hide("diary", "ferry")
    remote = far()
    voices = Voices(remote, remote, voice("near"))
    journey = Journey(world.catalog, world.retriever, voices, Limits(5, 500))
    journey.ask(Question(asked, LOCAL))
    assert calls(remote) == 0


def test_unsupported_draft_is_written_anew_by_the_larger_voice(world: World) -> None:
    near = voice("near", WRONG)
    events = world.events(Voices(near, voice("large"), near))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert (answer.model, answer.status) == ("large", "answered")
    assert drafts(events) == RIGHT
    assert answer.usage.completion_tokens == len(WRONG.split()) + len(RIGHT.split())


def test_each_draft_is_a_step_that_names_its_model_and_its_verdict(world: World) -> None:
    spans = Spans()
    voices = Voices(voice("small", WRONG), voice("big"), voice("small"))
    journey = Journey(world.catalog, world.retriever, voices, Limits(5, 500))
    journey.ask(Question(ASKED, LOCAL), None, spans)
    noted = [(each.name, dict(each.attributes)) for each in spans.done()]
    assert [found["model"] for name, found in noted if name == "generate"] == ["small", "big"]
    assert [found["unsupported"] for name, found in noted if name == "verify"] == [1, 0]


def test_draft_that_fails_is_a_step_that_names_the_error(world: World) -> None:
    spans = Spans()
    voices = Voices(far(WRONG, REFUSED), None, voice("near"))
    journey = Journey(world.catalog, world.retriever, voices, Limits(5, 500))
    journey.ask(Question(ASKED, LOCAL), None, spans)
    steps = [dict(each.attributes) for each in spans.done() if each.name == "generate"]
    assert [(each["model"], each.get("error")) for each in steps] == [
        ("far", "RemoteUnreachable"),
        ("near", None),
    ]


def test_supported_draft_costs_no_call_of_the_larger_voice(world: World) -> None:
    near, large = voice("near"), voice("large")
    assert world.ask(Voices(near, large, near)).model == "near"
    assert calls(large) == 0


def test_declined_draft_goes_to_the_larger_voice_where_the_reader_is_sure(world: World) -> None:
    near, sure = voice("near", DECLINED, prompt="brief@1"), FakeReader({"08:15": 4.0})
    assert world.ask(Voices(near, voice("large"), near), sure).model == "large"
    unsure = FakeReader({"08:15": -4.0})
    large = voice("large")
    assert world.ask(Voices(near, large, near), unsure).status == "abstained"
    assert calls(large) == 0


def test_larger_voice_that_declines_is_believed(world: World) -> None:
    near, sure = voice("near", WRONG, prompt="brief@1"), FakeReader({"08:15": 4.0})
    answer = world.ask(Voices(near, voice("large", DECLINED), near), sure)
    assert (answer.model, answer.status) == ("large", "abstained")


def test_larger_voice_without_support_leaves_the_answer_as_it_was(world: World) -> None:
    near, sure = voice("near", WRONG, prompt="brief@1"), FakeReader({"08:15": 4.0})
    answer = world.ask(Voices(near, voice("large", WRONG), near), sure)
    assert (answer.model, answer.status) == ("near", "answered")


def test_larger_voice_that_fails_leaves_the_answer_and_is_noted(world: World) -> None:
    near, sure = voice("near", WRONG, prompt="brief@1"), FakeReader({"08:15": 4.0})
    answer = world.ask(Voices(near, far(RIGHT, REFUSED), near), sure)
    assert (answer.model, answer.status) == ("near", "answered")
    assert answer.notes == ("far could not be reached (refused the connection); near answered.",)


def test_wish_for_the_larger_voice_is_heard(world: World) -> None:
    near = voice("near")
    assert world.ask(Voices(near, voice("large"), near), larger=True).model == "large"
    assert calls(near) == 0
    answer = world.ask(Voices(near, None, near), larger=True)
    assert answer.notes == ("No larger model is set (larger_model); near answered.",)


def test_long_question_goes_to_the_larger_voice(world: World) -> None:
    near = voice("near")
    assert world.ask(Voices(near, voice("large"), near, long_words=4)).model == "large"


class Telling(ScriptedChat):
    """Tells how far it has read, begins, and begins anew."""

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield progress(64, 128)
        yield ChatGenerationChunk(message=AIMessageChunk(content="The fer"))
        yield progress(anew=True)
        yield from super()._stream(messages, stop, run_manager, **kwargs)


def test_progress_of_a_model_becomes_events(world: World) -> None:
    chat = Telling(replies=[RIGHT])
    events = world.events(Voices.alone(chat, load("answer@2")))
    assert Reading(64, 128) in events
    assert Token("", anew=True) in events
    assert drafts(events) == RIGHT
    assert isinstance(events[-1], Answer)
    assert events[-1].status == "answered"


def test_draft_is_wanting_when_it_is_unsupported_or_declines_what_is_there() -> None:
    assert is_wanting(None, 0.9)
    assert not is_wanting(None, 0.8)
