"""What people write to tell documents apart, made fit to be stored and shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from indexes.errors import LibraryError
from indexes.types import Document

LONGEST_NAME = 150
LONGEST_TAG = 40
LONGEST_COLLECTION = 60
MOST_TAGS = 20


def shown_name(raw: str, document: Document) -> str:
    """The name under which a document is to be shown; '' where that is its file's own.

    The file's own ending is added where it is missing. Raises LibraryError for what is no name.
    """
    own = PurePath(document.source)
    name = line(raw)
    if name and not name.casefold().endswith(own.suffix.casefold()):
        name += own.suffix
    if not name[: len(name) - len(own.suffix)].strip(". "):
        raise LibraryError(f"{document.name} needs a name; write one.")
    if "/" in name or "\\" in name:
        raise LibraryError(f"{name!r} is no name for a document: a name holds no slash.")
    _check_length(name, LONGEST_NAME, "a name")
    return "" if name == own.name else name


def tag_names(raw: Iterable[str]) -> tuple[str, ...]:
    """Tags in their order, each once in any case. Raises LibraryError for what is no tag."""
    found = distinct(map(line, raw))
    for tag in found:
        if not tag or "," in tag:
            raise LibraryError(f"{tag!r} is no tag: a tag is not blank and holds no comma.")
        _check_length(tag, LONGEST_TAG, "a tag")
    if len(found) > MOST_TAGS:
        raise LibraryError(f"{len(found)} tags are too many; a document bears {MOST_TAGS} at most.")
    return found


def distinct(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag once in any case, as it is written first."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def collection_name(raw: str) -> str:
    """A collection's name. Raises LibraryError for what is none."""
    name = line(raw)
    if not name:
        raise LibraryError("A collection needs a name; write one.")
    _check_length(name, LONGEST_COLLECTION, "a collection's name")
    return name


def line(raw: str) -> str:
    """Text on one line, in composed form, without blank ends and what nobody sees."""
    kept = (each for each in raw if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _check_length(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise LibraryError(f"{text[:20]}… has {len(text)} characters; {what} has {most} at most.")
