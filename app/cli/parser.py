"""The words of the command line, with their help."""

from __future__ import annotations

import argparse
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.parser_eval import EXAMPLES, add_words
from app.cli.parser_models import add_models
from app.cli.parser_operating import add_operating
from app.cli.parser_private import MARK_EXAMPLES, MARKS, add_marking, add_private
from app.cli.parser_search import add_hits, add_scope
from app.cli.parser_shelf import add_shelf, add_tag
from app.cli.values import name, positive, settings_help
from app.settings import FILE_NAME

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]

_DESCRIPTION = """\
Answers questions from your own documents and shows, for every sentence of the answer, the place
that supports it. Everything runs and stays on this machine."""

_FIRST_STEPS = """\
examples:
  footnote ingest ~/reports handbook.pdf
  footnote ask "How many days of leave do trainees have?"
  footnote ui"""


def parser() -> argparse.ArgumentParser:
    """The parser of every verb; it exits with status 2 and a usage line on wrong words."""
    top = argparse.ArgumentParser(
        prog="footnote",
        description=_DESCRIPTION,
        epilog=f"{_FIRST_STEPS}\n\n{settings_help()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    _add_ingest(verbs)
    _add_documents(verbs)
    add_shelf(verbs, _verb)
    add_marking(_verb(verbs, "private", MARKS, MARK_EXAMPLES))
    _verb(verbs, "rebuild", "make both indexes anew from the database", ["footnote rebuild"])
    _add_search(verbs)
    _add_ask(verbs)
    _add_summarise(verbs)
    _add_ui(verbs)
    _add_eval(verbs)
    add_operating(verbs, _verb)
    add_models(verbs, _verb)
    _add_doctor(verbs)
    return top


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        try:
            print(f"footnote {metadata.version('footnote-rag')}")
        except metadata.PackageNotFoundError:
            print("footnote, run without being installed")
        parser.exit()


def _verb(
    verbs: Verbs, name: str, summary: str, examples: list[str], alias: str | None = None
) -> argparse.ArgumentParser:
    lines = "\n".join(f"  {example}" for example in examples)
    return verbs.add_parser(
        name,
        aliases=[alias] if alias else [],
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_ingest(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "ingest",
        "add files and folders to the library; what it holds already is left as it is",
        [
            "footnote ingest handbook.pdf",
            "footnote ingest ~/contracts --collection legal",
            "footnote ingest ~/contracts --dry-run",
            "footnote ingest ~/contracts --watch",
        ],
    )
    verb.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    verb.add_argument("--collection", type=name, metavar="NAME", help="collection to add to")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--watch", action="store_true", help="follow folders until Ctrl-C")
    how.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    verb.add_argument(
        "--reread",
        action="store_true",
        help="read documents with unread pages anew, for example after installing Tesseract",
    )
    verb.add_argument(
        "--keep",
        action="store_true",
        help="keep documents whose file is gone from a folder; without it they leave the library",
    )
    add_private(verb)
    _add_json(verb)


def _add_documents(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "documents",
        "list the library's documents, or report on one",
        [
            "footnote documents",
            "footnote documents --collection legal --tag 2024 --json",
            "footnote documents handbook.pdf",
        ],
    )
    verb.add_argument(
        "name", nargs="?", metavar="ID_OR_NAME", help="report on it: size, pages unread, notes"
    )
    add_tag(verb)
    _add_collection(verb)
    _add_json(verb)


def _add_search(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "search",
        "find the text that a question is about, without a language model",
        [
            'footnote search "notice period" -k 10',
            'footnote search "notice period" --explain',
            'footnote search "notice period" --type pdf --type docx --since 2023',
            "footnote search --batch questions.jsonl --budget 3600",
        ],
    )
    add_hits(verb)
    _add_asking(verb)
    add_scope(verb)


def _add_ask(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "ask",
        "answer a question, with footnotes",
        [
            'footnote ask "What is the notice period?"',
            'footnote ask "What is the notice period?" --collection legal --json',
            "footnote ask --batch questions.jsonl > answers.jsonl",
        ],
    )
    _add_asking(verb)
    verb.add_argument("--larger", action="store_true", help="ask the model of larger_model")


def _add_summarise(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "summarise",
        "tell a whole document in a few sentences, with footnotes",
        ["footnote summarise handbook.pdf", "footnote summarise handbook.pdf --sentences 8"],
        alias="summarize",
    )
    verb.set_defaults(verb="summarise")  # under either spelling
    verb.add_argument(
        "document", metavar="DOCUMENT", help="a document's id, file name or path; see documents"
    )
    verb.add_argument(
        "--sentences", type=positive, metavar="N", help="at most N; default: 5 to 12, by length"
    )
    _add_json(verb)


def _add_asking(verb: argparse.ArgumentParser) -> None:
    source = verb.add_mutually_exclusive_group(required=True)
    source.add_argument("question", nargs="?", help="the question, in quotes")
    source.add_argument(
        "--batch",
        metavar="FILE",
        help='a file with {"question": ...} on each line, "id" and "collection" if wanted; '
        "- reads standard input; one line of JSON comes out for each",
    )
    _add_collection(verb)
    _add_json(verb)


def _add_ui(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "ui",
        "serve the page in the browser until Ctrl-C",
        ["footnote ui", "footnote ui --port 9000"],
    )
    verb.add_argument("--port", type=int, metavar="PORT", help="default: setting port")
    verb.add_argument("--address", metavar="HOST", help="default: setting address")


def _add_eval(verbs: Verbs) -> None:
    summary = "measure answers to questions whose right answers are known; compare saved runs"
    add_words(_verb(verbs, "eval", summary, EXAMPLES), _verb)


def _add_doctor(verbs: Verbs) -> None:
    verb = _verb(
        verbs,
        "doctor",
        "check this installation and the library",
        ["footnote doctor", "footnote doctor --tune", "footnote doctor --tune --write"],
    )
    verb.add_argument(
        "--tune", action="store_true", help="measure how the embedding model runs fastest here"
    )
    verb.add_argument(
        "--write", action="store_true", help=f"with --tune: write the result to {FILE_NAME}"
    )
    _add_json(verb)


def _add_collection(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--collection", type=name, metavar="NAME", help="look only in this collection"
    )


def _add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON alone")
