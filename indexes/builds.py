"""A build: the indexes on disk, derived from the catalog, published by one rename."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from indexes.catalog import Catalog
from indexes.counting import count
from indexes.dense import Dense
from indexes.errors import LibraryError
from indexes.identity import identity
from indexes.lexical import Lexical
from indexes.routing import Routing
from indexes.windows import REACH, WEIGHTS

FORMAT = 2
KEPT = 2
"""Builds left on disk: the current one, and one that a reader may be opening."""


@dataclass(frozen=True, slots=True)
class Built:
    """The indexes of a build: meaning, words, and the documents' names.

    given: by document id, the names that people gave, as `routing` knows them.
    """

    dense: Dense
    lexical: Lexical
    routing: Routing
    given: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, dimension: int) -> Built:
        """Indexes of no documents, for vectors of this length."""
        return cls(Dense(dimension), Lexical(), Routing())

    def add(self, catalog: Catalog, document_id: str) -> None:
        """Index a document that the catalog holds, ready or not."""
        self.dense.add(document_id, *catalog.pooled(document_id))
        self.lexical.add(document_id, *catalog.worded(document_id))
        self.name(catalog, document_id)

    def name(self, catalog: Catalog, document_id: str) -> None:
        """Index a document's name as it is now."""
        known = identity(catalog, document_id)
        self.routing.add(document_id, known)
        self.given.pop(document_id, None)
        if known.given:
            self.given[document_id] = known.name

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not there is ignored."""
        for index in (self.dense, self.lexical, self.routing):
            index.remove(document_id)
        self.given.pop(document_id, None)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds and what made it. ranges: document id -> first and last chunk id.

    given: document id -> the name that people gave it.
    """

    embedder: str
    precision: str
    dimension: int
    ranges: dict[str, tuple[int, int]]
    given: dict[str, str] = field(default_factory=dict)

    @property
    def build_id(self) -> str:
        """12 hex digits of SHA-256 over the manifest as JSON with sorted keys."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        return json.dumps(
            {
                "format": FORMAT,
                "embedder": self.embedder,
                "precision": self.precision,
                "dimension": self.dimension,
                "reach": REACH,
                "weights": WEIGHTS,
                "documents": self.ranges,
                **({"given": self.given} if self.given else {}),
            },
            sort_keys=True,
        )


class Builds:
    """The folder `builds/<id>/` with `dense.faiss`, `words/`, `names/` and `manifest.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publish(self, built: Built, manifest: Manifest) -> str:
        """Write a build beside the others, flush it to the disk, then rename it into place.

        Nothing reads it before the catalog names it. A build of the same id holds the same
        windows; its files are replaced one by one, so that a damaged one is mended.
        """
        target = self.folder / manifest.build_id
        staging = self.folder / f".{manifest.build_id}.{os.getpid()}"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        built.dense.save(staging / "dense.faiss")
        built.lexical.save(staging / "words")
        built.routing.save(staging / "names")
        (staging / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
        for path in (*staging.rglob("*"), staging):
            flush(path)
        if target.exists():
            _replace(staging, target)
        else:
            staging.rename(target)
        flush(self.folder)
        return manifest.build_id

    def manifest(self, build_id: str) -> Manifest:
        """What a build says of itself; raises LibraryError when it is missing or foreign."""
        path = self.folder / build_id / "manifest.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise LibraryError(
                f"The index build {build_id} is missing or damaged; `footnote rebuild` makes it "
                "anew from the library's database."
            ) from error
        made_as = (data.get("format"), data.get("reach"), data.get("weights"))
        if made_as != (FORMAT, REACH, list(WEIGHTS)):
            raise LibraryError(
                f"The index build {build_id} was made by another version of Footnote; "
                "`footnote rebuild` makes it anew."
            )
        ranges = {document: (first, last) for document, (first, last) in data["documents"].items()}
        return Manifest(
            data["embedder"], data["precision"], data["dimension"], ranges, data.get("given", {})
        )

    def open(self, build_id: str) -> Built:
        """The indexes of a build; raises LibraryError when one is missing or damaged."""
        manifest = self.manifest(build_id)
        folder = self.folder / build_id
        return Built(
            Dense.load(folder / "dense.faiss", manifest.ranges),
            Lexical.load(folder / "words", manifest.ranges),
            _routing(folder / "names"),
            dict(manifest.given),
        )

    def prune(self, current: str, keep: int = KEPT) -> None:
        """Remove all builds but the current one and keep - 1 before it, and crash debris."""
        if not self.folder.exists():
            return
        others = [path for path in self.folder.iterdir() if path.name != current]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        finished = [path for path in others if not path.name.startswith(".")]
        for path in others:
            if path not in finished[: keep - 1]:
                shutil.rmtree(path, ignore_errors=True)


def _routing(folder: Path) -> Routing:
    try:
        return Routing.load(folder)
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise LibraryError(
            f"The index of names {folder} is damaged; `footnote rebuild` makes it anew."
        ) from error


def _replace(staging: Path, target: Path) -> None:
    """Put every file of `staging` in the place of its namesake in `target`."""
    for path in sorted(staging.rglob("*")):
        place = target / path.relative_to(staging)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            path.replace(place)
    shutil.rmtree(staging)


def check(catalog: Catalog, builds: Builds) -> list[str]:
    """Sentences on what is wrong between the database and the current build; empty when healthy."""
    build_id = catalog.build_id()
    if not build_id:
        return []
    try:
        built = builds.open(build_id)
    except LibraryError as error:
        return [str(error)]
    problems, dense = [], built.dense
    ready = catalog.ready_ids()
    stored = {document: span for document, span in catalog.ranges().items() if document in ready}
    if stored != dense.ranges:
        problems.append(
            f"Build {build_id} covers {len(dense.ranges)} documents, the database "
            f"{len(stored)}, or their chunks differ; run `footnote rebuild`."
        )
    expected = sum(last - first + 1 for first, last in dense.ranges.values())
    if len(dense) != expected:
        problems.append(
            f"Build {build_id} holds {len(dense)} vectors instead of {expected}; "
            "run `footnote rebuild`."
        )
    if not problems and not _worded(catalog, built.lexical):
        problems.append(
            f"Build {build_id} lacks words of some passages, or holds words of others; "
            "run `footnote rebuild`."
        )
    return problems


def _worded(catalog: Catalog, lexical: Lexical) -> bool:
    """Whether the index of words holds every window of its documents that has words, and no other.

    Only documents with wordless windows are looked at in the database: they are few.
    """
    windows = lexical.windows()
    owned = 0
    for document_id, (first, last) in lexical.ranges.items():
        held = windows[np.searchsorted(windows, first) : np.searchsorted(windows, last + 1)]
        owned += len(held)
        if len(held) <= last - first:
            ids, spoken, headings = catalog.worded(document_id)
            if not np.array_equal(held, np.unique(count(ids[0], spoken, headings).windows)):
                return False
    return owned == len(windows)


def flush(path: Path) -> None:
    """See that a file or folder is on the disk, not only on its way there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
