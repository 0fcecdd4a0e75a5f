"""Words that differ by a slip of the finger.

Distance after F. Damerau, A technique for computer detection and correction of spelling errors,
1964: letters more, less or other, and neighbours exchanged, no part edited twice.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

LETTERS = string.ascii_lowercase
ONE_EDIT_FROM, TWO_EDITS_FROM = 4, 8
"""Letters from which on a word is looked for in other spellings: shorter ones are near too many."""

Codes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]


def limit(term: str) -> int:
    """Edits within which another spelling of the term is looked for, 0 to 2."""
    if any(letter.isdigit() for letter in term):
        return 0
    return (len(term) >= ONE_EDIT_FROM) + (len(term) >= TWO_EDITS_FROM)


def other_first(term: str, letters: str) -> Iterator[str]:
    """Spellings one edit away whose first letter is another."""
    rest = term[1:]
    spellings = {rest, term[1] + term[0] + term[2:]}
    spellings |= {letter + rest for letter in letters} | {letter + term for letter in letters}
    return (each for each in sorted(spellings) if not each.startswith(term[0]))


def near(term: str, blob: bytes, ends: Numbers, most: int) -> list[tuple[int, int]]:
    """(place, edits) of the words within 1 to `most` edits of the term, digits apart.

    blob: UTF-8 of all words, one after the other. ends: where each begins, and the last one ends.
    """
    wanted = _codes(term)
    codes = _codes(blob.decode())
    if len(codes) < len(blob):
        letters = np.frombuffer(blob, np.uint8) & 0xC0 != 0x80  # bytes that begin a letter
        ends = np.concatenate([[0], np.cumsum(letters)])[ends]
    lengths = np.diff(ends)
    alike = np.flatnonzero(np.abs(lengths - len(wanted)) <= most)
    places = np.arange(len(wanted) + most)[:, None]
    letters = codes[np.minimum(ends[alike] + places, len(codes) - 1)]
    letters[places >= lengths[alike]] = 0
    same = np.bitwise_count(_marks(letters) ^ _marks(wanted[:, None])) <= 2 * most
    same &= ~((letters >= ord("0")) & (letters <= ord("9"))).any(axis=0)
    alike = alike[same]
    edits = _distances(wanted, letters[:, same], lengths[alike])
    close = np.flatnonzero((edits > 0) & (edits <= most))
    return list(zip(alike[close].tolist(), edits[close].tolist(), strict=True))


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _marks(words: Codes) -> Codes:
    """Which letters each column holds, a bit for each (some share one). An edit turns at most two.

    words: one in each column, filled up with 0.
    """
    bits = (words > 0).astype(np.uint32) << (words & 31)
    return np.asarray(np.bitwise_or.reduce(bits, axis=0), np.uint32)


def _distances(wanted: Codes, words: Codes, lengths: Numbers) -> Numbers:
    """Edits between the wanted word and the word in each column, all at once."""
    places = np.arange(len(words) + 1, dtype=np.int16)[:, None]
    above = np.tile(places, (1, words.shape[1]))
    before = above
    for i, letter in enumerate(wanted, 1):
        line = np.empty_like(above)
        line[0] = i
        line[1:] = np.minimum(above[1:] + 1, above[:-1] + (words != letter))
        if i > 1:
            swapped = (words[:-1] == letter) & (words[1:] == wanted[i - 2])
            line[2:] = np.where(swapped, np.minimum(line[2:], before[:-2] + 1), line[2:])
        # letters more: each place costs at most one more than the one before it
        line = np.minimum.accumulate(line - places, axis=0) + places
        before, above = above, line
    return above[lengths, np.arange(len(lengths))].astype(np.int64)
