"""Real files as a library without models: words are searched for, and the best sentence answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.checking import Checked
from app.parts.cite import Book, Place
from app.parts.terms import content
from indexes.types import Chunk, Document, Hit, Scores, Window
from ingest import sentences
from ingest.chunk import chunk
from ingest.readers import read

WHEN = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
FIXTURES = Path(__file__).parent / "fixtures"
HITS = 5


class Shelf:
    """Tools over files; a document's id is its file name."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._documents: dict[str, Document] = {}
        self._chunks: dict[str, tuple[Chunk, ...]] = {}
        self._texts: dict[str, str] = {}
        number = 0
        for path in files:
            reading = read(path)
            made = []
            self._texts[path.name] = "".join(reading.pages)
            for each in chunk(reading):
                number += 1
                made.append(replace(each, id=number, document_id=path.name))
            self._chunks[path.name] = tuple(made)
            self._documents[path.name] = Document(
                path.name, "default", reading.title or path.stem, path.name, reading.media_type,
                "0" * 64, len(reading.pages), "local", WHEN,
            )  # fmt: skip

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        return self._chunks[document_id]

    def context(self, document_id: str, start: int, end: int) -> str:
        return self._texts[document_id][start:end]

    def search(self, text: str, documents: Collection[str] = ()) -> tuple[Hit, ...]:
        """One hit for each of the HITS documents whose best chunk holds most words."""
        wanted = set(content(text))
        best = []
        for name in documents or self._documents:
            scored = [(self._score(wanted, name, each), each) for each in self._chunks[name]]
            score, found = max(scored, key=lambda pair: (pair[0], -pair[1].start))
            if score:
                best.append((score, name, found))
        best.sort(key=lambda each: -each[0])
        return tuple(self._hit(score, name, found) for score, name, found in best[:HITS])

    def _score(self, wanted: set[str], name: str, each: Chunk) -> float:
        title = set(content(f"{name} {self._documents[name].title}".replace("-", " ")))
        held = set(content(" ".join((each.spoken, *each.headings))))
        return len(wanted & held) + 0.5 * len(wanted & title)

    def _hit(self, score: float, name: str, found: Chunk) -> Hit:
        window = Window(self._documents[name], found.id, (found,), found.text)
        return Hit(window, score, "words", 0.6, 0.6, Scores(0.6, score, 0.0, score))

    def answer(self, text: str, documents: Collection[str] = ()) -> Checked | None:
        """The sentence of the best documents with most of the words, cited."""
        wanted = set(content(text))
        best: tuple[float, Place] | None = None
        for hit in self.search(text, documents):
            for each in self._sentences(hit.window.document.id):
                score = len(wanted & set(content(each.text)))
                if score and (best is None or score > best[0]):
                    best = (score, Place(hit.window.document, each))
        if best is None:
            return None
        book = Book()
        book.say(" ".join(best[1].chunk.text.split()), [best[1]])
        return book.done()

    def _sentences(self, name: str) -> list[Chunk]:
        return [
            replace(each, start=each.start + a, end=each.start + b, text=each.text[a:b])
            for each in self._chunks[name]
            if not (each.headings and each.headings[-1].endswith(each.text.strip()))
            for a, b in sentences.split(each.text)
        ]


def taken(answer: Checked | None, shelf: Shelf) -> Checked:
    """The answer, once every sentence of it is seen to cite exact text of a chunk."""
    assert answer is not None
    marks = [citation.mark for citation in answer.citations]
    assert marks == list(range(1, len(marks) + 1))
    for sentence in answer.sentences:
        assert sentence.marks, sentence.text
        assert set(sentence.marks) <= set(marks)
        assert sentence.lead + sentence.text.rstrip(".!?:") in f"\n{answer.text}" or sentence.lead
    for citation in answer.citations:
        assert any(
            chunk.start <= citation.start and citation.end <= chunk.end
            and chunk.text[citation.start - chunk.start : citation.end - chunk.start]
            == citation.quote
            for chunk in shelf.chunks(citation.document_id)
        ), citation  # fmt: skip
    return answer
