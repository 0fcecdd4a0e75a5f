"""Settings -> voices: which chat models are asked, each with its adapter and its prompt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from langchain_core.language_models.chat_models import BaseChatModel

from app.engine.turns import Turns
from app.generators import LlamaCppChat
from app.models import adapter_path, prompt_name
from app.models.names import ModelName, resolve
from app.prompts import load
from app.remote import RemoteChat
from app.settings import Settings
from app.voices import Voice, Voices

REMOTE_PLACES = 4
"""Questions at a time when the first voice is remote: others are searched for while it writes."""


@dataclass(frozen=True, slots=True)
class Local:
    """A model that runs on this machine. model: path of its GGUF, '' for the packaged one.

    lora: path of an adapter, or ''. named_by: the variable of the setting that names the model.
    """

    model: str
    lora: str
    named_by: str


MakesLocal = Callable[[Local], BaseChatModel]


def voices(settings: Settings, make: MakesLocal) -> Voices:
    """The voices that the settings name; `make` gives the local ones. Loads no model.

    `lora` and `prompt` are for `model`; where that is remote, the packaged model with Footnote's
    own adapter is the local voice. Raises ModelError when a name means nothing.
    """
    chosen = resolve(settings.model, settings.home)
    base_url = settings.base_url
    if chosen.kind == "remote":
        prompt = prompt_name(settings.prompt, "")
        first = _remote(settings, chosen, base_url, prompt, "FOOTNOTE_MODEL")
        packaged = resolve("", settings.home)
        local = _local(packaged, adapter_path("", ""), "auto", "FOOTNOTE_MODEL", make)
        base_url = ""
    else:
        lora = adapter_path(_path(chosen), settings.lora)
        first = local = _local(chosen, lora, settings.prompt, "FOOTNOTE_MODEL", make)
    return Voices(first, _larger(settings, base_url, make), local, settings.long_question_words)


def local_voice(settings: Settings, name: str, make: MakesLocal) -> Voice:
    """The voice of a model on this machine, with the adapter and prompt that suit it.

    name: as the setting `model`; '' the packaged one. Raises ModelError when nothing has that name.
    """
    chosen = resolve(name, settings.home)
    lora = adapter_path(_path(chosen), "")
    return _local(chosen, lora, "auto", "the choice of the model", make)


def local_chat(settings: Settings, local: Local) -> LlamaCppChat:
    """The chat model of a GGUF, as the settings say; it is loaded at its first use."""
    return LlamaCppChat(
        model=local.model,
        lora=local.lora,
        context_tokens=settings.context_tokens,
        answer_tokens=settings.answer_tokens,
        answer_seconds=settings.answer_seconds,
        temperature=settings.temperature,
        seed=settings.seed,
        gpu_layers=settings.gpu_layers,
        threads=settings.threads,
        named_by=local.named_by,
        home=str(settings.home),
    )


def turns(settings: Settings, chosen: Voices) -> Turns:
    """The waiting line in front of the voices."""
    places = settings.questions_at_once or (REMOTE_PLACES if chosen.first.remote else 1)
    return Turns(places, settings.questions_waiting)


def _larger(settings: Settings, base_url: str, make: MakesLocal) -> Voice | None:
    if not settings.larger_model:
        return None
    chosen = resolve(settings.larger_model, settings.home)
    if chosen.kind == "remote":
        return _remote(settings, chosen, base_url, prompt_name("auto", ""), "FOOTNOTE_LARGER_MODEL")
    lora = adapter_path(_path(chosen), "")
    return _local(chosen, lora, "auto", "FOOTNOTE_LARGER_MODEL", make)


def _local(chosen: ModelName, lora: str, prompt: str, named_by: str, make: MakesLocal) -> Voice:
    generator = make(Local(_path(chosen), lora, named_by))
    return Voice(generator, load(prompt_name(prompt, lora)))


def _remote(
    settings: Settings, chosen: ModelName, base_url: str, prompt: str, named_by: str
) -> Voice:
    chat = RemoteChat(
        provider=chosen.provider,
        model=chosen.name,
        base_url=base_url,
        answer_tokens=settings.answer_tokens,
        context_tokens=settings.context_tokens,
        temperature=settings.temperature,
        seed=settings.seed,
        seconds=settings.remote_seconds,
        named_by=named_by,
    )
    return Voice(chat, load(prompt), remote=True, label=chat.label)


def _path(chosen: ModelName) -> str:
    """As generators take it: '' for the packaged model."""
    return "" if chosen.kind == "packaged" else str(chosen.path)
