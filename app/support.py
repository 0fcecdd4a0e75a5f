"""Does this text support that sentence? Words, numbers and negation compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.types import Verdict
from indexes.types import Chunk, Window
from indexes.words import STOP_WORDS, stem, words
from ingest import sentences
from ingest.clean import clean

SUPPORTED = 0.75
WEAK = 0.5
"""Shares of a claim's content words that its source must hold, for the two verdicts."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_OPEN = re.compile(r"\W*(?:what|when|where|which|who|whom|whose|why|how)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[^\W\d_a-zà-öø-ÿ]\w*")
_FILLERS = frozenset(
    {"answer", "question", "sourc", "document", "text", "number", "amount", "total"}
)
_NEGATIONS = frozenset({"not", "no", "never", "none", "nor", "without", "cannot", "neither"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of the evidence. number: of its window, from 1. start, end: in the document.

    spoken: as read by the model. around: column names, headings and file name, which also count as
    said.
    """

    number: int
    window: Window
    chunk: Chunk
    start: int
    end: int
    spoken: str
    around: str


def candidates(evidence: Sequence[Window]) -> list[Candidate]:
    """Every sentence of the evidence, in order."""
    found = []
    for number, window in enumerate(evidence, start=1):
        around = "\n".join((*window.headings, window.document.title, window.document.name))
        for chunk in window.chunks:
            spans = sentences.split(chunk.text)
            if len(spans) <= 1:
                spans = [(0, len(chunk.text))]
            for start, end in spans:
                whole = len(spans) == 1
                spoken = chunk.spoken if whole else clean(chunk.text[start:end]).text
                first, last = chunk.start + start, chunk.start + end
                found.append(Candidate(number, window, chunk, first, last, spoken, around))
    return found


@dataclass(frozen=True, slots=True)
class Support:
    """How well a candidate supports a claim.

    share: of the claim's content words that it holds, 0 to 1; asked: of the question's.
    """

    candidate: Candidate
    share: float
    asked: float
    verdict: Verdict


def support(claim: str, question: str, candidate: Candidate) -> Support:
    """Compare a sentence of the answer with a sentence of the evidence.

    What counts is what the claim adds to an open question, its fresh words; after a yes-or-no
    question or a request, all its words are. Supported: the evidence holds SUPPORTED of them, and
    SUPPORTED of all the claim's words when the question's and its own headings count as said; it
    holds every fresh number and name; and not just one of the two negates. Weak: WEAK of the fresh
    words, every fresh number and name. A claim that adds nothing to an open question is
    unsupported.
    """
    asked, around = _stems(question), _stems(candidate.around)
    wanted, said = _stems(claim) - _FILLERS, _stems(candidate.spoken)
    fresh = wanted - asked - around if _OPEN.match(question) else wanted
    stands = _share(fresh, said)
    whole = _share(wanted, said | asked | around)
    numbers_stand = _numbers(claim) - _numbers(question) <= _numbers(candidate.spoken)
    names_stand = _names(claim) - asked <= said | around
    agree = _negated(claim) == _negated(candidate.spoken)
    verdict: Verdict = "unsupported"
    if fresh and stands >= WEAK and numbers_stand and names_stand:
        full = stands >= SUPPORTED and whole >= SUPPORTED and agree
        verdict = "supported" if full else "weak"
    return Support(candidate, _share(wanted, said), _share(asked, said | around), verdict)


def _share(part: frozenset[str], held: frozenset[str]) -> float:
    return len(part & held) / len(part) if part else 0.0


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)


def _names(text: str) -> frozenset[str]:
    """Stems of the capitalised words, but for one at the start with no other behind it."""
    found = {match.start(): match.group() for match in _NAME.finditer(text)}
    leading = re.match(r"\W*(\w+)(?:\s+(\w))?", text)
    if leading and not (leading.group(2) or "").isupper():
        found.pop(leading.start(1), None)
    return _stems(" ".join(found.values()))


def _numbers(text: str) -> frozenset[str]:
    """Numbers with thousands separators dropped: 1,250 and 1250 are one."""
    return frozenset(re.sub(r"(?<=\d),(?=\d{3}\b)", "", number) for number in _NUMBER.findall(text))


def _negated(text: str) -> bool:
    return any(word in _NEGATIONS for word in words(text)) or "n't" in text or "n’t" in text
