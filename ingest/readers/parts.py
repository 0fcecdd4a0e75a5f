"""XML parts of a document that is a ZIP archive, opened within limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError

MOST_XML_BYTES = 200_000_000
"""Unpacked XML above which a file is refused: it would not fit into memory."""

_PART_DAMAGE = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError)
_DAMAGE = (*_PART_DAMAGE, LookupError, ValueError)


class Parts:
    """The parts of one document."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())
        self.damaged: set[str] = set()
        self._read = 0

    def sound(self, name: str) -> etree._Element | None:
        """The root of an XML part that others can do without; None if it is missing or damaged.

        A damaged one is noted in `damaged`.
        """
        if name not in self.names:
            return None
        try:
            return self.xml(name)
        except _PART_DAMAGE:
            self.damaged.add(name)
            return None

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; KeyError when there is none.

        Entities that a part declares are not expanded, and nothing outside it is looked up. Raises
        ReadError when the parts read so far have more than MOST_XML_BYTES.
        """
        with self._archive.open(name) as part:
            data = part.read(MOST_XML_BYTES - self._read + 1)
        self._read += len(data)
        if self._read > MOST_XML_BYTES:
            raise ReadError(
                f"unpacks to more than the {MOST_XML_BYTES / 1e6:.0f} MB of XML that are allowed; "
                "split it."
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        return etree.fromstring(data, parser)


@contextmanager
def parts_of(path: Path, program: str) -> Iterator[Parts]:
    """The parts of the document at `path`; damage becomes a ReadError.

    program: what to open and save it with, as the remedy names it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield Parts(archive)
    except _DAMAGE as error:
        raise ReadError(f"is damaged; open it in {program} and save it again.") from error
    except (RuntimeError, NotImplementedError, RecursionError) as error:
        raise ReadError(f"cannot be unpacked ({error}); save it again in {program}.") from error
