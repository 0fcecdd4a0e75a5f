"""Text of documents and models as one line that any file format can hold."""

from __future__ import annotations

import unicodedata
from datetime import datetime

# Characters that reorder what is read: they can make `exe.pdf` out of `fdp.exe`.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAST_OF_A_PLANE = 0xFFFE
_NOT_CHARACTERS = range(0xFDD0, 0xFDF0)


def one_line(text: str) -> str:
    """The text with single spaces, without control, reordering and private-use characters.

    Nor has it lone surrogates and code points that are no characters, which XML refuses.
    """
    spaced = "".join(character for character in text if character.isspace() or _shown(character))
    return " ".join(spaced.split())


def day(now: datetime) -> str:
    """`2 January 2026`."""
    return f"{now.day} {now:%B} {now.year}"


def _shown(character: str) -> bool:
    code = ord(character)
    if code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE or code in _NOT_CHARACTERS:
        return False
    hidden = unicodedata.category(character) in ("Cc", "Co", "Cs")
    return not hidden and character not in _REORDERING and character != "\ufeff"
