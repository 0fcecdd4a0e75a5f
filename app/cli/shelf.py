"""The verbs that name, tag and move documents, and bring back what was removed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.document import chosen
from app.cli.output import columns, counted, one_line, print_json
from app.contract_shelf import binned_json, shelved_json
from app.shelf import Binned
from indexes.errors import LibraryError
from indexes.types import Document

if TYPE_CHECKING:
    from app.build import Footnote
    from app.shelf import Shelf


def shelve(footnote: Footnote, arguments: Namespace) -> int:
    """Run `rename`, `tag`, `move`, `bin` or `restore`, each all or nothing."""
    shelf = footnote.shelf
    if arguments.verb == "rename":
        return _rename(footnote, shelf, arguments)
    if arguments.verb == "tag":
        return _tag(footnote, shelf, arguments)
    if arguments.verb == "move":
        return _move(footnote, shelf, arguments)
    if arguments.verb == "restore":
        return _restore(footnote, shelf, arguments)
    return _bin(footnote, shelf, arguments)


def _rename(footnote: Footnote, shelf: Shelf, arguments: Namespace) -> int:
    document = chosen(footnote, arguments.name, arguments.collection)
    after = shelf.rename(footnote.actor, document.id, arguments.to)
    if arguments.json:
        print_json(shelved_json(after))
        return 0
    print(f"{one_line(document.name)} is called {one_line(after.name)} now ({after.id})")
    return 0


def _tag(footnote: Footnote, shelf: Shelf, arguments: Namespace) -> int:
    ids, tags = _ids(footnote, arguments), arguments.tags.split(",")
    if arguments.off:
        after = shelf.untag(footnote.actor, ids, tags)
    else:
        after = shelf.tag(footnote.actor, ids, tags, keep=True)
    if arguments.json:
        print_json([shelved_json(each) for each in after])
        return 0
    for each in after:
        borne = ", ".join(map(one_line, each.tags)) or "no tags"
        print(f"{one_line(each.name)} ({each.id}): {borne}")
    return 0


def _move(footnote: Footnote, shelf: Shelf, arguments: Namespace) -> int:
    moved = shelf.move(footnote.actor, _ids(footnote, arguments), arguments.to)
    after = [(footnote.catalog.document(new), old) for old, new in moved.items()]
    if arguments.json:
        print_json([shelved_json(each, old) for each, old in after])
        return 0
    for each, old in after:
        told = "moved to" if each.id != old else "is in"
        print(f"{one_line(each.name)} {told} {one_line(each.collection)} ({each.id})")
    return 0


def _restore(footnote: Footnote, shelf: Shelf, arguments: Namespace) -> int:
    held = shelf.bin(footnote.actor)
    ids = [_binned(held, each).id for each in arguments.names]
    after = shelf.restore(footnote.actor, ids)
    if arguments.json:
        print_json([shelved_json(each) for each in after])
        return 0
    for each in after:
        print(f"restored {one_line(each.name)} ({each.id})")
    return 0


def _bin(footnote: Footnote, shelf: Shelf, arguments: Namespace) -> int:
    """List the bin, or empty it."""
    held = shelf.bin(footnote.actor)
    count = shelf.purge(footnote.actor, now=True) if arguments.empty else 0
    if arguments.json:
        print_json([binned_json(each) for each in held])
    elif arguments.empty:
        print(f"deleted {counted(count, 'document')} for good")
    elif not held:
        print("The bin is empty.")
    else:
        rows = [("ID", "NAME", "COLLECTION", "UNTIL"), *map(_row, held)]
        print("\n".join(columns(rows)))
    return 0


def _row(binned: Binned) -> tuple[str, str, str, str]:
    document, until = binned.document, f"{binned.until.astimezone():%H:%M:%S}"
    return document.id, one_line(document.name), one_line(document.collection), until


def _ids(footnote: Footnote, arguments: Namespace) -> list[str]:
    return [chosen(footnote, each, arguments.collection).id for each in arguments.names]


def _binned(held: Sequence[Binned], name: str) -> Document:
    """The one document of the bin with this id or name."""
    documents = [each.document for each in held]
    found = [each for each in documents if name in (each.id, each.name)]
    if not found:
        raise LibraryError(f"The bin holds no document {name!r}; `footnote bin` lists it.")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise LibraryError(
            f"{len(found)} documents in the bin are called {name!r}; give an id: {ids}."
        )
    return found[0]
