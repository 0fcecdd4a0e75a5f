"""What may not be, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.experiments.types import Experiment, ExperimentError, Value
from app.types import Question


def require_free(name: str, known: Sequence[Experiment]) -> None:
    """Raises ExperimentError where one of `known` runs, or has the name."""
    running = next((each for each in known if each.state == "running"), None)
    if running is not None:
        raise ExperimentError(
            f"The experiment {running.name!r} is running, and one runs at a time: two would "
            f"blur each other's effect. Stop it first: `footnote experiment stop "
            f"{running.name}`."
        )
    if any(each.name == name for each in known):
        raise ExperimentError(
            f"There was an experiment {name!r} before; take another name, so that answers of "
            "both stay apart."
        )


def chosen(question: Question, running: Experiment) -> bool:
    """Whether the person has chosen what this experiment is about."""
    changed = {key for arm in running.arms for key in arm.settings}
    model = bool(question.model) or question.larger
    return (model and bool(changed & {"model", "lora", "prompt"})) or (
        bool(question.hits) and "hits" in changed
    )


def winner_of(found: Experiment) -> str:
    """The winner's name. Raises ExperimentError where there is none."""
    if not found.winner:
        raise ExperimentError(
            f"The experiment {found.name!r} has no winner; name the arm to roll out: `footnote "
            f"experiment roll-out {found.name} --arm {found.arms[-1].name}`."
        )
    return found.winner


def as_it_is(found: Experiment, in_force: Mapping[str, Value]) -> Experiment:
    """Not rolled out, where all of the arm's settings were taken out of force in another way."""
    if found.state != "rolled out":
        return found
    held = found.arm(found.rolled).settings.items() & in_force.items()
    return found if held else unrolled(found)


def unrolled(found: Experiment) -> Experiment:
    """The experiment with none of its arms rolled out."""
    return replace(found, state="won" if found.winner else "stopped", rolled="")
