"""Why a sentence is weak or unsupported, in words for whoever reads the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.checking import turns
from app.checking.checks import FILLERS, Finding
from app.checking.terms import Kind, Reading, Term, read
from app.checking.weigh import FEW, NOTHING_NEW, OTHER_WORDS, WEAK, Evidence, Support, around

NOWHERE = "No sentence found says this."
OPPOSITE = "The source says the opposite."
REPEATS = "It says nothing new that could be checked."
MOST_NAMED = 3
"""Missing words that a reason names."""

_VALUES: tuple[Kind, ...] = ("amount", "date", "clock")


def reason(claim: str, found: Sequence[Support], evidence: Evidence) -> str:
    """One sentence on why the claim is not `supported`; '' where it is.

    found: the supports that it cites, () for none. What an uncited claim is held against is the
    sentence of the evidence that holds most of its words.
    """
    if any(each.verdict == "supported" for each in found):
        return ""
    mine = read(claim)
    if found:
        return _weak(mine, found, evidence)
    supports = [evidence.support(claim, at) for at in range(len(evidence.pool))]
    nearest = max(supports, key=lambda each: each.share + 0.5 * each.asked, default=None)
    return _unsupported(mine, nearest, evidence) if nearest else NOWHERE


def _weak(claim: Reading, found: Sequence[Support], evidence: Evidence) -> str:
    """What of the claim its sources leave open."""
    doubts = [each for support in found for each in support.findings if each.outcome == "doubtful"]
    for check in ("dates", "negation", "opposites", "roles"):
        doubt = next((each for each in doubts if each.check == check), None)
        if doubt:
            return _doubt(doubt)
    if any(each.reason == OTHER_WORDS for each in doubts):
        return "The marked sentence says it in other words."
    missing = _missing(claim, found, evidence)
    if not missing:
        return "The marked sentence says only a part of this."
    those = [f"\u201c{each}\u201d" for each in missing[:MOST_NAMED]]
    if more := len(missing) - len(those):
        those.append("1 more word" if more == 1 else f"{more} more words")
    do = "does" if len(missing) == 1 else "do"
    return f"{_listed(those)} {do} not occur in the marked sentence."


def _doubt(doubt: Finding) -> str:
    if doubt.check == "dates":
        return f"The source gives only a part of the date {doubt.said}."
    if doubt.check == "negation":
        return f"\u201c{doubt.said}\u201d does not occur in the marked sentence."
    if doubt.check == "opposites":
        return "The source may say the opposite."
    return "In the source it may be the other way round: who does what is not sure."


def _unsupported(claim: Reading, nearest: Support, evidence: Evidence) -> str:
    """What parts the claim from the sentence that is nearest to it."""
    source = read(nearest.candidate.spoken)
    failed = [each for each in nearest.findings if each.outcome == "fails"]
    words = next((each for each in failed if each.check == "words"), None)
    if words and words.reason == NOTHING_NEW:
        return REPEATS
    if words and words.reason == FEW:
        plain = _plain_share(claim, source)
        near = (nearest.asked if plain is None else plain) >= WEAK
        return (_other_value(claim, source) if near else "") or NOWHERE
    for finding in failed:
        if told := _failure(finding, claim, source):
            return told
    return NOWHERE


def _failure(finding: Finding, claim: Reading, source: Reading) -> str:
    said, other = finding.said, finding.other
    if finding.check in ("numbers", "units", "dates"):
        return _other_value(claim, source) or f"\u201c{said}\u201d does not occur in the source."
    if finding.check == "names":
        return f"\u201c{said}\u201d does not occur in the source."
    if finding.check == "negation":
        return OPPOSITE
    if finding.check == "opposites":
        return f"The source says \u201c{other}\u201d, not \u201c{said}\u201d."
    if finding.check in ("roles", "rivals"):
        return f"The source has {other} where this has {said}."
    if finding.check == "order":
        return "The source says it the other way round."
    return "The source says otherwise." if finding.check == "entailment" else ""


def _other_value(claim: Reading, source: Reading) -> str:
    """The value that the source has where the claim has another one; '' when that is not sure."""
    for at in claim.of(*_VALUES):
        mine = claim.terms[at]
        if mine.amount and mine.amount.soft:
            continue
        theirs = [source.terms[each] for each in source.of(mine.kind)]
        if any(turns.same_value(mine, each) for each in theirs):
            continue
        rivals = [each for each in theirs if _comparable(mine, each)]
        rivals = [each for each in rivals if not _agrees_with_any(each, claim)]
        if len({each.key for each in rivals}) == 1:
            said, other = _text(claim, mine), _text(source, rivals[0])
            if mine.kind == "date":
                return f"The source speaks of {other}."
            return f"The source says {other}, not {said}."
    return ""


def _comparable(mine: Term, theirs: Term) -> bool:
    """Whether two terms of a kind could stand for each other: amounts of one measure."""
    if not mine.amount or not theirs.amount:
        return True
    if theirs.amount.soft:
        return False
    same_kind = mine.amount.dimension == theirs.amount.dimension
    return same_kind or mine.amount.same_number(theirs.amount)


def _agrees_with_any(term: Term, claim: Reading) -> bool:
    return any(turns.same_value(claim.terms[at], term) for at in claim.of(term.kind))


def _missing(claim: Reading, found: Sequence[Support], evidence: Evidence) -> list[str]:
    """Words of the claim that stand neither in its sources nor around them nor in the question."""
    sources = [read(each.candidate.spoken) for each in found]
    held = frozenset().union(*(each.stems for each in sources))
    near = held.union(*(around(each.candidate).stems for each in found), evidence.question.stems)
    wanted = [term for term in claim.terms if term.content and term.key not in FILLERS]
    absent = _absent(wanted, near, sources, claim)
    return absent or _absent(wanted, held | evidence.question.stems, sources, claim)


def _absent(
    wanted: Iterable[Term], held: frozenset[str], sources: Sequence[Reading], claim: Reading
) -> list[str]:
    texts: dict[str, str] = {}
    for term in wanted:
        if all(part in held for part in term.parts or (term.key,)):
            continue
        valued = term.kind in _VALUES
        if valued and any(
            turns.same_value(term, each) for source in sources for each in source.terms
            if each.kind == term.kind
        ):  # fmt: skip
            continue
        texts.setdefault(term.key, _text(claim, term))
    return list(texts.values())


def _plain_share(claim: Reading, source: Reading) -> float | None:
    """Share of the claim's content words, values apart, that the source holds; None of none."""
    plain = [t for t in claim.terms if t.content and t.kind not in _VALUES]
    held = [t for t in plain if all(part in source.stems for part in t.parts or (t.key,))]
    return len(held) / len(plain) if plain else None


def _listed(texts: Sequence[str]) -> str:
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last


def _text(reading: Reading, term: Term) -> str:
    return " ".join(reading.text[term.start : term.end].split())
