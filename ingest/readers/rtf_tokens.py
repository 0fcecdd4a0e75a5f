"""RTF bytes -> tokens: groups, control words, and text in between."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)
_MARK = re.compile(rb"[\\{}]")


class Token(NamedTuple):
    """kind: "word", "hex" (one byte of text), "sign" (a control symbol), "brace" or "text".

    data: the word's name, the byte, the sign, the brace, or the text's bytes. value: the number
    behind a word, None if it has none.
    """

    kind: str
    data: bytes
    value: int | None = None


class Tokens:
    """The tokens of a file, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def following(self, silent: bool) -> Token | None:
        """The next token, None at the end. silent: leap over text, as long as it may be."""
        while True:
            if silent:
                mark = _MARK.search(self._data, self._place)
                self._place = mark.start() if mark else len(self._data)
            match = _TOKEN.match(self._data, self._place)
            if match is None:
                return None
            self._place = match.end()
            kind = match.lastgroup
            if kind in ("word", "value"):
                return self._word(match)
            if kind == "hex":
                return Token(kind, bytes((int(match["hex"], 16),)))
            if kind is not None:
                return Token(kind, match[kind])

    def _word(self, match: re.Match[bytes]) -> Token:
        value = int(match["value"]) if match["value"] else None
        if match["word"] == b"bin":  # that many bytes follow which are no RTF
            self._place += max(0, value or 0)
        return Token("word", match["word"], value)
