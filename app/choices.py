"""Which chat models a person can choose for a question, and the one that was chosen, kept ready."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.engines import MakesLocal, local_voice
from app.generators import LlamaCppChat
from app.models.catalogue import DEFAULT_NAME
from app.models.files import ADAPTER, check_gguf
from app.models.listing import Listed, listing
from app.settings import Settings
from app.voices import Voice, Voices, known, named
from indexes.errors import ModelError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chat model that can be chosen.

    label: names it in `Question.model`, and in answers. remote: whether what it reads leaves the
    machine. about: what it is, in a few words.
    """

    label: str
    remote: bool
    about: str


@dataclass(slots=True)
class _Guest:
    """A voice that is not among those that are set. users: questions that it is answering."""

    voice: Voice
    users: int = 0


def choices(settings: Settings, voices: Voices) -> tuple[Choice, ...]:
    """The voices that are set, the first of them first, then the other models on this machine.

    Loads nothing. A file that is no model is left out; so are all that are not set, where what is
    known of one of them cannot be read.
    """
    rows: list[Listed] = []
    try:
        rows = _rows(settings)
    except ModelError as error:  # `footnote models list` tells it; those that are set still answer
        log.warning("No other models are offered: %s", error)
    chosen = [Choice(each.name, each.remote, _about(each, voices, rows)) for each in known(voices)]
    here = _here(rows, voices)
    return (*chosen, *(Choice(label, False, each.about) for label, each in here.items()))


class Choices:
    """Finds the voice that a person chose. May be shared between threads.

    A model that is not among those that are set is loaded at its first answer, in a process of its
    own. One such process is kept: when another model is chosen, the one before is ended as soon as
    it answers nobody, so that at most as many run as questions are answered at a time.
    """

    def __init__(self, settings: Settings, voices: Voices, make: MakesLocal) -> None:
        """make: gives the chat models on this machine."""
        self._settings = settings
        self._voices = voices
        self._make = make
        self._lock = threading.Lock()
        self._guest: _Guest | None = None

    def offered(self) -> tuple[Choice, ...]:
        """What can be chosen now."""
        return choices(self._settings, self._voices)

    @contextmanager
    def taken(self, label: str) -> Iterator[Voices]:
        """As `app.voices.Chooses.taken`."""
        if not label:
            yield self._voices
            return
        held = known(self._voices)
        if any(each.name == label for each in held):
            yield self._voices.led_by(named(label, held))
            return
        guest = self._enter(label)
        try:
            yield self._voices.led_by(guest.voice)
        finally:
            self._leave(guest)

    def close(self) -> None:
        """End the process of the model that was chosen last, if it answers nobody."""
        with self._lock:
            guest = self._guest
            if guest and not guest.users:
                self._guest = None
                _close(guest)

    def _enter(self, label: str) -> _Guest:
        with self._lock:
            before = self._guest
            if before is None or before.voice.name != label:
                self._guest = _Guest(self._voice(label))
                if before and not before.users:
                    _close(before)
            assert self._guest is not None
            self._guest.users += 1
            return self._guest

    def _leave(self, guest: _Guest) -> None:
        with self._lock:
            guest.users -= 1
            if guest is not self._guest and not guest.users:
                _close(guest)

    def _voice(self, label: str) -> Voice:
        """Raises QuestionError for a label that nothing here has."""
        here = _here(_rows(self._settings), self._voices)
        if label not in here:
            offered = (*known(self._voices), *(self._made(each) for each in here.values()))
            return named(label, offered)
        return self._made(here[label])

    def _made(self, listed: Listed) -> Voice:
        name = "" if listed.name == DEFAULT_NAME else str(listed.path)
        return local_voice(self._settings, name, self._make)


def _rows(settings: Settings) -> list[Listed]:
    return listing(settings.home, settings.model, None)


def _here(rows: list[Listed], voices: Voices) -> dict[str, Listed]:
    """Label -> model, of those whose file lies here and that are not among the voices."""
    files = {_file(each) for each in known(voices)}
    labels = {each.name for each in known(voices)}
    found: dict[str, Listed] = {}
    for row in rows:
        if row.path is not None and row.path.resolve() not in files and _is_model(row.path):
            found.setdefault(_label(row.path, row.name == DEFAULT_NAME), row)
    return {label: row for label, row in found.items() if label not in labels}


def _is_model(path: Path) -> bool:
    try:
        check_gguf(path, "the model")
    except ModelError:  # `footnote models list` shows the file, and its use says what is wrong
        return False
    return True


def _label(path: Path, packaged: bool) -> str:
    """As the model's voice is named: the packaged one comes with Footnote's adapter."""
    return f"{path.stem}+{ADAPTER.stem}" if packaged else path.stem


def _file(voice: Voice) -> Path | None:
    """The file of a voice on this machine; None for others."""
    chat = voice.generator
    return chat.path.resolve() if isinstance(chat, LlamaCppChat) else None


def _about(voice: Voice, voices: Voices, rows: list[Listed]) -> str:
    if voice.remote:
        return "asked over the network"
    path = _file(voice)
    for row in rows:
        if path is not None and row.path is not None and row.path.resolve() == path:
            return row.about
    return "the larger model" if voice is voices.larger else "on this machine"


def _close(guest: _Guest) -> None:
    if isinstance(guest.voice.generator, LlamaCppChat):
        guest.voice.generator.close()
