"""The journey of a summary: the whole document read, told in a few sentences, each with its place.

The document is divided into sections; in each, central sentences are found by LexRank over the
stored vectors and spread over the document by MMR. They are the summary, or, where a chat model is
given, what stands in when the model's own sentence about a section is not supported by it.
"""

from __future__ import annotations

import difflib
import logging
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models.chat_models import BaseChatModel

from app.access import authorise
from app.prompts import SummaryPrompt
from app.summary.choose import MOST, central, chosen, wanted
from app.summary.lines import Line, home, numbered, quoted
from app.summary.sections import Section, split
from app.summary.source import Source, read
from app.summary.table import profile, tables
from app.summary.types import Coverage, Method, Progress, Step, Summary
from app.summary.writer import Check, Plan, Writer, pieces
from app.types import Actor, Timings, Token, Usage, joined
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.types import Chunk, Document

log = logging.getLogger(__name__)

NEAREST = 3
SECTION_TOKENS = 600
"""A section of more is divided, when the model's context does not divide it earlier."""

CHARACTERS_PER_TOKEN = 3
"""Fewer than most texts have, so that a section's tokens are seldom underrated."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What rewrites. room: most tokens of a section that generator and prompt have room for.

    remote: whether what the generator reads leaves the machine.
    """

    generator: BaseChatModel
    prompt: SummaryPrompt
    check: Check
    room: int
    remote: bool = False

    @property
    def name(self) -> str:
        """The generator's."""
        return str(getattr(self.generator, "label", self.generator._llm_type))


@dataclass(frozen=True, slots=True)
class Made:
    """A summary's lines, with what they were made from and how."""

    source: Source
    sections: tuple[Section, ...]
    lines: list[Line]
    method: Method


class Summariser:
    """Summarises documents. Holds no state of its own; may be shared between threads."""

    def __init__(self, catalog: Catalog, pen: Pen | None = None) -> None:
        """pen: None tells documents in their own sentences."""
        self._catalog = catalog
        self._pen = pen

    def summarise(self, document_id: str, actor: Actor, count: int | None = None) -> Summary:
        """The summary alone. Raises as `stream` does."""
        *_, summary = self.stream(document_id, actor, count)
        assert isinstance(summary, Summary)
        return summary

    def stream(self, document_id: str, actor: Actor, count: int | None = None) -> Iterator[Step]:
        """Progress for each section, Tokens of the drafts as they come, then one Summary.

        count: most sentences; None has one for every 15 passages, 5 to 12. Closing the iterator
        ends the model's work. A document that is marked private is not shown to a remote model, and
        where such a model fails, the document's own sentences stand in. Raises QuestionError for a
        document that the actor does not have, naming the nearest of theirs, and for one without
        text.
        """
        document = self._admit(document_id, actor)
        clock = _Clock()
        source = read(self._catalog, document)
        pen = None if self._is_kept_from(document) else self._pen
        most = SECTION_TOKENS if pen is None else min(SECTION_TOKENS, pen.room)
        found = tables(source)
        sections = tuple(split(source.chunks, sys.maxsize if found else most, _tokens))
        writer: Writer | None = None
        if found:
            counted = [(table, (count or MOST) // len(found) or 1) for table in found]
            lines = [line for table, few in counted for line in profile(source, table, few)]
            clock.chosen()
            yield from _shown(source, sections, lines, clock)
        else:
            scores = central(source, sections)
            few = count or wanted(source)
            picks = tuple(chosen(source, sections, scores, few))
            clock.chosen()
            if pen is None:
                lines = [quoted(source, at) for at in picks]
                yield from _shown(source, sections, lines, clock)
            else:
                writer = Writer(pen.generator, pen.prompt, pen.check, pen.remote)
                plan = Plan(source, sections, scores, picks, few)
                lines = yield from _timed(writer.tell(plan), clock)
        has_written = writer is not None and not (writer.failure and all(a.own for a in lines))
        method: Method = "counted" if found else "written" if has_written else "quoted"
        yield self._conclude(Made(source, sections, lines, method), writer, clock)

    def _admit(self, document_id: str, actor: Actor) -> Document:
        """The actor's document, else a QuestionError that names what is spelt like it."""
        allowed = authorise(self._catalog, actor, None)
        if document_id in allowed:
            return self._catalog.document(document_id)
        held = [each.document for each in self._catalog.documents(owner=actor.id)]
        names = [each.name for each in held]
        near = difflib.get_close_matches(document_id, names, n=NEAREST)
        hint = f"did you mean {' or '.join(near)}?" if near else "`footnote documents` lists them."
        raise QuestionError(f"The library holds no document {document_id!r}; {hint}")

    def _is_kept_from(self, document: Document) -> bool:
        """Whether the document may not be shown to what rewrites."""
        return document.private and self._pen is not None and self._pen.remote

    def _notes(self, made: Made, writer: Writer | None) -> tuple[str, ...]:
        """Why the model that is set has not written, or not all."""
        document = made.source.document
        if self._pen and self._is_kept_from(document) and made.method == "quoted":
            return (
                f"{document.name} is private, so {self._pen.name} was not asked; these are the "
                "document's own sentences.",
            )
        return (writer.failure,) if writer and writer.failure else ()

    def _conclude(self, made: Made, writer: Writer | None, clock: _Clock) -> Summary:
        source, sections, lines = made.source, made.sections, made.lines
        sentences, citations = numbered(source, sections, lines)
        pen = self._pen if made.method == "written" else None
        log.info("summary of %s: %d sentences", source.document.id, len(sentences))
        return Summary(
            document=source.document,
            method=made.method,
            text=joined(sentences),
            sentences=sentences,
            citations=citations,
            model=pen.name if pen else "",
            prompt=pen.prompt.label if pen else "",
            usage=writer.usage if writer else Usage(0, 0),
            timings=clock.timings(),
            coverage=Coverage(
                len(sections),
                len(source.chunks),
                len({home(source, sections, line).first for line in lines}),
            ),
            notes=self._notes(made, writer),
        )


def _tokens(chunk: Chunk) -> int:
    return len(chunk.spoken) // CHARACTERS_PER_TOKEN + 1


def _shown(
    source: Source, sections: Sequence[Section], lines: Sequence[Line], clock: _Clock
) -> Iterator[Progress | Token]:
    """Complete lines, section by section."""
    for number, section in enumerate(sections, start=1):
        yield Progress(number, len(sections), section.heading)
        held = [line for line in lines if home(source, sections, line) is section]
        for token in pieces(held):
            clock.first()
            yield token


def _timed(
    told: Generator[Progress | Token, None, list[Line]], clock: _Clock
) -> Generator[Progress | Token, None, list[Line]]:
    """The same, with the time of its first Token noted."""
    try:
        while True:
            step = next(told)
            if isinstance(step, Token):
                clock.first()
            yield step
    except StopIteration as stop:
        lines: list[Line] = stop.value
        return lines
    finally:
        told.close()


class _Clock:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._chosen = self._first = 0.0

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 1)

    def chosen(self) -> None:
        self._chosen = self._elapsed()

    def first(self) -> None:
        self._first = self._first or self._elapsed()

    def timings(self) -> Timings:
        return Timings(self._chosen, self._first, self._elapsed())
