"""UTF-16 and UTF-32 without a byte order mark."""

from __future__ import annotations

import codecs
import re

_CANDIDATES = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_SAMPLE_BYTES = 4096
_CONVINCING = 0.8
# What texts are made of; in the wrong order of bytes they fall everywhere.
_ORDINARY = re.compile(
    r"[\t\n\r -~\u00a0-\u017f\u0370-\u03ff\u0400-\u045f\u0490\u0491\u05d0-\u05ea\u060c-\u064a"
    r"\u0900-\u097f\u0e00-\u0e5b\u1e00-\u1eff\u2010-\u203a\u20ac\u2122\u3000-\u30ff\uac00-\ud7a3"
    r"\uff01-\uff5e]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_WEIGHT = 0.85  # Latin letters in the wrong order of bytes look like these


def unmarked(data: bytes) -> str:
    """Which of these encodings a text is in; '' if in none. Looks at its beginning.

    Such a text has zero bytes, at least for its blanks and line ends, which others have not, and
    makes sense in one order of the bytes only.
    """
    sample = data[:_SAMPLE_BYTES]
    if b"\x00" not in sample:
        return ""
    best, best_score = "", _CONVINCING
    for encoding in _CANDIDATES:
        score = _sense(sample, encoding)
        if score > best_score:
            best, best_score = encoding, score
    return best


def _sense(sample: bytes, encoding: str) -> float:
    """The share of characters that texts are made of, 0 to 1."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    if not text:
        return 0.0
    return (len(_ORDINARY.findall(text)) + _HAN_WEIGHT * len(_HAN.findall(text))) / len(text)
