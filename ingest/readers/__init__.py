"""Readers: one per family of files, and the choice among them.

A reader states only why it refuses a file; `read`, `unpack` and `kind_of` put the file's name in
front. Modules of readers are imported when they are first needed: some of their libraries take
longer to import than a small document takes to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Generic, TypeVar

from indexes.errors import ReadError
from ingest.readers.base import ALONE, Desk, PagedReader, Reader, Reading, Unpacked, Unpacker
from ingest.readers.kinds import kind
from ingest.readers.suffixes import CODE, JSON, SECTIONED

T = TypeVar("T")


class Late(Generic[T]):
    """A function of this package that is imported when it is first called."""

    def __init__(self, place: str) -> None:
        """place: "module:function"."""
        self._place = place

    def load(self) -> Callable[..., T]:
        module, _, name = self._place.partition(":")
        function: Callable[..., T] = getattr(import_module(f"ingest.readers.{module}"), name)
        return function


class LateReader(Late[Reading]):
    """A Reader."""

    def __call__(self, path: Path) -> Reading:
        return self.load()(path)


class LatePagedReader(Late[Reading]):
    """A PagedReader."""

    def __call__(self, path: Path, desk: Desk) -> Reading:
        return self.load()(path, desk)


class LateUnpacker(Late[Unpacked]):
    """An Unpacker."""

    def __call__(self, path: Path, folder: Path) -> Unpacked:
        return self.load()(path, folder)


_HTML = LateReader("web:read_html")
_MARKDOWN = LateReader("markdown:read_markdown")
_TEXT = LateReader("text:read_text")
_TABLE = LateReader("table:read_table")
_CODE = LateReader("code:read_code")
_JSON = LateReader("records:read_json")
_SECTIONED = LateReader("sections:read_sections")
_MHTML = LateReader("mhtml:read_mhtml")

READERS: dict[str, Reader] = {
    ".docx": LateReader("office:read_docx"),
    ".odt": LateReader("opendocument:read_odt"),
    ".rtf": LateReader("rtf:read_rtf"),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".mhtml": _MHTML,
    ".mht": _MHTML,
    ".eml": LateReader("mail:read_mail"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _TEXT,
    ".text": _TEXT,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".ipynb": LateReader("notebook:read_notebook"),
    **dict.fromkeys(sorted(JSON), _JSON),
    **dict.fromkeys(sorted(SECTIONED), _SECTIONED),
    **dict.fromkeys(sorted(CODE), _CODE),
}
"""Readers of files that are read as a whole, by file name ending."""

PAGED: dict[str, PagedReader] = {
    ".pdf": LatePagedReader("pdf:read_pdf"),
    ".pptx": LatePagedReader("slides:read_pptx"),
    ".xlsx": LatePagedReader("sheets:read_xlsx"),
    ".epub": LatePagedReader("epub:read_epub"),
}
"""Readers of files that are read page by page."""

UNPACKERS: dict[str, Unpacker] = {
    ".zip": LateUnpacker("archive:unpack_zip"),
    ".eml": LateUnpacker("mail:unpack_mail"),
    ".mbox": LateUnpacker("mbox:unpack_mbox"),
    ".pdf": LateUnpacker("pdf_attachments:unpack_attachments"),
}
"""What takes out the files that are inside another."""

ARCHIVES: frozenset[str] = frozenset(UNPACKERS) - frozenset(READERS) - frozenset(PAGED)
"""Those of which only the files inside count: they have no text of their own."""

SUFFIXES: frozenset[str] = frozenset({*READERS, *PAGED, *UNPACKERS})
"""The file name endings that go in, lower case with their dot."""


def preload() -> None:
    """Import every reader now: for a process that reads many files, or forks."""
    for table in (READERS, PAGED, UNPACKERS):
        for entry in table.values():
            if isinstance(entry, Late):
                entry.load()


def judge(path: Path, name: str) -> str:
    """The key of READERS, PAGED or UNPACKERS that content and name together say, e.g. ".pdf".

    Content that is telling decides, else the name's suffix; text with an unknown suffix, or none,
    is ".txt". Raises ReadError, without the file's name, if it is nothing that goes in.
    """
    if path.stat().st_size == 0:
        raise ReadError("is empty; check that it was saved or copied completely.")
    suffix = Path(name).suffix.lower()
    return kind(path, suffix if suffix in SUFFIXES else "", suffix)


def kind_of(path: Path, name: str) -> str:
    """As `judge`; errors name the file."""
    with _named(name):
        return judge(path, name)


def read(path: Path, name: str | None = None, desk: Desk = ALONE) -> Reading:
    """Read the document at `path`, known to people as `name` (default: the file's own name).

    The reader is chosen as in `judge`. Raises ReadError naming the file, reason and remedy.
    """
    shown = path.name if name is None else name
    with _named(shown):
        chosen = judge(path, shown)
        if chosen in PAGED:
            reading = PAGED[chosen](path, desk)
        elif chosen in READERS:
            reading = READERS[chosen](path)
        else:
            raise ReadError("holds other files, no text of its own; unpack it.")
        if not reading.blocks and not reading.unread:
            raise ReadError("has no text; check that it is the file you meant.")
    return reading


def unpack(path: Path, name: str, folder: Path) -> Unpacked:
    """Write the files inside the file at `path` into `folder`; nothing where none can be inside.

    Raises ReadError naming the file, reason and remedy.
    """
    with _named(name):
        unpacker = UNPACKERS.get(judge(path, name))
        return unpacker(path, folder) if unpacker else Unpacked()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Put the file's name in front of what a reader says."""
    try:
        yield
    except ReadError as error:
        raise ReadError(f"{name} {error}") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{name} cannot be read ({reason}); check it.") from error
