"""Chosen chunks -> sentences with exact citations, put together as a checked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.checking import Checked
from app.types import Citation, Sentence, Verdict, joined
from indexes.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Place:
    """A chunk and the document that it is of."""

    document: Document
    chunk: Chunk


class Book:
    """An answer that grows sentence by sentence; the same place is one citation.

    Citations count from 1 in order of first use.
    """

    def __init__(self) -> None:
        self._sentences: list[Sentence] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def say(self, text: str, places: Sequence[Place], lead: str = "") -> None:
        """Add a sentence that rests on these chunks, each of them as a whole."""
        self.repeat(text, [_citation(place) for place in places], "supported", lead)

    def repeat(
        self,
        text: str,
        citations: Sequence[Citation],
        verdict: Verdict,
        lead: str = "",
        reason: str = "",
    ) -> None:
        """Add a sentence that rests on citations made elsewhere; they are numbered anew.

        reason: why it is not supported, if so.
        """
        marks = tuple(dict.fromkeys(self._mark(citation) for citation in citations))
        self._sentences.append(Sentence(text, marks, verdict, lead, reason))

    def _mark(self, citation: Citation) -> int:
        key = (citation.document_id, citation.start, citation.end)
        if key not in self._citations:
            self._citations[key] = replace(citation, mark=len(self._citations) + 1)
        return self._citations[key].mark

    def done(self) -> Checked:
        """The answer; its text is each sentence behind its lead, marks before the full stop."""
        return Checked(
            joined(self._sentences), tuple(self._sentences), tuple(self._citations.values())
        )


def said(answer: Checked, sentence: Sentence) -> tuple[Citation, ...]:
    """The citations of an answer that one of its sentences names."""
    return tuple(each for each in answer.citations if each.mark in sentence.marks)


def _citation(place: Place) -> Citation:
    document, chunk = place.document, place.chunk
    return Citation(
        mark=0,
        document=document.name,
        document_id=document.id,
        title=document.title,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        quote=chunk.text,
        context=chunk.text,
        verdict="supported",
        page_count=document.page_count,
    )
