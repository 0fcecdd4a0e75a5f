"""Text without debris, with the way back to where each character came from."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u0132": "IJ",
    "\u0133": "ij",
}
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, all but those that are white space
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
)
# First parts that keep their hyphen where a line ends at it: "well-known", not "wellknown".
_KEEPS_HYPHEN = re.compile(
    r"\b(?:all|cross|full|half|high|long|low|mid|non|one|part|self|short|single|three|two|well)\Z",
    re.IGNORECASE,
)
_LONGEST_PREFIX = 7
_DEBRIS = re.compile(
    rf"""
    (?=[-\u2010>!\[_*~`{_INVISIBLE}{"".join(_LIGATURES)}]|[^\S ]|[ ]\s)  # a fast first look
    (?:
      (?<=(?P<before>[^\W_]))(?P<hyphen>[-\u2010\u00ad])[ \t]*\r?\n[ \t]*(?=(?P<next>[^\W_]))
    | (?P<drop>[{_INVISIBLE}]+)
    | (?P<ligature>[{"".join(_LIGATURES)}])
    | (?P<quoted>(?:\A|[^\S\n]*\n\s*)(?:>[ \t]?)+(?![\d$€£=<\s-]))
    | !?\[(?P<label>[^\[\]\n]{{1,300}})\]\([^()\s]{{0,600}}(?:[ ]"[^"\n]{{0,200}}")?\)
    | (?<!\w)__(?P<strong>(?=[A-Z]|[^_\n]{{0,200}}\s)[^_\n]{{1,300}})__(?!\w)
    | (?P<marks>(?<![\w*~])(?:\*{{1,3}}|~~)(?=[^\W_])|(?<=[\w.,;:!?)%])(?:\*{{1,3}}|~~)(?![\w*])|`+)
    | (?P<space>\s+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and its map: origin[i] is the source offset that text[i] came from.

    origin never decreases and has one entry per character of `text`. source_length: characters of
    the source.
    """

    text: str
    origin: array[int]
    source_length: int

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the source that holds what text[start:end] came from.

        0 <= start <= end <= len(text); an empty span gives an empty span.
        """
        if start >= end:
            place = self.origin[start] if start < len(self.origin) else self.source_length
            return place, place
        return self.origin[start], self.origin[end - 1] + 1


def clean(source: str) -> Cleaned:
    """`source` fit to be embedded, searched and read aloud.

    Ligatures are spelt out; soft hyphens, zero-width, direction and control characters go; words
    cut at a line's end are joined again, and keep their hyphen beside a capital or a digit; quote,
    emphasis marks, backticks and link targets go; white space becomes one space, none at the ends.
    Time grows linearly with the length of `source`.
    """
    draft = _Draft(source)
    draft.copy(0, len(source))
    return draft.finish()


class _Draft:
    """Clean text under construction."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._origin: array[int] = array("l")
        self._open = False  # whether a space may come next: not at the start nor after another

    def copy(self, start: int, end: int) -> None:
        """Append the clean form of source[start:end]."""
        place = start
        for match in _DEBRIS.finditer(self._source, start, end):
            self._plain(place, match.start())
            place = self._replace(match)
        self._plain(place, end)

    def finish(self) -> Cleaned:
        text = "".join(self._parts)
        origin = self._origin
        if text.endswith(" "):
            text = text[:-1]
            origin = origin[:-1]
        return Cleaned(text, origin, len(self._source))

    def _replace(self, match: re.Match[str]) -> int:
        """Append what stands for `match`; return where the source goes on."""
        kind = match.lastgroup
        if kind == "space":
            self._space(match.start())
        elif kind == "ligature":
            self._spell(_LIGATURES[match.group()], match.start())
        elif kind == "quoted":
            self._space(match.start())
        elif kind in ("label", "strong"):
            self.copy(*match.span(kind))
        elif kind == "next" and not self._cuts_a_word(match):
            self._plain(*match.span("hyphen"))
        return match.end()

    def _plain(self, start: int, end: int) -> None:
        if start < end and not self._open and self._source[start] == " ":
            start += 1  # runs of spaces were matched, so there is but one
        if start < end:
            self._parts.append(self._source[start:end])
            self._origin.extend(range(start, end))
            self._open = self._source[end - 1] != " "

    def _space(self, place: int) -> None:
        if self._open:
            self._spell(" ", place)
            self._open = False

    def _spell(self, text: str, place: int) -> None:
        self._parts.append(text)
        self._origin.extend([place] * len(text))
        self._open = True

    def _cuts_a_word(self, match: re.Match[str]) -> bool:
        """Whether a hyphen at a line's end was put there by the typesetter."""
        if match.group("hyphen") == "\u00ad":
            return True
        place = match.start("hyphen")
        if _KEEPS_HYPHEN.search(self._source, max(0, place - _LONGEST_PREFIX), place):
            return False
        return match.group("before").islower() and match.group("next").islower()
