"""The headers of mails and their parts, decoded: encoded words, raw bytes, names of files."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from itertools import groupby
from typing import BinaryIO

from indexes.errors import ReadError
from ingest.readers.charsets import decoded, meant

LONGEST_HEADER = 20_000
"""Characters of a header that are kept."""

_HEAD_BYTES = 4096
_KNOWN = frozenset(
    "from to cc subject date received message-id content-type mime-version return-path".split()  # noqa: SIM905  # reads better as words
)
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")


class _Bounded(policy.Compat32):
    """Header values as they stand, but of bounded length: taking them apart is slow."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def parsed(file: BinaryIO) -> Message:
    """A mail's parts as its headers delimit them; whatever is wrong with them is tolerated.

    Raises ReadError where `file` has none of the headers of a mail, RecursionError where it nests
    its parts hundreds deep.
    """
    head = file.read(_HEAD_BYTES)
    file.seek(len(head) - len(head.removeprefix(codecs.BOM_UTF8).lstrip()))
    message = BytesParser(policy=_Bounded()).parse(file)
    if not any(name.lower() in _KNOWN for name, _ in message.raw_items()):
        raise ReadError("is no mail, whatever its name says; save it again in your mail program.")
    return message


def header(message: Message, name: str) -> str:
    """A header's value in one line, as a person would read it; '' if there is none."""
    return _without_words(_raw(message, name))


def file_name(part: Message) -> str:
    """The name of the file that a part carries; '' if it tells none."""
    plain = Message()
    for name in ("Content-Disposition", "Content-Type"):
        if raw := _raw(part, name):
            plain[name] = raw
    try:
        return _without_words(" ".join((plain.get_filename() or "").split()))
    except (ValueError, LookupError):  # numbered pieces that do not fit together
        return ""


def _raw(message: Message, name: str) -> str:
    values = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    raw = "; ".join(str(value) for value in values)[:LONGEST_HEADER]
    return " ".join(decoded(raw.encode("utf-8", "surrogateescape")).split())


def _without_words(value: str) -> str:
    """Encoded words spelt out; neighbours of one encoding may share a character."""
    joined = _BETWEEN_WORDS.sub("", value)
    parts: list[str] = []
    place = 0
    for charset, words in groupby(_runs(joined), key=lambda run: run[0]):
        run = list(words)
        parts.append(joined[place : run[0][1]])
        parts.append(_decoded(b"".join(data for *_, data in run), charset[0]))
        place = run[-1][2]
    parts.append(joined[place:])
    return " ".join("".join(parts).split())


def _runs(value: str) -> Iterator[tuple[tuple[str, int], int, int, bytes]]:
    """The encoded words: (encoding and number of the run of neighbours), start, end, bytes."""
    number, last = 0, 0
    for match in _WORD.finditer(value):
        number += match.start() != last
        last = match.end()
        charset, how, text = match.groups()
        data = text.encode("utf-8", "replace")
        try:
            raw = _base64(data) if how in "bB" else binascii.a2b_qp(data, header=True)
        except binascii.Error:
            raw = data
        yield (charset.lower(), number), match.start(), match.end(), raw


def _base64(data: bytes) -> bytes:
    return base64.b64decode(data.rstrip(b"=") + b"==")


def _decoded(data: bytes, declared: str) -> str:
    """What a word's own encoding says counts first: words are too short to judge by."""
    try:
        return data.decode(meant(declared) or "ascii")
    except UnicodeDecodeError:
        return decoded(data, declared)
