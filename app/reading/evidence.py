"""From the readings of all passages to the sentences that answer, and whether any does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.types import UNREAD, Part, PassageReading, Reads, Span
from indexes.rerank import Passage, passages
from indexes.types import Chunk, Window


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may be the answer.

    text: as the model read it. start, end: offsets in the document's text, where document and model
    read the same but for white space; else those of the whole chunks (a table row that was read
    with its column names). chunks: those that it touches, mostly one. probability: 0 to 1, that the
    answer starts and ends just there.
    """

    text: str
    start: int
    end: int
    chunks: tuple[Chunk, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Picked:
    """A chunk that may answer. window: the first of those given that holds it, or whose centre it
    is. logit: the null's is 0. probability: 0 to 1, shared with all other chunks and the null.
    phrase: the best one that lies wholly inside it. place: of the window among those given, from 0.
    """

    window: Window
    chunk: Chunk
    logit: float
    probability: float
    phrase: Phrase | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """sentences: all chunks that were read, likeliest first. phrases: the best of each passage, up
    to three, over all passages, likeliest first; one may run over the end of a chunk.

    best_chunk, best_phrase: logits of the likeliest of each, the null's is 0; UNREAD where nothing
    was read.
    """

    sentences: tuple[Picked, ...]
    phrases: tuple[Phrase, ...]
    best_chunk: float
    best_phrase: float


def gathered(question: str, windows: Sequence[Window], reads: Reads) -> Evidence:
    """Read what was found, each chunk once, windows that touch together. windows: best first."""
    runs = passages(windows)
    return weighed(windows, runs, reads.read(question, [run.texts for run in runs]))


def weighed(
    windows: Sequence[Window], runs: Sequence[Passage], readings: Sequence[PassageReading]
) -> Evidence:
    """The evidence in the readings of `runs`, which are made of the windows' chunks."""
    scale = _Scale(readings)
    home = _homes(windows)
    places = {id(window): place for place, window in enumerate(windows)}
    picked, phrases = [], []
    for run, reading in zip(runs, readings, strict=True):
        for chunk, each in zip(run.chunks, reading.chunks, strict=True):
            if each.logit != UNREAD:
                phrase = scale.phrase(run, each.span) if each.span else None
                probability = scale.chunk(each.logit)
                window = home[chunk.id]
                place = places[id(window)]
                picked.append(Picked(window, chunk, each.logit, probability, phrase, place))
        phrases += [(span.score, scale.phrase(run, span)) for span in reading.spans]
    picked.sort(key=lambda each: -each.logit)
    phrases.sort(key=lambda scored: -scored[0])
    return Evidence(
        tuple(picked),
        tuple(phrase for _, phrase in phrases),
        picked[0].logit if picked else UNREAD,
        phrases[0][0] if phrases else UNREAD,
    )


class _Scale:
    """Turns logits into probabilities: one softmax over all passages and the null."""

    def __init__(self, readings: Sequence[PassageReading]) -> None:
        self._chunks = _log_sum([0.0, *(c.logit for each in readings for c in each.chunks)])
        self._starts = _log_sum([0.0, *(each.start_mass for each in readings)])
        self._ends = _log_sum([0.0, *(each.end_mass for each in readings)])

    def chunk(self, logit: float) -> float:
        return math.exp(logit - self._chunks)

    def phrase(self, run: Passage, span: Span) -> Phrase:
        chunks = tuple(run.chunks[part.chunk] for part in span.parts)
        places = [_in_document(c, part) for c, part in zip(chunks, span.parts, strict=True)]
        return Phrase(
            " ".join(run.texts)[span.start : span.end],
            places[0][0],
            places[-1][1],
            chunks,
            math.exp(span.start_logit - self._starts + span.end_logit - self._ends),
        )


def _homes(windows: Sequence[Window]) -> dict[int, Window]:
    """The window to show for each chunk, by chunk id."""
    homes: dict[int, Window] = {}
    for window in windows:
        for chunk in window.chunks:
            homes.setdefault(chunk.id, window)
    for window in reversed(windows):
        homes[window.centre] = window
    return homes


def _in_document(chunk: Chunk, part: Part) -> tuple[int, int]:
    """Where the part stands in the document; the whole chunk where it was read otherwise."""
    if "".join(chunk.text.split()) != "".join(chunk.spoken.split()):
        return chunk.start, chunk.end
    printed = [at for at, character in enumerate(chunk.text) if not character.isspace()]
    before = _printed(chunk.spoken[: part.start])
    inside = _printed(chunk.spoken[part.start : part.end])
    if not inside:
        return chunk.start, chunk.end
    return chunk.start + printed[before], chunk.start + printed[before + inside - 1] + 1


def _printed(text: str) -> int:
    """How many characters are no white space."""
    return sum(not character.isspace() for character in text)


def _log_sum(logits: Sequence[float]) -> float:
    """Log of the sum of the exponentials; some may be -inf."""
    most = max(logits)
    return most + math.log(sum(math.exp(each - most) for each in logits))
