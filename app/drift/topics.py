"""The topic of a question: the nearest of the library's centres. Only its number is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from app.drift.codebook import (
    LEAST_CHUNKS,
    Codebook,
    Codebooks,
    Vectors,
    sampled,
    spherical,
)
from app.drift.naming import Read, names
from app.followup import standalone
from app.shapes import shape
from app.tracing.types import NO_TOPIC, Shape
from app.types import Question
from indexes.types import Hit

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Embeds(Protocol):
    """The part of an embedder that reads questions; it remembers the last ones."""

    name: str

    def query(self, text: str) -> Vectors: ...


class Library(Read, Protocol):
    """The parts of the catalog that the centres are made from."""

    def chunk_count(self) -> int: ...
    def state(self) -> str: ...
    def embedder(self) -> str: ...


class Topics:
    """Numbers the questions' topics. May be shared between threads.

    The centres are made in the background at the first question of a library that has enough
    chunks, and never again for the same embedding model: topics of another making would not
    compare. Documents that come later are no reason: the centres part the field of what can be
    said, and a new theme has its own nearest ones.
    """

    def __init__(
        self,
        path: Path,
        catalog: Library,
        embedder: Callable[[], Embeds],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """path: the database file. embedder: called for questions that were searched for only, so
        that its model is there already.
        """
        self._codebooks = Codebooks(path, now)
        self._catalog = catalog
        self._embedder = embedder
        self._lock = threading.Lock()
        self._held: Codebook | None = None
        self._seen_state = ""
        self._named: tuple[tuple[str, str], Mapping[int, str]] | None = None
        self._worker: threading.Thread | None = None

    def shapes(self, question: Question, hits: Sequence[Hit]) -> Shape:
        """As `app.shapes.shape`, with the topic where something was found and there are centres.

        The vector is the one that the search made, which the embedder remembers.
        """
        plain = shape(question, hits)
        if not hits or not question.text.strip():
            return plain
        searched = standalone(question.text, question.earlier).text
        return replace(plain, topic=self.topic(searched))

    def topic(self, text: str) -> int:
        """The topic's number, from 0; NO_TOPIC before there are centres."""
        embedder = self._embedder()
        codebook = self._codebook(embedder.name)
        return NO_TOPIC if codebook is None else codebook.topic(embedder.query(text))

    def since(self) -> datetime | None:
        """When the topics got the numbers that they have now; None before."""
        codebook = self.codebook()
        return codebook.made_at if codebook else None

    def codebook(self) -> Codebook | None:
        """The centres in use; None before there are any."""
        return self._held or self._codebooks.find(self._catalog.embedder())

    def names(self) -> Mapping[int, str]:
        """What the topics are about, by their numbers, in words of the library as it is now.

        Kept in memory until a document changes; none is stored.
        """
        codebook, state = self.codebook(), self._catalog.state()
        if codebook is None:
            return {}
        key = (codebook.id, state)
        if self._named is None or self._named[0] != key:
            self._named = (key, names(codebook, self._catalog, self._catalog.ready_ids()))
        return self._named[1]

    def make(self) -> Codebook | None:
        """The centres, made now where there are none; None for a library that is too small."""
        name = self._embedder().name
        found = self._codebooks.find(name)
        if found is None and self._catalog.chunk_count() >= LEAST_CHUNKS:
            vectors = np.array(list(sampled(self._catalog).values()), np.float32)
            if len(vectors) >= LEAST_CHUNKS // 2:
                found = self._codebooks.keep(name, spherical(vectors))
        if found is not None:
            self._held = found
        return found

    def wait(self) -> None:
        """Until the making that runs in the background is done."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _codebook(self, name: str) -> Codebook | None:
        held = self._held
        if held is not None and held.embedder == name:
            return held
        state = self._catalog.state()
        with self._lock:
            # looked at once for each state of the library, not at each question
            if state != self._seen_state and (self._worker is None or not self._worker.is_alive()):
                self._seen_state = state
                self._worker = threading.Thread(target=self._work, name="topics", daemon=True)
                self._worker.start()
        return None

    def _work(self) -> None:
        try:
            self.make()
        except Exception:
            log.exception("The topics could not be made; questions go without.")
