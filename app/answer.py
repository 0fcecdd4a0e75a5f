"""A question's journey, from the words typed to the checked answer."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.runnables import RunnableConfig

from app.access import authorise
from app.citations import Checked, nearest, verify
from app.followup import Rewritten, standalone
from app.languages import language_notes
from app.prompts import Prompt
from app.types import Answer, Event, Found, Question, Timings, Token, Usage
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.retrieve import Retriever
from indexes.types import Hit

log = logging.getLogger(__name__)

REFUSAL = "The sources do not say"
"""How the prompt asks the model to decline."""

LONGEST_QUESTION = 20_000
"""Characters. What is shorter but still too long for the model's context, the generator refuses."""

NOTED = 80
"""Characters of an earlier question that a note shows."""

LEAST_SIMILARITY = 0.36
LEAST_COVERAGE = 0.5
"""A hit below both is not evidence (measured on data/eval/samples.jsonl: docs/quality.md)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """hits: windows that are searched for. evidence_tokens: most tokens of them that are read."""

    hits: int
    evidence_tokens: int


class Journey:
    """Answers questions. Holds no state of its own; may be shared between threads."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        generator: BaseChatModel,
        prompt: Prompt,
        limits: Limits,
        english_only: bool = True,
    ) -> None:
        """english_only: whether the models know no other language; answers then say so."""
        self._catalog = catalog
        self._retriever = retriever
        self._generator = generator
        self._prompt = prompt
        self._limits = limits
        self._english_only = english_only

    def ask(self, question: Question, config: RunnableConfig | None = None) -> Answer:
        """The checked answer, or an abstention. Raises FootnoteError when none can be tried."""
        *_, answer = self.stream(question, config)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: Question, config: RunnableConfig | None = None) -> Iterator[Event]:
        """Found, then Tokens of the draft as they come, then one Answer, which may differ.

        config: LangChain's, passed through to the model, so that callbacks see the call. Raises
        QuestionError for an empty question or an empty library, PromptError for a question that
        does not fit the model's context.
        """
        allowed = self._admit(question)
        run = _Run(standalone(question.text, question.earlier))
        read_as = run.read.text
        found = self._retriever.search(read_as, self._limits.hits, allowed)
        relevant = self._retriever.joined([hit for hit in found.hits if is_relevant(hit)])
        run.notes = self._notes(question.text, run.read) + found.notes
        run.retrieved()
        rendered = self._prompt.render(
            read_as, relevant, self._limits.evidence_tokens, self._generator.get_num_tokens
        )
        yield Found(relevant, read_as)
        checked = None
        if rendered.evidence:
            for piece in self._generator.stream(list(rendered.messages), config):
                run.count(piece.usage_metadata)
                text = str(piece.content)
                if text:
                    run.draft += text
                    run.first()
                    yield Token(text)
            if not declines(run.draft):
                checked = verify(run.draft, read_as, rendered.evidence)
        yield self._conclude(question, run, checked, relevant, len(allowed))

    def _admit(self, question: Question) -> frozenset[str]:
        if not question.text.strip():
            raise QuestionError("The question is empty; type one.")
        if len(question.text) > LONGEST_QUESTION:
            raise QuestionError(
                f"The question has {len(question.text)} characters; shorten it to "
                f"{LONGEST_QUESTION} at most, or ingest the long text and ask about it."
            )
        allowed = authorise(self._catalog, question.actor, question.collection)
        if not allowed:
            raise QuestionError(
                "The library is empty; add documents with `footnote ingest` or on the Library page."
            )
        return allowed

    def _notes(self, asked: str, read: Rewritten) -> tuple[str, ...]:
        """How the question was understood, where not as it stands."""
        notes = []
        if read.earlier:
            shown = read.earlier
            shown = shown if len(shown) <= NOTED else shown[: NOTED - 1].rstrip() + "\u2026"
            notes.append(f"Read as a follow-up to \u201c{shown}\u201d")
        return (*notes, *(language_notes(asked) if self._english_only else ()))

    def _conclude(
        self,
        question: Question,
        run: _Run,
        checked: Checked | None,
        relevant: Sequence[Hit],
        searched: int,
    ) -> Answer:
        answered = checked if checked and checked.grounded else None
        log.info("trace %s: %s", run.trace_id, "answered" if answered else "abstained")
        return Answer(
            question=question.text,
            read_as=run.read.text,
            notes=run.notes,
            status="answered" if answered else "abstained",
            text=answered.text if answered else _not_found(question, searched),
            sentences=answered.sentences if answered else (),
            citations=answered.citations if answered else (),
            nearest=() if answered else nearest(relevant, run.read.text),
            searched=searched,
            model=str(getattr(self._generator, "label", self._generator._llm_type)),
            prompt=self._prompt.label,
            build_id=self._catalog.build_id(),
            usage=run.usage,
            timings=run.timings(),
            trace_id=run.trace_id,
        )


def _not_found(question: Question, searched: int) -> str:
    documents = "1 document" if searched == 1 else f"{searched} documents"
    where = f" of the collection {question.collection}" if question.collection else ""
    return f"I found no answer to this in the {documents}{where} that I searched."


def is_relevant(hit: Hit) -> bool:
    """Whether a hit may be evidence: near in meaning, or holding the question's rarer words."""
    return hit.similarity >= LEAST_SIMILARITY or hit.coverage >= LEAST_COVERAGE


def declines(draft: str) -> bool:
    """Whether the model says that the sources hold no answer."""
    return not draft.strip() or REFUSAL.lower() in draft.lower()


class _Run:
    """How one journey's question was read, and its times and counts."""

    def __init__(self, read: Rewritten) -> None:
        self.read = read
        self.notes: tuple[str, ...] = ()
        self.trace_id = uuid.uuid4().hex
        self.draft = ""
        self.usage = Usage(0, 0)
        self._started = time.perf_counter()
        self._retrieve = self._first = 0.0

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 1)

    def retrieved(self) -> None:
        self._retrieve = self._elapsed()

    def first(self) -> None:
        self._first = self._first or self._elapsed()

    def count(self, usage: object) -> None:
        if isinstance(usage, dict):
            self.usage = Usage(int(usage["input_tokens"]), int(usage["output_tokens"]))

    def timings(self) -> Timings:
        return Timings(self._retrieve, self._first, self._elapsed())
