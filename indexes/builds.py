"""A build: the dense index on disk, derived from the catalog, published by one rename."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.errors import LibraryError
from indexes.windows import REACH

FORMAT = 1
KEPT = 2
"""Builds left on disk: the current one, and one that a reader may be opening."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds and what made it. ranges: document id -> first and last chunk id."""

    embedder: str
    precision: str
    dimension: int
    ranges: dict[str, tuple[int, int]]

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
                "documents": self.ranges,
            },
            sort_keys=True,
        )


class Builds:
    """The folder `builds/<id>/` with `dense.faiss` and `manifest.json` in each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publish(self, dense: Dense, manifest: Manifest) -> str:
        """Write a build beside the others, flush it to the disk, then rename it into place.

        Nothing reads it before the catalog names it. A build of the same id holds the same
        windows; its files are replaced one by one, so that a damaged one is mended.
        """
        target = self.folder / manifest.build_id
        staging = self.folder / f".{manifest.build_id}.{os.getpid()}"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        dense.save(staging / "dense.faiss")
        (staging / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
        for path in (*staging.iterdir(), staging):
            flush(path)
        if target.exists():
            for path in staging.iterdir():
                path.replace(target / path.name)
            staging.rmdir()
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
        if data["format"] != FORMAT or data["reach"] != REACH:
            raise LibraryError(
                f"The index build {build_id} was made by another version of Footnote; "
                "`footnote rebuild` makes it anew."
            )
        ranges = {document: (first, last) for document, (first, last) in data["documents"].items()}
        return Manifest(data["embedder"], data["precision"], data["dimension"], ranges)

    def open(self, build_id: str) -> Dense:
        """The dense index of a build; raises LibraryError when it is missing or damaged."""
        manifest = self.manifest(build_id)
        return Dense.load(self.folder / build_id / "dense.faiss", manifest.ranges)

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


def check(catalog: Catalog, builds: Builds) -> list[str]:
    """Sentences on what is wrong between the database and the current build; empty when healthy."""
    build_id = catalog.build_id()
    if not build_id:
        return []
    try:
        dense = builds.open(build_id)
    except LibraryError as error:
        return [str(error)]
    problems = []
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
    return problems


def flush(path: Path) -> None:
    """See that a file or folder is on the disk, not only on its way there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
