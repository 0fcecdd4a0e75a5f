"""The words of the verbs that name, tag, move and bring back documents."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.values import name

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]


def add_shelf(verbs: Verbs, verb: Verb) -> None:
    """`remove`, `rename`, `tag`, `move`, `bin`, `restore`. verb: makes a verb with its help."""
    removing = verb(
        verbs,
        "remove",
        "remove documents from everywhere, answers that relied on them included",
        ["footnote remove handbook.pdf", "footnote remove 3f0c9a1be2d47a58"],
    )
    _add_names(removing)
    _add_labels(verbs, verb)
    moving = verb(
        verbs,
        "move",
        "take documents into another collection; nothing is read anew",
        ["footnote move contract.pdf lease.pdf --to legal"],
    )
    _add_names(moving)
    moving.add_argument(
        "--to", type=name, required=True, metavar="NAME", help="the collection, made if need be"
    )
    _add_common(moving)
    _add_bin(verbs, verb)


def _add_labels(verbs: Verbs, verb: Verb) -> None:
    renaming = verb(
        verbs,
        "rename",
        "show a document under another name; its file stays as it is",
        ['footnote rename scan0017.pdf "Lease 2024"'],
    )
    renaming.add_argument("name", metavar="ID_OR_NAME", help="a document's id, file name or path")
    renaming.add_argument("to", metavar="NEW_NAME", help="the file's own name takes it off again")
    _add_common(renaming)
    tagging = verb(
        verbs,
        "tag",
        "give documents tags, or take them off",
        ["footnote tag hr,2024 handbook.pdf leave.txt", "footnote tag 2024 handbook.pdf --off"],
    )
    tagging.add_argument("tags", metavar="TAGS", help="one tag, or several with commas between")
    _add_names(tagging)
    tagging.add_argument("--off", action="store_true", help="take these tags off")
    _add_common(tagging)


def add_tag(listing: argparse.ArgumentParser) -> None:
    """Which documents are listed, by their tags."""
    listing.add_argument(
        "--tag",
        type=name,
        action="append",
        metavar="TAG",
        help="only documents with this tag; given again: with all of them",
    )


def _add_bin(verbs: Verbs, verb: Verb) -> None:
    bin_ = verb(
        verbs,
        "bin",
        "list what was removed on the page and can still be brought back, or delete it now",
        ["footnote bin", "footnote bin --empty"],
    )
    bin_.add_argument("--empty", action="store_true", help="delete all of it for good")
    bin_.add_argument("--json", action="store_true", help="print JSON alone")
    restoring = verb(
        verbs,
        "restore",
        "bring documents back from the bin",
        ["footnote restore handbook.pdf"],
    )
    restoring.add_argument(
        "names", nargs="+", metavar="ID_OR_NAME", help="a document's id or name; see footnote bin"
    )
    restoring.add_argument("--json", action="store_true", help="print JSON alone")


def _add_names(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "names", nargs="+", metavar="ID_OR_NAME", help="a document's id, file name or path"
    )


def _add_common(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--collection", type=name, metavar="NAME", help="look only in this collection"
    )
    verb.add_argument("--json", action="store_true", help="print JSON alone")
