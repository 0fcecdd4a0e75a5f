"""The verb that measures: eval with a file of questions, and eval hellaswag."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.first_use import prepare_chat
from app.cli.output import note, plain, print_json
from app.cli.progress import Bar
from app.evaluation import hellaswag
from app.evaluation.evaluate import Plan, run
from app.evaluation.judges import judges, open_judge
from app.evaluation.questions import load
from app.evaluation.report import Report
from app.evaluation.report_text import render
from app.evaluation.saving import HELLASWAG, QUESTIONS, record, save
from app.settings import Settings
from app.tracking import Tracker, evaluations, trackers

if TYPE_CHECKING:
    from app.build import Footnote


def evaluate(footnote: Footnote, arguments: Namespace) -> int:
    """Ask a file of questions whose answers are known; print the figures and save them."""
    tracker = trackers(footnote.settings)
    file: Path = arguments.questions
    questions = load(file)
    plan = Plan(arguments.limit, arguments.retrieval, arguments.collection, file.name)
    named = arguments.judge
    judge = open_judge(named, footnote.settings, "--judge") if named else None
    if not plan.retrieval_only:
        prepare_chat(footnote)
        footnote.start_chat()
    with Bar("question") as bar:
        report = run(
            questions,
            footnote.measured,
            plan,
            lambda step: bar.show(step.done, step.total, step.row.id),
            judges=judges(footnote, judge),
        )
    return _tell(report, tracker, footnote.settings.home, QUESTIONS, arguments.json)


def score_endings(
    arguments: Namespace, settings: Settings, scorer: hellaswag.Scorer | None = None
) -> int:
    """Score a file of HellaSwag tasks; print the share that is right and save each choice.

    scorer: by default the GGUF that --model names, else the one that the settings name.
    """
    tracker = trackers(settings)
    tasks = hellaswag.load(arguments.tasks)
    if arguments.limit is not None:
        tasks = hellaswag.evenly(tasks, arguments.limit)
    if scorer is None:
        from app.evaluation.endings import LlamaScorer

        model = str(arguments.model or settings.model)
        scorer = LlamaScorer(model, settings.gpu_layers, settings.threads)
    with Bar("task") as bar:
        report = hellaswag.run(
            tasks,
            scorer,
            arguments.tasks.name,
            datetime.now(UTC),
            lambda done, row: bar.show(done, len(tasks), row.id),
        )
    return _tell(report, tracker, settings.home, HELLASWAG, arguments.json)


def _tell(report: Report, tracker: Tracker, home: Path, kind: str, as_json: bool) -> int:
    saved = save(report, home, kind)
    if as_json:
        print_json(record(report, kind))
    else:
        print(plain(render(report)))
    note(f"saved in {saved}")
    evaluations.log(tracker, report, saved, kind)
    return 0
