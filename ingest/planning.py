"""What an ingest would do, told before it is done, and what it reads anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexes.catalog import Catalog
from indexes.errors import ReadError
from indexes.types import Document
from ingest.places import emptied_reason, missing
from ingest.prepare import Destination, admit, source_of
from ingest.readers import ARCHIVES, kind_of
from ingest.report import Admission, Gathered, Planned, Status
from ingest.tally import size_of


def planned(catalog: Catalog, files: Gathered, to: Destination, max_bytes: int) -> list[Planned]:
    """What would come of each file, and which documents would leave. Looks into no archive.

    max_bytes: of a file that may come in.
    """
    known = catalog.ready_ids()
    places = catalog.places(to.collection, to.owner)
    sources = {source for source, _ in places}

    def told(file: Admission) -> Planned:
        source, size = source_of(file), size_of(file.path)
        try:
            admitted = admit(file, to, max_bytes)
            status: Status = "replaced" if source in sources else "added"
            if kind_of(file.path, file.name) in ARCHIVES:
                status = "unpacked"
            elif admitted.document_id in known:
                status = "known"
        except ReadError as error:
            return Planned(source, "failed", str(error), size)
        return Planned(source, status, "", size)

    gone, emptied = missing(places, files)
    return [
        *map(told, files.files),
        *(Planned(str(folder), "failed", emptied_reason(folder)) for folder in emptied),
        *(Planned(source, "removed", "Its file is gone.") for source in gone),
    ]


def reread(catalog: Catalog, files: Gathered, to: Destination, max_bytes: int) -> list[Document]:
    """The documents with unread pages whose files, still the same, are to be read once more."""
    if not files.anew:
        return []
    held = {each.source: each for each in catalog.incomplete(to.collection, to.owner)}
    found = ((file, held.get(source_of(file))) for file in files.files)
    return [each for file, each in found if each and _is_file_of(each, file, to, max_bytes)]


def _is_file_of(document: Document, file: Admission, to: Destination, max_bytes: int) -> bool:
    try:
        return admit(file, to, max_bytes).document_id == document.id
    except ReadError:  # its outcome tells
        return False


def still_private(files: Gathered, documents: Sequence[Document]) -> Gathered:
    """The files, those of private documents marked: what is found inside them is private, too."""
    private = {each.source for each in documents if each.private}
    marked = (
        replace(file, private=True) if source_of(file) in private else file for file in files.files
    )
    return replace(files, files=tuple(marked))
