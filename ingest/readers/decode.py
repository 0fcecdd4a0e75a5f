"""Bytes of a text file -> its text, whatever the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from indexes.errors import ReadError
from ingest.readers.guess import guess
from ingest.readers.unmarked import unmarked

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf]..")
_CONTROLS = re.compile(r"[\x00-\x07\x0e-\x19\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.05
_ENOUGH = 6
_HOLE = re.compile(r"\x00{16,}")
_SEVEN_BITS = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_ext"))
_LOST = "\ufffd"
# What no file of bytes below 128 can be in, and Python's codecs for other purposes.
_NO_CHARSET = re.compile(r"utf.?(?:7|16|32)|ucs|.*(?:escape|punycode|idna)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what of its bytes could not be read, in sentences."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`, as `decipher` finds it."""
    return decipher(data, declared).text


def decipher(data: bytes, declared: str = "") -> Decoded:
    """The text of `data`, without a byte order mark, line ends as they are.

    declared: the encoding that the file itself names, '' if none; used when it fits. Tried in
    turn: byte order mark, UTF-8, UTF-16 without a mark, the declared encoding, UTF-8 with a few
    damaged bytes, the likeliest legacy encoding, Windows-1252. Bytes that are no text become
    U+FFFD, and zero bytes blanks. Raises ReadError when the whole is no text.
    """
    encoding, start = _encoding(data, declared)
    body = data[start:]
    text = body.decode(encoding, errors="replace")
    _refuse_binary(text)
    warnings = []
    if _LOST in text and not _fits(body, encoding):
        lost = text.count(_LOST)
        what = "1 character is" if lost == 1 else f"{lost:,} characters are"
        warnings.append(f"{what} damaged (no valid {encoding.upper()}) and shown as {_LOST}.")
    if zeros := text.count("\x00"):
        one = "1 zero byte is shown as a blank."
        warnings.append(one if zeros == 1 else f"{zeros:,} zero bytes are shown as blanks.")
        text = text.replace("\x00", " ")
    return Decoded(text, tuple(warnings))


def _encoding(data: bytes, declared: str) -> tuple[str, int]:
    """The encoding, and where the text begins."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    for escape, encoding in _SEVEN_BITS:
        if escape in data and _fits(data, encoding):
            return encoding, 0
    if _fits(data, "utf-8"):
        return unmarked(data) or "utf-8", 0
    if wide := unmarked(data):
        return wide, 0
    if declared and not _NO_CHARSET.match(declared) and _fits(data, declared):
        return declared, 0
    return ("utf-8" if _damaged_utf8(data) else guess(data)), 0


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _damaged_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 that was cut off within a character, or of which a little is damaged.

    By chance some foreign letters of other encodings look like UTF-8, but never most of them.
    """
    whole = len(_MANY_BYTES.findall(data))
    if not whole:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        lost = data.decode("utf-8", errors="replace").count(_LOST)
        return whole >= max(_ENOUGH, 2 * lost)
    return True


def _refuse_binary(text: str) -> None:
    dense = _HOLE.sub("", text)  # a crash leaves such holes in logs
    if len(_CONTROLS.findall(dense)) > _MOST_CONTROLS * len(dense) or (text and not dense):
        raise ReadError("is not a text file; save it in one of the formats that go in.")
