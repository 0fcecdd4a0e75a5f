"""What an evaluation found: one row per question, and what made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.evaluation.scores import Interval

FORMAT = 2
"""Version of the saved JSON; raised whenever a key changes its meaning.

A field with a default is new in format 2, and its default says "not measured"; in format 1 the
scores in RENAMED have their older names, and every row has `found`. Row.found may be None now.
Figures and saving are in app.evaluation.measures and app.evaluation.saving.
"""

READABLE = (1, 2)
"""Formats that can be read."""

RENAMED = {"citation_precision": "span_precision", "citation_recall": "span_recall"}
"""Keys of `said` in format 1, and what they are called since."""

SHORT = 40
"""Most words of an answer that counts as short."""

Unit = Literal["%", "ms", "s", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """How well the retriever did on one question. Ratios are None where no span is given.

    recall_at_5, hit_at_5, reciprocal_rank: 0 to 1, as scores.py defines them; ranks to 10.
    """

    recall_at_5: float | None
    hit_at_5: float | None
    reciprocal_rank: float | None
    search_ms: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as saved: where it points, what it quotes and how the answer judged it."""

    document: str
    page: int
    start: int
    end: int
    quote: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of the answer as saved: without marks; marks: the citations it names, from 1."""

    text: str
    marks: tuple[int, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a chat model said of an answer; None where it said neither yes nor no.

    faithful: for each sentence, whether what it cites supports it. correct: whether the answer
    agrees with a right one; None too where there is none, or nothing was answered.
    """

    faithful: tuple[bool | None, ...]
    correct: bool | None


@dataclass(frozen=True, slots=True)
class Said:
    """How the system answered one question. Scores are 0 to 1, None where they have no meaning.

    status: `failed` where the question itself was refused; reason then says why.
    span_precision, span_recall: cited places against gold spans. alce_precision, alce_recall: what
    is cited against what is said, as entailment sees it. cites_gold: 1 if the text that is cited
    holds a right answer. words: of the answer, marks apart. first_token_ms: None if the model was
    not asked. unsupported: share of the sentences with that verdict. relevancy: cosine of question
    and answer, -1 to 1. context_precision, context_recall: of the evidence found for the model.
    """

    status: Literal["answered", "abstained", "failed"]
    reason: str
    text: str
    citations: tuple[Cited, ...]
    exact_match: float
    token_f1: float
    contains_gold: float
    span_precision: float | None
    span_recall: float | None
    cites_gold: float | None
    words: int
    seconds: float
    first_token_ms: float | None
    prompt_tokens: int
    completion_tokens: int
    sentences: tuple[Stated, ...] = ()
    alce_precision: float | None = None
    alce_recall: float | None = None
    unsupported: float | None = None
    relevancy: float | None = None
    context_precision: float | None = None
    context_recall: float | None = None
    judged: Judged | None = None

    @property
    def holds_gold_shortly(self) -> float:
        """1 if the answer holds a right one and has at most SHORT words, else 0."""
        return float(self.contains_gold == 1 and self.words <= SHORT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ending that a model gave the highest score. right, chosen: from 0.

    scores: of each ending, the mean log-likelihood of its tokens (natural logarithm, below 0).
    """

    right: int
    chosen: int
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what came of it.

    found: None if nothing was searched for. said: None if nothing was asked. chosen: only for
    tasks whose answer is one of several endings; `answers` then holds the right one.
    """

    id: str
    kind: str
    question: str
    answers: tuple[str, ...]
    found: Found | None
    said: Said | None
    chosen: Chosen | None = None

    @property
    def answerable(self) -> bool:
        return bool(self.answers)

    @property
    def answered(self) -> bool:
        return self.said is not None and self.said.status == "answered"


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the figures. model, prompt: '' if nothing was answered. settings: as chosen.

    embedding: the embedding model and the precision it ran in; '' if none was used. documents: how
    many were searched. questions: name of the file that was asked. judge: name of the chat model
    that judged, '' for none. version: id of the set of versions that answered (`app.versions`), ''
    if unknown.
    """

    model: str
    prompt: str
    embedding: str
    build_id: str
    documents: int
    settings: tuple[tuple[str, str | int | float], ...]
    date: datetime
    questions: str = ""
    judge: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one evaluation, in the order of its questions, and what made them."""

    versions: Versions
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over the rows that `over` names. unit `%`: the values are shares, 0 to 1."""

    name: str
    over: str
    unit: Unit
    interval: Interval
