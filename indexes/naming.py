"""The words by which documents are named, and by which questions name them.

Names run words together and put them beside numbers (`BESTBUY_2023Q4_EARNINGS`); people write them
apart (`Best Buy`, `fourth quarter of 2023`). Both are brought to the same terms here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexes.words import STOP_WORDS, stem, words

PART = 0.5
"""A short part of a run of letters and digits (`3` of `3M`) counts half of the whole."""

LEAST = 0.6
"""Of n words in a name, one by itself counts 1 / sqrt(n), but not less than this."""

SMALL = 0.2
"""A number of one or two digits says little by itself."""

EARLIER = 0.5
"""A year that a question names beside a later one: reports look back, hardly ever ahead."""

_RUN = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"[^\W\d_]+|\d+")
_CASES = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d|q[1-4]|h[12]|\d{1,2}")
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
}  # fmt: skip
_SPOKEN_QUARTER = re.compile(
    rf"\b({'|'.join(_ORDINALS)})[\s-]+(?:fiscal\s+)?quarter", re.IGNORECASE
)
_QUARTER_YEAR = re.compile(r"\b(?:((?:19|20)\d\d)q([1-4])|q([1-4])[^\W_]*((?:19|20)\d\d))\b")
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)


def is_date(term: str) -> bool:
    """Whether a term is a year, a quarter, a half-year or a number of one or two digits."""
    return _DATE.fullmatch(term) is not None


def name_terms(name: str) -> dict[str, float]:
    """Terms of a file name (its suffix dropped) with weights from 0 to 1."""
    runs = _RUN.findall(re.sub(r"\.\w{1,5}$", "", name))
    terms: dict[str, float] = {}
    plain = [run.lower() for run in runs if not any(c.isdigit() for c in run)]
    saying = sum(word not in STOP_WORDS for word in plain)
    alone = max(LEAST, max(1, saying) ** -0.5)
    for run in runs:
        if run.lower() not in STOP_WORDS:
            _put(terms, run.lower(), alone if run.lower() in plain else 1.0)
        cased = [part.lower() for part in _CASES.split(run)]
        pieces = _PIECES.findall(run.lower())
        for piece in (*_dates(run.lower()), *(d for part in cased for d in _dates(part))):
            _put(terms, piece, 1.0)
        for piece in {*cased, *pieces} - {run.lower()}:
            if len(piece) > 1 or piece.isdigit():
                _put(terms, piece, 1.0 if len(piece) > 3 else PART)
    for joined in _joined(plain):
        _put(terms, joined, 1.0)
    if len(plain) > 1:
        _put(terms, "".join(word[0] for word in plain), PART)
    return terms


def text_terms(text: str) -> dict[str, float]:
    """Terms of a title, of headings, of an opening, with weights from 0 to 1."""
    terms: dict[str, float] = {}
    for word in words(_POSSESSIVE.sub("", text)):
        if word not in STOP_WORDS and len(word) > 1:
            _put(terms, word, 1.0)
        for piece in _dates(word):
            _put(terms, piece, 1.0)
    return terms


@dataclass(frozen=True, slots=True)
class Said:
    """A term of a question. first, last: the words that say it, counted from 0."""

    term: str
    weight: float
    first: int
    last: int


@lru_cache(maxsize=256)
def question_terms(question: str) -> tuple[Said, ...]:
    """Terms by which a question may name documents, each once, with weights from 0 to 1.

    Words by themselves come first, then what several words say together.
    """
    said = _POSSESSIVE.sub("", question)
    every = _RUN.findall(said)
    found: dict[str, Said] = {}

    def put(word: str, weight: float, first: int, last: int) -> None:
        terms: dict[str, float] = {}
        _put(terms, word, weight)
        for term, share in terms.items():
            found.setdefault(term, Said(term, share, first, last))

    lower = said_words(question)
    for place, word in enumerate(lower):
        if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
            put(word, 1.0, place, place)
        for piece in _dates(word):
            put(piece, 1.0, place, place)
    for place in range(len(lower) - 1):
        pair = f"{lower[place]} {lower[place + 1]}"
        if match := _SPOKEN_QUARTER.match(f"{pair} {' '.join(lower[place + 2 : place + 3])}"):
            put(f"q{_ORDINALS[match.group(1)]}", 1.0, place, place)
        if match := re.fullmatch(r"fy (\d\d)", pair):
            put(f"20{match.group(1)}", 1.0, place, place + 1)
    _together(every, lower, put)
    latest = max((term for term in found if _YEAR.fullmatch(term)), default="")
    return tuple(
        replace(each, weight=EARLIER)
        if _YEAR.fullmatch(each.term) and each.term != latest
        else each
        for each in found.values()
    )


def _together(
    every: list[str], lower: list[str], put: Callable[[str, float, int, int], None]
) -> None:
    """What neighbouring words say together: run together, and by their initials."""
    for width in (3, 2):
        for first in range(len(lower) - width + 1):
            said = lower[first : first + width]
            if not STOP_WORDS.issuperset(said):
                put("".join(said), 1.0, first, first + width - 1)
    for width in (5, 4, 3, 2):
        for first in range(len(lower) - width + 1):
            if all(word[0].isupper() for word in every[first : first + width]):
                initials = "".join(word[0] for word in lower[first : first + width])
                put(
                    initials,
                    1.0 if len(initials) == sum(map(len, lower[first : first + width])) else PART,
                    first,
                    first + width - 1,
                )
    for place, word in enumerate(every):
        if re.fullmatch(r"[A-Z]n[A-Z]", word):
            put((word[0] + word[2]).lower(), 1.0, place, place)


def said_words(question: str) -> list[str]:
    """The words whose places `question_terms` counts."""
    runs = _RUN.findall(_POSSESSIVE.sub("", question))
    return [word for run in runs for word in words(run)[:1]]


def years(question: str) -> frozenset[str]:
    """The years that a question names, written out: `FY18` is 2018."""
    return frozenset(s.term for s in question_terms(question) if _YEAR.fullmatch(s.term))


def _put(terms: dict[str, float], word: str, weight: float) -> None:
    if word.isdigit() and len(word) < 3:
        weight = min(weight, SMALL)
    term = stem(word) if word.isalpha() else word
    terms[term] = max(weight, terms.get(term, 0.0))


def _dates(word: str) -> Iterator[str]:
    """The year and the quarter in a run such as `2023q4`, `q42023` or `fy2018`."""
    if word.isdigit():
        return
    if match := _QUARTER_YEAR.fullmatch(word):
        first, a, b, second = match.groups()
        yield from (first or second, f"q{a or b}")
    elif match := re.fullmatch(r"(?:fy)?((?:19|20)\d\d)[a-z]*", word):
        yield match.group(1)
    elif match := re.fullmatch(r"fy(\d\d)", word):
        yield f"20{match.group(1)}"


def _joined(parts: list[str]) -> Iterator[str]:
    """Neighbouring words run together, two and three at a time; stop words only between others."""
    for width in (2, 3):
        for first in range(len(parts) - width + 1):
            said = parts[first : first + width]
            if said[0] not in STOP_WORDS and said[-1] not in STOP_WORDS:
                yield "".join(said)
