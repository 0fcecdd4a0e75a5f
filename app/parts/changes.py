"""What changed between two versions of a document: chunks aligned, and the differences told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.checking import Checked
from app.parts.cite import Book, Place
from app.parts.filters import FRAME
from app.parts.kinds import Changed
from app.parts.terms import content, keys, plain
from app.parts.tools import Tools
from app.parts.versions import Pair, versions
from app.types import ITEM
from indexes.types import Chunk

MOST = 8
"""Differences that are told; the others are counted."""

ALIKE = 0.55
"""Ratio of common words (SequenceMatcher) from which on two chunks are one, rewritten."""

REVISED = 0.3
"""Share of the older document's chunks that the newer one must hold word for word."""

_DATE = re.compile(r"\b\d{1,2} [a-z]{3,9} #")
"""A full date once its year is taken out."""

_ASIDE = frozenset({"header", "footer"})
_FRAME = frozenset(
    """
    chang new differ between sinc compar version edit polici made come came year last previou old
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)


@dataclass(frozen=True, slots=True)
class Difference:
    """was, now: the chunks of the older and the newer version; one of them may be missing."""

    was: Chunk | None
    now: Chunk | None

    @property
    def section(self) -> str:
        chunk = self.now or self.was
        return chunk.headings[-1] if chunk and len(chunk.headings) > 1 else ""

    def said(self) -> set[str]:
        """Stems of both texts and their headings but for the document's own title."""
        texts = [
            " ".join((each.spoken, *each.headings[1:])) for each in (self.was, self.now) if each
        ]
        return set(content(" ".join(texts)))


def changed(question: str, kind: Changed, tools: Tools) -> Checked | None:
    """The differences that the topic concerns; None unless two versions are surely meant."""
    pair = versions(question, kind.years, tools)
    if pair is None:
        return None
    differences = compare(tools.chunks(pair.old.id), tools.chunks(pair.new.id))
    if not differences:
        return None
    topic = topic_of(kind.topic, pair)
    if topic:
        differences = [each for each in differences if topic <= each.said()]
    return _told(differences, pair) if differences else None


def topic_of(text: str, pair: Pair) -> set[str]:
    """What the words ask about beside the documents themselves."""
    named = content(
        f"{pair.old.name} {pair.new.name} {pair.old.title} {pair.new.title}".replace("-", " ")
    )
    return set(content(text)) - FRAME - _FRAME - set(named)


def compare(old: Sequence[Chunk], new: Sequence[Chunk]) -> list[Difference]:
    """The differences in reading order; none when the two are not versions of one text."""
    before, after = _told_chunks(old), _told_chunks(new)
    matcher = SequenceMatcher(None, [_same(c) for c in before], [_same(c) for c in after], False)
    found: list[Difference] = []
    for tag, first, last, low, high in matcher.get_opcodes():
        if tag != "equal":
            found += _aligned(before[first:last], after[low:high])
    kept = len(before) - sum(1 for each in found if each.was)
    if not before or kept < REVISED * len(before):
        return []
    gone = {_same(each.was) for each in found if each.was and not each.now}
    come = {_same(each.now) for each in found if each.now and not each.was}
    return [each for each in found if not _moved(each, gone & come)]


def _moved(each: Difference, moved: set[str]) -> bool:
    """Whether a chunk only stands elsewhere. moved: texts that are both gone and new."""
    chunks = [chunk for chunk in (each.was, each.now) if chunk]
    return len(chunks) == 1 and _same(chunks[0]) in moved


def _told_chunks(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Without headings, page headers and footers, and what is said about the version itself."""
    return [
        chunk for chunk in chunks
        if not (chunk.headings and chunk.headings[-1].endswith(chunk.text.strip()))
        and not (chunk.headings and chunk.headings[-1].lower() in _ASIDE)
    ]  # fmt: skip


def _same(chunk: Chunk) -> str:
    """A chunk's words without years, which differ between versions of a document anyway."""
    return " ".join(re.sub(r"\b(?:19|20)\d\d\b", "#", chunk.spoken.lower()).split())


def _aligned(old: Sequence[Chunk], new: Sequence[Chunk]) -> list[Difference]:
    """Chunks of two stretches paired in order where they are alike enough, best pairs first."""
    ratios = sorted(
        (
            (SequenceMatcher(None, keys(a.spoken), keys(b.spoken), False).ratio(), i, j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
        ),
        key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]),
    )
    pairs: dict[int, int] = {}
    for ratio, i, j in ratios:
        crossing = any((i - k) * (j - at) <= 0 for k, at in pairs.items())
        if ratio >= ALIKE and not crossing:
            pairs[i] = j
    paired = set(pairs.values())
    found = [
        Difference(chunk, new[pairs[i]] if i in pairs else None) for i, chunk in enumerate(old)
    ]
    return found + [Difference(None, chunk) for j, chunk in enumerate(new) if j not in paired]


def _told(differences: Sequence[Difference], pair: Pair) -> Checked:
    ranked = sorted(differences, key=_rank)
    book = Book()
    first = ranked[0]
    places = [
        Place(document, chunk)
        for document, chunk in ((pair.old, first.was), (pair.new, first.now)) if chunk
    ]  # fmt: skip
    many = "1 change" if len(ranked) == 1 else f"{len(ranked)} changes"
    book.say(f"From {pair.old.title} to {pair.new.title}, {many}:", places)
    for each in ranked[:MOST]:
        say_difference(book, each, pair)
    rest = ranked[MOST:]
    if rest:
        ends = [
            Place(pair.new if each.now else pair.old, chunk)
            for each in (rest[0], rest[-1]) if (chunk := each.now or each.was)
        ]  # fmt: skip
        book.say(f"and {len(rest)} more.", ends, ITEM)
    return book.done()


def say_difference(book: Book, each: Difference, pair: Pair) -> None:
    """Add `section: was ... [1]; now ... [2]`, `new: ... [2]` or `gone: ... [1]`."""
    section = f"{each.section}: " if each.section else ""
    if each.was and each.now:
        book.say(f"{section}was “{plain(each.was.spoken)}”", [Place(pair.old, each.was)], ITEM)
        book.say(f"now “{plain(each.now.spoken)}”.", [Place(pair.new, each.now)], "; ")
    elif each.now:
        book.say(f"{section}new: “{plain(each.now.spoken)}”.", [Place(pair.new, each.now)], ITEM)
    elif each.was:
        book.say(f"{section}gone: “{plain(each.was.spoken)}”.", [Place(pair.old, each.was)], ITEM)


def _rank(each: Difference) -> int:
    """Rules that changed first, then new ones, then those that are gone; bare dates last."""
    if each.was and each.now:
        dated = _undated(each.was) == _undated(each.now)
        return 3 if dated else 0 if each.section else 1
    return 1 if each.now else 2


def _undated(chunk: Chunk) -> str:
    return _DATE.sub("#", _same(chunk))
