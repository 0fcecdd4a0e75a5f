"""The doctor's look at a vector index that does not compare every vector."""

from __future__ import annotations

from pathlib import Path

from app.findings import Finding
from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.errors import LibraryError

LEAST_RECALL = 0.9
_SAMPLE = 50


def examine_vectors(database: Path, builds: Path) -> list[Finding]:
    """How much of the true best the search by meaning finds; nothing when it compares them all.

    A library that cannot be opened is the library's own finding.
    """
    if not database.exists():
        return []
    try:
        build_id = Catalog(database).build_id()
        if not build_id:
            return []
        dense = Builds(builds).open(build_id).dense
    except LibraryError:
        return []
    return [] if dense.is_exact else [examine_recall(dense)]


def examine_recall(dense: Dense) -> Finding:
    """What an index with cells finds of the true best 10."""
    found = dense.recall(_SAMPLE)
    detail = f"{len(dense):,} windows in cells; finds {found:.1%} of the nearest 10"
    if found < LEAST_RECALL:
        return Finding("Vector search", "warn", detail, "Run `footnote rebuild`.")
    return Finding("Vector search", "ok", detail)
