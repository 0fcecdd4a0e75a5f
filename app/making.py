"""Journeys of settings that differ in little: they share the models that they have in common."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from langchain_core.language_models.chat_models import BaseChatModel

from app import engines
from app.checking.entailment import EntailmentHead
from app.choices import Choices
from app.engine.turns import Turns
from app.engine.worker import Worker
from app.engines import Local, MakesLocal
from app.generators import LlamaCppChat
from app.queued import Answers, Queued
from app.settings import Settings
from app.small_models import SmallModels
from app.voices import Voices
from indexes.embed import Embedder
from indexes.retrieve import Retriever

Host = tuple[str, str, int, int, int]
"""What a model's process is started with: model, adapter, context, layers on a GPU, threads."""

EMBEDDING = ("embedding_model", "embedding_precision", "embedding_backend", "threads")
"""Settings of the embedding model."""

SMALL = (*EMBEDDING, "reranker", "reader")
"""Settings of the models that find, read and check."""


class SharingChat(LlamaCppChat):
    """A chat model that writes in the process of another one, whose model and adapter it has."""

    host: LlamaCppChat

    @property
    def pid(self) -> int:
        """Of the host's process."""
        return self.host.pid

    def close(self) -> None:
        """End the host's process; the next use starts it again."""
        self.host.close()

    def _running(self) -> Worker:
        return self.host._running()


class Chats:
    """Chat models on this machine, one process for each model with its adapter.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[Host, LlamaCppChat] = {}
        self._users: Counter[Host] = Counter()
        self._taken: dict[Settings, list[set[Host]]] = {}

    def making(self, settings: Settings) -> MakesLocal:
        """What makes the chat models of these settings; it starts no process."""

        def make(local: Local) -> BaseChatModel:
            chat = engines.local_chat(settings, local)
            with self._lock:
                host = self._hosts.setdefault(_host(chat), chat)
            given = {name: getattr(chat, name) for name in LlamaCppChat.model_fields}
            return SharingChat(**given, host=host)

        return make

    def take(self, settings: Settings, voices: Voices) -> None:
        """Note that a journey of these settings uses the voices."""
        chats = [voices.first.generator, voices.local.generator]
        chats += [voices.larger.generator] if voices.larger else []
        hosts = {_host(each) for each in chats if isinstance(each, LlamaCppChat)}
        with self._lock:
            self._taken.setdefault(settings, []).append(hosts)
            self._users.update(hosts)

    def leave(self, settings: Settings) -> None:
        """A journey of these settings is over: end the processes that no other one uses."""
        with self._lock:
            taken = self._taken.get(settings) or [set()]
            hosts = taken.pop(0)
            self._users.subtract(hosts)
            unused = [self._hosts[each] for each in hosts if self._users[each] <= 0]
        for chat in unused:
            chat.close()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a journey of these settings is put together from. choices: the chat models that a
    question may name; None: those of `voices`.
    """

    settings: Settings
    models: SmallModels
    retriever: Retriever
    voices: Voices
    choices: Choices | None


class Making:
    """Makes the journeys of variants. Safe to use from several threads."""

    def __init__(
        self,
        models: dict[Settings, SmallModels],
        built_with: Callable[[], str],
        finds: Callable[[Settings, SmallModels], Retriever],
        assemble: Callable[[Parts], Answers],
    ) -> None:
        """models: those that are there already, by their settings. built_with: as `SmallModels`
        takes it. finds: makes a retriever. assemble: puts a journey together, without its line.
        """
        self.chats = Chats()
        self._built_with = built_with
        self._finds = finds
        self._assemble = assemble
        self._lock = threading.Lock()
        self._models = {_of(SMALL, settings): each for settings, each in models.items()}
        self._lenders = {_of(EMBEDDING, settings): each for settings, each in models.items()}
        self._retrievers: dict[tuple[object, ...], Retriever] = {}
        self._lines: dict[bool, Turns] = {}
        self._voices: dict[Settings, Voices] = {}
        self._choices: dict[Settings, list[Choices]] = {}

    def make(self, settings: Settings) -> Answers:
        """The journey of these settings, behind the waiting line. Raises ModelError, PromptError.

        Loads nothing: models come at their first use.
        """
        voices = self.voices(settings)
        choices = Choices(settings, voices, lambda local: engines.local_chat(settings, local))
        models = self.models(settings)
        parts = Parts(settings, models, self.retriever(settings), voices, choices)
        journey = self._assemble(parts)
        self.chats.take(settings, voices)
        with self._lock:
            self._choices.setdefault(settings, []).append(choices)
        return Queued(journey, self._line(settings, voices))

    def voices(self, settings: Settings) -> Voices:
        """The chat models of these settings, the same ones at each call: a remote one that was
        given up is left alone by all who ask it. Raises ModelError, PromptError.
        """
        with self._lock:
            if settings not in self._voices:
                self._voices[settings] = engines.voices(settings, self.chats.making(settings))
            return self._voices[settings]

    def end(self, settings: Settings) -> None:
        """Close what one journey of these settings alone had."""
        with self._lock:
            over = self._choices.get(settings, [])[:1]
            del self._choices.get(settings, [])[:1]
        for choices in over:
            choices.close()
        self.chats.leave(settings)

    def models(self, settings: Settings) -> SmallModels:
        """The small models of these settings; shared by all that name the same ones."""
        key, embedding = _of(SMALL, settings), _of(EMBEDDING, settings)
        with self._lock:
            if key not in self._models:
                lender = self._lenders.get(embedding)
                made = (
                    _Borrowing(settings, self._built_with, lender)
                    if lender
                    else SmallModels(settings, self._built_with)
                )
                self._models[key] = made
                self._lenders.setdefault(embedding, made)
            return self._models[key]

    def retriever(self, settings: Settings) -> Retriever:
        """What finds windows under these settings; shared as the small models are."""
        models, key = self.models(settings), _of((*SMALL, "fusion"), settings)
        with self._lock:
            if key not in self._retrievers:
                self._retrievers[key] = self._finds(settings, models)
            return self._retrievers[key]

    def waiting(self) -> int:
        """Questions that wait for their turn now."""
        with self._lock:
            return sum(line.waiting() for line in self._lines.values())

    def _line(self, settings: Settings, voices: Voices) -> Turns:
        """The waiting line: one for all journeys whose first model is on this machine, and one for
        the others.
        """
        with self._lock:
            return self._lines.setdefault(voices.first.remote, engines.turns(settings, voices))


class _Borrowing(SmallModels):
    """Small models that take what they have in common with others from those."""

    def __init__(
        self, settings: Settings, built_with: Callable[[], str], lender: SmallModels
    ) -> None:
        super().__init__(settings, built_with)
        self._lender = lender

    @cached_property
    def _embedder(self) -> Embedder:
        return self._lender.embedder()

    @cached_property
    def _entailment(self) -> EntailmentHead | None:
        return self._lender.entailment()


def _host(chat: LlamaCppChat) -> Host:
    return (chat.model, chat.lora, chat.context_tokens, chat.gpu_layers, chat.threads)


def _of(names: tuple[str, ...], settings: Settings) -> tuple[object, ...]:
    return tuple(getattr(settings, name) for name in names)
