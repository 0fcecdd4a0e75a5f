"""Keeps the runs of evaluation and training, and passes them on to other trackers."""

from app.tracking.builtin import Runs
from app.tracking.choosing import trackers
from app.tracking.types import Kept, KeptFile, Point, Run, Setting, Tracker

__all__ = ["Kept", "KeptFile", "Point", "Run", "Runs", "Setting", "Tracker", "trackers"]
