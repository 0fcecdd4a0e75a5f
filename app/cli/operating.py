"""Verbs for whoever runs Footnote for others. Each imports what it needs when it runs."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.cli.main import Opener
    from app.settings import Settings


def review(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """Go through bad answers: `footnote review`."""
    from app.cli.review import review

    return review(opener(settings), arguments)


def experiment(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """Prompts, models and settings side by side: `footnote experiment`."""
    from app.cli.experiment import experiment

    return experiment(opener(settings), arguments)


def train(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """Learn from reviewed answers: `footnote train`."""
    from app.cli.train import train as run

    return run(arguments, settings)


def versions(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """`footnote versions`."""
    from app.cli.versions import versions as run

    return run(opener(settings), arguments)


def runs(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """The runs of evaluation and training: `footnote runs`."""
    from app.cli.runs import runs as listed

    return listed(settings.home, arguments.json)


def drift(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """What has changed, what is lacking, what is out of date: `footnote drift`."""
    from app.cli.drift import drift as run

    return run(opener(settings), arguments.json)


def operations(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    """The main figures of the last hours: `footnote operations`."""
    from app.cli.operations import operations as run

    return run(opener(settings), arguments.hours, arguments.json)


def versioned(arguments: Namespace, settings: Settings, opener: Opener) -> Settings:
    """The settings of the version that --version names; without it those that hold."""
    if arguments.version is None:
        return settings
    from app.cli.versions import under_version

    return under_version(opener(settings), arguments.version)


VERBS = {
    "operations": operations,
    "review": review,
    "experiment": experiment,
    "train": train,
    "versions": versions,
    "drift": drift,
    "runs": runs,
}
"""Verbs by their names; a new one is added here."""
