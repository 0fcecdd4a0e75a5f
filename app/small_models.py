"""The small models beside the chat model: embedder, reranker, reader, entailment head.

Each is loaded at its first use, once, however many threads ask for it at the same time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from app.checking.entailment import EntailmentHead
from app.reading import Reader
from app.settings import Settings
from indexes.embed import Embedder, SentenceTransformerEmbedder
from indexes.errors import LibraryError
from indexes.remembered import Remembered
from indexes.rerank import Reranker
from indexes.rerank_models import ADAPTER, AdapterReranker, CrossEncoderReranker

log = logging.getLogger(__name__)


class SmallModels:
    """The models that the settings name. Safe to use from several threads."""

    def __init__(self, settings: Settings, built_with: Callable[[], str]) -> None:
        """built_with: the precision in which the library was last embedded, '' where it was not.

        It may raise LibraryError, where the build cannot be read.
        """
        self._settings = settings
        self._built_with = built_with
        self._loading = threading.RLock()

    @property
    def english_only(self) -> bool:
        """Whether passages are found by the packaged embedding model, which knows English only."""
        return not self._settings.embedding_model

    def embedder(self) -> Embedder:
        """As set; `auto` precision keeps to what was measured when the library was last built."""
        with self._loading:
            return self._embedder

    def reranker(self) -> Reranker | None:
        """As set; None for `none`."""
        with self._loading:
            return self._reranker

    def reader(self) -> Reader | None:
        """As set; None for `none`, and with an embedding model that knows other languages."""
        with self._loading:
            return self._reader

    def entailment(self) -> EntailmentHead | None:
        """None with an embedding model that knows other languages."""
        with self._loading:
            return self._entailment

    def load(self) -> None:
        """Load all of them."""
        self.embedder()
        self.reranker()
        self.reader()
        self.entailment()

    @cached_property
    def _embedder(self) -> Embedder:
        chosen = self._settings
        precision = chosen.embedding_precision
        if precision == "auto":
            try:
                precision = self._built_with() or precision
            except LibraryError as error:  # the search that follows meets it again, and tells it
                log.warning("%s", error)
        return SentenceTransformerEmbedder(
            chosen.embedding_model, precision, chosen.threads, chosen.embedding_backend
        )

    @cached_property
    def _reranker(self) -> Reranker | None:
        if (chosen := self._settings.reranker) == "none":
            return None
        precision, threads = self._embedder.precision, self._settings.threads
        if chosen.endswith(ADAPTER.suffix):
            return Remembered(AdapterReranker(precision, threads, Path(chosen)))
        if chosen != "packaged":
            return Remembered(CrossEncoderReranker(chosen))
        return Remembered(AdapterReranker(precision, threads))

    @cached_property
    def _reader(self) -> Reader | None:
        if self._settings.reader == "none" or not self.english_only:
            return None
        return Reader(self._embedder.precision, self._settings.threads)

    @cached_property
    def _entailment(self) -> EntailmentHead | None:
        if not self.english_only:
            return None
        return EntailmentHead(self._embedder.precision, self._settings.threads)
