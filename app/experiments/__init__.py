"""Experiments with prompts, models and settings, assigned per user and judged honestly."""

from app.experiments.arms import SETTABLE, parsed
from app.experiments.experiments import Experiments
from app.experiments.report import ArmReport, Report
from app.experiments.types import (
    Arm,
    Assigned,
    Experiment,
    ExperimentError,
    PutsInForce,
    State,
    Unit,
    Value,
)

__all__ = [
    "SETTABLE", "Arm", "ArmReport", "Assigned", "Experiment", "ExperimentError", "Experiments",
    "PutsInForce", "Report", "State", "Unit", "Value", "parsed",
]  # fmt: skip
