"""The plain path from evidence to a checked answer: read, prompt, draft, check."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from langchain_core.runnables import RunnableConfig

from app.checking import Checked, Checker
from app.cost import EVIDENCE, Cost
from app.drafting import Draft, Drafting, Matter, Steps
from app.reading import Evidence, Reads, gathered
from app.reading.addressed import unaddressed
from app.reading.decision import LEAST_LIKELY, SURE, likelihood
from app.reading.focus import extract, focused, shortfall
from app.surroundings import surrounded
from app.types import Reading, Token
from app.voices import Voices
from indexes.retrieve import Retriever
from indexes.types import Hit, Window

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


@dataclass(frozen=True, slots=True)
class _Read:
    """A question with what the reader made of its hits, None without one. likely: 0 to 1.

    own: the likeliest sentence, checked, where the reader is sure of it; else None.
    """

    question: str
    hits: Sequence[Hit]
    evidence: Evidence | None
    likely: float
    own: Checked | None = None


class Plain:
    """Answers from what was found. Holds no state of its own; may be shared between threads."""

    def __init__(
        self,
        retriever: Retriever,
        voices: Voices,
        limits: Limits,
        reads: Callable[[], Reads | None] = lambda: None,
        checker: Checker | None = None,
    ) -> None:
        """voices: the chat models. reads: gives the reader, loaded at its first use; None: answer
        without one. checker: checks drafts; None: one that goes by rules alone.
        """
        self._retriever = retriever
        self._voices = voices
        self._limits = limits
        self._reads = reads
        self._checker = checker or Checker()

    def by(self, voices: Voices) -> Plain:
        """The same with other chat models."""
        return Plain(self._retriever, voices, self._limits, self._reads, self._checker)

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
    ) -> Generator[Token | Reading, None, Checked | None]:
        """Tokens of the drafts as they come; returns the checked answer, None for an abstention.

        hits: what `evidence` gave. Where the reader is sure, its sentence is the draft that is
        shown, at once, and the model's takes its place in the end if it is the better one. A draft
        that `is_wanting` is written anew by the larger model, if there is one: what that says
        stands when it is supported or declines. Raises PromptError for a question that does not
        fit the local model's context, ModelError when that model cannot be used.
        """
        evidence = self._gathered(question, hits, cost)
        likely = likelihood(question, evidence, hits) if evidence is not None else 1.0
        if likely < LEAST_LIKELY:
            return None
        matter = Matter(question, hits, evidence, self._limits.evidence_tokens)
        drafting = Drafting(self._voices, matter, cost, config)
        read = _Read(question, hits, evidence, likely, self._early(matter, likely, cost))
        if read.own:
            cost.first()
            yield Token(read.own.text)
        draft = yield from _silent(drafting.first()) if read.own else drafting.first()
        if draft is None:
            return None
        checked = self._checked(draft, question, cost)
        if is_wanting(checked, likely if evidence is not None else 0.0):
            second = yield from drafting.larger(draft)
            again = self._checked(second, question, cost) if second else None
            if second and (again is None or again.grounded):
                draft, checked = second, again
            else:
                cost.wrote = draft.voice
        return self._concluded(draft, checked, read, cost)

    def _gathered(self, question: str, hits: Sequence[Hit], cost: Cost) -> Evidence | None:
        """What the reader makes of the hits; None without a reader, or hits."""
        reader = self._reads()
        windows = [hit.window for hit in hits]
        with cost.spans.span(EVIDENCE, windows=len(windows)):
            return gathered(question, windows, reader) if reader and hits else None

    def _early(self, matter: Matter, likely: float, cost: Cost) -> Checked | None:
        """The likeliest sentence, where it may be the answer and the reader is sure of it."""
        voice = self._voices.order(matter.question, cost.larger)[0]
        if matter.read is None or likely < SURE or voice.prompt.evidence != "sentences":
            return None
        windows = [hit.window for hit in focused(matter.read, matter.hits)]
        text = extract(matter.read, matter.question)
        own = self._verified(text, matter.question, windows, cost)
        return own if own.grounded else None

    def _checked(self, draft: Draft, question: str, cost: Cost) -> Checked | None:
        """None when the draft declines."""
        if declines(draft.text):
            return None
        return self._verified(draft.text, question, draft.evidence, cost)

    def _verified(self, text: str, question: str, windows: Sequence[Window], cost: Cost) -> Checked:
        with cost.verifying() as tell:
            checked = self._checker.verify(text, question, windows)
            tell(checked.sentences)
        return checked

    def _concluded(
        self, draft: Draft, checked: Checked | None, read: _Read, cost: Cost
    ) -> Checked | None:
        """The draft, or the likeliest sentence where the draft's prompt was made for that."""
        if read.evidence is None or draft.voice.prompt.evidence != "sentences":
            return checked
        if checked is None and read.likely < SURE:
            return None
        likeliest = extract(read.evidence, read.question)
        own = read.own or self._verified(likeliest, read.question, draft.evidence, cost)
        best = _better(checked, own, read.evidence)
        return surrounded(best, [hit.window for hit in read.hits])


def _silent(steps: Steps) -> Steps:
    """Steps that show no text, only that work goes on."""
    try:
        while True:
            step = next(steps)
            yield Token("") if isinstance(step, Token) else step
    except StopIteration as end:
        draft: Draft | None = end.value
        return draft
    finally:
        steps.close()


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


def is_wanting(checked: Checked | None, likely: float) -> bool:
    """Whether a larger model should write in the place of this draft.

    So is a draft that the verifier finds unsupported, and one that declines (None) although the
    reader is sure that the answer is there. likely: 0 to 1 as the reader thinks; 0 without one.
    """
    return likely >= SURE if checked is None else not checked.grounded
