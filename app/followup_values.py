"""Values in a question that another of the same kind can replace: years, days, amounts, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexes.words import STOP_WORDS

_MONTH = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december)"
    r"|March|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_UNIT = (
    r"(?:%|(?i:percent|(?:minute|hour|day|week|month|year|person|people|mile|metre|meter)s?)\b"
    r"|(?:km|kg|m|g)\b)"
)
_KINDS: tuple[tuple[str, str], ...] = (
    ("year", r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)"),
    ("fiscal year", r"(?<=\bFY)\d\d\b"),
    ("quarter", r"\bQ[1-4]\b|\b(?i:first|second|third|fourth) quarter\b"),
    ("half", r"\bH[12]\b"),
    ("month", rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?(?!\d))?\b"),
    ("day", r"\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays|holidays)\b"),
    ("money", r"[$\u20ac\u00a3]\s?\d[\d.,]*(?<=\d)(?:\s?(?i:million|billion|bn|k|m)\b)?"),
    ("amount", rf"\b\d[\d.,]*\s?{_UNIT}"),
    ("label", r"\b[A-Za-z]{3,} \d+(?:\.\d+)*\b"),
    ("number", r"\b\d[\d.,]*(?<=\d)\b"),
)
_WORD = re.compile(r"[^\W_](?:[\w&'\u2019-]|\.(?=\w))*")
_POSSESSIVE = re.compile(r"['\u2019](?:s|S)?$")
_JOINS = (" ", " of ", " & ", " de ", " van ", " von ")
_COMMANDS = frozenset(
    "compare define describe explain find give let list name show summarise summarize tell".split()  # noqa: SIM905  # reads better as words
)


@dataclass(frozen=True, slots=True)
class Value:
    """Something replaceable. kind: what it may be replaced by. start:end: in the question."""

    kind: str
    text: str
    start: int
    end: int


def spans(text: str) -> list[re.Match[str]]:
    """The words of `text` as they are written, in order; `'s` is part of its word."""
    return list(_WORD.finditer(text))


def overlap(value: Value, word: re.Match[str]) -> bool:
    """Whether the word is part of the value."""
    return value.start < word.end() and word.start() < value.end


def base(word: str) -> str:
    """The word without a possessive ending."""
    return _POSSESSIVE.sub("", word)


def values(text: str) -> list[Value]:
    """All values in order, without names; no two overlap."""
    found: list[Value] = []
    for kind, pattern in _KINDS:
        for match in re.finditer(pattern, text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            exact = _exact(kind, match[0])
            if exact:
                found.append(Value(exact, match[0], match.start(), match.end()))
    return sorted(found, key=lambda value: value.start)


def _exact(kind: str, text: str) -> str:
    """Labels and amounts replace only those of the same word; '' for what is no label."""
    if kind == "label":
        word = text.split()[0].lower()
        return "" if word in STOP_WORDS else f"label {word}"
    if kind == "amount":
        return f"amount {text.lstrip('0123456789., ').lower().rstrip('s')}"
    return kind


def names(text: str, inside: bool = False) -> list[Value]:
    """Proper names, by their capitals; none in a text that is all capitals.

    inside: the text stood inside a question. Otherwise its first word counts only when what follows
    shows it to be part of a name. The possessive ending is not part of the name.
    """
    words = spans(text)
    taken = values(text)
    if not any(word[0].islower() and word[0].lower() not in STOP_WORDS for word in words[1:]):
        words = words if len(words) <= 4 else []
    named = [
        word for at, word in enumerate(words)
        if _is_name(words, at, inside) and not any(overlap(value, word) for value in taken)
    ]  # fmt: skip
    return list(_grouped(text, named))


def _is_name(words: list[re.Match[str]], at: int, inside: bool) -> bool:
    word = base(words[at][0])
    if not any(letter.isupper() for letter in word) or word.lower() in STOP_WORDS | _COMMANDS:
        return False
    if at or inside or any(letter.isupper() for letter in word[1:]) or word != words[at][0]:
        return True
    following = words[at + 1][0] if len(words) > 1 else ""
    return following[:1].isupper()


def _grouped(text: str, words: list[re.Match[str]]) -> Iterator[Value]:
    at = 0
    while at < len(words):
        last = at
        while (
            last + 1 < len(words)
            and base(words[last][0]) == words[last][0]
            and text[words[last].end() : words[last + 1].start()] in _JOINS
        ):
            last += 1
        start = words[at].start()
        end = words[last].start() + len(base(words[last][0]))
        yield Value("name", text[start:end], start, end)
        at = last + 1
