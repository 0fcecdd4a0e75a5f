"""The journey without its chat model, to see quickly what the library answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from app.answer import Journey
from app.models.files import ADAPTED_PROMPT
from app.plain import REFUSAL
from app.prompts import load
from app.queued import Answers
from app.suggesting.suggest import Asks
from app.types import Actor, Answer, Question
from app.voices import Voices

CHARACTERS_PER_TOKEN = 3


class Silent(BaseChatModel):
    """A chat model that always declines: what is answered all the same, code and reader answer."""

    label: str = "none"

    @property
    def _llm_type(self) -> str:
        return "footnote-silent"

    def get_num_tokens(self, text: str) -> int:
        """About as many as others count."""
        return len(text) // CHARACTERS_PER_TOKEN + 1

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=f"{REFUSAL}."))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))


def silent() -> Voices:
    """Voices for a journey that asks no chat model: nothing is loaded or sent anywhere."""
    return Voices.alone(Silent(), load(ADAPTED_PROMPT))


def asks(journey: Journey | Answers, actor: Actor) -> Asks:
    """Asks the journey for an actor."""

    def ask(text: str) -> Answer:
        return journey.ask(Question(text, actor))

    return ask
