"""Chat models: llama.cpp in this process, as a LangChain BaseChatModel."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from app import cpu
from app.models import check_gguf, default_model_path
from indexes.errors import ModelError, PromptError
from ingest import sentences

if TYPE_CHECKING:
    from llama_cpp import Llama

log = logging.getLogger(__name__)
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_ENDS = (".", "!", "?", "\n", "]")


def repeats_itself(text: str) -> bool:
    """Whether the last sentence was said before: a small model that has begun to go in circles."""
    *earlier, last = [" ".join(text[a:b].split()) for a, b in sentences.split(text)] or [""]
    return len(last) > 20 and last in earlier


class LlamaCppChat(BaseChatModel):
    """Any instruct GGUF, run by llama.cpp; loaded at first use; one answer at a time.

    model: path of a GGUF with a chat template; '' is the packaged SmolLM2-135M-Instruct. lora: path
    of a GGUF adapter for it, or ''. gpu_layers: -1 offloads all layers when llama.cpp was built for
    a GPU. An answer that begins to repeat itself ends there. threads: 0 takes the processors that
    this process may use. named_by: what names the model; errors say to correct it.

    Raises ModelError when a file is missing, damaged, foreign or has no chat template, and
    PromptError when prompt and answer do not fit `context_tokens`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, protected_namespaces=())

    model: str = ""
    lora: str = ""
    context_tokens: int = 4096
    answer_tokens: int = 120
    temperature: float = 0.0
    seed: int = 0
    gpu_layers: int = -1
    threads: int = 0
    named_by: str = "FOOTNOTE_MODEL"

    _lock: threading.RLock = PrivateAttr(default_factory=threading.RLock)

    @property
    def _llm_type(self) -> str:
        return "footnote-llama-cpp"

    @cached_property
    def path(self) -> Path:
        """The GGUF file."""
        return Path(self.model).expanduser() if self.model else default_model_path()

    @property
    def label(self) -> str:
        """The model's name as shown: the file's name without its ending."""
        return self.path.stem + (f"+{Path(self.lora).stem}" if self.lora else "")

    @cached_property
    def _llama(self) -> Llama:
        """The loaded model. Two threads on one context abort the process: hold `_lock`."""
        check_gguf(self.path, self.named_by)
        if self.lora:
            check_gguf(Path(self.lora), "FOOTNOTE_LORA")
        import llama_cpp

        threads = self.threads or cpu.read().cores
        layers = self.gpu_layers if llama_cpp.llama_supports_gpu_offload() else 0
        try:
            llama = llama_cpp.Llama(
                str(self.path),
                n_ctx=self.context_tokens,
                n_gpu_layers=layers,
                n_threads=threads,
                n_threads_batch=threads,
                lora_path=self.lora or None,
                seed=self.seed,
                verbose=False,
            )
        except (ValueError, RuntimeError) as error:
            raise ModelError(
                f"llama.cpp cannot load {self.label} ({error}): the file is damaged or cut short, "
                "or not a chat model that this llama.cpp knows; download it again or set "
                f"{self.named_by} to another."
            ) from error
        # a null pointer: llama-cpp-python does not notice it, and the first prompt would crash
        if self.lora and not llama._lora_adapter:
            raise ModelError(
                f"{Path(self.lora).name} is not a LoRA adapter for {self.path.stem}; correct or "
                "unset FOOTNOTE_LORA."
            )
        if "tokenizer.chat_template" not in llama.metadata:
            raise ModelError(
                f"{self.path.name} carries no chat template, so it is not an instruct model; set "
                f"{self.named_by} to one that does."
            )
        return llama

    @cached_property
    def _template(self) -> Callable[..., Any]:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        llama = self._llama
        end, begin = (
            llama._model.token_get_text(token) if token >= 0 else ""
            for token in (llama.token_eos(), llama.token_bos())
        )
        return Jinja2ChatFormatter(llama.metadata["tokenizer.chat_template"], end, begin)

    @cached_property
    def _control(self) -> tuple[str, ...]:
        """Texts of the tokens that only the chat template may speak, longest first."""
        import llama_cpp

        vocab = self._llama._model.vocab
        special = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        texts = {
            llama_cpp.llama_vocab_get_text(vocab, token).decode("utf-8", "replace")
            for token in range(llama_cpp.llama_vocab_n_tokens(vocab))
            if llama_cpp.llama_vocab_get_attr(vocab, token) & special
        }
        return tuple(sorted((t for t in texts if len(t) > 2), key=len, reverse=True))

    def get_num_tokens(self, text: str) -> int:
        """Tokens of `text` as part of a message."""
        with self._lock:
            return len(self._llama.tokenize(text.encode(), add_bos=False, special=False))

    def prompt_tokens(self, messages: Sequence[BaseMessage]) -> list[int]:
        """The tokens that the model will read: the GGUF's own chat template, filled in.

        Control tokens spelled out in a message's content are broken up, so that no text of a
        document or a question can end its turn or begin another's.
        """
        with self._lock:
            rendered = self._template(
                messages=[
                    {"role": _ROLES[message.type], "content": self._inert(str(message.content))}
                    for message in messages
                ]
            )
            prompt = str(rendered.prompt)
            return self._llama.tokenize(
                prompt.encode(), add_bos=not self._begins(prompt), special=True
            )

    def _begins(self, prompt: str) -> bool:
        """Whether the template has written the beginning-of-text token itself, or there is none."""
        bos = self._llama.token_bos()
        text = self._llama._model.token_get_text(bos) if bos >= 0 else ""
        return not text or prompt.startswith(text)

    def _inert(self, text: str) -> str:
        for token in self._control:
            if token in text:
                text = text.replace(token, f"{token[0]} {token[1:]}")
        return text

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        with self._lock:
            tokens = self.prompt_tokens(messages)
            if len(tokens) + self.answer_tokens > self.context_tokens:
                raise PromptError(
                    f"Question and evidence have {len(tokens)} tokens, which leaves no room for an "
                    f"answer in the model's {self.context_tokens}; shorten the question or raise "
                    "FOOTNOTE_CONTEXT_TOKENS."
                )
            written, said = 0, ""
            for piece in self._llama.create_completion(
                tokens,
                max_tokens=self.answer_tokens,
                temperature=self.temperature,
                seed=self.seed,
                stop=stop or [],
                stream=True,
            ):
                text = piece["choices"][0]["text"]  # type: ignore[index]
                written += 1
                said += text
                chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                if run_manager:
                    run_manager.on_llm_new_token(text, chunk=chunk)
                yield chunk
                if text.endswith(_ENDS) and repeats_itself(said):
                    break
            usage = UsageMetadata(
                input_tokens=len(tokens), output_tokens=written, total_tokens=len(tokens) + written
            )
            yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))
