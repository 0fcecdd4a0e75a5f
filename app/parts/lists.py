"""Lists from a document's structure: marked items under one lead, or the rows of one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking import Checked
from app.parts.cite import Book, Place
from app.parts.filters import FRAME
from app.parts.kinds import Listed
from app.parts.reckoned import described
from app.parts.table import tables
from app.parts.terms import content, plain
from app.parts.tools import Tools
from app.types import ITEM
from indexes.types import Chunk, Document
from indexes.versions import factor

MOST = 12
"""Items that are said; the others are counted."""

TITLE = 60
"""Most characters of a line that is a title though nothing marks it."""

_BULLET = re.compile(r"^(?:[•▪◦‣●○–*-]|\(?[a-z\d]{1,2}[.)])\s+\S", re.IGNORECASE)
_MARKED_UP = frozenset({"text/markdown", "text/plain"})
_ITEM_GAPS = (3, 4, 5)
"""Characters between two items of Markdown: the line end and a mark such as `- ` or `10. `."""
_NARROWED = re.compile(
    r"\b(?:not|no|never|only|except|without|before|after|than|most|least|first|last|each|per|"
    r"since|until|between|above|below|over|under|other|same|more|less|difference|differences)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A list in a document. lead: the chunk that introduces it. around: stems that name it."""

    document: Document
    lead: Chunk | None
    introduced: str
    items: tuple[tuple[str, tuple[Chunk, ...]], ...]
    around: frozenset[str]


def listed(question: str, kind: Listed, tools: Tools) -> Checked | None:
    """The one list whose lead, heading or columns hold every word of the topic; None otherwise."""
    topic = [stem for stem in content(kind.topic) if stem not in FRAME]
    if not topic or _NARROWED.search(kind.topic):
        return None
    hits = tools.search(question)
    documents = {hit.window.document.id: hit.window.document for hit in hits}
    meant = {hit.window.document.id for hit in hits if factor(question, hit.version) == 1.0}
    matching = [
        found
        for document in documents.values()
        if document.id in meant
        for found in lists(document, tools.chunks(document.id))
        if set(topic) <= found.around and _named(topic, found)
    ]
    return _told(matching[0]) if len(matching) == 1 else None


def lists(document: Document, chunks: Sequence[Chunk]) -> list[Found]:
    """All lists of a document in reading order."""
    rows = {row.chunk.start for table in tables(document, chunks) for row in table.rows}
    found = list(_marked(document, chunks, rows))
    for table in tables(document, chunks):
        if not table.whole or table.summed:
            continue
        last = table.headings[-1] if table.headings else ""
        lead = next((chunk for chunk in chunks if last and chunk.text.strip() == last), None)
        lead = lead or next((c for c in chunks if last and last.endswith(c.text.strip())), None)
        items = tuple((described(row, table), (row.chunk,)) for row in table.rows)
        found.append(Found(document, lead, last, items, _around(document, table.headings, last)))
    return found


def _named(topic: Sequence[str], found: Found) -> bool:
    """Whether the list's own lead or heading holds what is listed, the topic's first words.

    Words that stand in neither, but in the document's name or title, must be half of that.
    """
    own = set(content(found.introduced))
    headings = found.lead.headings[1:] if found.lead else ()
    outside = set(topic) - own - set(content(" ".join(headings)))
    file_name = found.document.name.rpartition(".")[0].replace("-", " ")
    names = [set(content(name)) for name in (file_name, found.document.title)]
    called = not outside or any(outside <= name and 2 * len(outside) >= len(name) for name in names)
    return topic[0] in own and called and len(own) <= len(set(topic)) + 6


