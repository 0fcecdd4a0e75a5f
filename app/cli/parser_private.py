"""The words of `footnote private`, and of `footnote ingest --private`."""

from __future__ import annotations

import argparse

from app.cli.values import name

MARKS = "mark documents as private: their text is given only to models on this machine"
MARK_EXAMPLES = [
    "footnote private payroll.xlsx",
    "footnote private payroll.xlsx --off",
    "footnote private --collection legal",
]


def add_marking(verb: argparse.ArgumentParser) -> None:
    """What is to be marked, and whether the mark comes off."""
    verb.add_argument(
        "names",
        nargs="*",
        metavar="ID_OR_NAME",
        help="a document's id, file name or path, or an archive's name or path for all that came "
        "out of it; a mail's attachments follow the mail",
    )
    verb.add_argument(
        "--collection",
        type=name,
        metavar="NAME",
        help="look only in this collection; without names: mark all that is in it now",
    )
    verb.add_argument("--off", action="store_true", help="take the mark off")
    verb.add_argument("--json", action="store_true", help="print JSON alone")


def add_private(verb: argparse.ArgumentParser) -> None:
    """Whether an ingest marks what it lets in."""
    verb.add_argument(
        "--private",
        action=argparse.BooleanOptionalAction,
        help="mark these documents as private: their text is given only to models on this machine; "
        "default: setting private_by_default",
    )
