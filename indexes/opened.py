"""The build that questions are answered from: opened once, and followed when there is a new one."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.errors import LibraryError
from indexes.identity import identity
from indexes.pool import Pool
from indexes.types import Version
from indexes.versions import bare_name, versions


class OpenBuilds:
    """Follows the catalog's current build."""

    def __init__(self, catalog: Catalog, builds: Builds, embedder: Callable[[], Embedder]) -> None:
        self._catalog = catalog
        self._builds = builds
        self._embedder = embedder
        self._lock = threading.Lock()
        self._opened: tuple[str, Pool] | None = None

    def current(self) -> Pool | None:
        """The current build, opened; None for a library that has none yet.

        Raises LibraryError when it is damaged or was embedded with another model.
        """
        for attempt in (1, 2):  # a build may be pruned between reading its id and opening it
            build_id = self._catalog.build_id()
            if not build_id:
                return None
            with self._lock:
                if self._opened and self._opened[0] == build_id:
                    return self._opened[1]
                try:
                    self._check_embedder()
                    pool = Pool(self._builds.open(build_id), known_versions(self._catalog))
                except LibraryError:
                    if attempt == 2 or self._catalog.build_id() == build_id:
                        raise
                    continue
                self._opened = (build_id, pool)
                return pool
        return None

    def _check_embedder(self) -> None:
        stored = self._catalog.embedder()
        name = self._embedder().name
        if stored != name:
            raise LibraryError(
                f"The library was embedded with {stored}, but the settings name "
                f"{name}; run `footnote rebuild`, or set FOOTNOTE_EMBEDDING_MODEL "
                "back."
            )


def known_versions(catalog: Catalog) -> dict[str, Version]:
    """The version that each ready document is; those without other versions are absent.

    Only documents whose names are alike are read.
    """
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for listing in catalog.documents():
        document = listing.document
        if key := bare_name(document.name):
            alike[document.collection, document.owner, key].append(document.id)
    groups = [ids for ids in alike.values() if len(ids) > 1]
    return versions({each: identity(catalog, each) for ids in groups for each in ids})
