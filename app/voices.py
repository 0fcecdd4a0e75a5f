"""Voices: the chat models that may be asked, each with its prompt, and who answers when one fails.

A remote voice that has failed is left alone for a while, so that not every question waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from langchain_core.language_models.chat_models import BaseChatModel

from app.prompts import Prompt
from indexes.errors import QuestionError

PAUSE = 30.0
"""Seconds for which a remote voice that has failed is not asked again."""


class Pause:
    """Whether a voice is left alone for now. May be shared between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._until = 0.0
        self._why = ""

    def begin(self, why: str) -> None:
        """why: a few words for the note, such as `refused the connection`."""
        with self._lock:
            self._until, self._why = self._now() + PAUSE, why

    def end(self) -> None:
        """The voice has answered."""
        with self._lock:
            self._until = 0.0

    @property
    def left(self) -> tuple[float, str]:
        """Seconds that it lasts on, 0 when it is over; and why it began."""
        with self._lock:
            return max(0.0, self._until - self._now()), self._why


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A chat model and how it is asked. remote: whether what it reads leaves the machine.

    label: the model's name as shown.
    """

    generator: BaseChatModel
    prompt: Prompt
    remote: bool = False
    label: str = ""
    pause: Pause = field(default_factory=Pause)

    @property
    def name(self) -> str:
        """The label, else what the generator calls itself."""
        return self.label or str(getattr(self.generator, "label", self.generator._llm_type))


@dataclass(frozen=True, slots=True)
class Voices:
    """first: asked by default. larger: asked when the first's draft will not do, or None.

    local: never remote; answers when a remote voice may not or cannot. It is the first itself where
    that is local. long_words: a question of more words goes to the larger at once; 0: never. Raises
    ValueError for a local voice that is remote.
    """

    first: Voice
    larger: Voice | None
    local: Voice
    long_words: int = 0

    def __post_init__(self) -> None:
        if self.local.remote:
            raise ValueError(f"{self.local.name} is remote; it cannot be the local voice.")

    @classmethod
    def alone(cls, generator: BaseChatModel, prompt: Prompt) -> Voices:
        """One local voice."""
        voice = Voice(generator, prompt)
        return cls(voice, None, voice)

    def order(self, question: str, larger: bool) -> tuple[Voice, ...]:
        """Who is asked, each when those before it cannot answer; the local voice last.

        larger: whether the person wants the larger one.
        """
        is_long = 0 < self.long_words < len(question.split())
        asked = [self.first, self.local]
        if self.larger and (larger or is_long):
            asked = [self.larger, *asked]
        return tuple(dict.fromkeys(asked))

    def led_by(self, voice: Voice) -> Voices:
        """Those for a question whose writer a person chose: it is asked first, and nobody writes in
        its place unless it cannot.
        """
        return Voices(voice, None, self.local)


class Chooses(Protocol):
    """Finds the voice that a person chose."""

    def taken(self, label: str) -> AbstractContextManager[Voices]:
        """The voices for a question, theirs until the context is left. label: '' as they are set.

        Raises QuestionError for a label that no voice has.
        """
        ...


class Given:
    """Chooses among the voices that are set, and no others."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices

    @contextmanager
    def taken(self, label: str) -> Iterator[Voices]:
        """As `Chooses.taken`."""
        voices = self._voices
        yield voices.led_by(named(label, known(voices))) if label else voices


def known(voices: Voices) -> tuple[Voice, ...]:
    """The voices that are set, each once."""
    return tuple(dict.fromkeys(filter(None, (voices.first, voices.larger, voices.local))))


def named(label: str, offered: tuple[Voice, ...]) -> Voice:
    """The first of the voices with this name; raises QuestionError when there is none."""
    for voice in offered:
        if voice.name == label:
            return voice
    names = ", ".join(dict.fromkeys(voice.name for voice in offered))
    raise QuestionError(f"There is no chat model {label!r} here to choose; there are: {names}.")
