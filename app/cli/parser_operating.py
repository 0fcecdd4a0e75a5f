"""The verbs for whoever runs Footnote for others, in the order of the help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.parser_drift import add_drift
from app.cli.parser_experiment import add_experiment
from app.cli.parser_operate import add_operations
from app.cli.parser_review import add_review
from app.cli.parser_runs import add_runs
from app.cli.parser_train import add_train
from app.cli.parser_versions import add_versions

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]


def add_operating(verbs: Verbs, verb: Verb) -> None:
    """Each verb with its words. verb: makes a verb with its help."""
    add_operations(verbs, verb)
    add_review(verbs, verb)
    add_experiment(verbs, verb)
    add_train(verbs, verb)
    add_versions(verbs, verb)
    add_runs(verbs, verb)
    add_drift(verbs, verb)
