from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from app.progress import Progress, progress, settled
from tests.fakes import ScriptedChat


def said(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


class Starter(ScriptedChat):
    """Reads, begins, and begins anew."""

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield progress(5, 10)
        yield said("At n")
        yield progress(anew=True)
        yield said("At ")
        yield said("noon.")

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(settled(self._stream(messages)))


def test_stream_passes_it_on_between_the_pieces() -> None:
    pieces = list(Starter().stream("When?"))
    told = [(each.read, each.of, each.anew) for each in pieces if isinstance(each, Progress)]
    assert told == [(5, 10, False), (0, 0, True)]
    assert "".join(str(each.text) for each in pieces) == "At nAt noon."


def test_what_is_void_is_not_in_the_whole() -> None:
    assert Starter().invoke("When?").text == "At noon."


def test_it_adds_nothing_to_what_it_is_merged_with() -> None:
    chunks = [
        Progress(content="", read=5, of=9),
        AIMessageChunk(content="At "),
        Progress(content=""),
    ]
    merged = chunks[0] + chunks[1] + chunks[2]
    assert merged.content == "At "
    assert not isinstance(merged, Progress)
    assert generate_from_stream(iter([progress(1, 2), said("noon")])).generations[0].text == "noon"


def test_stream_of_nothing_but_progress_is_an_empty_answer() -> None:
    assert [chunk.text for chunk in settled([progress(1, 2)])] == [""]
