"""Models: the packaged one, a catalogue of others, how they come here, and what a name means."""

from app.models.files import (
    ADAPTED_PROMPT,
    ADAPTER,
    DEFAULT_FILE,
    MAGIC,
    PROMPT,
    adapter_path,
    check_gguf,
    default_model_path,
    prompt_name,
)

__all__ = [
    "ADAPTED_PROMPT",
    "ADAPTER",
    "DEFAULT_FILE",
    "MAGIC",
    "PROMPT",
    "adapter_path",
    "check_gguf",
    "default_model_path",
    "prompt_name",
]
