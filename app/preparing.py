"""The first use of a model on a machine: bring it into the layout that is fastest there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from app import cpu
from app.generators import LlamaCppChat
from app.layouts import Step, prepare, prepared
from app.settings import Settings
from app.voices import Voices
from indexes.errors import ModelError

log = logging.getLogger(__name__)

LARGEST_BYTES = 1_000_000_000
"""Models up to this size are prepared by themselves; larger ones take minutes, and disk space that
nobody was asked for."""


def wanting(voices: Voices, settings: Settings) -> LlamaCppChat | None:
    """The chat model on this machine that should be prepared before it is used; None when all is
    as it should be, or is left as it is.
    """
    chat = voices.first.generator
    if settings.prepare != "auto" or not isinstance(chat, LlamaCppChat) or not chat.path.is_file():
        return None
    small = chat.path.stat().st_size <= LARGEST_BYTES
    return chat if small and prepared(chat.path, _adapter(chat), settings.home) is None else None


def prepare_first(
    chat: LlamaCppChat, settings: Settings, tell: Callable[[Step], None] = lambda step: None
) -> None:
    """Prepare it; its process is ended, so that the next use loads what was made.

    A model that cannot be prepared is used as it is: why is logged, and `footnote models prepare`
    says it too.
    """
    threads = settings.threads or cpu.read().cores
    try:
        prepare(chat.path, _adapter(chat), settings.home, threads, tell)
    except ModelError as error:
        log.warning("%s is used as it is: %s", chat.label, error)
        return
    chat.close()


def start(voices: Voices) -> None:
    """Have the first voice's model loaded, without waiting for it.

    What goes wrong is met again, and told, by the model's first use.
    """
    chat = voices.first.generator
    if isinstance(chat, LlamaCppChat):
        threading.Thread(target=_load, args=(chat,), name="load-chat", daemon=True).start()


def _load(chat: LlamaCppChat) -> None:
    try:
        chat.warm_up()
    except ModelError as error:
        log.info("%s is not loaded: %s", chat.label, error)


def _adapter(chat: LlamaCppChat) -> Path | None:
    return Path(chat.lora).expanduser() if chat.lora else None
