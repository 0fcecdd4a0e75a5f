"""Signs that a question cannot be understood without the one before it.

Form alone decides, and precision comes first: a pronoun that may stand for something in the same
question, an `it` that stands for nothing (`is it allowed to park`), or a bare keyword is no sign.
"""

from __future__ import annotations

import re

from app.followup_rules import DETERMINERS, DOES, IS, PREPOSITIONS, VERBS
from app.followup_values import names, spans
from indexes.words import STOP_WORDS

WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
CONNECTIVE = re.compile(
    r"^(?:(?:and|but|or)\b,?\s+)?(?:(?:what|how) about|(?:the )?same "
    r"(?:question |thing )?(?=for\b|in\b|at\b))\s+|^(?:and|but|or)\b,?\s+(?:also\s+)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[\s?!.,]+$|,? (?:then|instead|too|as well|please)(?=[\s?!.]*$)", re.I)
FULL = re.compile(
    rf"^(?:{WH}|{IS}|{DOES}|has|have|had|am|might|shall|tell|show|list|give|explain|describe|if)\b",
    re.IGNORECASE,
)
BARE = frozenset(
    """much many long often far else soon old big high come so exactly early late
    since""".split()  # noqa: SIM905  # a list of literals is longer to read
)
"""Words that mean nothing without a noun, besides the stop words."""
_CLAUSE = re.compile(rf"\b(?:{IS}|{DOES})\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(it|they|them|he|she|him|its|their|his|her)\b", re.IGNORECASE)
_SPEAKERS = frozenset({"i", "me", "my", "we", "us", "our", "you", "your"})
POSSESSIVES = frozenset({"its", "their", "his", "her"})
_EMPTY_IT = re.compile(
    rf"\bit (?:takes?|costs?|helps?|makes? sense|matters?)\b(?: \w+){{0,4}} (?:to|that|if|when)\b"
    rf"|\b(?:{IS}|be) it (?:\w+ ){{0,3}}(?:to|that|if|when)\b|\bit (?:if|whether)\b"
    rf"|\b{IS} it .+ (?:who|that|which)\b|\bit (?:rains?|snows?|gets? \w+)\b"
    r"|\bwhat (?:time|day|date) is it\b",
    re.IGNORECASE,
)
"""An `it` that stands for nothing, or for what follows."""
_POINTING = re.compile(
    rf"\b(?:{IS}|{DOES}|has|have|had) (?:this|that|these|those)(?: (?:{VERBS[3:-1]}|allowed|"
    r"apply|approved|change|changed|decided|done|include|made|matter|paid|required|so|true))?$"
    rf"|\b(?!{IS}|{DOES})[a-z]+ (?:this|that|these|those)$"
    rf"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere$|^which (?:one|ones|of (?:them|these|those))\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"(?:and |but )?(?:{WH}(?:['\u2019]s| {IS}| {DOES}| \w+(?:ed|t|ns|s))?|how \w+ {IS}|{IS}|"
    rf"how (?:much|many) (?:of|\w+ {IS})|(?:about|in|of|for|on) \w+ {IS})",
    re.IGNORECASE,
)
MANY = 5
"""Words before a pronoun among which there is surely one that it stands for."""

_ASKING = re.compile(rf"\b(?:{IS}|{DOES}|has|have|had)\s+$", re.IGNORECASE)
_CONDITION = re.compile(
    rf"^(?:if|after|before|while|because|once|when (?!{IS}|{DOES}|has|have|had))\s*\w+ \w+", re.I
)
_HAPPENS = re.compile(r"^what (?:happens|do i do|can i do) (?:if|when)\b", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,;:.]|\b(?:and|or|but|when|if|because|before|after|while|that|which|who|once)\b", re.I
)


def depends(asked: str) -> bool:
    """Whether the question cannot be understood without the one before it."""
    if fragment(asked):
        return True
    bare = closed(asked)
    own = [word[0].lower() for word in spans(bare)]
    if own and all(word in STOP_WORDS | BARE for word in own):
        return not _SPEAKERS & set(own)
    pointing = _POINTING.search(bare)
    last = bare.rfind(" ")
    return bool(pointing and not _antecedent(bare, last)) or pronoun(bare) is not None


def pronoun(text: str) -> re.Match[str] | None:
    """The first pronoun that stands for nothing in the question itself."""
    for found in _PRONOUN.finditer(text):
        word = found[0].lower()
        if word == "it" and _EMPTY_IT.search(text):
            continue
        free = _owned_outside if word in POSSESSIVES else _named_outside
        if free(text, found.start()):
            return found
    return None


def _named_outside(text: str, at: int) -> bool:
    """Whether no noun of the question can be meant by the pronoun at `at`, its subject or object.

    The subject of a clause within the question (`which the board said it wants`) may be any noun
    before it; an object, and the subject of the question itself, only one of another clause.
    """
    head, after = text[:at], text[at:].split()[1:2]
    own = [word[0].lower() for word in spans(head)]
    inner = bool(after) and after[0].lower() not in PREPOSITIONS and not _ASKING.search(head)
    if inner and (names(head) or any(word in DETERMINERS for word in own)):
        return False
    if sum(_means(word) for word in own) >= MANY or _CONDITION.match(head):
        return False
    return not _antecedent(text, at)


def _antecedent(text: str, at: int) -> bool:
    """Whether a noun stands before `at`, in a clause of its own."""
    head = _HAPPENS.sub("", text[:at])
    boundaries = list(_BOUNDARY.finditer(head))
    if not boundaries:
        return False
    own = [word[0].lower() for word in spans(head[: boundaries[-1].start()])]
    return any(word in DETERMINERS or _means(word) for word in own)


def _means(word: str) -> bool:
    return word not in STOP_WORDS | BARE


def _owned_outside(text: str, at: int) -> bool:
    """`Who approved its budget?`, `How big is their garden?`, but not `Do firms keep their ...`."""
    return bool(_OWNED.fullmatch(text[:at].strip()))


def fragment(asked: str) -> str:
    """What follows `and` or `what about`; '' when that is nothing, or a question of its own."""
    opened = CONNECTIVE.match(asked)
    if not opened:
        return ""
    text = closed(asked[opened.end() :])
    if len(text.split()) > 7 or (FULL.match(text) and "about" not in opened[0].lower()):
        return ""
    return "" if _PRONOUN.search(text) or _CLAUSE.search(text) else text


def closed(text: str) -> str:
    """The text without the punctuation and the `then`, `too` or `please` that end it."""
    shorter = _CLOSING.sub("", text)
    while shorter != text:
        text, shorter = shorter, _CLOSING.sub("", shorter)
    return text
