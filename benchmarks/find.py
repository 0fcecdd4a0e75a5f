"""`python -m benchmarks.find`: what Footnote finds, beside the tutorial pipeline, in one run.

By default on the sample library. With `--corpora DIR --file FILE` on any folder of text files whose
questions give gold spans, a JSON object a line: {"question", "document", "spans": [[start, end]]},
offsets in the decoded file (the layout of Chroma's chunking evaluation).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, median

from app import settings as settings_module
from app.evaluation.evaluate import spread
from app.evaluation.questions import GoldQuestion, GoldSpan, load
from benchmarks.measures import gold_overlap
from benchmarks.messages import Response
from benchmarks.process import Answering, Worker, environment
from benchmarks.run import QUESTIONS, SAMPLES
from indexes.errors import FootnoteError
from ingest.walk import gather

BUDGETS = (1000, 2000, 4000)
RANKS = (1, 5, 10)
HIT = 0.5
"""Share of a question's gold letters from which on it counts as found."""


@dataclass(frozen=True, slots=True)
class Side:
    """A pipeline under the name that the table gives it."""

    label: str
    worker: Answering


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print the table; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        questions = _questions(options)
        files = [admission.path for admission in gather([options.corpora]).files]
        print(f"{len(files)} files, {len(questions)} questions with gold spans")
        print(render(_ask(options, questions, files)))
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def measure(
    questions: Sequence[GoldQuestion], found: Sequence[Response]
) -> list[tuple[str, float]]:
    """The figures of one side, by name, percentages but for the last two lines."""
    pairs = list(zip(questions, found, strict=True))
    rows: list[tuple[str, float]] = []
    for budget in BUDGETS:
        overlaps = [gold_overlap(question, reply["pieces"], budget) for question, reply in pairs]
        rows += [
            (f"recall in {budget:,} characters", 100 * fmean(o.recall or 0.0 for o in overlaps)),
            (f"precision in {budget:,} characters", 100 * fmean(o.precision for o in overlaps)),
            (f"IoU in {budget:,} characters", 100 * fmean(o.union for o in overlaps)),
        ]
    for rank in RANKS:
        held = [
            (gold_overlap(question, reply["pieces"][:rank], sys.maxsize).recall or 0.0) >= HIT
            for question, reply in pairs
        ]
        rows.append((f"hit@{rank}", 100 * fmean(held)))
    lengths = [len(piece["text"]) for _, reply in pairs for piece in reply["pieces"]]
    rows.append(("characters in a piece, mean", fmean(lengths)))
    rows.append(("CPU-ms per question, median", 1000 * median(r["cpu_s"] for r in found)))
    return rows


def render(table: Sequence[tuple[str, list[tuple[str, float]]]]) -> str:
    """The table as text: a line for each figure, a column for each side."""
    labels = [label for label, _ in table]
    width = max(len(label) for label in labels) + 2
    lines = [" " * 34 + "".join(f"{label:>{width}}" for label in labels)]
    for figures in zip(*(rows for _, rows in table), strict=True):
        name = figures[0][0]
        lines.append(f"{name:34}" + "".join(f"{value:>{width}.1f}" for _, value in figures))
    return "\n".join(lines)


def _ask(
    options: argparse.Namespace, questions: Sequence[GoldQuestion], files: Sequence[Path]
) -> list[tuple[str, list[tuple[str, float]]]]:
    settings = settings_module.load()
    with ExitStack() as stack:
        sides = []
        for label, name, reranker in (
            ("tutorial", "tutorial", "none"),
            ("not reranked", "footnote", "none"),
            ("footnote", "footnote", settings.reranker),
        ):
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-bench-")))
            variables = environment(replace(settings, reranker=reranker), home, options.threads)
            sides.append(Side(label, stack.enter_context(Worker(name, variables))))
        return take_turns(sides, questions, files)


def take_turns(
    sides: Sequence[Side], questions: Sequence[GoldQuestion], files: Sequence[Path]
) -> list[tuple[str, list[tuple[str, float]]]]:
    """Have each side ingest the files and search for each question, in turns."""
    for side in sides:
        print(f"{side.label}: ingesting", file=sys.stderr, flush=True)
        side.worker.call("warm")
        side.worker.call("ingest", files=files)
        side.worker.call("search", questions[0].question)  # loads what a first search loads
    found: dict[str, list[Response]] = {side.label: [] for side in sides}
    for number, question in enumerate(questions):
        for side in sides if number % 2 == 0 else reversed(sides):
            found[side.label].append(side.worker.call("search", question.question))
    return [(side.label, measure(questions, found[side.label])) for side in sides]


def _questions(options: argparse.Namespace) -> list[GoldQuestion]:
    if options.corpora == SAMPLES:
        held = [question for question in load(options.file) if question.spans]
        return list(spread(held, options.questions))
    lines = options.file.read_text(encoding="utf-8").splitlines()
    made = [spanned(number, line, options.corpora) for number, line in enumerate(lines)]
    return list(spread(made, options.questions))


def spanned(number: int, line: str, corpora: Path) -> GoldQuestion:
    data = json.loads(line)
    text = (corpora / data["document"]).read_text(encoding="utf-8")
    spans = tuple(
        GoldSpan(data["document"], 1, start, end, text[start:end]) for start, end in data["spans"]
    )
    return GoldQuestion(str(number), data["question"], ("",), "spans", spans)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.find", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=SAMPLES, help="folder of documents")
    parser.add_argument("--file", type=Path, default=QUESTIONS, help="question file")
    parser.add_argument("--questions", type=int, help="how many to ask (default: all)")
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="threads of each pipeline"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
