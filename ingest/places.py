"""Where documents stand: which paths hold their bytes, and what follows when that changes.

A document leaves the library when its last place is gone: its file was deleted from a folder that
is ingested again, or holds other bytes now.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from indexes.writer import Change, Heirs
from ingest.report import INSIDE, Gathered

log = logging.getLogger(__name__)

Places = Sequence[tuple[str, str]]
"""(source, document id), as `Catalog.places` gives them."""


def change(places: Places, found: Mapping[str, str], gone: Collection[str]) -> Change:
    """What follows for places and documents, no document being added.

    found: the document whose bytes each source was found to hold. gone: sources that hold nothing
    any more. An upload's source is a bare name, which many documents may share: nothing follows
    for the others.
    """
    held = set(places)
    gained = [(s, d) for s, d in found.items() if (s, d) not in held]
    lost = [
        (source, document)
        for source, document in places
        if source in gone
        or (PurePath(source).is_absolute() and found.get(source, document) != document)
    ]
    left = (held - set(lost)) | set(gained)
    remaining = {document for _, document in left}
    orphans = dict.fromkeys(document for _, document in lost if document not in remaining)
    inherited = heirs(places, gained)
    return Change((), tuple(orphans), tuple(gained), tuple(lost), heirs=inherited)


def heirs(places: Places, gained: Places) -> tuple[Heirs, ...]:
    """Documents that take a mark over when they come to stand at `gained`.

    One takes over from what stood at the same source; a new part of a mail from the mail; a new
    part of an archive, which is no document, from all other parts of it. Uploads of one name have
    nothing to do with each other.
    """
    at: dict[str, set[str]] = defaultdict(set)
    of_file: dict[str, set[str]] = defaultdict(set)
    for source, document in places:
        at[source].add(document)
        of_file[_file(source)].add(document)
    after: dict[str, set[str]] = defaultdict(set)
    for source, document in gained:
        if PurePath(source).is_absolute():
            nearest = (each for each in (source, *_around(source)) if each in at)
            after[next(nearest, _file(source))].add(document)
    return tuple(
        Heirs(tuple(sorted(before)), tuple(sorted(documents)))
        for key, documents in after.items()
        if (before := at.get(key) or of_file.get(key))
    )


def inside(places: Places, documents: Collection[str]) -> list[str]:
    """Ids of the documents that stand inside these: the attachments of a mail, and their own."""
    outer = {source for source, document in places if document in documents}
    found = (document for source, document in places if not outer.isdisjoint(_around(source)))
    return [each for each in dict.fromkeys(found) if each not in documents]


def inside_only(places: Places, documents: Collection[str]) -> list[str]:
    """Those of them that stand nowhere else, as far as sources can tell it."""
    others = {source for source, document in places if document not in documents}
    outer = {source for source, document in places if document in documents} - others
    elsewhere = {document for source, document in places if outer.isdisjoint(_around(source))}
    return [each for each in inside(places, documents) if each not in elsewhere]


def _around(source: str) -> Iterator[str]:
    """The archives and mails that a source is inside of, the nearest first."""
    while INSIDE in source:
        source = source.rpartition(INSIDE)[0]
        yield source


def missing(places: Places, gathered: Gathered) -> tuple[list[str], list[Path]]:
    """Sources whose file is gone from a walked folder, and folders that look emptied.

    A folder without a single file, of which the library holds documents, may be a drive that is
    not there: nothing is held to be gone from it.
    """
    present = {_file(file.source) for file in gathered.files}
    under: dict[Path, list[str]] = defaultdict(list)
    for source in dict.fromkeys(source for source, _ in places):
        for folder in gathered.folders:
            if PurePath(_file(source)).is_relative_to(folder):
                under[folder].append(source)
    gone, emptied = [], []
    for folder, sources in under.items():
        if not any(PurePath(path).is_relative_to(folder) for path in present):
            emptied.append(folder)
        else:
            gone += [s for s in sources if _file(s) not in present and not _exists(_file(s))]
    return gone, emptied


def emptied_reason(folder: Path) -> str:
    """What is said of a folder that looks emptied."""
    return (
        f"{folder} holds no file any more; its documents stay, in case it is a drive that is not "
        "there. Remove them with `footnote remove` if they are to go."
    )


class Archives:
    """What each archive and mail held when it was last ingested."""

    def __init__(self, places: Places) -> None:
        self._held: dict[str, set[str]] = defaultdict(set)
        for source, _ in places:
            outer = source
            while INSIDE in outer:
                outer = outer.rpartition(INSIDE)[0]
                self._held[outer].add(source)

    def left(self, archive: str, present: Collection[str]) -> list[str]:
        """Sources inside `archive` that are not among its `present` members, nor inside these."""
        return [
            source
            for source in sorted(self._held.get(archive, ()))
            if not any(source == p or source.startswith(p + INSIDE) for p in present)
        ]


def _file(source: str) -> str:
    """The file on disk that a source is, or is inside of."""
    return source.partition(INSIDE)[0]


def _exists(path: str) -> bool:
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:  # not to be seen is not to be gone
        log.warning("%s cannot be looked at (%s); its document stays.", path, error.strerror)
    return True
