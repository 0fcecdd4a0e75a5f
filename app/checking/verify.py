"""Each sentence of a draft is tied to the sentences of the evidence that support it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from app.checking.book import RANK, Book
from app.checking.candidates import candidates
from app.checking.claims import Claim, parse, parted
from app.checking.entailment import Entailment
from app.checking.weigh import Evidence, Support
from app.checking.why import reason
from app.types import Citation, Sentence, Verdict, joined
from indexes.embed import Embedder
from indexes.types import Hit, Window

LEAST_COSINE = 0.7
"""Of claim and source, from which on a source in other words may support a claim weakly."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. text: its sentences with the marks of `citations`."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]

    @property
    def grounded(self) -> bool:
        """Whether any sentence has something to stand on: one is supported or weak."""
        return any(each.verdict != "unsupported" for each in self.sentences)


class Checker:
    """Checks drafts. Holds no state of its own; may be shared between threads."""

    def __init__(
        self,
        embedder: Embedder | None = None,
        entailment: Callable[[], Entailment | None] = lambda: None,
    ) -> None:
        """embedder: compares meanings where the words differ; without one, words alone decide.
        entailment: gives the head that judges what the rules let pass, loaded at its first use;
        None: the rules decide.
        """
        self._embedder = embedder
        self._entailment = entailment

    def verify(self, draft: str, question: str, evidence: Sequence[Window]) -> Checked:
        """Check each sentence of the draft against the evidence and number its citations.

        A mark is kept when the window that it names supports the sentence, and then points at the
        one sentence in it that does. A missing or wrong mark is replaced by the sentence of the
        evidence that supports the claim best, if any does; where several do alike, the first: the
        evidence comes best first. A mark is not moved to a source that is merely as good. A
        sentence joined from two may stand on two, each of which supports its part. Marks count
        from 1 in order of first use.
        """
        read = Evidence(candidates(evidence), question, self._entailment())
        book = Book()
        checked = []
        for claim in parse(draft):
            found = place(claim, read) or self._alike(claim.text, read)
            marks = dict.fromkeys(book.mark(each.candidate, each.verdict) for each in found)
            why = reason(claim.text, found, read)
            checked.append(Sentence(claim.text, tuple(marks), verdict_of(found), reason=why))
        return Checked(joined(checked), tuple(checked), book.citations())

    def _alike(self, claim: str, evidence: Evidence) -> list[Support]:
        """The sentence nearest in meaning, where it is near enough and no check fails."""
        if not self._embedder or not evidence.pool:
            return []
        texts = [candidate.spoken for candidate in evidence.pool]
        cosines = self._embedder.passages(texts) @ self._embedder.query(claim)
        likeliest = int(cosines.argmax())
        if cosines[likeliest] < LEAST_COSINE:
            return []
        found = evidence.support(claim, likeliest, near=True)
        return [] if found.verdict == "unsupported" else [found]


def nearest(hits: Sequence[Hit], question: str, most: int = 3) -> tuple[Citation, ...]:
    """The closest passages, for an abstention: of each window the likeliest sentence."""
    book = Book()
    for hit in hits[:most]:
        evidence = Evidence(candidates([hit.window]), question)
        supports = [evidence.support(question, at) for at in range(len(evidence.pool))]
        if supports:
            likeliest = max(supports, key=lambda s: (s.asked, -s.candidate.start))
            book.mark(likeliest.candidate, "unsupported")
    return tuple(replace(citation, verdict="unsupported") for citation in book.citations())


def verdict_of(found: Sequence[Support]) -> Verdict:
    """The best of the supports that a sentence cites; unsupported when it cites none."""
    return max((each.verdict for each in found), key=RANK.__getitem__, default="unsupported")


def place(claim: Claim, evidence: Evidence) -> list[Support]:
    """The supports that the claim's marks resolve to; else the best one anywhere; else none."""
    supports = [evidence.support(claim.text, at) for at in range(len(evidence.pool))]
    kept = []
    for number in claim.named:
        best = _best([each for each in supports if each.candidate.number == number])
        if best and best.verdict != "unsupported":
            kept.append(best)
    strongest = _best(supports)
    found = kept
    if strongest and strongest.verdict != "unsupported":
        named_best = max((RANK[each.verdict] for each in kept), default=0)
        if RANK[strongest.verdict] > named_best:
            found = [strongest]
    if verdict_of(found) == "supported":
        return found
    likeliest = max(supports, key=lambda each: each.share, default=None)
    if likeliest and likeliest.contradicted:
        return found
    return _joined(claim, evidence, RANK[verdict_of(found)]) or found


def _joined(claim: Claim, evidence: Evidence, least: int) -> list[Support]:
    """Two supports, one for each part of a joined sentence, of a better verdict than `least`."""
    numbers = range(len(evidence.pool))
    named = frozenset(at for at in numbers if evidence.pool[at].number in claim.named)
    options = []
    for first, second in parted(claim.text):
        pair = [_of_part(part, evidence, named) for part in (first, second)]
        found = [each for each in pair if each]
        if len(found) == 2:
            rank = min(RANK[each.verdict] for each in found)
            options.append((rank, sum(each.share for each in found), found))
    best = max(options, key=lambda option: option[:2], default=None)
    return best[2] if best and best[0] > least else []


def _of_part(part: str, evidence: Evidence, named: Collection[int]) -> Support | None:
    """The best support of a part, from the named sources if they have one."""
    for numbers in (named, range(len(evidence.pool))):
        best = _best([evidence.support(part, at) for at in numbers])
        if best and best.verdict != "unsupported":
            return best
    return None


def _best(supports: Sequence[Support]) -> Support | None:
    return max(
        supports,
        key=lambda each: (
            RANK[each.verdict],
            each.share + 0.5 * each.asked - 0.02 * each.candidate.number,
        ),
        default=None,
    )
