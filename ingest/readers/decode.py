"""Bytes of a text file -> its text, whatever the encoding."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from indexes.errors import ReadError
from ingest.readers.familiar import naturalness

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = (
    "cp1252",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "cp1251",
    "koi8_r",
    "cp1250",
    "cp1253",
)
_SECOND_OPINION = [*_CANDIDATES, "cp1254", "cp1255", "cp1256", "iso8859_2", "iso8859_5", "tis_620"]
_SAMPLE_BYTES = 65_536
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.1
_CONVINCING = 0.6


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`, without a byte order mark, line ends as they are.

    declared: the encoding that the file itself names, '' if none; used when it fits. Tried in
    turn: byte order mark, UTF-8, UTF-16 without a mark, the declared encoding, the most natural
    reading among common legacy encodings, Windows-1252. Raises ReadError when it is no text.
    """
    text = _decode(data, declared)
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls > _MOST_CONTROLS * len(text):
        raise ReadError("is not a text file; save it in one of the formats that go in.")
    return text


def _decode(data: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    text = _strictly(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    if b"\x00" in data:
        return _without_mark(data)
    named = _strictly(data, declared) if declared else None
    return named if named is not None else _legacy(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_mark(data: bytes) -> str:
    """UTF-16 shows itself by zero bytes on one side only; anything else is binary."""
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(data, encoding) if max(even, odd) > 10 * min(even, odd) else None
    if text is None:
        raise ReadError("is not a text file; save it in one of the formats that go in.")
    return text


def _legacy(data: bytes) -> str:
    best_score, best = 0.0, ""
    for encoding in _CANDIDATES:
        text = _strictly(data, encoding)
        if text is None:
            continue
        score = naturalness(text[:_SAMPLE_BYTES])
        if score > best_score:
            best_score, best = score, text
    if best_score >= _CONVINCING:
        return best
    opinion = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=_SECOND_OPINION).best()
    text = _strictly(data, opinion.encoding) if opinion is not None else None
    return text if text is not None else data.decode("cp1252", errors="replace")
