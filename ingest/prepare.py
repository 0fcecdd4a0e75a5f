"""One file up to the embedder: admitted, copied, opened in the sandbox."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Protocol

from indexes.errors import ReadError
from indexes.types import Document, Page
from ingest.extract import Extract, Opened
from ingest.originals import sha256
from ingest.readers.base import Unpacked
from ingest.report import INSIDE, Admission

MAIL = "message/rfc822"
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")


class Opener(Protocol):
    """Reads files out of harm's way: `ingest.sandbox.Sandbox`, or a stand-in for it."""

    def open(self, path: Path, name: str, folder: Path) -> Opened:
        """What `path` says, and the files in it, written to `folder`. Raises ReadError."""
        ...

    def unpack(self, path: Path, name: str, folder: Path) -> Unpacked:
        """The files in `path` alone. Raises ReadError."""
        ...

    def close(self) -> None:
        """Let go of everything; the next call starts it anew."""
        ...


@dataclass(frozen=True, slots=True)
class Destination:
    """Where documents go: the collection, and whose they are."""

    collection: str
    owner: str

    def document_id(self, digest: str) -> str:
        """The id that these bytes have here: 16 hex digits."""
        identity = "\n".join(("footnote-document-1", self.collection, self.owner, digest))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that waits for its vectors, and what reading gave."""

    document: Document
    extract: Extract

    @property
    def pages(self) -> tuple[Page, ...]:
        pages = self.extract.pages
        starts = accumulate((len(page.text) for page in pages[:-1]), initial=0)
        return tuple(
            Page(self.document.id, number, start, page.text, page.width, page.height, page.lines)
            for number, (start, page) in enumerate(zip(starts, pages, strict=True), start=1)
        )


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file's identity where it goes. digest: SHA-256 in hex. size: bytes."""

    document_id: str
    digest: str
    size: int


def admit(file: Admission, to: Destination, max_bytes: int) -> Admitted:
    """The identity of a file that may come in; ReadError if it is none, too large or unreadable."""
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
    return Admitted(to.document_id(digest), digest, size)


def prepared(file: Admission, admitted: Admitted, to: Destination, extract: Extract) -> Prepared:
    """The document that a file's text makes. Raises ReadError when nothing could be cited."""
    if not extract.chunks:
        raise ReadError(f"{file.name} holds no text that could be cited.")
    document = Document(
        id=admitted.document_id,
        collection=to.collection,
        title=extract.title.strip() or Path(file.name).stem,
        source=source_of(file),
        media_type=extract.media_type,
        sha256=admitted.digest,
        page_count=len(extract.pages),
        owner=to.owner,
        added_at=datetime.now(UTC),
        private=file.private,
    )
    return Prepared(document, extract)


def source_of(file: Admission) -> str:
    """What a file is called in the library."""
    return file.source or file.name


def members(file: Admission, unpacked: Unpacked) -> tuple[Admission, ...]:
    """The files that came out of `file`, as admissions of their own."""
    inside = source_of(file) + INSIDE
    return tuple(
        Admission(member.path, Path(member.name).name, inside + member.name, file.private)
        for member in unpacked.members
    )


def suffix_of(name: str) -> str:
    """The ending under which a copy is kept; '' for one that no file system may like."""
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
