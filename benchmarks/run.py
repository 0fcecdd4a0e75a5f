"""`python -m benchmarks.run`: Footnote beside the tutorial pipeline on the sample library.

Each pipeline runs in its own process with the same threads, and they take turns, question by
question, so that whatever else the machine does weighs on both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from app import settings as settings_module
from app.evaluation.evaluate import spread
from app.evaluation.questions import GoldQuestion, load
from app.settings import PROJECT_ROOT
from benchmarks.measures import Asked
from benchmarks.messages import Response
from benchmarks.process import Answering, Worker, environment
from benchmarks.summary import Run, compare, render
from benchmarks.worker import NAMES
from indexes.errors import FootnoteError
from ingest.walk import gather

SAMPLES = PROJECT_ROOT / "data" / "samples"
FIRST = "What are these documents about?"
"""Asked before anything is measured, so that no question pays for loading the language model."""

QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print the comparison, save it; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _benchmark(options)
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1


def take_turns(
    workers: Sequence[Answering], questions: Sequence[GoldQuestion], files: Sequence[Path]
) -> list[Run]:
    """Have each worker ingest the files, then search and answer each question, in turns."""
    warmed = [worker.call("warm") for worker in workers]
    ingested = []
    for worker in workers:
        _say(f"{worker.name}: ingesting {len(files)} files")
        ingested.append(worker.call("ingest", files=files))
    for worker in workers:
        worker.call("ask", FIRST)
    asked: dict[str, list[Asked]] = {worker.name: [] for worker in workers}
    for number, question in enumerate(questions):
        _say(f"question {number + 1} of {len(questions)}")
        # Who goes first alternates too.
        for worker in workers if number % 2 == 0 else reversed(workers):
            search = worker.call("search", question.question)
            answer = worker.call("ask", question.question)
            asked[worker.name].append(Asked(question, search, answer))
    return [
        Run(worker.name, warm, ingest, tuple(asked[worker.name]), worker.call("end"))
        for worker, warm, ingest in zip(workers, warmed, ingested, strict=True)
    ]


def _benchmark(options: argparse.Namespace) -> int:
    settings = settings_module.load()
    questions = spread(load(options.file), options.questions)
    files = [admission.path for admission in gather([options.samples]).files]
    started = datetime.now(UTC)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-bench-")))
        variables = environment(settings, home, options.threads)
        workers = [stack.enter_context(Worker(name, variables)) for name in NAMES]
        runs = take_turns(workers, questions, files)
    lines = compare(*runs)
    held = sum(question.answerable for question in questions)
    print(
        f"{len(files)} files, {runs[1].ingested['characters']} characters; {len(questions)} "
        f"questions, {held} of them answerable; {options.threads} threads; medians per question"
    )
    print(render(lines))
    output = options.output or settings.home / "benchmarks" / f"{started:%Y%m%dT%H%M%SZ}.json"
    record = {
        "date": started.isoformat(),
        "threads": options.threads,
        # Of paths the name alone: the record may be shown elsewhere.
        "settings": {name: Path(str(value)).name for name, value in asdict(settings).items()},
        "lines": [{**asdict(line), "ratio": line.ratio} for line in lines],
        "runs": [_run_json(run) for run in runs],
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"saved to {output}")
    return 0


def _run_json(run: Run) -> dict[str, object]:
    return {
        "name": run.name,
        "warmed": _cost(run.warmed),
        "ingested": _cost(run.ingested),
        "peak_bytes": run.ended["peak_bytes"],
        "questions": [
            {
                "id": asked.question.id,
                "right": asked.right,
                "text": asked.answer["text"],
                "abstained": asked.answer["abstained"],
                "first_token_s": asked.answer["first_token_s"],
                "answer": _cost(asked.answer),
                "search": _cost(asked.search),
            }
            for asked in run.asked
        ],
    }


def _cost(response: Response) -> dict[str, float]:
    return {"cpu_s": response["cpu_s"], "wall_s": response["wall_s"]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--questions", type=int, default=40, help="how many to ask (default 40)")
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="threads of each pipeline"
    )
    parser.add_argument("--file", type=Path, default=QUESTIONS, help="question file")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of documents")
    parser.add_argument("--output", type=Path, help="where to save the JSON")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
