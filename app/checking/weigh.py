"""All checks of a sentence against one sentence of the evidence, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.checking import checks, turns
from app.checking.candidates import Candidate
from app.checking.checks import FILLERS, Finding, Setting
from app.checking.entailment import Entailment
from app.checking.terms import REMEMBERED, Reading, Term, read
from app.types import Verdict

SUPPORTED = 0.75
WEAK = 0.5
"""Shares of a claim's content words that its source must hold, for the two verdicts."""

CONTRADICTIONS = frozenset({"negation", "opposites", "roles", "order", "units"})
"""Checks that fail only where the source says something else."""

WHOLE = 0.85
"""Share of a claim's content words from which on a sentence is taken to be its only source."""

ALIKE = 0.7
"""Share of a claim's content words that its source must hold for the entailment head to judge."""

LEAST_JUDGED = 4
"""Words of a claim from which on the head judges."""

FEW = "the source has too few of its words"
NOTHING_NEW = "it adds nothing to the question"
OTHER_WORDS = "the source says it in other words"

_OPEN = re.compile(r"\W*(?:what|when|where|which|who|whom|whose|why|how)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Support:
    """How well a candidate supports a claim.

    share: of the claim's content words that it holds, 0 to 1; asked: of the question's.
    findings: of the checks that were made, `words` first.
    """

    candidate: Candidate
    share: float
    asked: float
    verdict: Verdict
    findings: tuple[Finding, ...] = field(default=())

    @property
    def contradicted(self) -> bool:
        """Whether the candidate says otherwise, and does not merely say less.

        One that holds nearly all of the claim's words is its source, so that every failure counts.
        """
        failed = {each.check for each in self.findings if each.outcome == "fails"}
        return bool(failed & CONTRADICTIONS) or bool(failed and self.share >= WHOLE)


class Evidence:
    """The evidence of one answer, read once. question: '' when there is none.

    entailment: judges claims that differ from their source in few words; None: rules alone.
    """

    def __init__(
        self, pool: Sequence[Candidate], question: str, entailment: Entailment | None = None
    ) -> None:
        self.pool = tuple(pool)
        self._entailment = entailment
        self.readings = tuple(read(each.spoken) for each in pool)
        self.question = read(question)
        self.is_open = bool(_OPEN.match(question))
        self._names = frozenset(
            part for text in self.readings for term in text.terms for part in term.parts
        )
        self._supports: dict[tuple[str, int, bool], Support] = {}

    def support(self, claim: str, at: int, near: bool = False) -> Support:
        """Compare a sentence of the answer with the pool's sentence number `at`, from 0.

        What counts is what the claim adds to an open question, its fresh words; after a yes-or-no
        question or a request, all its words are. Unsupported: the source holds less than WEAK of
        the fresh words, or a check fails. Supported: it holds SUPPORTED of them, and SUPPORTED of
        all the claim's words when the question's, the headings' and those just before count as
        said, and every check stands. Weak: what is between. A claim that adds nothing to an open
        question is unsupported. near: that the two are alike in meaning, so that a source with too
        few of the words may support it weakly.

        A claim that no check fails and that has ALIKE of its words from the source is unsupported
        all the same where the entailment head finds it at odds with the source.
        """
        key = (claim, at, near)
        if key not in self._supports:
            self._supports[key] = self._compared(claim, at, near)
        return self._supports[key]

    def _compared(self, claim: str, at: int, near: bool) -> Support:
        candidate, source, mine = self.pool[at], self.readings[at], read(claim)
        near_by = around(candidate)
        words, stands = self._words(mine, source, read(candidate.around), near_by)
        if near and words.reason == FEW:
            words = Finding("words", "doubtful", OTHER_WORDS)
        findings = [words]
        if words.outcome != "fails":
            findings += self._checked(mine, source, near_by, at)
        if stands >= ALIKE and all(each.outcome != "fails" for each in findings):
            findings.append(self._entailed(mine, candidate))
        outcomes = {each.outcome for each in findings}
        verdict: Verdict = "supported"
        if "fails" in outcomes:
            verdict = "unsupported"
        elif "doubtful" in outcomes:
            verdict = "weak"
        asked = checks.share(self.question.stems, source.stems | near_by.stems)
        return Support(candidate, stands, asked, verdict, tuple(findings))

    def _words(
        self, claim: Reading, source: Reading, headings: Reading, around: Reading
    ) -> tuple[Finding, float]:
        """The check of words, and the share of all the claim's words that the source holds."""
        wanted = [term for term in claim.terms if term.content and term.key not in FILLERS]
        fresh = wanted
        if self.is_open:
            said = self.question.stems | headings.stems
            fresh = [term for term in wanted if not _held(term, said)]
        stands = _share(fresh, source, frozenset())
        whole = _share(wanted, source, around.stems | self.question.stems)
        plain = _share(wanted, source, frozenset())
        if not fresh:
            return Finding("words", "fails", NOTHING_NEW), plain
        if stands < WEAK:
            return Finding("words", "fails", FEW), plain
        full = stands >= SUPPORTED and whole >= SUPPORTED
        reason = "" if full else "the source lacks some of its words"
        return Finding("words", "stands" if full else "doubtful", reason), plain

    def _entailed(self, claim: Reading, candidate: Candidate) -> Finding:
        """The check by the entailment head, which stands where there is none.

        Values in another spelling are left to the rules, which compute with them.
        """
        enough = len(claim.text.split()) >= LEAST_JUDGED
        if self._entailment and enough and _as_written(claim, candidate.read_with):
            (logit,) = self._entailment.logits([(claim.text, candidate.read_with)])
            if logit < 0:
                return Finding("entailment", "fails", "it is at odds with the source")
        return Finding("entailment", "stands")

    def _checked(self, claim: Reading, source: Reading, around: Reading, at: int) -> list[Finding]:
        question = self.question if self.is_open else read("")
        setting = Setting(question, read(self.pool[at].around), around, self._names)
        others = [each for number, each in enumerate(self.readings) if number != at]
        return [
            checks.amounts(claim, source, setting),
            checks.dates(claim, source, setting),
            checks.names(claim, source, setting),
            turns.negation(claim, source),
            turns.opposites(claim, source),
            turns.roles(claim, source, others),
            turns.exchanged(claim, source),
        ]


def _as_written(claim: Reading, source: str) -> bool:
    """Whether the source spells every value of the claim as the claim does."""
    values = (claim.terms[at] for at in claim.of("amount", "date", "clock"))
    folded = source.lower()
    return all(claim.text[value.start : value.end].lower() in folded for value in values)


def around(candidate: Candidate) -> Reading:
    """What counts as said beside a candidate: headings, names, and the sentences before it."""
    return _around(candidate.around, candidate.before)


@lru_cache(REMEMBERED // 2)
def _around(headings: str, before: str) -> Reading:
    return read(f"{headings}\n\n{before}")


def _held(term: Term, stems: frozenset[str]) -> bool:
    return all(part in stems for part in term.parts or (term.key,))


def _share(wanted: Sequence[Term], source: Reading, also: frozenset[str]) -> float:
    """Share of the terms that the source holds; values count where they agree."""
    if not wanted:
        return 0.0
    held = source.stems | also
    return sum(_holds(term, source, held) for term in wanted) / len(wanted)


def _holds(term: Term, source: Reading, held: frozenset[str]) -> float:
    if term.kind in ("amount", "date", "clock"):
        near = term.key in held or any(
            turns.same_value(term, each) for each in source.terms if each.kind == term.kind
        )
        return float(near)
    parts = term.parts or (term.key,)
    return sum(part in held for part in parts) / len(parts)