def _marked(document: Document, chunks: Sequence[Chunk], rows: set[int]) -> Iterator[Found]:
    """Runs of two and more marked items in one section."""
    run: list[list[Chunk]] = []
    before = 0
    for at, chunk in enumerate(chunks):
        if chunk.start not in rows and _is_item(document, chunks, at):
            if run and not _same_section(run[0][0], chunk):
                yield from _run(document, chunks, before, run)
                run = []
            if not run:
                before = at - 1
            run.append([chunk])
        elif run and _goes_on(document, chunks, at):
            run[-1].append(chunk)
        else:
            yield from _run(document, chunks, before, run)
            run = []
    yield from _run(document, chunks, before, run)


def _same_section(one: Chunk, other: Chunk) -> bool:
    return one.headings == other.headings


def _is_item(document: Document, chunks: Sequence[Chunk], at: int) -> bool:
    chunk = chunks[at]
    if _BULLET.match(chunk.text):
        return not chunk.headings or chunk.text.strip() != chunk.headings[-1]
    if document.media_type not in _MARKED_UP or not at or _is_heading(chunk):
        return False
    before = chunks[at - 1]
    beside = at + 1 < len(chunks) and _gap(chunk, chunks[at + 1]) in _ITEM_GAPS
    same = _same_section(before, chunk)
    if _gap(before, chunk) in _ITEM_GAPS and same and not _is_heading(before):
        return True
    return beside and chunk.text[:1] != "|" and _gap(before, chunk) in (*_ITEM_GAPS, 6)


def _is_heading(chunk: Chunk) -> bool:
    return bool(chunk.headings) and chunk.headings[-1].endswith(chunk.text.strip())


def _goes_on(document: Document, chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a chunk is a further sentence of the item before it.

    In marked-up text one blank says so; elsewhere only the item that follows in the same run does.
    """
    before, chunk = chunks[at - 1], chunks[at]
    if not _same_section(before, chunk) or _gap(before, chunk) != 1:
        return False
    if document.media_type in _MARKED_UP:
        return True
    return at + 1 < len(chunks) and _is_item(document, chunks, at + 1)


def _gap(before: Chunk, chunk: Chunk) -> int:
    return chunk.start - before.end


def _run(
    document: Document, chunks: Sequence[Chunk], before: int, run: list[list[Chunk]]
) -> Iterator[Found]:
    if len(run) < 2:
        return
    headings = run[0][0].headings
    lead = chunks[before] if before >= 0 else None
    if lead is not None and lead.headings != headings:
        lead = None
    introduced = lead.spoken if lead else ""
    if lead and not _is_heading(lead) and not _introduces(lead):
        heading = next(
            (c for c in chunks if headings and _is_heading(c) and c.headings == headings), None
        )
        lead, introduced = heading, headings[-1] if headings else ""
    elif document.media_type == "text/plain" and (lead is None or not _introduces(lead)):
        return  # paragraphs set apart by blank lines leave the same gaps
    items = tuple((" ".join(chunk.spoken for chunk in item), tuple(item)) for item in run)
    yield Found(document, lead, introduced, items, _around(document, headings, introduced))


def _introduces(lead: Chunk) -> bool:
    """Whether a chunk ends with a colon or is a title, short and without a full stop."""
    text = lead.text.rstrip()
    return text.endswith(":") or (len(text) <= TITLE and text[-1:].isalnum())


def _around(document: Document, headings: Sequence[str], introduced: str) -> frozenset[str]:
    name = document.name.rpartition(".")[0].replace("-", " ")
    return frozenset(content(" ".join((name, document.title, *headings, introduced))))


def _told(found: Found) -> Checked | None:
    if found.lead is None:
        return None
    book = Book()
    book.say(f"{plain(found.lead.spoken)}:", [Place(found.document, found.lead)])
    for text, chunks in found.items[:MOST]:
        book.say(f"{plain(text)}.", [Place(found.document, chunk) for chunk in chunks], ITEM)
    rest = found.items[MOST:]
    if rest:
        places = [Place(found.document, rest[0][1][0]), Place(found.document, rest[-1][1][-1])]
        book.say(f"and {len(rest)} more.", places, ITEM)
    return book.done()
