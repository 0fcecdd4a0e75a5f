"""`python -m benchmarks.ingest`: whole ingests of PDF files, side by side.

Four sides, each in a process of its own with its model loaded, take turns, so that whatever else
the machine does weighs on all alike: (a) the LangChain loader pipeline, (b) the bare embedding of
Footnote's own texts, sorted, by sentence-transformers' `encode` and by Footnote's embedder, and (c)
Footnote's whole ingest into an empty library.

`python -m benchmarks.ingest --memory --pages 5000` watches the memory of all processes instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from pypdf import PdfReader

from benchmarks import memory
from benchmarks.corpus import write_reports
from benchmarks.ingest_process import Sides
from benchmarks.ingest_summary import Rounds, render
from indexes.errors import FootnoteError, LibraryError

NAMES = ("langchain", "encode", "bare", "footnote")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print the comparison; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="footnote-bench-") as folder:
            files = _files(options, Path(folder))
            if options.memory:
                memory.watch(files, Path(folder), options.threads)
            else:
                _compare(files, Path(folder), options)
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _compare(files: Sequence[Path], folder: Path, options: argparse.Namespace) -> None:
    pages = sum(len(PdfReader(file).pages) for file in files)
    print(f"{len(files)} files, {pages} pages, {options.threads} threads", flush=True)
    rounds = Rounds(pages)
    with ExitStack() as stack:
        sides = stack.enter_context(Sides(folder / "texts.json", options.threads))
        sides.start("footnote", "auto")
        sides.ingest("footnote", files)  # the others need its texts; imports of the first time too
        for name in NAMES[:-1]:
            sides.start(name, sides.loaded["footnote"]["precision"])
        for number in range(options.rounds):
            turn = NAMES if number % 2 == 0 else tuple(reversed(NAMES))
            rounds.add({name: sides.ingest(name, files) for name in turn})
    print(render(rounds, sides.loaded))


def _files(options: argparse.Namespace, folder: Path) -> list[Path]:
    if options.folder is None:
        return write_reports(folder / "reports", options.pages)
    files = sorted(options.folder.rglob("*.pdf"))
    if not files:
        raise LibraryError(f"There is no PDF file in {options.folder}; name another folder.")
    return files


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--pages", type=int, default=320, help="pages to make (default 320)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side (default 3)")
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="threads of each model"
    )
    parser.add_argument("--folder", type=Path, help="real PDF files instead of made ones")
    parser.add_argument("--memory", action="store_true", help="watch memory instead of speed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
