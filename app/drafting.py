"""Drafts of an answer: which voice is asked, what it may read, and who steps in for it."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import RunnableConfig

from app.cost import Cost, usage_of
from app.pieces import Pieces
from app.progress import ENGINE_MS, Progress
from app.prompts import Rendered
from app.reading import Evidence
from app.reading.focus import focused
from app.remote.faults import RemoteError, RemoteUnreachable
from app.tracing.spans import RENDER
from app.types import Reading, Token
from app.voices import Voice, Voices
from indexes.errors import ModelError, PromptError
from indexes.types import Hit, Window

log = logging.getLogger(__name__)

INSTEAD = " answered."
"""How the note ends that says who has answered in the place of others."""

Steps = Generator[Token | Reading, None, "Draft | None"]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a draft is to answer, and from what. read: what the reader made of the hits, or None.

    tokens: most tokens of evidence.
    """

    question: str
    hits: Sequence[Hit]
    read: Evidence | None
    tokens: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a voice wrote, from which windows."""

    voice: Voice
    text: str
    evidence: tuple[Window, ...]


class Drafting:
    """The drafts for one question.

    No text of a document that is marked private comes into a prompt for a remote voice: every
    prompt is made and sent here, and looked through in between.
    """

    def __init__(
        self, voices: Voices, matter: Matter, cost: Cost, config: RunnableConfig | None
    ) -> None:
        """cost: what the drafts are added to. config: LangChain's, passed to the model."""
        self._voices = voices
        self._matter = matter
        self._cost = cost
        self._config = config
        self._shown = False  # text of a draft that is void when another begins
        self._reasons: list[str] = []  # why voices have not answered

    def first(self) -> Steps:
        """A draft by whoever comes first and can; None when no evidence fits into the prompt.

        Raises what the local voice raises, when all before it have failed.
        """
        order = self._voices.order(self._matter.question, self._cost.larger)
        if self._cost.larger and not self._voices.larger:
            self._reasons.append("No larger model is set (larger_model)")
        for voice in order:
            draft = yield from self._tried(voice, is_last=voice is order[-1])
            if draft is not None:
                self._tell(draft.voice)
                return draft if draft.evidence else None
        return None

    def larger(self, before: Draft) -> Steps:
        """A draft by the larger voice in the place of another; None when it cannot or has."""
        voice = self._voices.larger
        if voice is None or voice is before.voice:
            return None
        draft = yield from self._tried(voice, is_last=False)
        if draft is None:
            self._tell(before.voice)
        return draft if draft and draft.evidence else None

    def _tell(self, who: Voice) -> None:
        """Note who has answered in the place of others, if so."""
        if self._reasons:
            self._cost.note(f"{'; '.join(self._reasons)}; {who.name}{INSTEAD}")
            self._reasons.clear()

    def _tried(self, voice: Voice, is_last: bool) -> Steps:
        """None when the voice may not or cannot answer; why is kept.

        is_last: nobody steps in for it; what it raises is raised.
        """
        rendered = self._rendered(voice)
        if not rendered.evidence:
            return Draft(voice, "", ())
        if voice.remote and (reason := _kept_from(voice, rendered.evidence)):
            self._reasons.append(reason)
            return None
        try:
            with Pieces(self._cost.spans, voice.name, voice.prompt.label) as pieces:
                text = yield from self._written(voice, rendered.messages, pieces)
        except (ModelError, PromptError) as error:
            if is_last:
                raise
            log.warning("%s", error)
            if voice.remote and isinstance(error, ModelError):
                voice.pause.begin(_why(error))
            self._reasons.append(_failure(voice, error))
            return None
        voice.pause.end()
        self._cost.wrote = voice
        return Draft(voice, text, rendered.evidence)

    def _rendered(self, voice: Voice) -> Rendered:
        matter = self._matter
        hits = matter.hits
        if matter.read is not None and voice.prompt.evidence == "sentences":
            hits = focused(matter.read, hits)
        count = voice.generator.get_num_tokens
        with self._cost.spans.span(RENDER, prompt=voice.prompt.label) as step:
            rendered = voice.prompt.render(matter.question, hits, matter.tokens, count)
            step.set(windows=len(rendered.evidence))
        return rendered

    def _written(
        self, voice: Voice, messages: Sequence[BaseMessage], pieces: Pieces
    ) -> Generator[Token | Reading, None, str]:
        """The model's pieces as they come; returns the draft's text."""
        draft = ""
        if self._shown:
            self._shown = False
            yield Token("", anew=True)
        for piece in voice.generator.stream(list(messages), self._config):
            if isinstance(piece, Progress):
                pieces.progress(piece)
                if piece.anew:
                    draft, self._shown = "", False
                    yield Token("", anew=True)
                # told where nothing changes too: doors can be left at an event only
                yield Reading(piece.read, piece.of) if piece.of or not draft else Token("")
                continue
            if piece.usage_metadata:
                usage = usage_of(piece.usage_metadata)
                self._cost.spent(usage)
                pieces.used(usage, float(piece.response_metadata.get(ENGINE_MS, 0.0)))
            text = text_of(piece)
            if text:
                pieces.text()
                draft += text
                self._shown = True
                self._cost.first()
                yield Token(text)
        return draft


def text_of(piece: AIMessageChunk) -> str:
    """A piece's text, whether its content is text or a list of parts."""
    return str(piece.text)


def private_names(evidence: Sequence[Window]) -> tuple[str, ...]:
    """Names of the documents marked private among the windows', each once."""
    found = (window.document for window in evidence)
    return tuple(dict.fromkeys(each.name for each in found if each.private))


def _kept_from(voice: Voice, evidence: Sequence[Window]) -> str:
    """Why a remote voice is not asked; '' when it may be."""
    names = private_names(evidence)
    if names:
        are = "is" if len(names) == 1 else "are"
        return f"{' and '.join(names)} {are} private, so {voice.name} was not asked"
    left, why = voice.pause.left
    return f"{voice.name} failed a moment ago ({why}) and is left alone for now" if left else ""


def _why(error: ModelError) -> str:
    return error.why if isinstance(error, RemoteError) else str(error).rstrip(".")


def _failure(voice: Voice, error: ModelError | PromptError) -> str:
    if isinstance(error, PromptError):
        return f"The question is too long for {voice.name}"
    if isinstance(error, RemoteUnreachable):
        return f"{voice.name} could not be reached ({error.why})"
    return f"{voice.name} could not answer ({_why(error)})"
