"""When the pieces of one draft came: its prompt's reading and its writing, as two steps."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from app.progress import Progress
from app.tracing.spans import GENERATE, PROMPT, Spans, Value
from app.types import Usage


class Pieces:
    """Notes a draft's steps when it is left, however it ends.

    What the model says it used goes before what was seen of it: a draft that is stopped has no
    other figures. Reading ends when the whole prompt is read, or with the first text of a model
    that does not tell.
    """

    def __init__(self, spans: Spans, model: str, prompt: str) -> None:
        """model, prompt: labels."""
        self._spans = spans
        self._made: dict[str, Value] = {"model": model, "prompt": prompt}
        self._began = spans.now_ms()
        self._read_at: float | None = None
        self._first_at = self._last_at = 0.0
        self._read = self._cached = self._pieces = 0
        self._told: Usage | None = None
        self._engine_ms = 0.0
        self._again = 0

    def progress(self, told: Progress) -> None:
        """The model tells how far it has read, or that it begins anew."""
        if told.anew:
            self._again += 1
        if told.of:
            self._cached = self._cached if self._read else told.read
            self._read = told.read
            if told.read >= told.of and self._read_at is None:
                self._read_at = self._spans.now_ms()

    def text(self) -> None:
        """A piece of text has come."""
        self._last_at = self._spans.now_ms()
        if not self._pieces:
            self._first_at = self._last_at
        if self._read_at is None:
            self._read_at = self._last_at
        self._pieces += 1

    def used(self, usage: Usage, engine_ms: float = 0.0) -> None:
        """What the model says at the end. engine_ms: processor time of its process."""
        before = self._told or Usage(0, 0)
        self._told = Usage(
            before.prompt_tokens + usage.prompt_tokens,
            before.completion_tokens + usage.completion_tokens,
            before.cached_tokens + usage.cached_tokens,
        )
        self._engine_ms += engine_ms

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        end = self._spans.now_ms()
        read_at = end if self._read_at is None else self._read_at
        failed = kind is not None and issubclass(kind, Exception)
        why: dict[str, Value] = {"error": kind.__name__} if kind and failed else {}
        self._spans.add(
            PROMPT,
            self._began,
            read_at - self._began,
            **self._made,
            **self._reading(),
            **(why if self._read_at is None else {}),
        )
        if self._read_at is not None:
            self._spans.add(GENERATE, read_at, end - read_at, **self._writing(), **why)

    def _reading(self) -> dict[str, Value]:
        told = self._told
        tokens, cached = self._read, self._cached
        if told and told.prompt_tokens:
            tokens, cached = told.prompt_tokens, told.cached_tokens
        return {"tokens": tokens, "cached": cached}

    def _writing(self) -> dict[str, Value]:
        told = self._told.completion_tokens if self._told else 0
        tokens = told or self._pieces
        noted: dict[str, Value] = {**self._made, "tokens": tokens, "pieces": self._pieces}
        if self._pieces > 1 and tokens > 1:
            noted["token_ms"] = round((self._last_at - self._first_at) / (tokens - 1), 3)
        if self._engine_ms:
            noted["engine_ms"] = round(self._engine_ms, 3)
        if self._again:
            noted["again"] = self._again
        return noted
