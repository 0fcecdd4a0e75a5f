"""The package of an e-book (EPUB): its chapters in order, and what its contents call them."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from ingest.readers.elements import flat
from ingest.readers.markup import html_tree, markup_of, xml_tree

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError),
    *(NotImplementedError, RuntimeError),
)
"""What damaged and encrypted members raise."""

_MOST_PART_BYTES = 50_000_000
_MOST_BYTES = 300_000_000
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_HARMLESS = frozenset(  # fonts are scrambled in these ways, in books that anybody may read
    ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
)
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_DEEPEST_CONTENTS = 20


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the book. titles: its path in the table of contents, () if it is not in there."""

    name: str
    media_type: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What the package says. chapters: in reading order; those outside that order at the end."""

    title: str
    authors: tuple[str, ...]
    chapters: tuple[Chapter, ...]


class Package:
    """The members of the archive, read within limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = _MOST_BYTES
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises ReadError where they are too many, and what is in DAMAGE."""
        with self._archive.open(name) as member:
            data = member.read(min(_MOST_PART_BYTES, self._left) + 1)
        self._left -= len(data)
        if len(data) > _MOST_PART_BYTES or self._left < 0:
            raise ReadError("unpacks to more than is allowed; convert the book to plain text.")
        return data

    def tree(self, name: str) -> etree._Element:
        """A member's elements, without namespaces, repaired where they are not well-formed."""
        markup = markup_of(self.read(name))
        root = xml_tree(markup)
        return root if root is not None else html_tree(markup)


def book_in(package: Package) -> Book:
    """Raises ReadError for a book without chapters or with copy protection, and DAMAGE."""
    place = _package_file(package)
    root = package.tree(place)
    base = posixpath.dirname(place)
    items = {item.get("id") or "": item for item in root.iter("item")}
    order = [items[ref.get("idref")] for ref in root.iter("itemref") if ref.get("idref") in items]
    pages = [item for item in items.values() if item.get("media-type") in _PAGES]
    contents = _contents(package, list(items.values()), base)
    guide = [item for item in pages if "nav" in (item.get("properties") or "").split()]
    chapters: dict[str, Chapter] = {}
    for item in (*order, *(item for item in pages if item not in guide)):
        name = _target(base, item.get("href") or "")
        kind = item.get("media-type") or ""
        chapters.setdefault(name, Chapter(name, kind, contents.get(name, ())))
    if not chapters:
        raise ReadError("holds no chapters; download or export the book again.")
    if _locked(package) & set(chapters):
        raise ReadError("is protected against copying (DRM); get a copy without protection.")
    authors = tuple(filter(None, map(flat, root.iter("creator"))))
    return Book(_first(root, "title"), tuple(dict.fromkeys(authors)), tuple(chapters.values()))


def _package_file(package: Package) -> str:
    if _CONTAINER in package.names:
        for rootfile in package.tree(_CONTAINER).iter("rootfile"):
            if (name := rootfile.get("full-path") or "") in package.names:
                return name
    found = sorted(name for name in package.names if name.endswith(".opf"))
    if not found:
        raise ReadError("has no table of its parts; download or export the book again.")
    return found[0]


def _locked(package: Package) -> set[str]:
    """The members that are encrypted so that they cannot be read."""
    if _ENCRYPTION not in package.names:
        return set()
    found = set()
    for data in package.tree(_ENCRYPTION).iter("encrypteddata"):
        method = next(data.iter("encryptionmethod"), None)
        if method is None or method.get("algorithm", method.get("Algorithm")) not in _HARMLESS:
            found |= {unquote(ref.get("URI") or "") for ref in data.iter("cipherreference")}
    return found


def _contents(
    package: Package, items: list[etree._Element], base: str
) -> dict[str, tuple[str, ...]]:
    """The path of titles by file, from the newest table of contents that the book has."""
    guides = [item for item in items if "nav" in (item.get("properties") or "").split()]
    guides += [item for item in items if item.get("media-type") == "application/x-dtbncx+xml"]
    for item in guides:
        name = _target(base, item.get("href") or "")
        try:
            root = package.tree(name)
        except DAMAGE:
            continue  # only names chapters: without it the book is as complete
        found: dict[str, tuple[str, ...]] = {}
        for target, titles in _entries(root):
            if target.partition("#")[0]:
                found.setdefault(_target(posixpath.dirname(name), target), titles)
        if found:
            return found
    return {}


def _entries(root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses with their titles, those of the parts around first."""
    points = next(root.iter("navmap"), None)
    if points is not None:
        yield from _branch(points, (), "navpoint")
        return
    lists = list(root.iter("nav")) or [root]
    marked = (nav for nav in lists if "toc" in (nav.get(_EPUB_TYPE) or nav.get("epub:type") or ""))
    start = next(next(marked, lists[0]).iter("ol"), None)
    if start is not None:
        yield from _branch(start, (), "li")


def _branch(
    element: etree._Element, above: tuple[str, ...], tag: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if len(above) > _DEEPEST_CONTENTS:
        return
    for entry in element.iterchildren(tag):
        label = next(entry.iterchildren("navlabel", "a", "span"), None)
        titles = (*above, *filter(None, [flat(label) if label is not None else ""]))
        link = next(entry.iterchildren("content", "a"), None)
        if link is not None and titles:
            yield link.get("src") or link.get("href") or "", titles
        inner = entry if tag == "navpoint" else next(entry.iterchildren("ol"), None)
        if inner is not None:
            yield from _branch(inner, titles, tag)


def _target(base: str, address: str) -> str:
    """The member that an address means."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(base, path)).lstrip("/")


def _first(root: etree._Element, tag: str) -> str:
    found = next(root.iter(tag), None)
    return flat(found) if found is not None else ""
