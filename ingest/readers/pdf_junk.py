"""Text of a PDF that is none: letters that the file gives no meaning to."""

from __future__ import annotations

import re

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfTextPage

MOST = 0.2
"""Share of a page's characters above which its text is not to be relied on."""

_SAMPLE = 100  # characters of a page that are looked at first
_SUSPICIOUS = 0.05  # of these
# What readers put where they do not know the letter: nothing that can be said or searched.
_SIGNS = re.compile(
    r"\(cid:\d+\)|/g\d+(?=/|\s|$)|[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]"
)
# Codes may be letters all the same: then they look like a language that uses these vowels.
_VOWELS = re.compile(r"[aeiouyAEIOUY]")
_LETTERS = re.compile(r"[A-Za-z]")
_USUAL_VOWELS = (0.25, 0.55)
_FEWEST_LETTERS = 0.6  # of what is not blank


def is_junk(page: PdfTextPage, text: str) -> bool:
    """Whether more than a fifth of a page's text is junk. text: as PDFium gives it.

    Junk is what has no meaning in the file: PDFium then says the number of the glyph as if it were
    a letter. Sampled first, since most pages have none.
    """
    count = page.count_chars()
    if not count:
        return False
    step = max(1, count // _SAMPLE)
    seen = len(range(0, count, step))
    if _unknown(page, range(0, count, step)) > _SUSPICIOUS * seen:
        unknown = _unknown(page, range(count))
        if unknown > MOST * count and not _reads_like_text(text):
            return True
    return share_of_signs(text) > MOST


def share_of_signs(text: str) -> float:
    """Share of the characters that are not blank which stand for an unknown letter, 0 to 1."""
    junk = sum(len(match.group()) for match in _SIGNS.finditer(text))
    return junk / len("".join(text.split())) if junk else 0.0


def _unknown(page: PdfTextPage, places: range) -> int:
    raw = page.raw
    return sum(pdfium.FPDFText_HasUnicodeMapError(raw, place) == 1 for place in places)


def _reads_like_text(text: str) -> bool:
    """Whether glyph numbers happen to be letters, as in old fonts that follow ASCII."""
    whole = len("".join(text.split()))
    letters = len(_LETTERS.findall(text))
    if letters < _FEWEST_LETTERS * whole:
        return False
    low, high = _USUAL_VOWELS
    return low * letters < len(_VOWELS.findall(text)) < high * letters
