"""Yes or no, only where code is sure that one sentence of the library decides the question.

The sentence must hold the question's content words and nothing that may narrow them; negation,
words of permission and opposites then decide, or a limit and a number, or a table's own Yes or No.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.checking import Checked
from app.parts.bounds import Verdict, equal, limited
from app.parts.cite import Book, Place
from app.parts.clauses import bare, covers, others, told, wanted
from app.parts.kinds import YesNo
from app.parts.pieces import is_heading, pieces
from app.parts.terms import amounts, plain
from app.parts.tools import Tools
from app.parts.versions import superseded, year_of
from indexes.types import Chunk, Hit
from indexes.versions import factor
from indexes.words import words

_NEGATION = frozenset("not no never cannot nobody none nothing without neither nor".split())  # noqa: SIM905  # reads better as words
_FORBIDDEN = frozenset(
    "forbidden prohibited banned disallowed".split()  # noqa: SIM905  # reads better as words
)
_PERMITTED = frozenset("may can could allowed permitted welcome admitted possible".split())  # noqa: SIM905  # reads better as words
_REQUIRED = frozenset("must required need needs needed obliged necessary compulsory".split())  # noqa: SIM905  # reads better as words
_CONDITIONS = re.compile(
    r"\b(?:only|unless|except|exceptionally|if|when|whenever|but|however|though|although|should|"
    r"normally|usually|sometimes|mostly|until|before|after|while|provided|instead|otherwise|"
    r"depending|depends|during|almost|nearly|about|some|most|as long as|without|alone|than|"
    r"either|beyond|further|first|former|formerly|any longer|would|planned|"
    r"unlike|whose|who|which|where)\b|;|\bfrom (?:the (?:\w+ ){1,2}(?:day|week|month|year)|\d|age)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r",? at the latest\b.*|,? (?:at least )?(?:\w+ ){1,3}(?:hours|days|weeks|months) "
    r"(?:before|ahead|in advance)\b.*",
    re.IGNORECASE,
)
"""By when a duty is to be done, which does not make it less of one."""

_FOLLOWED = re.compile(
    r"^(?:but|however|only|except|unless|otherwise|outside|this (?:holds|applies|is))\b"
    r"|\bexceptions?\b",
    re.IGNORECASE,
)
_EVEN = re.compile(r",? even (?:when|if|though)\b[^,]+,?", re.IGNORECASE)
_SPLIT = re.compile(r";\s+|,\s+(?=(?:and|so|because|where|which|who)\b)")
_ASIDE = re.compile(r"^(?:where|which|who|because)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"^(?:and )?(?:it|they|he|she|this|that|these|those|what|how)\b", re.IGNORECASE
)
"""Openings of sentences whose subject stands elsewhere."""

_BUT_NOT = re.compile(r",? but not (?P<out>[^,;.]+)[.]?$")
_BARRED = re.compile(r"\b(?:no|never|nobody|do not|does not|(?:is|are) not|not)\b", re.IGNORECASE)
_OPPOSITES = tuple(
    {a: b, b: a}
    for a, b in (
        ("open", "close"), ("includ", "exclud"), ("allow", "forbidden"), ("includ", "omit"),
        ("compulsori", "voluntari"), ("mandatori", "option"), ("paid", "unpaid"),
    )
)  # fmt: skip
_ASKED_OF_ALL = re.compile(
    r"\b(?:not|never|no|nobody|none|only|always|all|more|less|better|same|both|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(?:required|needs?|needed|have to|obliged)\b", re.IGNORECASE)
_YEAR = re.compile(r"\s*\b(?:in|for|of|during) ((?:19|20)\d\d)\b")
_PERSON = re.compile(r"^(?:i|we|you|one|people|everyone|everybody|anyone|there)\b", re.IGNORECASE)
_CELL = re.compile(r"(?:^|; )([^;:]{1,80}): ([^;]*)")
EXTRA = 4
"""Content words that a sentence may hold behind what is claimed and still say yes."""

LEAST = 2
"""Content words of a plain claim that the sentence itself holds, not only its headings."""

HITS = 6
"""Windows whose sentences are looked at."""


def decided(question: str, kind: YesNo, tools: Tools) -> Checked | None:
    """`Yes — ...` or `No — ...` with the sentence that decides; None when no one surely does."""
    if _ASKED_OF_ALL.search(kind.claim) and not amounts(kind.claim):
        return None
    found = list(_found(question, kind, tools))
    if not found or len({verdict for verdict, _ in found}) > 1:
        return None
    verdict, place = found[0]
    book = Book()
    book.say(f"{verdict} — {plain(place.chunk.spoken)}.", [place])
    return book.done()


def _found(question: str, kind: YesNo, tools: Tools) -> Iterator[tuple[Verdict, Place]]:
    """Sentences that decide, best first; none of versions that the question does not mean."""
    for hit in tools.search(question)[:HITS]:
        if factor(question, hit.version) != 1.0:
            continue
        document = hit.window.document
        named = _YEAR.search(kind.claim)
        own = named and named[1] == year_of(document)
        if not own and superseded(document, tools):
            continue
        claim = _YEAR.sub("", kind.claim) if own else kind.claim
        asked = replace(kind, claim=claim)
        title = f"{document.name.rpartition('.')[0].replace('-', ' ')} {document.title}"
        for chunk, after in _sentences(hit):
            around = frozenset(bare(" ".join((title, *chunk.headings))))
            verdict = celled(asked, chunk, around) or decide(asked, chunk.spoken, around)
            if verdict and not _FOLLOWED.search(after):
                yield verdict, Place(document, chunk)


def _sentences(hit: Hit) -> list[tuple[Chunk, str]]:
    """The window's sentences but for headings, each with the text of the next one."""
    found = [
        piece for chunk in hit.window.chunks if not is_heading(chunk) for piece in pieces(chunk)
    ]
    return [
        (piece, found[at + 1].spoken if at + 1 < len(found) else "")
        for at, piece in enumerate(found)
    ]


