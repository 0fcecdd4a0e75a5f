"""Marks -> citations: each sentence of a draft is tied to the sentence that supports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.support import Candidate, Support, candidates, support
from app.types import Citation, Sentence, Verdict
from indexes.types import Hit, Window
from ingest import sentences

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_MARK_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])+)")
_RANK: dict[Verdict, int] = {"unsupported": 0, "weak": 1, "supported": 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. text: its sentences with the marks of `citations`."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]

    @property
    def grounded(self) -> bool:
        """Whether any sentence has something to stand on."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the draft. named: the evidence numbers that its marks name, in order."""

    text: str
    named: tuple[int, ...]


def parse(draft: str) -> list[Claim]:
    """The draft's sentences and the evidence numbers that each names; marks taken out.

    A mark behind a full stop belongs to the sentence before it. A sentence said twice counts once.
    """
    inside = _MARK_AFTER_STOP.sub(r"\2\1", draft.strip())
    claims: dict[str, Claim] = {}
    for start, end in sentences.split(inside):
        sentence = inside[start:end]
        named = [
            int(n) for group in _MARK.findall(sentence) for n in re.split(r"\s*[,;]\s*", group)
        ]
        text = " ".join(_MARK.sub("", sentence).split())
        if any(character.isalnum() for character in text):
            earlier = claims.get(text, Claim(text, ()))
            claims[text] = Claim(text, tuple(dict.fromkeys((*earlier.named, *named))))
        elif claims:  # marks alone, on a line of their own
            last = next(reversed(claims.values()))
            claims[last.text] = Claim(last.text, tuple(dict.fromkeys((*last.named, *named))))
    return list(claims.values())


def verify(draft: str, question: str, evidence: Sequence[Window]) -> Checked:
    """Check each sentence of the draft against the evidence and number its citations.

    A mark is kept when the window that it names supports the sentence, and then points at the one
    sentence in it that does. A missing or wrong mark is replaced by the sentence of the evidence
    that supports the claim best, if any does. Marks count from 1 in order of first use.
    """
    pool = candidates(evidence)
    book = _Book()
    checked = []
    for claim in parse(draft):
        found = _place(claim, question, pool)
        marks = tuple(dict.fromkeys(book.mark(each) for each in found))
        verdict: Verdict = max(
            (s.verdict for s in found), key=_RANK.__getitem__, default="unsupported"
        )
        checked.append(Sentence(claim.text, marks, verdict))
    text = " ".join(_with_marks(sentence) for sentence in checked)
    return Checked(text, tuple(checked), book.citations())


def nearest(hits: Sequence[Hit], question: str, most: int = 3) -> tuple[Citation, ...]:
    """The closest passages, for an abstention: of each window the likeliest sentence."""
    book = _Book()
    for hit in hits[:most]:
        supports = [support(question, question, c) for c in candidates([hit.window])]
        if supports:
            book.mark(max(supports, key=lambda s: (s.asked, -s.candidate.start)))
    return tuple(replace(citation, verdict="unsupported") for citation in book.citations())


def _place(claim: Claim, question: str, pool: Sequence[Candidate]) -> list[Support]:
    """The supports that the claim's marks resolve to; else the best one anywhere; else none."""
    supports = [support(claim.text, question, candidate) for candidate in pool]
    kept = []
    for number in claim.named:
        best = _best([each for each in supports if each.candidate.number == number])
        if best and best.verdict != "unsupported":
            kept.append(best)
    strongest = _best(supports)
    if strongest and strongest.verdict != "unsupported":
        named_best = max((_RANK[each.verdict] for each in kept), default=0)
        if _RANK[strongest.verdict] > named_best:
            return [strongest]
    return kept


def _best(supports: Sequence[Support]) -> Support | None:
    return max(
        supports,
        key=lambda each: (
            _RANK[each.verdict],
            each.share + 0.5 * each.asked - 0.02 * each.candidate.number,
        ),
        default=None,
    )


class _Book:
    """Numbers citations; the same place is one citation."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, int, int], Citation] = {}

    def mark(self, found: Support) -> int:
        candidate = found.candidate
        key = (candidate.chunk.document_id, candidate.start, candidate.end)
        known = self._marks.get(key)
        if known is None:
            self._marks[key] = _cite(len(self._marks) + 1, found)
        elif _RANK[found.verdict] > _RANK[known.verdict]:
            self._marks[key] = replace(known, verdict=found.verdict)
        return self._marks[key].mark

    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._marks.values())


def _cite(mark: int, found: Support) -> Citation:
    candidate = found.candidate
    window, chunk = candidate.window, candidate.chunk
    quote = chunk.text[candidate.start - chunk.start : candidate.end - chunk.start]
    return Citation(
        mark=mark,
        document=window.document.name,
        document_id=window.document.id,
        title=window.document.title,
        page=chunk.page,
        start=candidate.start,
        end=candidate.end,
        quote=quote,
        context=window.text,
        verdict=found.verdict,
        page_count=window.document.page_count,
    )


def _with_marks(sentence: Sentence) -> str:
    """The sentence with its marks before the closing punctuation."""
    if not sentence.marks:
        return sentence.text
    marks = "".join(f"[{mark}]" for mark in sentence.marks)
    body = sentence.text.rstrip(".!?")
    return f"{body} {marks}{sentence.text[len(body) :]}"
