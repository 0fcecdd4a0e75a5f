"""A question's journey, from the words typed to the checked answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence

from langchain_core.runnables import RunnableConfig

from app.access import authorise
from app.checking import Checked, Checker, nearest
from app.cost import RULES, SUMMARY, Cost
from app.dating import Dating
from app.followup import Rewritten, standalone
from app.languages import language_notes
from app.parts import solve
from app.plain import Limits, Plain
from app.reading import Reads
from app.summary.ask import wanted
from app.summary.summariser import Summariser
from app.summary.types import Step, Summary
from app.toolbox import Toolbox
from app.tracing.spans import AUTHORISE, REWRITE, Spans
from app.types import Answer, Event, Found, Question, Token
from app.voices import Chooses, Given, Voices
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.retrieve import Retriever
from indexes.types import Hit

log = logging.getLogger(__name__)

LONGEST_QUESTION = 20_000
"""Characters. What is shorter but still too long for the model's context, the generator refuses."""

MOST_HITS = 50
"""Windows that a question may ask for."""

FOLLOW_UP = "Read as a follow-up to"
"""How the note begins that names the question which a follow-up goes on from."""

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
        chooses: Chooses | None = None,
    ) -> None:
        """voices: the chat models. english_only: whether the models know no other language; answers
        then say so. reads: gives the reader, loaded at its first use; None: answer without one.
        summariser: answers questions for the summary of one document; None: they are questions like
        others. checker: checks drafts; None: one that goes by rules alone. chooses: finds the chat
        model that a question names; None: among `voices`.
        """
        self._catalog = catalog
        self._retriever = retriever
        self._voices = voices
        self._chooses = chooses or Given(voices)
        self._plain = Plain(retriever, voices, limits, reads, checker)
        self._limits = limits
        self._english_only = english_only
        self._summariser = summariser
        self._dating = Dating(catalog)

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        """The checked answer, or an abstention. Raises FootnoteError when none can be tried."""
        *_, answer = self.stream(question, config, spans)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """Found, then Reading and Tokens of the drafts as they come, then one Answer.

        A Token with `anew` begins another draft; the Answer may differ from the last of them. A
        question for the larger model, where there is one, or for another that is not the first goes
        to it undivided. config: LangChain's, passed through to the model, so that callbacks see the
        call. spans: where its steps are noted; None: nowhere. Raises QuestionError for an empty
        question, an empty library, documents that are not there, or a model that is not,
        PromptError for a question that does not fit the local model's context, ModelError when that
        model cannot be used.
        """
        cost = Cost(larger=question.larger and not question.model, spans=spans or Spans())
        allowed = self._admit(question, cost.spans)
        with self._chooses.taken(question.model) as voices:
            yield from self._answered(question, allowed, cost, voices, config)

    def _answered(
        self,
        question: Question,
        allowed: frozenset[str],
        cost: Cost,
        voices: Voices,
        config: RunnableConfig | None,
    ) -> Iterator[Event]:
        with cost.spans.span(REWRITE, earlier=len(question.earlier)) as step:
            run = _Run(standalone(question.text, question.earlier), cost, voices)
            step.set(follow_up=bool(run.read.earlier))
        read_as, plain = run.read.text, self._plain.by(voices)
        hits = question.hits or self._limits.hits
        found = cost.search(self._retriever, read_as, hits, allowed)
        relevant = plain.evidence(found.hits, read_as)
        run.notes = self._notes(question.text, run.read) + found.notes
        run.cost.retrieved()
        yield Found(relevant, read_as)
        tools = Toolbox(self._catalog, self._retriever, plain, allowed, cost)
        checked: Checked | None
        told = wanted(read_as, tools.documents()) if self._summariser else None
        if self._summariser and told:
            steps = self._summariser.stream(told.id, question.actor)
            checked = yield from _summarised(steps, run.cost)
        else:
            checked = None if self._undivided(cost, voices) else _by_rules(read_as, tools, cost)
            if checked is None:
                checked = yield from plain.answer(read_as, relevant, run.cost, config)
        yield self._conclude(question, run, checked, relevant, len(allowed))

    def _undivided(self, cost: Cost, voices: Voices) -> bool:
        """Whether the question goes as a whole to a model that is not the first one set."""
        return bool(cost.larger and voices.larger) or voices.first is not self._voices.first

    def _admit(self, question: Question, spans: Spans) -> frozenset[str]:
        if not question.text.strip():
            raise QuestionError("The question is empty; type one.")
        if len(question.text) > LONGEST_QUESTION:
            raise QuestionError(
                f"The question has {len(question.text)} characters; shorten it to "
                f"{LONGEST_QUESTION} at most, or ingest the long text and ask about it."
            )
        if any("\ud800" <= each <= "\udfff" for each in question.text):
            raise QuestionError("The question holds bytes that are no text; type it in UTF-8.")
        if not 0 <= question.hits <= MOST_HITS:
            raise QuestionError(
                f"{question.hits} passages cannot be searched for; choose 1 to {MOST_HITS}."
            )
        who, where, which = question.actor, question.collection, question.documents
        with spans.span(AUTHORISE) as step:
            allowed = authorise(self._catalog, who, where, which)
            step.set(documents=len(allowed))
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
            notes.append(f"{FOLLOW_UP} \u201c{shown}\u201d")
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
        voice = run.cost.wrote or run.voices.first
        build_id = self._catalog.build_id()
        cited = answered.citations if answered else ()
        closest = () if answered else nearest(relevant, run.read.text)
        log.info("trace %s: %s", run.cost.trace_id, "answered" if answered else "abstained")
        return Answer(
            question=question.text,
            read_as=run.read.text,
            notes=run.notes + run.cost.notes,
            status="answered" if answered else "abstained",
            text=answered.text if answered else _not_found(question, searched),
            sentences=answered.sentences if answered else (),
            citations=self._dating.dated(cited, build_id),
            nearest=self._dating.dated(closest, build_id),
            searched=searched,
            model=voice.name,
            prompt=voice.prompt.label,
            build_id=build_id,
            usage=run.cost.usage,
            timings=run.cost.timings(),
            trace_id=run.cost.trace_id,
        )


def _summarised(steps: Iterator[Step], cost: Cost) -> Generator[Token, None, Checked]:
    """The drafts of a summary as they come; returns it as an answer."""
    with cost.spans.span(SUMMARY) as noted:
        for step in steps:
            if isinstance(step, Token):
                cost.first()
                yield step
            elif isinstance(step, Summary):
                cost.spent(step.usage)
                noted.set(sentences=len(step.sentences), tokens=step.usage.completion_tokens)
                for note in step.notes:
                    cost.note(note)
                return Checked(step.text, step.sentences, step.citations)
    raise RuntimeError("The summary ended without a result.")


def _by_rules(text: str, tools: Toolbox, cost: Cost) -> Checked | None:
    """The answer in parts, if the question is one for that."""
    with cost.spans.span(RULES) as step:
        checked = solve(text, tools)
        step.set(found=checked is not None)
    return checked


def _not_found(question: Question, searched: int) -> str:
    documents = "1 document" if searched == 1 else f"{searched} documents"
    where = f" of the collection {question.collection}" if question.collection else ""
    return f"I found no answer to this in the {documents}{where} that I searched."


class _Run:
    """How one journey's question was read, who may write, and what it costs."""

    def __init__(self, read: Rewritten, cost: Cost, voices: Voices) -> None:
        self.read = read
        self.voices = voices
        self.notes: tuple[str, ...] = ()
        self.cost = cost
