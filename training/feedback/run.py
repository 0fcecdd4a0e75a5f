"""Learn from feedback: `footnote train` starts this.

Makes the data set of reviewed and synthetic items, trains, compares with what is in force on the
questions that are held out, registers what it made, and puts it in force where it wins.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from app.models import ADAPTED_PROMPT
from app.quiet import hush
from app.settings import load
from app.tracking import Run, Setting, Tracker, trackers
from app.tracking.types import DONE, FAILED, TRAINING
from indexes.errors import FootnoteError
from training.feedback import chat, fusion, reranker
from training.feedback.job import Job, Options, Outcome, known
from training.options import parser

PARTS: dict[str, Callable[[Job], Outcome]] = {
    "chat": chat.learn,
    "fusion": fusion.learn,
    "reranker": reranker.learn,
}


def main(argv: Sequence[str] | None = None, tracker: Tracker | None = None) -> int:
    """Train; argv: by default the process's. Returns 1 where something is missing, 130 on Ctrl-C.

    tracker: keeps the run with its settings, figures and files; by default those of the settings.
    """
    given = _parser().parse_args(argv)
    hush()
    try:
        return _trained(given, tracker)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("footnote: stopped; nothing was put in force.", file=sys.stderr)
        return 130


def _trained(given: Namespace, tracker: Tracker | None) -> int:
    settings = load({**os.environ, "FOOTNOTE_HOME": str(given.home)} if given.home else None)
    options = Options(
        given.minutes, given.synthetic, given.name, given.dry_run, not given.no_swap, given.guard,
        given.seed, given.threads,
    )  # fmt: skip
    job = Job(settings, given.part, options, _say)
    if options.name:
        _ = job.name  # before the work: it may be taken
    job.run = None if options.dry else _started(job, tracker or trackers(settings))
    status = FAILED
    try:
        outcome = PARTS[given.part](job)
        _conclude(job, outcome)
        status = DONE
    finally:
        if job.run is not None:
            job.run.end(status)
    return 0


def _started(job: Job, tracker: Tracker) -> Run:
    told: dict[str, Setting] = {
        "part": job.part,
        "minutes": job.options.minutes,
        "synthetic": job.options.synthetic,
    }
    versions = {"build": job.footnote.catalog.build_id(), "lora": Path(job.settings.lora).name}
    return tracker.start(TRAINING, job.name, told, versions)


def _conclude(job: Job, outcome: Outcome) -> None:
    """Register what was made, tell how it did, and put it in force where it won."""
    figures = known(outcome.figures)
    for name, value in figures.items():
        _say(f"  {name}: {value:.4g}")
    job.log(figures)
    values: dict[str, Setting] = dict(outcome.values)
    if outcome.file is not None and outcome.file.suffix == ".gguf":
        parent = Path(chat.started_from(job.settings)).stem
        adapter = job.adapters.register(outcome.file, job.name, parent, figures, ADAPTED_PROMPT)
        values = adapter.settings
        _say(f"registered as {adapter.name}, SHA-256 {adapter.sha256[:12]}")
    if job.run is not None and outcome.file is not None:
        job.run.file(outcome.file)
    if not outcome.wins:
        _say(f"What is in force stays: {outcome.why}.")
    elif not job.options.swap:
        _say(f"It wins: {outcome.why}. It is not put in force (--no-swap).")
    else:
        notes = job.active.put(values, f"footnote train: {job.name}: {outcome.why}")
        _say(f"It wins and is in force: {outcome.why}. `footnote versions back` takes it back.")
        for note in notes:
            _say(note)


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> ArgumentParser:
    plain = Options()
    made = parser("training.feedback.run", __doc__)
    add = made.add_argument
    add("--home", type=Path, help="Footnote's folder; None: as FOOTNOTE_HOME says")
    add("--part", choices=tuple(PARTS), default="chat", help="what learns")
    add("--minutes", type=float, default=plain.minutes, help="of learning, at most")
    add("--synthetic", type=int, default=plain.synthetic, help="questions made from documents")
    add("--name", default=plain.name, help="of what is made; '': the next free one")
    add("--dry-run", action="store_true", help="make the data set, print its size, and stop")
    add("--no-swap", action="store_true", help="put nothing in force")
    add("--guard", type=Path, help="questions that must not become worse; None: synthetic ones")
    add("--seed", type=int, default=plain.seed, help="of all chance")
    add("--threads", type=int, default=plain.threads, help="of the training; 0: its own choice")
    return made


if __name__ == "__main__":
    sys.exit(main())
