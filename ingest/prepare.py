"""One file up to the embedder: admitted, read, cut into chunks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from indexes.embed import Embedder
from indexes.errors import ReadError
from indexes.types import Chunk, Document, Page
from ingest.chunk import chunk
from ingest.originals import Originals, sha256
from ingest.readers import read
from ingest.readers.base import Reading
from ingest.report import Admission


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that waits for its vectors. size: bytes of the file."""

    document: Document
    pages: tuple[Page, ...]
    chunks: tuple[Chunk, ...]
    warnings: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Destination:
    """Where documents go: the collection, and whose they are."""

    collection: str
    owner: str

    def document_id(self, digest: str) -> str:
        """The id that these bytes have here: 16 hex digits."""
        identity = "\n".join(("footnote-document-1", self.collection, self.owner, digest))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


def admit(
    file: Admission, to: Destination, known: Collection[str], max_bytes: int
) -> tuple[str, str] | None:
    """(document id, sha256) of a file that may come in; None when its bytes are known already.

    Raises ReadError for what is no file, too large, or not readable.
    """
    if not file.path.is_file():
        raise ReadError(f"{file.name} is not a file; check that it still exists.")
    size = file.path.stat().st_size
    if size > max_bytes:
        raise ReadError(
            f"{file.name} has {size / 1e6:.0f} MB, more than the {max_bytes / 1e6:.0f} MB that are "
            "allowed; raise FOOTNOTE_MAX_FILE_MB or split the file."
        )
    try:
        digest = sha256(file.path)
    except OSError as error:
        raise ReadError(
            f"{file.name} cannot be read ({error.strerror}); check its permissions."
        ) from error
    document_id = to.document_id(digest)
    return None if document_id in known else (document_id, digest)


def prepare(
    file: Admission, identity: tuple[str, str], to: Destination, shelf: tuple[Originals, Embedder]
) -> Prepared:
    """Keep a copy of an admitted file, read the copy, and cut it into chunks."""
    document_id, digest = identity
    originals, embedder = shelf
    copy = originals.keep(file.path, document_id, Path(file.name).suffix.lower())
    try:
        if sha256(copy) != digest:
            raise ReadError(f"{file.name} changed while it was being read; ingest it again.")
        reading = read(copy, file.name)
        chunks = chunk(reading, document_id, embedder.max_tokens, embedder.count_tokens)
        if not chunks:
            raise ReadError(f"{file.name} holds no text that could be cited.")
    except ReadError:
        originals.discard(document_id)
        raise
    document = Document(
        id=document_id,
        collection=to.collection,
        title=reading.title.strip() or Path(file.name).stem,
        source=file.source or file.name,
        media_type=reading.media_type,
        sha256=digest,
        page_count=len(reading.pages),
        owner=to.owner,
        added_at=datetime.now(UTC),
    )
    size = copy.stat().st_size
    return Prepared(document, _pages(document_id, reading), tuple(chunks), reading.warnings, size)


def _pages(document_id: str, reading: Reading) -> tuple[Page, ...]:
    starts = accumulate((len(page) for page in reading.pages[:-1]), initial=0)
    return tuple(
        Page(document_id, number, start, text)
        for number, (start, text) in enumerate(zip(starts, reading.pages, strict=True), start=1)
    )
