"""The words that only `search` knows: how much, with what reasons, and where to look."""

from __future__ import annotations

import argparse

from app.cli.values import MOST_HITS, hits, positive


def add_hits(verb: argparse.ArgumentParser) -> None:
    """How many hits, and whether with their reasons."""
    verb.add_argument(
        "-k",
        type=hits,
        metavar="N",
        help=f"most hits, 1 to {MOST_HITS} (default: setting hits; with --budget {MOST_HITS})",
    )
    verb.add_argument(
        "--budget",
        type=positive,
        metavar="CHARACTERS",
        help="no more hits once their texts hold this many characters",
    )
    verb.add_argument(
        "--explain",
        action="store_true",
        help="show every score of every hit, and what was left out and why",
    )


def add_scope(verb: argparse.ArgumentParser) -> None:
    """Where to look, beside the collection."""
    verb.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="ID_OR_NAME",
        help="look only in this document; give it again for more",
    )
    verb.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="TYPE",
        help="look only in files of this type, as pdf; give it again for more",
    )
    verb.add_argument(
        "--since",
        metavar="DATE",
        help="look only in documents dated from then on: 2023, 2023-05 or 2023-05-01",
    )
    verb.add_argument("--until", metavar="DATE", help="and in those dated until then, it included")
