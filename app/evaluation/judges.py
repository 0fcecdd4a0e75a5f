"""Who judges in an evaluation: Footnote's own verifier, and a chat model where one is named."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from app.evaluation.entailment import Entails
from app.evaluation.grading import Judges
from app.evaluation.judge import ANSWER_TOKENS, ChatJudge
from app.generators import LlamaCppChat
from app.settings import Settings


@runtime_checkable
class _Verifying(Protocol):
    """A Footnote whose verifier can judge whether a citation supports a sentence."""

    @property
    def entails(self) -> Entails: ...


def judges(subject: object, judge: ChatJudge | None = None) -> Judges:
    """The verifier of `subject`, if it has one, beside the judge."""
    return Judges(subject.entails if isinstance(subject, _Verifying) else None, judge)


def open_judge(model: Path, settings: Settings, named_by: str) -> ChatJudge:
    """The judge in this GGUF, loaded, so that what is wrong with it shows at once.

    settings: window, GPU layers and threads are those of the answering model; its adapter is not
    used. named_by: what the person named the model with, such as `--judge`; errors say to correct
    it. Raises ModelError.
    """
    chat = LlamaCppChat(
        model=str(model),
        context_tokens=settings.context_tokens,
        answer_tokens=ANSWER_TOKENS,
        gpu_layers=settings.gpu_layers,
        threads=settings.threads,
        named_by=named_by,
    )
    chat.get_num_tokens("")
    return ChatJudge(chat, takes_grammars=True)
