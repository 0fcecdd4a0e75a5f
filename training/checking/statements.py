"""A question and its short answer as one statement, where a simple rule makes it."""

from __future__ import annotations

import re

_BE = r"(?P<be>is|was|are|were)"
_MADE = r"(?P<done>\w+(?:ed|en|un|ilt|ade))"
_PLACED = r"(?P<done>located|born|held|made|founded|published)"
_DID = r"(?!is|was|are|were|did|do|does|has|have)\w+(?:ed|ote|ade|on|ook)"
_RULES = (
    (rf"(?:what|which|who) {_BE} (?P<what>the [^?]+?)\??", "{what} {be} {answer}"),
    (rf"who (?P<rest>{_DID} [^?]+?)\??", "{answer} {rest}"),
    (
        rf"(?:when|in what year|what year) {_BE} (?P<what>[^?]+?) {_MADE}\??",
        "{what} {be} {done} in {answer}",
    ),
    (rf"where {_BE} (?P<what>[^?]+?) {_PLACED}\??", "{what} {be} {done} in {answer}"),
    (
        r"how many (?P<what>[a-z ]+?) (?P<be>are|were) (?P<rest>[^?]+?)\??",
        "{answer} {what} {be} {rest}",
    ),
)
"""Shape of a question -> shape of the statement; the first that fits counts."""

_DANGLING = re.compile(r"\b(?:in|at|on|from|of|to|by|for|about|after|since)\Z")
_LED = re.compile(r"(?:in|at|on|from|by|since|near|during|around|between|after|before)\b", re.I)


def stated(question: str, answer: str) -> str:
    """`When was it built?`, `1890` -> `It was built in 1890.`; '' where no rule fits."""
    answer = answer.strip().rstrip(".")
    for pattern, shape in _RULES:
        match = re.fullmatch(pattern, question.strip(), re.IGNORECASE)
        if not match:
            continue
        if any(_DANGLING.search(part) for part in match.groupdict().values()):
            return ""
        if _LED.match(answer):
            shape = shape.replace("in {answer}", "{answer}")
        text = shape.format(**match.groupdict(), answer=answer).strip()
        return text[0].upper() + text[1:] + "."
    return ""
