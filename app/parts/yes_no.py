"""Yes or no, only where code is sure that one cited sentence decides the question.

The sentence must hold the question's content words in the question's order and nothing that may
narrow it; negation, words of permission and opposites then decide, or a limit and a number.
"""

from __future__ import annotations

import re
from typing import Literal

from app.checking import Checked
from app.parts.cite import Book, said
from app.parts.kinds import YesNo
from app.parts.terms import amounts, content, plain
from app.parts.tools import Tools
from indexes.words import words

Verdict = Literal["Yes", "No"]

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
    r"either|beyond|further|first|former|formerly|no longer|any longer|would|planned|from|"
    r"unlike|whose|who|which|where)\b|;",
    re.IGNORECASE,
)
_LIMITS: tuple[tuple[re.Pattern[str], bool], ...] = (
    (
        re.compile(r"\b(?:at most|no more than|not more than|up to|a maximum of|maximum)\b", re.I),
        True,
    ),
    (re.compile(r"\b(?:at least|no fewer than|not less than|a minimum of|minimum)\b", re.I), False),
)
_OPPOSITES = tuple(
    {a: b, b: a}
    for a, b in (
        ("open", "close"), ("includ", "exclud"), ("allow", "forbidden"), ("includ", "omit"),
        ("compulsori", "voluntari"), ("mandatori", "option"), ("paid", "unpaid"),
    )
)  # fmt: skip
_GENERIC = frozenset(
    """
    visitor guest peopl person anyon anybodi everybodi employe staff i we you us bring take use have
    enter come go get allow permit possibl need must requir do make let keep own there ani it they
    forbidden prohibit ban disallow
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)
EXTRA = 4
"""Content words that a sentence may hold behind what is claimed and still say yes."""


def decided(question: str, kind: YesNo, tools: Tools) -> Checked | None:
    """`Yes: ...` or `No: ...` with the sentence that decides; None when no one surely does."""
    if re.search(
        r"\b(?:not|never|no|only|always|all|every|more|less|better|same|both)\b|n['’]t\b",
        kind.claim,
        re.IGNORECASE,
    ) and not amounts(kind.claim):
        return None
    answer = tools.answer(question)
    if answer is None:
        return None
    sentence = next((each for each in answer.sentences if each.marks), None)
    if sentence is None or sentence.verdict != "supported":
        return None
    cited = said(answer, sentence)
    if len(cited) != 1:
        return None
    reason = " ".join(cited[0].quote.split())
    verdict = decide(kind, reason)
    if verdict is None:
        return None
    book = Book()
    book.repeat(f"{verdict}: {plain(reason)}.", cited, "supported")
    return book.done()


def decide(kind: YesNo, reason: str) -> Verdict | None:
    """What the sentence `reason` says to the question; None when that is not sure."""
    if amounts(kind.claim) and (limited := _limited(kind, reason)):
        return limited
    if _CONDITIONS.search(reason) or reason.rstrip().endswith("?"):
        return None
    said_words = set(words(reason))
    negations = sum(word in _NEGATION for word in words(reason)) + len(
        re.findall(r"n['’]t\b", reason)
    )
    if negations > 1:
        return None
    if kind.verb in ("may", "can", "could") or re.search(r"\b(?:allowed|permitted)\b", kind.claim):
        return _permission(kind.claim, reason, said_words, bool(negations))
    if kind.verb in ("must", "should") or re.search(r"\b(?:required|need)\b", kind.claim):
        if not said_words & _REQUIRED or not _covers(kind.claim, reason, EXTRA):
            return None
        return "No" if negations else "Yes"
    if said_words & (_FORBIDDEN | {"may", "might", "could"}):
        return None
    return _plain(kind.claim, reason, bool(negations))


def _permission(claim: str, reason: str, said: set[str], negated: bool) -> Verdict | None:
    forbidden = bool(said & _FORBIDDEN) or (negated and bool(said & (_PERMITTED | {"must"})))
    if forbidden:
        if negated and said & _FORBIDDEN:
            return None
        return "No" if _covers(claim, reason, 0) else None
    if negated or not said & _PERMITTED:
        return None
    return "Yes" if _covers(claim, reason, EXTRA) else None


def _plain(claim: str, reason: str, negated: bool) -> Verdict | None:
    if _covers(claim, reason, 0 if negated else EXTRA):
        return "No" if negated else "Yes"
    if negated:
        return None
    for pair in _OPPOSITES:
        swapped = [pair.get(stem, stem) for stem in content(claim)]
        if swapped != content(claim) and _follow(swapped, content(reason), len(content(reason))):
            return "No"
    return None


def _covers(claim: str, reason: str, extra: int) -> bool:
    """Whether the reason holds the claim's content words in order and few others.

    Words that only say that somebody does something (visitors, bring) may be missing; no other
    word may stand before or between the claim's own, for it would narrow them.
    """
    wanted = [stem for stem in content(claim) if stem not in _GENERIC]
    held = [stem for stem in content(reason) if stem not in _GENERIC]
    return bool(wanted) and _follow(wanted, held, extra)


def _follow(wanted: list[str], held: list[str], extra: int) -> bool:
    """Whether `held` begins with the wanted words, all in order, and has few behind them."""
    return held[: len(wanted)] == wanted and len(held) - len(wanted) <= extra


def _limited(kind: YesNo, reason: str) -> Verdict | None:
    """A number in the question against `at most` or `at least` in the reason, of the same unit."""
    asked = amounts(kind.claim)
    limits = [(pattern.search(reason), upper) for pattern, upper in _LIMITS]
    found = [(match, upper) for match, upper in limits if match]
    if len(asked) != 1 or len(found) != 1 or re.search(r"\b(?:only|unless|except|if)\b", reason):
        return None
    (match, upper), = found  # fmt: skip
    behind = [amount for amount in amounts(reason) if amount.start >= match.end()]
    if not behind or behind[0].start - match.end() > 3 or len(amounts(reason)) != 1:
        return None
    limit, number = behind[0], asked[0]
    if limit.unit.lower() != number.unit.lower() or not number.unit:
        return None
    claim = kind.claim[: number.start] + kind.claim[number.end :]
    about = [stem for stem in content(claim) if stem not in _GENERIC]
    if not set(about) <= set(content(reason)) or not _allows(kind):
        return None
    over = bool(re.search(r"\b(?:more|longer|over|above)\b", claim, re.IGNORECASE))
    under = bool(re.search(r"\b(?:less|fewer|under|below|shorter)\b", claim, re.IGNORECASE))
    if over and under:
        return None
    if upper:
        outside = number.value >= limit.value if over else number.value > limit.value
        return None if under else ("No" if outside else None if over else "Yes")
    outside = number.value <= limit.value if under else number.value < limit.value
    return None if over else ("No" if outside else None if under else "Yes")


def _allows(kind: YesNo) -> bool:
    return kind.verb in ("may", "can", "could") or "allowed" in kind.claim
