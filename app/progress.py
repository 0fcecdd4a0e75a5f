"""What a chat model tells of its work besides text: how far it has read, that it begins anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessageChunk
from langchain_core.outputs import ChatGenerationChunk

ENGINE_MS = "engine_ms"
"""Under this name a model's last chunk tells, in `response_metadata`, the processor milliseconds
that its process took."""


class Progress(AIMessageChunk):
    """A chunk without text. read, of: tokens of the prompt; 0 of 0 where that is not known.

    anew: the draft starts over; what came before is void. Merged with other chunks, as LangChain
    does for its callbacks, it adds nothing.
    """

    read: int = 0
    of: int = 0
    anew: bool = False

    def __add__(self, other: Any) -> BaseMessageChunk:  # type: ignore[override]  # without its overloads
        merged: BaseMessageChunk = AIMessageChunk(content=self.content, id=self.id) + other
        return merged


def progress(read: int = 0, of: int = 0, anew: bool = False) -> ChatGenerationChunk:
    """The chunk as a model's `_stream` gives it."""
    return ChatGenerationChunk(message=Progress(content="", read=read, of=of, anew=anew))


def settled(chunks: Iterable[ChatGenerationChunk]) -> Iterator[ChatGenerationChunk]:
    """The chunks that hold at the end: no Progress, nothing from before the draft began anew.

    For a `_generate` that is made of `_stream`: what it gives may be merged. Gives the empty chunk
    where nothing is left.
    """
    held: list[ChatGenerationChunk] = []
    for chunk in chunks:
        if not isinstance(chunk.message, Progress):
            held.append(chunk)
        elif chunk.message.anew:
            held.clear()
    return iter(held or [ChatGenerationChunk(message=AIMessageChunk(content=""))])
