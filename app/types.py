"""What a question is, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indexes.types import Hit

ITEM = "\n- "
"""Lead of a list item."""

Verdict = Literal["supported", "weak", "unsupported"]
Status = Literal["answered", "abstained"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. id: the owner name that documents carry."""

    id: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, who asks it, and where to look. collection: None looks in all of them.

    earlier: the chat's questions as they were read, oldest first; () reads the text as it is.
    asker: who waits for the answer, such as one browser; '' the actor. Where questions queue, they
    are taken in turns between askers. larger: whether the larger model is asked at once.
    documents: ids of those to look in; None looks in all of the collection. model: the label of the
    chat model that writes; '' as the settings route it. hits: windows to search for; 0 as set.
    """

    text: str
    actor: Actor
    collection: str | None = None
    earlier: tuple[str, ...] = ()
    asker: str = ""
    larger: bool = False
    documents: frozenset[str] | None = None
    model: str = ""
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that supports a sentence.

    mark: the footnote's number, from 1, in order of first use. start:end: the supporting sentence
    in the document's text, not the whole window; quote is exactly that text. context: the window.
    page_count: of the document; 1 where the format has no pages. verdict: the best verdict among
    the sentences that cite it. dated: the document's own date as people write it, '' if unknown.
    """

    mark: int
    document: str
    document_id: str
    title: str
    page: int
    start: int
    end: int
    quote: str
    context: str
    verdict: Verdict
    page_count: int = 1
    dated: str = ""

    @property
    def place(self) -> str:
        """`page 3`, or '' where there is only one."""
        return f"page {self.page}" if self.page_count > 1 else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer, without its marks. marks: the citations that it names.

    lead: what stands before it in the answer's text, such as the dash of a list item or a heading.
    reason: why it is not `supported`, as a sentence; '' where it is, or where no check can say.
    """

    text: str
    marks: tuple[int, ...]
    verdict: Verdict
    lead: str = ""
    reason: str = ""

    @property
    def marked(self) -> str:
        """The text with its marks before the closing punctuation."""
        marks = "".join(f"[{mark}]" for mark in self.marks)
        body = self.text.rstrip(".!?:;")
        return f"{body} {marks}{self.text[len(body) :]}" if marks else self.text

    @property
    def heading(self) -> str:
        """The heading in its lead; '' for none."""
        return self.lead.partition("**")[2].rpartition("**")[0]

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.lead.endswith(ITEM.lstrip())


def joined(sentences: Sequence[Sentence]) -> str:
    """An answer's text: each sentence with its marks, behind its lead or else a space."""
    parts = (f"{each.lead or ' '}{each.marked}" for each in sentences)
    return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the answer cost, as the model counts them.

    cached_tokens: those of the prompt that did not have to be read again.
    """

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of wall time: finding the evidence; until the first token; all."""

    retrieve: float
    first_token: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, checked.

    text: sentences with `[n]` marks, or why there is no answer. status `abstained`: the library
    does not hold the answer; `citations` is then empty and `nearest` holds the closest passages.
    searched: how many documents were looked through. prompt: `name@version`. read_as: the question
    that was searched for and answered; that of the chat's context where it was a follow-up.
    notes: sentences on how the question was read. version: id of the set of versions that made it
    (`app.versions`), '' if unknown. arm: `experiment/arm`, '' outside of experiments. cached:
    whether it was given before, to the same question.
    """

    question: str
    read_as: str
    notes: tuple[str, ...]
    status: Status
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    searched: int
    model: str
    prompt: str
    build_id: str
    usage: Usage
    timings: Timings
    trace_id: str
    version: str = ""
    arm: str = ""
    cached: bool = False


Complaint = Literal["wrong", "not in source", "incomplete", "slow", "other"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of an answer. trace_id: of the answer. complaint: None for a liked one.

    correction: the right answer or a remark in the person's own words. given_at: with its zone.
    """

    trace_id: str
    liked: bool
    complaint: Complaint | None
    correction: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """First event of a journey: the evidence that the model will read, best first.

    read_as: the question that was searched for.
    """

    hits: tuple[Hit, ...]
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The question has to wait. ahead: how many are answered or waiting before it, at least 1."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the model has read its prompt, in tokens; 0 of 0 where that is not known.

    Comes again as a sign of life, as does a Token without text.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the draft, shown as it comes; the final Answer may differ from the draft.

    anew: the draft starts over with this piece; what came before is void.
    """

    text: str
    anew: bool = False


Event = Waiting | Found | Reading | Token | Answer