def celled(kind: YesNo, chunk: Chunk, around: frozenset[str]) -> Verdict | None:
    """The Yes or No of the one cell that the question names by its row and its column."""
    cells = _CELL.findall(chunk.spoken)
    answers = [(c, v.strip().lower()) for c, v in cells[1:] if v.strip().lower() in ("yes", "no")]
    if len(answers) != 1 or not cells or chunk.spoken == chunk.text:
        return None
    claim, row, column = set(told(kind.claim)), set(bare(cells[0][1])), set(bare(answers[0][0]))
    if not (row and column) or not row | column <= claim or claim - row - column - around:
        return None
    return "Yes" if answers[0][1] == "yes" else "No"


def decide(kind: YesNo, reason: str, around: frozenset[str] = frozenset()) -> Verdict | None:
    """What the sentence `reason` says to the question; None when that is not sure.

    around: stems of the headings and titles that the sentence stands under.
    """
    if amounts(kind.claim):
        verdict = limited(kind, reason, around) or equal(kind, reason, around)
        if verdict or kind.verb in ("may", "can", "could"):
            return verdict or _exactly(kind, reason, around)
    if reason.rstrip().endswith("?"):
        return None
    reason = _EVEN.sub(" ", reason)
    if out := _BUT_NOT.search(reason):
        return _excepted(kind, reason[: out.start()], out["out"], around)
    parts = [part for part in _SPLIT.split(reason) if not _ASIDE.match(part)]
    for part in [reason] if len(parts) == 1 and parts[0] == reason else [*parts, reason]:
        verdict = _decide(kind, part, around)
        if verdict:
            return verdict
    return None


def _exactly(kind: YesNo, reason: str, around: frozenset[str]) -> Verdict | None:
    """Where the sentence holds the question's own numbers too."""
    own = {(each.value, each.unit) for each in amounts(reason)}
    asked = {(each.value, each.unit) for each in amounts(kind.claim)}
    return _decide(kind, reason, around) if asked <= own else None


def _excepted(kind: YesNo, reason: str, out: str, around: frozenset[str]) -> Verdict | None:
    """`Food may be eaten in the café, but not beside the tanks.`"""
    left, claim = told(out), wanted(kind.claim, f"{reason} {out}", around)
    if not set(left) & set(claim):
        return _decide(kind, reason, around)
    if not left or not set(left) <= set(claim) or not set(words(reason)) & _PERMITTED:
        return None
    rest = [stem for stem in claim if stem not in left]
    return "No" if covers(rest, reason, EXTRA, ordered=False) else None


def _decide(kind: YesNo, reason: str, around: frozenset[str]) -> Verdict | None:
    reason = reason.replace("no longer", "not")
    duty = kind.verb in ("must", "should") or bool(_DUTY.search(kind.claim))
    if duty:
        reason = _DEADLINE.sub("", reason)
    if _CONDITIONS.search(_without_claimed(kind.claim, reason)) or others(kind.claim, reason):
        return None
    said = set(words(reason))
    negations = sum(word in _NEGATION for word in words(reason)) + len(
        re.findall(r"n['’]t\b", reason)
    )
    if negations > 1:
        return None
    claim = wanted(kind.claim, reason, around)
    if _POINTS_BACK.match(reason):
        return None
    if kind.verb in ("may", "can", "could") or re.search(
        r"\b(?:allowed|permitted|welcome)\b", kind.claim
    ):
        return _permission(claim, reason, said, bool(negations))
    if duty:
        if not said & _REQUIRED or not covers(claim, reason, EXTRA, ordered=False):
            return None
        return "No" if negations else "Yes"
    if said & (_FORBIDDEN | {"may", "might", "could"}):
        return None
    dropped = len(claim) < len(wanted(kind.claim, reason, frozenset()))
    if dropped and len(claim) < LEAST:
        return None
    return _plain(kind, claim, reason, bool(negations))


def _without_claimed(claim: str, reason: str) -> str:
    """The sentence without the conditions that the question makes too, word for word."""
    said = [re.escape(word) for word in claim.split()]
    for length in range(len(said), 2, -1):
        for start in range(len(said) - length + 1):
            phrase = r"\s+".join(said[start : start + length])
            if _CONDITIONS.search(" ".join(claim.split()[start : start + length])):
                reason = re.sub(rf"\b{phrase}\b", " ", reason, flags=re.IGNORECASE)
    return reason


def _permission(claim: list[str], reason: str, said: set[str], negated: bool) -> Verdict | None:
    if negated and said & _FORBIDDEN:
        return None
    if said & _FORBIDDEN or (negated and _BARRED.search(reason)):
        return "No" if covers(claim, reason, 0, ordered=False) else None
    if negated or not said & _PERMITTED:
        return None
    return "Yes" if covers(claim, reason, 0, ordered=False) else None


def _plain(kind: YesNo, claim: list[str], reason: str, negated: bool) -> Verdict | None:
    ordered = not _PERSON.match(kind.claim)
    if covers(claim, reason, 0 if negated else EXTRA, ordered):
        return "No" if negated else "Yes"
    if negated:
        return None
    held = told(reason)
    for pair in _OPPOSITES:
        swapped = [pair.get(stem, stem) for stem in claim]
        if claim and swapped != claim and held[: len(swapped)] == swapped:
            return "No"
    return None
