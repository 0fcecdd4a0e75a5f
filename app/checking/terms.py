"""A sentence as the checks see it: its words, amounts, dates, times and names, in order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.checking import polarity
from app.checking.dates import Clock, Date, clocks, dates
from app.checking.numbers import Amount, amounts
from indexes.words import STOP_WORDS, stem

Kind = Literal["word", "amount", "date", "clock", "name", "code", "bound", "negation"]

REMEMBERED = 2048
"""Sentences that are kept in pieces, the last ones used: about 7 KB each, and 0.3 ms to take one to
pieces again."""

_TOKEN = re.compile(r"\w+(?:['’](?!s\b)\w+|[./](?=\d)\w+)*(?:-(?=\d)\w+)?")
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w./-]+")
_BREAK = re.compile(r"[,;:()–—]|\band\b|\bbut\b|\bwhile\b|\bwhich\b|\bwho\b")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "professor", "captain", "capt", "sir"})
_JOINS = frozenset(
    """
    of de van von der den la le du del da di bin al the and
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a sentence says.

    key: what two terms with the same meaning share: a stem, or a canonical spelling. start, end: in
    the text. content: whether it carries meaning of its own. parts: the folded words of a name.
    leading: a capitalised word at the sentence's start, which may or may not be a name.
    """

    kind: Kind
    key: str
    start: int
    end: int
    content: bool
    amount: Amount | None = None
    date: Date | None = None
    clock: Clock | None = None
    parts: tuple[str, ...] = ()
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and its terms in order. stems: of all its content words, amounts and dates included.

    words: every folded word of it. breaks: places in `terms` before which a clause ends.
    """

    text: str
    terms: tuple[Term, ...]
    stems: frozenset[str]
    words: frozenset[str]
    breaks: frozenset[int]

    def of(self, *kinds: Kind) -> list[int]:
        """Places of the terms of some kinds."""
        return [at for at, term in enumerate(self.terms) if term.kind in kinds]


@lru_cache(REMEMBERED)
def read(text: str) -> Reading:
    """Take a sentence, or a few, to pieces."""
    terms = _valued(text)
    taken = [(term.start, term.end) for term in terms]
    terms += _words(text, taken)
    terms.sort(key=lambda term: term.start)
    terms = _named(text, terms)
    stems = frozenset(
        part for term in terms if term.content for part in (term.parts or (term.key,))
    )
    every = frozenset(fold(word) for word in _TOKEN.findall(text))
    return Reading(text, tuple(terms), stems, every, _breaks(text, terms))


def fold(word: str) -> str:
    """Lower case without accents; the typewriter's apostrophe."""
    folded = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def _valued(text: str) -> list[Term]:
    """Dates, times of day, phrases that bound a number, and amounts that are none of these."""
    found = [
        Term("date", f"{d.year}-{d.month}-{d.day}", d.start, d.end, True, date=d)
        for d in dates(text)
    ]
    taken = [(each.start, each.end) for each in found]
    for clock in clocks(text):
        if not _overlaps(taken, clock.start, clock.end):
            found.append(
                Term("clock", f"@{clock.minutes}", clock.start, clock.end, True, clock=clock)
            )
    taken = [(each.start, each.end) for each in found]
    for amount in amounts(text):
        if not _overlaps(taken, amount.start, amount.end):
            key = f"{amount.value:g}"
            found.append(
                Term("amount", key, amount.start, amount.end, not amount.soft, amount=amount)
            )
    for start, end, kind in polarity.bounds(text):
        if not _overlaps(taken, start, end):
            found.append(Term("bound", kind, start, end, False))
    return found


def _words(text: str, taken: list[tuple[int, int]]) -> list[Term]:
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if _overlaps(taken, start, end):
            continue
        word = fold(match.group())
        if polarity.is_negation(word):
            found.append(Term("negation", "not", start, end, False))
        elif _CODE.fullmatch(match.group()):
            found.append(Term("code", word, start, end, True, parts=(word,)))
        else:
            content = word not in STOP_WORDS and len(word) > 1
            found.append(Term("word", stem(word), start, end, content))
    return found


def _named(text: str, terms: list[Term]) -> list[Term]:
    """The terms with runs of capitalised words made one name each."""
    out: list[Term] = []
    at = 0
    while at < len(terms):
        run = _run(text, terms, at)
        if run == 0:
            out.append(terms[at])
            at += 1
            continue
        names = terms[at : at + run]
        words = [fold(text[each.start : each.end]) for each in names]
        parts = tuple(stem(word) for word in words if word not in _TITLES | _JOINS)
        lone = _starts_sentence(text, names[0].start) and run == 1
        start, end = names[0].start, names[-1].end
        if lone:
            word = terms[at]
            out.append(Term("word", word.key, start, end, word.content, leading=word.content))
        elif parts:
            out.append(Term("name", " ".join(parts), start, end, True, parts=parts))
        at += run
    return out


def _run(text: str, terms: list[Term], first: int) -> int:
    """How many terms from `first` on make a name; 0 when it is none."""
    if not _is_capital(text, terms[first]):
        return 0
    if _starts_sentence(text, terms[first].start) and _is_function(text, terms[first]):
        return 0
    last = first
    for at in range(first + 1, len(terms)):
        between = text[terms[at - 1].end : terms[at].start]
        if (
            between.strip(" .")
            or "\n" in between
            or ("." in between and not _initial(text, terms, at))
        ):
            break
        if _is_capital(text, terms[at]):
            last = at
        elif fold(text[terms[at].start : terms[at].end]) not in _JOINS - {"the", "and"}:
            break
    return last - first + 1


def _initial(text: str, terms: list[Term], at: int) -> bool:
    """Whether the word before `at` is an initial or a title, so that its point ends nothing."""
    before = text[terms[at - 1].start : terms[at - 1].end]
    return len(before) == 1 or fold(before) in _TITLES


def _is_capital(text: str, term: Term) -> bool:
    return term.kind == "word" and text[term.start].isupper()


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip("\"'“‘([*_- \n")
    return not before or before[-1] in ".!?:|•"


def _is_function(text: str, term: Term) -> bool:
    return fold(text[term.start : term.end]) in STOP_WORDS


def _breaks(text: str, terms: list[Term]) -> frozenset[int]:
    return frozenset(
        at
        for at in range(1, len(terms))
        if _BREAK.search(text, terms[at - 1].end, terms[at].start)
        or _BREAK.fullmatch(text, terms[at].start, terms[at].end)
    )


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in taken)
