"""What the ingest benchmark compares: the usual LangChain loading, the bare embedding, Footnote."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import faiss
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

from benchmarks.laps import Laps
from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import SentenceTransformerEmbedder
from indexes.errors import LibraryError
from indexes.minilm import default_embedding_path
from indexes.retrieve import Retriever
from indexes.writer import CatalogWriter
from ingest.originals import Originals
from ingest.pipeline import Library
from ingest.report import Admission, IngestReport
from ingest.sandbox import Sandbox
from ingest.store import Store


@dataclass(frozen=True, slots=True)
class Amount:
    """What one ingest did. read: characters of text taken from the files. embedded: characters
    that were embedded, in `texts` texts. stages: CPU seconds of each, as far as they are known.
    """

    read: int
    embedded: int
    texts: int
    stages: dict[str, float] = field(default_factory=dict)


class Side(Protocol):
    """One of what is compared, in a process of its own with its model loaded."""

    precision: str

    def clear(self) -> None:
        """Let go of what was made before; not measured."""
        ...

    def ingest(self, files: Sequence[Path]) -> None:
        """Do it all, from nothing; measured."""
        ...

    def amount(self) -> Amount:
        """What the last ingest did; not measured."""
        ...


class _Simple:
    """A side that leaves nothing behind."""

    _amount: Amount

    def clear(self) -> None:
        pass

    def amount(self) -> Amount:
        return self._amount


class LangChain(_Simple):
    """PyPDFLoader, RecursiveCharacterTextSplitter 1000/200, sentence-transformers, FAISS flat.

    Written out, since langchain-community is being retired: PyPDFLoader takes `extract_text()` of
    pypdf page by page, HuggingFaceEmbeddings calls `encode` with its defaults.
    """

    def __init__(self, texts: Path, precision: str, threads: int) -> None:
        from benchmarks.loaders import load

        self.precision = "float32"
        self._load = load
        self._model = SentenceTransformer(str(default_embedding_path()), device="cpu").float()
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)

    def ingest(self, files: Sequence[Path]) -> None:
        documents = [document for file in files for document in self._load(file)]
        chunks = [c.page_content for c in self._splitter.split_documents(documents)]
        index = faiss.IndexFlatL2(self._model.get_embedding_dimension() or 0)
        index.add(self._model.encode(chunks))
        read = sum(len(document.page_content) for document in documents)
        self._amount = Amount(read, sum(map(len, chunks)), len(chunks))


class Encode(_Simple):
    """Nothing but sentence-transformers' own `encode` of Footnote's texts, sorted, in one call."""

    def __init__(self, texts: Path, precision: str, threads: int) -> None:
        import torch

        self.precision = precision
        self._texts = texts
        self._model = SentenceTransformer(
            str(default_embedding_path()),
            device="cpu",
            model_kwargs={"dtype": getattr(torch, precision)},
        )

    def ingest(self, files: Sequence[Path]) -> None:
        texts = _sorted(self._texts)
        self._model.encode(texts, batch_size=64)
        self._amount = Amount(0, sum(map(len, texts)), len(texts))


class Bare(_Simple):
    """Nothing but Footnote's own embedder on its own texts, sorted, in one call."""

    def __init__(self, texts: Path, precision: str, threads: int) -> None:
        self.precision = precision
        self._texts = texts
        self._embedder = SentenceTransformerEmbedder("", precision, threads)

    def ingest(self, files: Sequence[Path]) -> None:
        texts = _sorted(self._texts)
        self._embedder.passages(texts)
        self._amount = Amount(0, sum(map(len, texts)), len(texts))


class Footnote:
    """`Library.add` into an empty library, with everything that it does."""

    def __init__(self, texts: Path, precision: str, threads: int) -> None:
        """texts: where the embedded texts are written to, for the others."""
        self._texts = texts
        self._embedder = SentenceTransformerEmbedder("", precision, threads)
        self.precision = self._embedder.precision
        self._laps = Laps()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._report: IngestReport | None = None

    def clear(self) -> None:
        if self._folder:
            self._folder.cleanup()
        self._folder = tempfile.TemporaryDirectory(prefix="footnote-bench-")

    def ingest(self, files: Sequence[Path]) -> None:
        self._laps.begin()
        self._report = self._library().add(
            [Admission(file, file.name, str(file)) for file in files], "default", "local"
        )
        self._laps.end()

    def amount(self) -> Amount:
        assert self._report is not None
        outcomes = self._report.outcomes
        if not self._report.ok:
            reasons = "; ".join(o.reason for o in outcomes if o.status == "failed")
            raise LibraryError(f"{reasons} Take such files out of what the benchmark reads.")
        texts = [spoken for _, spoken in self.catalog.spoken()]
        self._texts.write_text(json.dumps(texts), encoding="utf-8")
        read = sum(outcome.characters for outcome in outcomes)
        return Amount(read, sum(map(len, texts)), len(texts), self._laps.stages)

    def search(self, questions: Sequence[str]) -> list[dict[str, float]]:
        """Milliseconds by step of searches in the library made last; the first opens it."""
        builds, allowed = Builds(self.home / "builds"), self.catalog.ready_ids()
        retriever = Retriever(self.catalog, builds, lambda: self._embedder)
        return [retriever.search(question, 8, allowed).timings_ms for question in questions]

    @property
    def home(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name)

    @property
    def catalog(self) -> Catalog:
        return Catalog(self.home / "footnote.sqlite3")

    def _library(self) -> Library:
        home, catalog = self.home, self.catalog
        store = Store(
            catalog, CatalogWriter(catalog), Builds(home / "builds"),
            Originals(home / "originals"), lambda: self._embedder,
        )  # fmt: skip
        return Library(home, store, Sandbox())


def _sorted(path: Path) -> list[str]:
    texts: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return sorted(texts, key=len)


SIDES: dict[str, type[LangChain] | type[Encode] | type[Bare] | type[Footnote]] = {
    "langchain": LangChain,
    "encode": Encode,
    "bare": Bare,
    "footnote": Footnote,
}
