"""Chat models on this machine: any GGUF, run by the engine's worker, as a LangChain chat model."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from app import cpu
from app.engine.types import Again, Done, Event, Order, Piece, Read, Spec
from app.engine.worker import Worker
from app.layouts import prepared
from app.models import check_gguf, default_model_path
from app.models.memory import require_memory
from app.progress import ENGINE_MS, progress, settled
from app.thinking import Thinking
from ingest import sentences

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_ENDS = (".", "!", "?", "\n", "]")
SMALL_BYTES = 400_000_000
"""Models up to this size write fastest with one thread: more of them spend their time waiting for
one another (measured: docs/quality.md). `footnote models prepare` measures it for others."""


def repeats_itself(text: str) -> bool:
    """Whether the last sentence was said before: a small model that has begun to go in circles."""
    *earlier, last = [" ".join(text[a:b].split()) for a, b in sentences.split(text)] or [""]
    return len(last) > 20 and last in earlier


class LlamaCppChat(BaseChatModel):
    """Any instruct GGUF, run by llama.cpp in a process of its own; loaded at first use.

    model: path of a GGUF with a chat template; '' is the packaged SmolLM2-135M-Instruct. lora: path
    of a GGUF adapter for it, or ''. gpu_layers: -1 offloads what fits when llama.cpp was built for
    a GPU. threads: 0 takes the processors that this process may use. An answer that begins to
    repeat itself ends there; what a reasoning model thinks is left out. answer_seconds: most wall
    time of an answer. named_by: what names the model; errors say to correct it. home: where a
    layout for this CPU may have been prepared; '' looks for none.

    May be shared between threads: answers are written one after another, and tokens are counted
    meanwhile. `stream` takes `grammar`, in llama.cpp's GBNF. Raises ModelError when a file is
    missing, damaged, foreign, too large or has no chat template, EngineError when its process was
    lost twice or took too long, BusyError, and PromptError when prompt and answer do not fit
    `context_tokens`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, protected_namespaces=())

    model: str = ""
    lora: str = ""
    context_tokens: int = 4096
    answer_tokens: int = 120
    answer_seconds: float = 600.0
    temperature: float = 0.0
    seed: int = 0
    gpu_layers: int = -1
    threads: int = 0
    named_by: str = "FOOTNOTE_MODEL"
    home: str = ""

    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _worker: Worker | None = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "footnote-llama-cpp"

    @cached_property
    def path(self) -> Path:
        """The GGUF file."""
        return Path(self.model).expanduser() if self.model else default_model_path()

    @property
    def label(self) -> str:
        """The model's name as shown: the file's name without its ending."""
        return self.path.stem + (f"+{Path(self.lora).stem}" if self.lora else "")

    def warm_up(self) -> None:
        """Load the model, so that the first question does not wait for it."""
        self._running().start()

    def close(self) -> None:
        """End the model's process. The next use starts it again, with what is prepared by then."""
        with self._lock:
            if self._worker:
                self._worker.close()
            self._worker = None

    @property
    def pid(self) -> int:
        """Of the model's process; 0 while there is none."""
        return self._worker.pid if self._worker else 0

    def get_num_tokens(self, text: str) -> int:
        """Tokens of `text` as part of a message."""
        return self._running().tokens(text)

    def _running(self) -> Worker:
        with self._lock:
            if self._worker is None:
                self._worker = Worker(self._spec())
            return self._worker

    def _spec(self) -> Spec:
        """What the worker loads: the prepared layout where there is one."""
        check_gguf(self.path, self.named_by)
        lora = Path(self.lora).expanduser() if self.lora else None
        if lora:
            # llama.cpp accepts the path of a missing one and crashes at the first prompt
            check_gguf(lora, "FOOTNOTE_LORA")
        require_memory(self.path, self.named_by)
        cores = self.threads or cpu.read().cores
        ready = prepared(self.path, lora, Path(self.home)) if self.home else None
        small = self.path.stat().st_size <= SMALL_BYTES
        return Spec(
            model=str(self.path),
            lora=str(lora or ""),
            context_tokens=self.context_tokens,
            gpu_layers=self.gpu_layers,
            read_threads=cores,
            write_threads=min(cores, ready.decode_threads) if ready else 1 if small else cores,
            named_by=self.named_by,
            layout=str(ready.path) if ready else "",
            merged=bool(ready and ready.merged),
        )

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        order = Order(
            messages=spoken(messages),
            answer_tokens=self.answer_tokens,
            temperature=self.temperature,
            seed=self.seed,
            stop=tuple(stop or ()),
            grammar=str(kwargs.get("grammar", "")),
            seconds=self.answer_seconds,
        )
        events = self._running().ask(order)
        try:
            for chunk in _chunks(events):
                if run_manager and chunk.text:
                    run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                yield chunk
        finally:
            events.close()  # whoever stops listening stops the model

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = self._stream(messages, stop, run_manager, **kwargs)
        return generate_from_stream(settled(chunks))


def spoken(messages: Sequence[BaseMessage]) -> tuple[tuple[str, str], ...]:
    """Messages as (role, text), with the roles of chat templates."""
    return tuple((_ROLES[each.type], str(each.text)) for each in messages)


def _chunks(events: Generator[Event]) -> Iterator[ChatGenerationChunk]:
    """Events as LangChain's chunks, without thoughts; an answer that goes in circles ends there."""
    draft = _Draft()
    for event in events:
        if isinstance(event, Again):
            draft = _Draft()
            yield progress(anew=True)
        elif isinstance(event, Read):
            draft.prompt_tokens = event.total
            yield progress(event.done, event.total)
        elif isinstance(event, Piece):
            yield from draft.said(event.text)
            if draft.circles:
                events.close()
        elif isinstance(event, Done):
            draft.prompt_tokens, draft.cached = event.prompt_tokens, event.cached_tokens
            draft.written, draft.cpu_ms = event.answer_tokens, event.cpu_ms
    yield from draft.ended()


class _Draft:
    """An answer on its way, as chunks."""

    def __init__(self) -> None:
        self.prompt_tokens = self.cached = self.written = 0
        self.cpu_ms = 0.0
        self.circles = False
        self._thinking = Thinking()
        self._text = ""

    def said(self, text: str) -> Iterator[ChatGenerationChunk]:
        """What of a piece is shown; '' is a sign of life."""
        if not text:
            yield progress()
            return
        self.written += 1
        heard = self._thinking.feed(text)
        if heard.anew:
            self._text = ""
            yield progress(anew=True)
        yield from self._shown(heard.text)
        self.circles = self._text.endswith(_ENDS) and repeats_itself(self._text)

    def ended(self) -> Iterator[ChatGenerationChunk]:
        """What was held back, then what the answer cost."""
        yield from self._shown("" if self.circles else self._thinking.end())
        usage = UsageMetadata(
            input_tokens=self.prompt_tokens,
            output_tokens=self.written,
            total_tokens=self.prompt_tokens + self.written,
            input_token_details=InputTokenDetails(cache_read=self.cached),
        )
        told = {ENGINE_MS: self.cpu_ms} if self.cpu_ms else {}
        end = AIMessageChunk(content="", usage_metadata=usage, response_metadata=told)
        yield ChatGenerationChunk(message=end)

    def _shown(self, text: str) -> Iterator[ChatGenerationChunk]:
        self._text += text
        if text:
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))
