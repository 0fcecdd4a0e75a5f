"""Two questions in one: "Which yard won, and what will it get?"; each is answered by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.checking import Checked
from app.followup import standalone
from app.parts.cite import Book

_ASKS = (
    r"(?:(?:in|from|for|by|at|on|to|until|since) )?"
    r"(?:what|how|where|when|who|whom|whose|which|why)\b"
)
_CLOSED = r"(?:do|does|did|is|are|was|were|can|may|must|has|have|will)\b"
_BOTH = re.compile(
    rf"^(?P<before>.*?)(?P<first>\b{_ASKS}.+?),? and (?P<second>(?:{_ASKS}|{_CLOSED}).+?)\W*$",
    re.IGNORECASE,
)
_LONGEST = 600
"""Characters beyond which it is not two questions but a text."""
_LEAST_WORDS = 3
"""Words that each of two questions has at least."""

_ADVERBIAL = re.compile(
    r"^(?:in|on|at|during|for|after|before|under|from) [^,]+,\s*$", re.IGNORECASE
)


def split(question: str) -> tuple[str, str] | None:
    """The two questions, each as it can be asked by itself; None when it is not two.

    What stands before the first one counts for both where it is a clause of time or place or a
    sentence of its own.
    """
    found = _BOTH.match(" ".join(question.split())) if len(question) <= _LONGEST else None
    if found is None:
        return None
    before, first, second = found["before"], found["first"], found["second"]
    if min(len(first.split()), len(second.split())) < _LEAST_WORDS:
        return None
    asked = f"{before}{first}?"
    if _ADVERBIAL.match(before):
        return asked, f"{before}{second}?"
    second = f"{second[0].upper()}{second[1:]}?"
    if before.rstrip().endswith((".", "!", ":")):
        return asked, f"{before}{second}"
    return asked, standalone(second, (asked,)).text


def both(question: str, answer_of: Callable[[str], Checked | None]) -> Checked | None:
    """The answers to both; where one is not found, that is said. None when neither is.

    answer_of: answers one of them; None when it cannot.
    """
    parts = split(question)
    if parts is None:
        return None
    answers = [(part, answer_of(part)) for part in parts]
    if not any(answer and answer.grounded for _, answer in answers):
        return None
    book = Book()
    said: set[str] = set()
    for part, answer in answers:
        if answer is None or not answer.grounded:
            book.say(f"I found no answer to \u201c{part}\u201d.", ())
            continue
        for sentence in answer.sentences:
            if sentence.text not in said:
                said.add(sentence.text)
                cited = [each for each in answer.citations if each.mark in sentence.marks]
                book.repeat(sentence.text, cited, sentence.verdict, reason=sentence.reason)
    return book.done()
