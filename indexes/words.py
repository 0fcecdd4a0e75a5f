"""Words as the word index sees them: folded, stemmed, the empty ones set apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"\w+")
_STEMMER = snowballstemmer.stemmer("porter")

STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are as at be because been before being between both
    but by can could did do does doing during each for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most my no nor not now of off on
    once only or other our ours out over own please same she should so some such tell than that the
    their theirs them then there these they this those through to too under until up very was we
    were what when where which while who whom whose why will with would you your yours
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
)


def words(text: str) -> list[str]:
    """The words of `text` in order: lower case, accents dropped; digits count as words."""
    folded = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))


def content_words(text: str) -> list[str]:
    """The words that carry meaning; all words when every one is a stop word."""
    every = words(text)
    return [word for word in every if word not in STOP_WORDS] or every


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Porter's stem of a lower-case word (M. Porter, An algorithm for suffix stripping, 1980)."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Stems of the content words of `text`, in order."""
    return [stem(word) for word in content_words(text)]
