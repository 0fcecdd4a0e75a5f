"""The sentences of a document that stand for it: central in their sections, spread over all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.summary.central import Scores, diverse, lexrank
from app.summary.sections import Section
from app.summary.source import Source
from indexes.types import Chunk

FEWEST, MOST = 5, 12
"""Sentences of a summary that nobody has asked to be of another length."""

PASSAGES_PER_SENTENCE = 15
"""A summary has one sentence for so many passages, within those bounds."""

CENTRAL, PLACE, TITLE = 0.5, 0.25, 0.25
"""What centrality, an early place and nearness to the heading count."""

_LEAST_WORDS, _MOST_WORDS = 6, 70
_LETTERS = 0.7
_LEANING = 0.6
"""What a sentence counts that leans on the one before it, such as "They lapse in April."."""

_CUE = 1.5
"""What a sentence counts that says of itself that it tells the whole, as Edmundson's cues do."""

BESIDE = 0.2
"""What sentences of contents, references and the like count."""

_BESIDE = frozenset(
    {
        "acknowledgements", "acknowledgments", "bibliography", "contents", "footer", "imprint",
        "index", "notes", "references", "table of contents",
    }
)  # fmt: skip
_ENDS = re.compile(r"[.!\u2026\u3002\uff01][\"'\u201d\u2019)\]]*$")
_CAPTION = re.compile(r"(?i:table|figure|fig\.|note)\s*\d|\d+\s+[A-Z]")
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)+\.?|[\u2022\u00b7*\u2013-])\s+(?=\w)")
_ROW = re.compile(r"[^:;.]{1,60}: [^;]+(?:; [^:;]{1,60}: )")
_CUES = re.compile(
    r"^(?:abstract|summary)\b|\b(?:in summary|in conclusion|we conclude|the (?:aim|purpose) of)\b"
    r"|^th(?:is|ese) (?:document|agreement|guideline|guide|handbook|manual|notice|paper|policy"
    r"|regulation|report|rule|runbook|study)s?\b",
    re.IGNORECASE,
)
_LEANS = frozenset(
    """also another besides but he her here hers his however instead it its moreover neither nor
    otherwise she so such then there therefore these they this those thus yet""".split()  # noqa: SIM905  # reads better as words
)


def wanted(source: Source) -> int:
    """How many sentences the document's summary has."""
    return min(MOST, max(FEWEST, round(len(source.chunks) / PASSAGES_PER_SENTENCE)))


def is_row(chunk: Chunk) -> bool:
    """Whether the chunk is a row of a table, told with its column names."""
    return chunk.spoken != chunk.text and bool(_ROW.match(chunk.spoken))


def central(source: Source, sections: Sequence[Section]) -> Scores:
    """How well each chunk tells its section, shape (n,): 1 for the best of a section.

    0 for what is no sentence (headings, captions, rows of tables, lines of contents) or was said
    before; BESIDE for the best of a section that is not part of what the document says.
    Centrality, place and nearness to the heading are added up, as Edmundson 1969 ("New methods in
    automatic extracting") and MEAD (Radev et al. 2004) do.
    """
    scores = np.zeros(len(source.chunks))
    usable = _usable(source.chunks)
    for section in sections:
        rows = [at for at in section.span if at in usable]
        if not rows:
            continue
        place = 1.0 / np.sqrt(1.0 + np.arange(len(rows)))
        title = source.vectors[rows] @ source.vectors[_title(source.chunks, section)]
        ranks = lexrank(source.vectors[rows], place)
        told = CENTRAL * _spread(ranks) + PLACE * place + TITLE * _spread(title)
        for at, value in zip(rows, told, strict=True):
            scores[at] = value * _share(source.chunks[at])
        best = max(float(scores[rows].max()), 1e-12)
        scores[rows] *= (BESIDE if is_beside(section) else 1.0) / best
    return scores


def is_beside(section: Section) -> bool:
    """Whether the section is about the document rather than part of what it says."""
    return section.heading.strip("0123456789. ").casefold() in _BESIDE


def _spread(values: npt.NDArray[np.floating]) -> Scores:
    """The values from 0 to 1; all 1 where they are alike."""
    least, most = float(values.min()), float(values.max())
    if most - least < 1e-9:
        return np.ones(len(values))
    return np.asarray((values - least) / (most - least), np.float64)


def _title(chunks: Sequence[Chunk], section: Section) -> int:
    """The chunk that holds the section's heading, else its first."""
    return next((at for at in section.span if chunks[at].spoken == section.heading), section.first)


def chosen(source: Source, sections: Sequence[Section], scores: Scores, count: int) -> list[int]:
    """Indices of `count` chunks in reading order, by MMR over the whole document.

    A section counts by its size; each sentence taken from it halves, thirds, ... its weight.
    """
    home = {at: number for number, section in enumerate(sections) for at in section.span}
    held = [sum(scores[at] > 0 for at in section.span) for section in sections]
    largest = max(held, default=0) or 1

    def weight(at: int, taken: list[int]) -> float:
        number = home[at]
        share = (held[number] / largest) ** 0.5
        return float(share / (1 + sum(home[each] == number for each in taken)))

    return sorted(diverse(scores, source.vectors, count, weight))


def _usable(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Chunks that are whole sentences, each said once; all that are no row where none is."""
    said = Counter(" ".join(chunk.spoken.casefold().split()) for chunk in chunks)
    seen: set[str] = set()
    whole, loose = set[int](), set[int]()
    for at, chunk in enumerate(chunks):
        text = " ".join(chunk.spoken.split())
        if text.casefold() in seen or said[text.casefold()] > 2:
            continue
        seen.add(text.casefold())
        if not chunk.headings or text != chunk.headings[-1]:
            loose.add(at)
            if _is_sentence(text) and not is_row(chunk):
                whole.add(at)
    return frozenset(whole or loose or range(len(chunks)))


def unnumbered(text: str) -> str:
    """The text without the section number or the dot of a list that stands before it."""
    return _NUMBERING.sub("", text, count=1)


def _is_sentence(text: str) -> bool:
    text = unnumbered(text)
    words = text.split()
    letters = sum(character.isalpha() or character.isspace() for character in text)
    # Chinese and Japanese write no spaces: their sentences are one word that ends in a full stop
    long_enough = len(words) >= _LEAST_WORDS or text[-1:] in "\u3002\uff01"
    return (
        long_enough
        and len(words) <= _MOST_WORDS
        and letters >= _LETTERS * len(text)
        and bool(_ENDS.search(text))
        and (text[0].isalpha() or text[0] in "\"'\u201c\u2018\u00ab")
        and not _CAPTION.match(text)
    )


def _share(chunk: Chunk) -> float:
    text = unnumbered(" ".join(chunk.spoken.split()))
    if _CUES.search(text):
        return _CUE
    opening = re.match(r"\w*", text)
    return _LEANING if opening and opening[0].casefold() in _LEANS else 1.0
