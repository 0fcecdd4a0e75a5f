"""Text and tokens, by a GGUF's own vocabulary and chat template."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import llama_cpp

from indexes.errors import ModelError, PromptError

_PIECE_BYTES = 64


class Vocabulary:
    """The vocabulary of a loaded model; may be shared between threads."""

    def __init__(self, model: llama_cpp.llama_model_p, path: Path, named_by: str) -> None:
        """path, named_by: the file and the setting that named it, for errors.

        Raises ModelError when the model has no chat template.
        """
        self.pointer: llama_cpp.llama_vocab_p = llama_cpp.llama_model_get_vocab(model)
        self.size: int = llama_cpp.llama_vocab_n_tokens(self.pointer)
        template = llama_cpp.llama_model_chat_template(model, None)
        if not template:
            raise ModelError(
                f"{path.name} carries no chat template, so it is not an instruct model; set "
                f"{named_by} to one that does."
            )
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        begin = llama_cpp.llama_vocab_bos(self.pointer)
        end = llama_cpp.llama_vocab_eos(self.pointer)
        self._begin = self._text(begin)
        self._template = Jinja2ChatFormatter(
            template.decode("utf-8", "replace"), self._text(end), self._begin
        )

    def tokens(self, text: str, special: bool = False, begins: bool = False) -> list[int]:
        """The tokens of a text. special: whether control tokens that it spells out are meant.

        begins: whether the token that begins a text is put before.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        while True:
            found = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(
                self.pointer, data, len(data), found, room, begins, special
            )
            if count >= 0:
                return list(found[:count])
            room = -count

    def piece(self, token: int) -> bytes:
        """The bytes of one token, which may be part of a character; control tokens are b''."""
        room = _PIECE_BYTES
        while True:
            found = ctypes.create_string_buffer(room)
            count = llama_cpp.llama_token_to_piece(self.pointer, token, found, room, 0, False)
            if count >= 0:
                return found.raw[:count]
            room = -count

    def ends(self, token: int) -> bool:
        """Whether the token ends an answer."""
        return bool(llama_cpp.llama_vocab_is_eog(self.pointer, token))

    def prompt(self, messages: Sequence[tuple[str, str]]) -> list[int]:
        """What the model will read: the GGUF's own chat template, filled in.

        messages: (role, text). Control tokens spelled out in a text are broken up, so that no text
        of a document or a question can end its turn or begin another's. Raises PromptError when
        the template refuses the roles.
        """
        from jinja2 import TemplateError

        filled = [{"role": role, "content": self._inert(text)} for role, text in messages]
        try:
            written = str(self._template(messages=filled).prompt)  # type: ignore[arg-type]  # its dicts are typed by role
        except TemplateError as error:
            if filled and filled[0]["role"] == "system":  # as Gemma's: instructions go first
                return self.prompt(_without_system(messages))
            raise PromptError(
                f"The model's chat template does not take this prompt ({error}); choose another "
                "model."
            ) from error
        begins = bool(self._begin) and not written.startswith(self._begin)
        return self.tokens(written, special=True, begins=begins)

    @cached_property
    def _control(self) -> tuple[str, ...]:
        """Texts of the tokens that only the chat template may speak, longest first."""
        special = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        texts = {
            self._text(token)
            for token in range(self.size)
            if llama_cpp.llama_vocab_get_attr(self.pointer, token) & special
        }
        return tuple(sorted((t for t in texts if len(t) > 2), key=len, reverse=True))

    def _text(self, token: int) -> str:
        if token < 0:
            return ""
        text: bytes = llama_cpp.llama_vocab_get_text(self.pointer, token)
        return text.decode("utf-8", "replace")

    def _inert(self, text: str) -> str:
        for token in self._control:
            if token in text:
                text = text.replace(token, f"{token[0]} {token[1:]}")
        return text


def _without_system(messages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The system's text at the head of the user's first message."""
    (_, instructions), (role, text), *rest = messages
    return [(role, f"{instructions}\n\n{text}"), *rest]
