"""Prompts and answers in the packaged model's tokens, as llama.cpp makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llama_cpp import Llama
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from app.models import default_model_path
from app.prompts import Prompt
from training.chat.sources import Example

MOST_TOKENS = 480
"""Tokens of prompt and answer above which an example is left out."""

CONTROL = "<|"
"""How the tokens begin that only the chat template may speak; examples with it are left out."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """prompt: up to where the model begins to speak. answer: with the token that ends its turn."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


class Vocabulary:
    """The tokenizer and the chat template of a GGUF; nothing else of it is loaded."""

    def __init__(self, path: Path | None = None) -> None:
        """path: by default the packaged model."""
        self._llama = Llama(str(path or default_model_path()), vocab_only=True, verbose=False)
        self._end = self._llama.token_eos()
        texts = [
            self._llama._model.token_get_text(each) for each in (self._end, self._llama.token_bos())
        ]
        template = self._llama.metadata["tokenizer.chat_template"]
        self._template = Jinja2ChatFormatter(template, eos_token=texts[0], bos_token=texts[1])

    def prompt(self, system: str, user: str) -> tuple[int, ...]:
        """The tokens that `app.generators.LlamaCppChat` would give the model."""
        written = self._template(
            messages=[{"role": "system", "content": system}, {"role": "user", "content": user}]
        ).prompt
        return tuple(self._llama.tokenize(written.encode(), add_bos=False, special=True))

    def answer(self, text: str) -> tuple[int, ...]:
        """The tokens that the model is to say, the last of which ends its turn."""
        return (*self._llama.tokenize(text.encode(), add_bos=False, special=False), self._end)

    def of(self, example: Example, prompt: Prompt) -> Tokens | None:
        """None where the example is too long, or holds what only the chat template may speak."""
        system, user = example.messages(prompt)
        if CONTROL in user or CONTROL in example.answer:
            return None
        found = Tokens(self.prompt(system, user), self.answer(example.answer))
        return found if len(found) <= MOST_TOKENS else None

    def text(self, tokens: Sequence[int]) -> str:
        """What the tokens say, without control tokens."""
        return self._llama.detokenize(list(tokens)).decode("utf-8", "replace")
