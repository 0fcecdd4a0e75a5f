"""A question's journey, from the words typed to the checked answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence

from langchain_core.runnables import RunnableConfig

from app.access import authorise
from app.checking import Checked, Checker, nearest
from app.cost import Cost
from app.followup import Rewritten, standalone
from app.languages import language_notes
from app.parts import solve
from app.plain import Limits, Plain
from app.reading import Reads
from app.summary.ask import wanted
from app.summary.summariser import Summariser
from app.summary.types import Step, Summary
from app.toolbox import Toolbox
from app.types import Answer, Event, Found, Question, Token
from app.voices import Voices
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.retrieve import Retriever
from indexes.types import Hit

log = logging.getLogger(__name__)

LONGEST_QUESTION = 20_000
"""Characters. What is shorter but still too long for the model's context, the generator refuses."""

NOTED = 80
"""Characters of an earlier question that a note shows."""


class Journey:
    """Answers questions. Holds no state of its own; may be shared between threads."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        voices: Voices,
        limits: Limits,
        english_only: bool = True,
        reads: Callable[[], Reads | None] = lambda: None,
        summariser: Summariser | None = None,
        checker: Checker | None = None,
    ) -> None:
        """voices: the chat models. english_only: whether the models know no other language; answers
        then say so. reads: gives the reader, loaded at its first use; None: answer without one.
        summariser: answers questions for the summary of one document; None: they are questions like
        others. checker: checks drafts; None: one that goes by rules alone.
        """
        self._catalog = catalog
        self._retriever = retriever
        self._voices = voices
        self._plain = Plain(retriever, voices, limits, reads, checker)
        self._limits = limits
        self._english_only = english_only
        self._summariser = summariser

    def ask(self, question: Question, config: RunnableConfig | None = None) -> Answer:
        """The checked answer, or an abstention. Raises FootnoteError when none can be tried."""
        *_, answer = self.stream(question, config)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: Question, config: RunnableConfig | None = None) -> Iterator[Event]:
        """Found, then Reading and Tokens of the drafts as they come, then one Answer.

        A Token with `anew` begins another draft; the Answer may differ from the last of them. A
        question for the larger model, where there is one, goes to it undivided. config:
        LangChain's, passed through to the model, so that callbacks see the call. Raises
        QuestionError for an empty question or an empty library, PromptError for a question that
        does not fit the local model's context, ModelError when that model cannot be used.
        """
        allowed = self._admit(question)
        run = _Run(standalone(question.text, question.earlier), Cost(larger=question.larger))
        read_as = run.read.text
        found = self._retriever.search(read_as, self._limits.hits, allowed)
        relevant = self._plain.evidence(found.hits, read_as)
        run.notes = self._notes(question.text, run.read) + found.notes
        run.cost.retrieved()
        yield Found(relevant, read_as)
        tools = Toolbox(self._catalog, self._retriever, self._plain, allowed, run.cost)
        checked: Checked | None
        told = wanted(read_as, tools.documents()) if self._summariser else None
        if self._summariser and told:
            steps = self._summariser.stream(told.id, question.actor)
            checked = yield from _summarised(steps, run.cost)
        else:
            undivided = question.larger and self._voices.larger
            checked = None if undivided else solve(read_as, tools)
            if checked is None:
                checked = yield from self._plain.answer(read_as, relevant, run.cost, config)
        yield self._conclude(question, run, checked, relevant, len(allowed))

    def _admit(self, question: Question) -> frozenset[str]:
        if not question.text.strip():
            raise QuestionError("The question is empty; type one.")
        if len(question.text) > LONGEST_QUESTION:
            raise QuestionError(
                f"The question has {len(question.text)} characters; shorten it to "
                f"{LONGEST_QUESTION} at most, or ingest the long text and ask about it."
            )
        if any("\ud800" <= each <= "\udfff" for each in question.text):
            raise QuestionError("The question holds bytes that are no text; type it in UTF-8.")
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
        voice = run.cost.wrote or self._voices.first
        log.info("trace %s: %s", run.cost.trace_id, "answered" if answered else "abstained")
        return Answer(
            question=question.text,
            read_as=run.read.text,
            notes=run.notes + run.cost.notes,
            status="answered" if answered else "abstained",
            text=answered.text if answered else _not_found(question, searched),
            sentences=answered.sentences if answered else (),
            citations=answered.citations if answered else (),
            nearest=() if answered else nearest(relevant, run.read.text),
            searched=searched,
            model=voice.name,
            prompt=voice.prompt.label,
            build_id=self._catalog.build_id(),
            usage=run.cost.usage,
            timings=run.cost.timings(),
            trace_id=run.cost.trace_id,
        )


def _summarised(steps: Iterator[Step], cost: Cost) -> Generator[Token, None, Checked]:
    """The drafts of a summary as they come; returns it as an answer."""
    for step in steps:
        if isinstance(step, Token):
            cost.first()
            yield step
        elif isinstance(step, Summary):
            cost.spent(step.usage)
            for note in step.notes:
                cost.note(note)
            return Checked(step.text, step.sentences, step.citations)
    raise RuntimeError("The summary ended without a result.")


def _not_found(question: Question, searched: int) -> str:
    documents = "1 document" if searched == 1 else f"{searched} documents"
    where = f" of the collection {question.collection}" if question.collection else ""
    return f"I found no answer to this in the {documents}{where} that I searched."


class _Run:
    """How one journey's question was read, and what it costs."""

    def __init__(self, read: Rewritten, cost: Cost) -> None:
        self.read = read
        self.notes: tuple[str, ...] = ()
        self.cost = cost
