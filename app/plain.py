"""The plain path from evidence to a checked answer: read, prompt, draft, check."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from app.checking import Checked, Checker
from app.prompts import Prompt
from app.reading import Evidence, Reads, gathered
from app.reading.addressed import unaddressed
from app.reading.decision import LEAST_LIKELY, SURE, likelihood
from app.reading.focus import extract, focused, shortfall
from app.surroundings import surrounded
from app.types import Timings, Token, Usage
from indexes.retrieve import Retriever
from indexes.types import Hit

REFUSAL = "The sources do not say"
"""How the prompts ask the model to decline."""

LEAST_SIMILARITY = 0.36
LEAST_COVERAGE = 0.5
"""A hit below both is not evidence (measured on data/eval/samples.jsonl: docs/quality.md)."""


MOST_WORDS = 40
"""Words above which a draft for one sentence has lost its way."""

NEAR = 1.0
"""How much less than the best sentence's promise that of a draft's citations may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """hits: windows that are searched for. evidence_tokens: most tokens of them that are read."""

    hits: int
    evidence_tokens: int


@dataclass(slots=True)
class Cost:
    """What one question costs, counted while it is answered. Times are wall-clock."""

    trace_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    started: float = field(default_factory=time.perf_counter)
    retrieved_ms: float = 0.0
    first_ms: float = 0.0

    def retrieved(self) -> None:
        self.retrieved_ms = self._elapsed()

    def first(self) -> None:
        self.first_ms = self.first_ms or self._elapsed()

    def add(self, usage: object) -> None:
        """usage: as LangChain tells it; None adds nothing."""
        if isinstance(usage, dict):
            self.spent(Usage(int(usage["input_tokens"]), int(usage["output_tokens"])))

    def spent(self, usage: Usage) -> None:
        """Add what was used."""
        self.usage = Usage(
            self.usage.prompt_tokens + usage.prompt_tokens,
            self.usage.completion_tokens + usage.completion_tokens,
        )

    def timings(self) -> Timings:
        return Timings(self.retrieved_ms, self.first_ms, self._elapsed())

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 1)


class Plain:
    """Answers from what was found. Holds no state of its own; may be shared between threads."""

    def __init__(
        self,
        retriever: Retriever,
        generator: BaseChatModel,
        prompt: Prompt,
        limits: Limits,
        reads: Callable[[], Reads | None] = lambda: None,
        checker: Checker | None = None,
    ) -> None:
        """reads: gives the reader, loaded at its first use; None: answer without one. checker:
        checks drafts; None: one that goes by rules alone.
        """
        self._retriever = retriever
        self._generator = generator
        self._prompt = prompt
        self._limits = limits
        self._reads = reads
        self._checker = checker or Checker()

    @property
    def prompt(self) -> str:
        """`name@version`."""
        return self._prompt.label

    def evidence(self, hits: Sequence[Hit], question: str) -> tuple[Hit, ...]:
        """The hits that may be evidence, those that follow one another in a document as one.

        Sentences that give orders to whoever answers are left out of them.
        """
        told = (unaddressed(hit, question) for hit in hits if is_relevant(hit))
        return self._retriever.joined([hit for hit in told if hit])

    def answer(
        self,
        question: str,
        hits: Sequence[Hit],
        cost: Cost,
        config: RunnableConfig | None = None,
    ) -> Generator[Token, None, Checked | None]:
        """Tokens of the draft as they come; returns the checked answer, None for an abstention.

        hits: what `evidence` gave. Raises PromptError for a question that does not fit the model's
        context.
        """
        reader = self._reads()
        read = gathered(question, [hit.window for hit in hits], reader) if reader and hits else None
        likely = likelihood(question, read, hits) if read is not None else 1.0
        if likely < LEAST_LIKELY:
            return None
        shown = hits
        if read is not None and self._prompt.evidence == "sentences":
            shown = focused(read, hits)
        rendered = self._prompt.render(
            question, shown, self._limits.evidence_tokens, self._generator.get_num_tokens
        )
        if not rendered.evidence:
            return None
        draft = yield from self._drafted(rendered.messages, cost, config)
        checked = (
            None if declines(draft) else self._checker.verify(draft, question, rendered.evidence)
        )
        if read is None or self._prompt.evidence != "sentences":
            return checked
        if checked is None and likely < SURE:
            return None
        own = self._checker.verify(extract(read, question), question, rendered.evidence)
        return surrounded(_better(checked, own, read), [hit.window for hit in hits])

    def _drafted(
        self, messages: Sequence[BaseMessage], cost: Cost, config: RunnableConfig | None
    ) -> Generator[Token, None, str]:
        """The model's tokens as they come; returns all of them."""
        draft = ""
        for piece in self._generator.stream(list(messages), config):
            cost.add(piece.usage_metadata)
            text = str(piece.content)
            if text:
                draft += text
                cost.first()
                yield Token(text)
        return draft


def _better(draft: Checked | None, own: Checked, read: Evidence) -> Checked:
    """Of two drafts the better one. own: the sentence that the reader thinks likeliest, in itself.

    The model's stays where it stands, is short enough, and cites what promises nearly as much; but
    a longer one of the same sentence, such as a whole row of a table, does not.
    """
    if draft is None or not draft.grounded:
        return own
    said, least = _length(draft), _length(own)
    near = shortfall(read, draft.citations) <= NEAR
    alike = _places(draft) == _places(own) and own.grounded
    return draft if said <= MOST_WORDS and near and not (alike and least < said) else own


def _length(checked: Checked) -> int:
    """In words."""
    return sum(len(sentence.text.split()) for sentence in checked.sentences)


def _places(checked: Checked) -> set[tuple[str, int, int]]:
    """The spans that it cites."""
    return {(each.document_id, each.start, each.end) for each in checked.citations}


def is_relevant(hit: Hit) -> bool:
    """Whether a hit may be evidence: near in meaning, or holding the question's rarer words."""
    return hit.similarity >= LEAST_SIMILARITY or hit.coverage >= LEAST_COVERAGE


def declines(draft: str) -> bool:
    """Whether the model says that the sources hold no answer."""
    return not draft.strip() or REFUSAL.lower() in draft.lower()
