"""Where sentences end: the unit that is indexed, and the unit that is cited."""

from __future__ import annotations

import re

# A candidate end: closing punctuation, closing quotes or brackets, then white space; or the full
# stop of Chinese and Japanese, which no space follows; or a blank line.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[」』”）]*|\n[ \t\r]*\n")
_NEXT = re.compile(r"\s*[\"'“‘(\[*_]*([^\W_])")
_LAST_WORD = re.compile(r"([^\s(\[\"'“‘]+)$")

_ABBREVIATIONS = frozenset(
    """
    adj adm al approx apr art assn assoc aug ave bros c ca capt cf ch chap cl co col comm corp cpl
    dec dept dr ed eds e.g eg eq esp est et etc feb fig figs gen gov hon hr i.e ibid inc incl jan
    jr jul jun lt ltd mar max messrs min mr mrs ms mt n.b no nos nov oct op p para pp pref prof
    pt ref refs rep rev resp sec sect sen sep sept sgt sr st tab tel univ u.k u.s v viz vol vols vs
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # J, U.S, a.m


def split(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of `text`, in order, without white space around them.

    Together they hold every character of `text` that is not white space. An abbreviation, an
    initial, a number's point or a section number at the start does not end a sentence.
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] != "\n" and not _ends_sentence(text, start, match):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in (trim(text, *span) for span in spans) if span[0] < span[1]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] in "。！？":
        return True
    following = _NEXT.match(text, match.end())
    if following and following.group(1).islower():
        return False
    if mark != ".":
        return True
    word_match = _LAST_WORD.search(text[max(start, match.start() - 40) : match.start()])
    word = word_match.group(1) if word_match else ""
    if word.lower() in _ABBREVIATIONS:
        # "at 5 p.m. The gate": a sentence may end in an abbreviation, but seldom does
        return False
    if _INITIAL.fullmatch(word):
        return word.lower() in {"a.m", "p.m"}
    numbering = text[start : match.start()].strip()
    return not re.fullmatch(r"(?:\d+|[ivxlc]+|[A-Za-z])(?:\.\d+)*", numbering)
