"""Footnote, as the benchmark asks it: a library of its own in the folder that settings name."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from app.build import open_footnote
from app.settings import Settings
from app.types import Answer, Question, Token
from benchmarks.messages import DEPTH, Piece, Reply
from indexes.errors import LibraryError
from ingest.walk import gather

_FIRST = "warming.txt"


class FootnotePipeline:
    """The pipeline, as `benchmarks.messages.Pipeline` wants it."""

    def __init__(self, settings: Settings) -> None:
        self._footnote = open_footnote(settings)
        self._home = settings.home

    def warm(self) -> None:
        first = self._home / _FIRST
        first.write_text("A first sentence.\n", encoding="utf-8")
        self._add([first])
        self._footnote.library.remove(self._footnote.catalog.find(_FIRST))

    def ingest(self, files: Sequence[Path]) -> int:
        self._add(files)
        return sum(listing.character_count for listing in self._footnote.catalog.documents())

    def search(self, question: str) -> list[Piece]:
        allowed = self._footnote.allowed(self._footnote.actor, None)
        found = self._footnote.retriever.search(question, DEPTH, allowed)
        return [Piece(hit.window.document.name, hit.window.text) for hit in found.hits]

    def ask(self, question: str) -> Reply:
        started, first = time.perf_counter(), None
        answer: Answer | None = None
        for event in self._footnote.journey.stream(Question(question, self._footnote.actor)):
            if isinstance(event, Token) and first is None:
                first = time.perf_counter() - started
            if isinstance(event, Answer):
                answer = event
        if answer is None:
            raise LibraryError("The journey ended without an answer; ask the question by itself.")
        return Reply(answer.text, answer.status == "abstained", first)

    def _add(self, files: Sequence[Path]) -> None:
        settings, actor = self._footnote.settings, self._footnote.actor
        report = self._footnote.library.add(gather(files), settings.collection, actor.id)
        for outcome in report.outcomes:
            if outcome.status == "failed":
                raise LibraryError(
                    f"{outcome.source} did not go in ({outcome.reason}); remove it from the "
                    "folder that the benchmark reads."
                )
