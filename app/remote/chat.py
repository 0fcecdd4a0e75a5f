"""Any LangChain chat model that somebody else runs, with one behaviour whatever its provider."""

from __future__ import annotations

import logging
import math
import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata, add_usage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from app.progress import progress, settled
from app.remote.faults import Asked, RemoteError, told
from app.remote.listening import heard
from app.remote.providers import OPENAI, Wanted, host_of, key_of, made, refused
from app.thinking import Thinking

log = logging.getLogger(__name__)

THOUGHT_TOKENS = 2000
"""Tokens that a reasoning model may write before its answer, where half the context allows it."""

CHARACTERS_PER_TOKEN = 3
"""Of ASCII letters and blanks. Tokenizers of today have about 4 in English."""

_PLAIN = re.compile(r"[A-Za-z\s]")

LONGEST_TOKEN = 8
"""Characters that one token of an answer may stand for, on average; a text of more is cut."""

_FINISHED = ("finish_reason", "stop_reason", "done_reason", "status")


class RemoteChat(BaseChatModel):
    """`provider:model` through LangChain's `init_chat_model`; its package is loaded at first use.

    provider: as LangChain calls it, such as `azure_openai`. base_url: of a server of one's own,
    such as vLLM, llama-server or LM Studio; '' is the provider's. Keys come from the provider's
    environment variables alone. seconds: longest silence before and between pieces of the answer.
    named_by: what names the model; errors say to correct it.

    Streams. A server that fails or cuts the answer is asked once more, and the draft begins anew;
    one that has too many questions also, if it wishes to be within a few seconds. Thoughts of
    reasoning models are not passed on. Raises RemoteError, ModelError when the model cannot be set
    up, and PromptError when the prompt is too long for it.
    """

    provider: str
    model: str
    base_url: str = ""
    answer_tokens: int = 120
    context_tokens: int = 4096
    temperature: float = 0.0
    seed: int = 0
    seconds: float = 60.0
    named_by: str = "FOOTNOTE_MODEL"

    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _model: BaseChatModel | None = PrivateAttr(default=None)
    _refused: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def _llm_type(self) -> str:
        return "footnote-remote"

    @property
    def label(self) -> str:
        """The model's name as shown."""
        return f"{self.provider}:{self.model}"

    def get_num_tokens(self, text: str) -> int:
        """An estimate from the characters, made to be too high rather than too low.

        One for three letters or blanks of ASCII, one for each other character: tokenizers need less
        for English, as many for digits, some of them, and for Chinese. None is asked: those of
        providers are fetched from the network.
        """
        plain = len(_PLAIN.findall(text))
        return math.ceil(plain / CHARACTERS_PER_TOKEN) + len(text) - plain

    def _asked(self) -> Asked:
        host = host_of(self.base_url) if self.base_url else ""
        return Asked(self.label, host, key_of(self.provider), self.seconds, self.named_by)

    def _wanted(self) -> Wanted:
        thoughts = min(THOUGHT_TOKENS, max(0, self.context_tokens // 2 - self.answer_tokens))
        return Wanted(
            self.provider,
            self.model,
            self.base_url,
            self.temperature,
            self.seed,
            self.answer_tokens + thoughts,
            self.seconds,
            self._refused,
            self.named_by,
        )

    def _made(self) -> BaseChatModel:
        with self._lock:
            if self._model is None:
                self._model = made(self._wanted())
            return self._model

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        tries = 0
        while True:
            begun = False
            fault: Exception
            try:
                for chunk in self._answer(messages, stop):
                    begun = begun or bool(chunk.text)
                    if run_manager and chunk.text:
                        run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                    yield chunk
                return
            except Exception as error:  # noqa: BLE001  # each package has its own; all are told
                if not begun and self._relents(error):
                    continue
                fault = told(error, self._asked(), begun)
            tries += 1
            again = fault.again if isinstance(fault, RemoteError) else None
            log.info("%s (try %d)", fault, tries)
            if again is None or tries > 1:
                raise fault  # outside the handler: the provider's traceback may hold the key
            if begun:
                yield progress(anew=True)
            time.sleep(again)

    def _relents(self, error: Exception) -> bool:
        """Whether the server does not take an option that the answer can do without: then without.

        Some models take no temperature, some servers no seed or usage.
        """
        if getattr(error, "status_code", None) not in (400, 422):
            return False
        with self._lock:
            now = refused(str(error), self._refused)
            fewer = now != self._refused
            if fewer:
                self._refused, self._model = now, None
        return fewer and "context" not in str(error).lower()

    def _answer(
        self, messages: list[BaseMessage], stop: list[str] | None
    ) -> Iterator[ChatGenerationChunk]:
        """One try: text as it comes, without thoughts, then its usage."""
        model = self._made()
        start = partial(model.stream, messages, {"callbacks": []}, stop=stop)
        thinking, said, usage, finished = Thinking(), "", None, False
        most = self.answer_tokens * LONGEST_TOKEN
        for piece in heard(start, self.seconds):
            if piece is None:
                yield progress()
                continue
            usage = add_usage(usage, piece.usage_metadata) if piece.usage_metadata else usage
            finished = finished or any(piece.response_metadata.get(key) for key in _FINISHED)
            shown = thinking.feed(str(piece.text))
            if shown.anew and said:
                said = ""
                yield progress(anew=True)
            if shown.text:
                said += shown.text
                yield _chunk(shown.text)
            elif thinking.thinks:
                yield progress()
            if len(said) > most:
                finished = True
                break
        rest = thinking.end()
        if rest:
            yield _chunk(rest)
        if not finished and self.provider in OPENAI:
            raise _Cut
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", usage_metadata=usage or self._estimated(messages, said + rest)
            )
        )

    def _estimated(self, messages: list[BaseMessage], said: str) -> UsageMetadata:
        """For providers that do not tell."""
        read = sum(self.get_num_tokens(str(message.content)) for message in messages)
        wrote = self.get_num_tokens(said)
        return UsageMetadata(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(settled(self._stream(messages, stop, run_manager, **kwargs)))


class _Cut(ConnectionError):
    """The stream ended before the server had said that the answer did."""


def _chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))
