"""Lines as people read them: broken by the writer, not by the width of a printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[-*+\u2022\u2013|#>]|\d{1,3}[.)]|\([a-z\d]{1,3}\))(?:\s|$)|\|")
_ROW = re.compile(r"\t|\|.*\||(?:,\S[^,]*){2}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Below this width a line end says nothing about the page: addresses and lists are short too.
NARROWEST_PAGE = 36
FULL = 0.75


def flow(text: str) -> Iterator[str]:
    """The text's lines, with lines that only the page's width broke joined again.

    Spacing inside a line is reduced to single spaces. An empty line ends a paragraph. Private-use
    characters are carried along as marks without width.
    """
    lines = [" ".join(piece.split()) for piece in _LINE_END.split(text)]
    width = max(map(len, lines))
    open_line = lines[0]
    for line, following in pairwise(lines):
        if _wrapped(line, following, width):
            hyphenated = _seen(line).endswith("-") and _seen(following)[:1].islower()
            open_line += following if hyphenated else f" {following}"
        else:
            yield open_line
            open_line = following
    yield open_line


def _wrapped(line: str, following: str, width: int) -> bool:
    """Whether the page's width broke the line, and not its writer: rows and items are never so.

    It is nearly as long as the longest, or goes on in the middle of a sentence.
    """
    line, following = _seen(line), _seen(following)
    if not line or not following or _ITEM.match(following) or _ROW.search(line):
        return False
    if following[0].islower() and not line.endswith((".", "!", "?", ":", ";")):
        return True
    return width >= NARROWEST_PAGE and len(line) >= FULL * width


def _seen(line: str) -> str:
    return _PRIVATE.sub("", line)
