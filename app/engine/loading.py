"""Loads what a Spec names, with as many layers on a GPU as fit."""

from __future__ import annotations

import ctypes
import logging
from dataclasses import dataclass, replace
from pathlib import Path

import llama_cpp

from app.engine.context import Context
from app.engine.placing import layers_on_gpu
from app.engine.types import Spec
from app.engine.vocabulary import Vocabulary
from app.engine.writing import Writer
from app.models import check_gguf
from indexes.errors import ModelError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is ready. placed: where it runs, as a part of a sentence."""

    context: Context
    vocabulary: Vocabulary
    writer: Writer
    placed: str


def load(spec: Spec) -> Loaded:
    """Load the model and its adapter. Raises ModelError naming what is wrong with which file.

    When a GPU has not the room that was thought, half as many layers are tried, down to none.
    """
    path = Path(spec.model)
    check_gguf(path, spec.named_by)
    if spec.lora:
        # llama.cpp accepts the path of a missing one and crashes at the first prompt
        check_gguf(Path(spec.lora), "FOOTNOTE_LORA")
    _quiet()
    layers = layers_on_gpu(path, spec.gpu_layers, spec.context_tokens)
    while True:
        try:
            context = _opened(spec, layers)
            break
        except ModelError as error:
            if not layers:
                raise
            log.warning("%d layers do not go on the GPU: %s", layers, error)
            layers //= 2
    vocabulary = Vocabulary(context.model, path, spec.named_by)
    placed = f"{layers} layers on the GPU" if layers else "on the CPU"
    return Loaded(context, vocabulary, Writer(spec, context, vocabulary), placed)


def _opened(spec: Spec, layers: int) -> Context:
    """In the layout that was prepared for this CPU, unless layers go to a GPU.

    A layout that was deleted or damaged since it was made keeps nobody from an answer.
    """
    if layers or not spec.layout:
        return Context(spec, layers)
    lora = "" if spec.merged else spec.lora
    try:
        return Context(replace(spec, model=spec.layout, lora=lora), layers)
    except ModelError:
        log.warning(
            "%s cannot be loaded, so the model is used as it is; delete the file, and it is made "
            "anew.",
            spec.layout,
        )
        return Context(spec, layers)


def _tell(level: int, text: bytes, data: object) -> None:
    log.debug("llama.cpp, level %d: %s", level, text.decode("utf-8", "replace").rstrip())


_LISTENER = llama_cpp.llama_log_callback(_tell)
"""Kept for as long as llama.cpp may call it."""


def _quiet() -> None:
    """Let llama.cpp's own lines go to our log when that shows them, else nowhere.

    It says a hundred lines at each step, which cost a tenth of the time when Python hears them. So
    C hears them: `abs`, which looks at the first argument alone, a number, and does nothing.
    """
    if log.isEnabledFor(logging.DEBUG):
        llama_cpp.llama_log_set(_LISTENER, None)
    else:
        deaf = ctypes.cast(ctypes.CDLL(None).abs, ctypes.c_void_p).value
        llama_cpp.llama_log_set(llama_cpp.llama_log_callback(deaf or 0), None)
