"""What a document could be asked: its own questions, its facts, its tables' cells, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.parts.cells import without_unit
from app.parts.table import Row, Table, tables
from app.suggesting.facts import Spelling, questions
from app.suggesting.types import Candidate, Origin, is_presentable
from indexes.types import Chunk, Document
from ingest import sentences

ANSWER_CHUNKS = 4
"""Chunks behind a question in which its answer stands."""

MOST_ROWS = 12
"""Rows of a table that are asked about, from the top."""

MOST_NAME = 4
"""Words of a cell that a question names."""

_ARTICLES = frozenset({"a", "an", "the"})
LEAST_SECTION = 2
"""Sentences of a section that is asked about."""

_ASKS = re.compile(
    r"(?:what|when|where|who|whom|whose|which|why|how|is|are|was|were|do|does|did|can|could|may|"
    r"must|should|will|would|has|have)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:(?:section|chapter|part|article|annex|appendix|notice|item)?\s*[\dIVX]+(?:[.\u2013-]\d+)*"
    r"[.:)]?\s+)",
    re.IGNORECASE,
)
_EMPTY_HEADING = re.compile(
    r"(?:contents|introduction|overview|summary|abstract|references|notes?|appendix|annex|index|"
    r"preface|background|conclusions?|discussion|methods?|results?|acknowledge?ments?|general|"
    r"purpose|scope|definitions?|recitals|table of contents|bibliography|signatures?)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_INSIDE = re.compile(r"(?<=[\w,;] )[A-Z][^\W\d_]+")

_COLUMN = re.compile(
    r"(?:[a-z]+ ){0,2}(?:age|allowance|area|budget|capacity|colour|color|cost|deadline|depth|fee|"
    r"height|length|limit|load|location|manager|owner|population|price|purpose|rate|role|salary|"
    r"size|speed|storage|weight|width)"
)
"""Names of columns that can be asked for as `the ... of ...`."""


def candidates(document: Document, chunks: Sequence[Chunk]) -> list[Candidate]:
    """Every presentable question, the best first. chunks: all of the document, in order."""
    spelling = _spelling(chunks)
    found = [*_asked(chunks), *_told(chunks, spelling), *_rows(document, chunks, spelling)]
    found += [*_sections(document, chunks), *_whole(document, chunks)]
    kept: dict[str, Candidate] = {}
    for each in sorted(found, key=lambda candidate: candidate.rank):
        if is_presentable(each.question):
            kept.setdefault(each.question.lower(), each)
    return list(kept.values())


def _spelling(chunks: Sequence[Chunk]) -> Spelling:
    texts = [chunk.spoken for chunk in chunks]
    lower = {word for text in texts for word in _WORD.findall(text) if word.islower()}
    names = {word for text in texts for word in _INSIDE.findall(text)}
    return Spelling(frozenset(lower), frozenset(names))


def _asked(chunks: Sequence[Chunk]) -> Iterator[Candidate]:
    """Questions that stand in the document, with the sentences behind them."""
    for at, chunk in enumerate(chunks):
        spans = sentences.split(chunk.spoken) or [(0, len(chunk.spoken))]
        headed = bool(chunk.headings) and chunk.headings[-1].strip() == chunk.spoken.strip()
        for number, (start, end) in enumerate(spans):
            text = " ".join(chunk.spoken[start:end].split())
            if not (text.endswith("?") and _ASKS.match(text)):
                continue
            inside = number + 1 < len(spans)
            behind = chunks[at if inside else at + 1 : at + 1 + ANSWER_CHUNKS]
            if behind:
                start, end = behind[0].start, behind[-1].end
                origin: Origin = "asked" if headed else "quoted"
                yield Candidate(text, chunk.document_id, start, end, origin)


def _told(chunks: Sequence[Chunk], spelling: Spelling) -> Iterator[Candidate]:
    for chunk in chunks:
        for question in questions(chunk.spoken, spelling):
            yield Candidate(question, chunk.document_id, chunk.start, chunk.end, "told")


def _rows(document: Document, chunks: Sequence[Chunk], spelling: Spelling) -> Iterator[Candidate]:
    for table in tables(document, chunks):
        label = table.label()
        if label is None:
            continue
        names = table.values(label)
        for row in table.rows[:MOST_ROWS]:
            name = row.cells.get(label, "")
            if names.count(name) == 1 and _is_name(name):
                yield from _cells(table, row, label, _spoken(name, spelling))


def _cells(table: Table, row: Row, label: str, name: str) -> Iterator[Candidate]:
    for column in table.columns:
        said = without_unit(column).replace("_", " ").strip().lower()
        value = row.cells.get(column, "")
        if column == label or not value or not _COLUMN.fullmatch(said):
            continue
        if table.values(column).count(value) * 2 > len(table.rows):
            continue
        chunk = row.chunk
        question = f"What is the {said} of {name}?"
        yield Candidate(question, chunk.document_id, chunk.start, chunk.end, "row")


def _is_name(text: str) -> bool:
    """Whether a cell can stand in a question as it is."""
    words = text.split()
    return (
        0 < len(words) <= MOST_NAME
        and words[0].lower() not in _ARTICLES
        and all(re.fullmatch(r"[^\W_][^\W_'\u2019-]*", word) for word in words)
        and text[0].isalpha()
    )


def _spoken(name: str, spelling: Spelling) -> str:
    """A cell as it stands inside a sentence: with an article unless it is a proper name."""
    first, *rest = name.split()
    if any(word[:1].isupper() for word in rest) or first.lower() not in spelling.lower:
        return name
    return f"the {name[:1].lower()}{name[1:]}"


def _sections(document: Document, chunks: Sequence[Chunk]) -> Iterator[Candidate]:
    """What a document says about the subject of a section."""
    spans: dict[tuple[str, ...], tuple[int, int, int]] = {}
    for chunk in chunks:
        if len(chunk.headings) > 1 and chunk.spoken.strip().endswith("."):
            start, _, count = spans.get(chunk.headings, (chunk.start, 0, 0))
            spans[chunk.headings] = (start, chunk.end, count + 1)
    title = " ".join(document.title.split())
    for headings, (start, end, count) in spans.items():
        heading = _NUMBERED.sub("", " ".join(headings[-1].split())).strip(" .:")
        if count < LEAST_SECTION or _EMPTY_HEADING.fullmatch(heading) or heading.endswith("?"):
            continue
        named = any(word[:1].isupper() for word in heading.split()[1:]) or heading[1:2].isupper()
        subject = heading if named else heading[:1].lower() + heading[1:]
        question = f"What {_does(title)} {_titled(title)} say about {subject}?"
        yield Candidate(question, document.id, start, end, "heading")


def _titled(title: str) -> str:
    """A title inside a sentence: `the leave policy 2025`, or a longer name as it is."""
    first, _, rest = title.partition(" ")
    if first.lower() in ("the", "a", "an"):
        return f"the {rest}" if first.lower() == "the" else title
    plain = first[1:].islower() and not any(word[:1].isupper() for word in rest.split())
    return f"the {title[:1].lower()}{title[1:]}" if plain and rest else title


def _does(title: str) -> str:
    """`do` behind the title of several things."""
    worded = [word for word in title.split() if word.isalpha()]
    plural = bool(worded) and worded[-1].endswith("s") and not worded[-1].endswith("ss")
    return "do" if plural else "does"


def _whole(document: Document, chunks: Sequence[Chunk]) -> Iterator[Candidate]:
    """What the document is about, which its summary answers."""
    title = " ".join(re.sub(r"[_-]+", " ", document.title).split())
    if chunks:
        end = chunks[-1].end
        named = _titled(title)
        if named.startswith(("the ", "a ", "an ")):
            be = "are" if _does(title) == "do" else "is"
            question = f"What {be} {named} about?"
        else:
            question = f"What is the document {named} about?"
        yield Candidate(question, document.id, chunks[0].start, end, "document")
