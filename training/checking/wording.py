"""Tables of word forms and their opposites or synonyms, one half for training, one unseen by it."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from training.checking import lexicon
from training.checking.opposites import ANTONYMS, UNLISTED
from training.checking.spots import put

Forms = tuple[str, ...]
Table = Mapping[str, tuple[str, ...]]
"""Word -> what it may be exchanged for."""

UNSEEN = 3
"""One pair in so many is never trained on."""

_WORD = re.compile(r"\b[A-Za-z][a-z-]*\b")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Words:
    """What one part of the claims, to learn from or to measure with, draws on."""

    opposites: Table
    synonyms: Table


@cache
def words(unseen: bool) -> Words:
    """Of the pairs that are trained on, or of those that never are.

    The pairs of opposites.UNLISTED, and every pair that shares a word with one of them, are never
    trained on; those of opposites.ANTONYMS are, as far as no unseen pair is among them.
    """
    kept, left = _opposites()
    synonyms = _split(_paired(_SYNONYMS), frozenset())
    return Words(_table(left if unseen else kept), _table(synonyms[unseen]))


def _opposites() -> tuple[set[Forms], set[Forms]]:
    apart = frozenset(word for pair in UNLISTED for word in pair)
    kept, left = _split(_paired(_OPPOSITES), apart)
    left |= set(UNLISTED)
    unseen = {frozenset(pair) for pair in left}
    listed = {pair for pair in (*kept, *ANTONYMS) if frozenset(pair) not in unseen}
    return listed, left


def _split(
    pairs: Iterable[tuple[str, list[Forms]]], apart: frozenset[str]
) -> tuple[set[Forms], set[Forms]]:
    """Pairs of forms to learn from, and the others: one entry in UNSEEN, and all that hold a word
    of `apart`.
    """
    kept: set[Forms] = set()
    left: set[Forms] = set()
    for entry, forms in pairs:
        chosen = hashlib.sha256(entry.encode()).digest()[0] % UNSEEN == 0
        if chosen or any(word in apart for pair in forms for word in pair):
            left.update(forms)
        else:
            kept.update(forms)
    seen = {frozenset(pair) for pair in left}
    return {pair for pair in kept if frozenset(pair) not in seen}, left


def _paired(texts: Iterable[tuple[str, Callable[[str], Forms]]]) -> list[tuple[str, list[Forms]]]:
    """Of each entry of a lexicon, its own text and the pairs of its forms."""
    found: list[tuple[str, list[Forms]]] = []
    for text, forms in texts:
        for entry in text.split():
            one, two = (forms(word) for word in entry.split("/"))
            pairs: dict[Forms, None] = dict.fromkeys(zip(one, two, strict=True))
            found.append((entry, list(pairs)))
    return found


def _table(pairs: Iterable[Forms]) -> Table:
    found: dict[str, tuple[str, ...]] = {}
    for one, two in sorted(pairs):
        found[one] = (*found.get(one, ()), two)
        found[two] = (*found.get(two, ()), one)
    return found


def verb(entry: str) -> Forms:
    """`rise:rose:risen` -> rise, rises, rose, risen, rising."""
    base, *irregular = entry.split(":")
    doubled = base.endswith("+")
    base = base.rstrip("+")
    stem = base + base[-1] if doubled else base
    past = (base[:-1] + "ied") if _ends_in_y(base) else stem.removesuffix("e") + "ed"
    if irregular:
        past = irregular[0]
    participle = irregular[1] if len(irregular) > 1 else past
    ing = stem if base.endswith("ee") else stem.removesuffix("e")
    return base, _with_s(base), past, participle, ing + "ing"


def noun(entry: str) -> Forms:
    """`child:children` -> child, children; `day` -> day, days."""
    base, *irregular = entry.split(":")
    return base, irregular[0] if irregular else _with_s(base)


def plain(entry: str) -> Forms:
    """The word alone."""
    return (entry,)


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _with_s(word: str) -> str:
    if _ends_in_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


_OPPOSITES = (
    (lexicon.OPPOSITE_VERBS, verb), (lexicon.OPPOSITE_ADJECTIVES, plain),
    (lexicon.OPPOSITE_NOUNS, noun), (lexicon.OPPOSITE_ADVERBS, plain),
)  # fmt: skip
_SYNONYMS = (
    (lexicon.SAME_VERBS, verb), (lexicon.SAME_ADJECTIVES, plain),
    (lexicon.SAME_NOUNS, noun), (lexicon.SAME_ADVERBS, plain),
)  # fmt: skip


def exchanged(text: str, table: Table, rnd: random.Random) -> str:
    """The text with one word of the table for another; '' where it has none."""
    found = [match for match in _WORD.finditer(text) if match.group().lower() in table]
    if not found:
        return ""
    match = rnd.choice(found)
    new = rnd.choice(table[match.group().lower()])
    new = new.capitalize() if match.group()[0].isupper() else new
    return put(text, *match.span(), new)
