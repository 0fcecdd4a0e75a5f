"""A document's sections: by its headings, else by pages, none larger than the model can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexes.types import Chunk

SHORTEST_WORDS = 30
"""A section with fewer words, such as a title, is read with the one behind it."""


@dataclass(frozen=True, slots=True)
class Section:
    """chunks[first:last] of a document. heading: as in the document, else `page 3`; '' for none.

    named: whether the heading is the document's own.
    """

    first: int
    last: int
    heading: str
    named: bool

    @property
    def span(self) -> range:
        return range(self.first, self.last)


def split(chunks: Sequence[Chunk], most: int, size: Callable[[Chunk], int]) -> list[Section]:
    """Every chunk in exactly one section, in order.

    A document is divided at the highest headings of which it has more than one, and a section that
    is larger than `most` at the next ones, then at pages, then anywhere. size: of a chunk, in the
    unit of `most`; one chunk that is larger stands alone.
    """
    if not chunks:
        return []
    bound = _Bound(most, size)
    return _joined(chunks, _divided(chunks, 0, len(chunks), 0, bound), bound)


@dataclass(frozen=True, slots=True)
class _Bound:
    most: int
    size: Callable[[Chunk], int]

    def fits(self, chunks: Sequence[Chunk]) -> bool:
        return sum(map(self.size, chunks)) <= self.most


def _divided(
    chunks: Sequence[Chunk], first: int, last: int, depth: int, bound: _Bound
) -> Iterator[Section]:
    """Sections of chunks[first:last], which share their headings down to `depth`."""
    part = chunks[first:last]
    deepest = max(len(chunk.headings) for chunk in part)
    while depth < deepest and len({chunk.headings[: depth + 1] for chunk in part}) == 1:
        depth += 1
    top = depth == 0 or depth <= _shared(chunks)
    if depth >= deepest or (bound.fits(part) and not top):
        yield from _paged(chunks, first, last, bound)
        return
    at = first
    for _, group in groupby(part, key=lambda chunk: chunk.headings[: depth + 1]):
        held = list(group)
        if bound.fits(held):
            yield _section(chunks, at, at + len(held))
        else:
            yield from _divided(chunks, at, at + len(held), depth + 1, bound)
        at += len(held)


def _shared(chunks: Sequence[Chunk]) -> int:
    """How many headings all chunks have in common, such as the document's title."""
    depth = 0
    while (
        all(len(chunk.headings) > depth for chunk in chunks)
        and len({chunk.headings[: depth + 1] for chunk in chunks}) == 1
    ):
        depth += 1
    return depth


def _paged(chunks: Sequence[Chunk], first: int, last: int, bound: _Bound) -> Iterator[Section]:
    """chunks[first:last] in runs that fit, cut where a page begins when that is not far off."""
    start, used = first, 0
    for at in range(first, last):
        cost = bound.size(chunks[at])
        turned = at > start and chunks[at].page != chunks[at - 1].page
        if at > start and (used + cost > bound.most or (turned and used > bound.most // 2)):
            yield _section(chunks, start, at)
            start, used = at, 0
        used += cost
    yield _section(chunks, start, last)


def _section(chunks: Sequence[Chunk], first: int, last: int) -> Section:
    part = chunks[first:last]
    shared = _shared(part)
    title = part[0].headings[shared - 1] if shared else ""
    if title and shared > min(_shared(chunks), 1):
        return Section(first, last, title, True)
    if shared and chunks[-1].page == 1:
        return Section(first, last, title, True)
    pages = (part[0].page, part[-1].page)
    if chunks[-1].page == 1:
        return Section(first, last, "", False)
    heading = f"page {pages[0]}" if pages[0] == pages[1] else f"pages {pages[0]} to {pages[1]}"
    return Section(first, last, heading, False)


def _joined(chunks: Sequence[Chunk], sections: Iterable[Section], bound: _Bound) -> list[Section]:
    """The sections, those that are hardly more than a title joined to the one behind them."""
    kept: list[Section] = []
    for section in sections:
        before = kept[-1] if kept else None
        if before and _is_short(chunks, before) and bound.fits(chunks[before.first : section.last]):
            kept[-1] = Section(before.first, section.last, section.heading, section.named)
        else:
            kept.append(section)
    return kept


def _is_short(chunks: Sequence[Chunk], section: Section) -> bool:
    words = sum(len(chunks[at].spoken.split()) for at in section.span)
    return words < SHORTEST_WORDS
