"""Fakes that implement the real interfaces: deterministic, quick, no model files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from indexes.windows import Vectors
from indexes.words import stems
from ingest.extract import Opened, open_file
from ingest.readers import unpack
from ingest.readers.base import Unpacked


class HashingEmbedder:
    """Each stem is a random direction: texts that share words are near, others far."""

    def __init__(self, name: str = "hashing", dimension: int = 64, max_tokens: int = 256) -> None:
        self.name = name
        self.precision = "float32"
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.calls: list[int] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(len(texts))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._vector(text) for text in texts])

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def _vector(self, text: str) -> Vectors:
        total = np.full(self.dimension, 1e-3, np.float32)
        for word in stems(text):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension, np.float32)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class DirectOpener:
    """Opens files in this very process, one at a time: no limits, no start-up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # PDFium has no threads

    def open(self, path: Path, name: str, folder: Path) -> Opened:
        with self._lock:
            return open_file(path, name, folder)

    def unpack(self, path: Path, name: str, folder: Path) -> Unpacked:
        return unpack(path, name, folder)

    def close(self) -> None:
        pass


class ScriptedChat(BaseChatModel):
    """Says what it was told to say, reply by reply; remembers what it was asked."""

    replies: list[str] = Field(default_factory=list)
    calls: list[list[BaseMessage]] = Field(default_factory=list)
    label: str = "scripted"

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def get_num_tokens(self, text: str) -> int:
        return len(text.split())

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.calls.append(messages)
        reply = self.replies[(len(self.calls) - 1) % len(self.replies)]
        pieces = reply.split(" ")
        for i, piece in enumerate(pieces):
            text = piece if i == 0 else f" {piece}"
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        spent = sum(len(str(message.content).split()) for message in messages)
        usage = UsageMetadata(
            input_tokens=spent, output_tokens=len(pieces), total_tokens=spent + len(pieces)
        )
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))
