"""The verb that measures: eval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import note, plain, print_json
from app.cli.progress import Bar
from app.evaluation.evaluate import Plan, run
from app.evaluation.questions import load
from app.evaluation.report import save
from app.evaluation.report_text import render

if TYPE_CHECKING:
    from app.build import Footnote


def evaluate(footnote: Footnote, file: Path, plan: Plan, as_json: bool) -> int:
    """Ask a file of questions whose answers are known; print the figures and save them."""
    questions = load(file)
    with Bar("question") as bar:
        report = run(
            questions, footnote, plan, lambda step: bar.show(step.done, step.total, step.row.id)
        )
    saved = save(report, footnote.settings.home)
    if as_json:
        print_json(json.loads(saved.read_text(encoding="utf-8")))
    else:
        print(plain(render(report)))
    note(f"saved in {saved}")
    return 0
