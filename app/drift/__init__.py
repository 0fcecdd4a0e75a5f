"""Whether people ask other things than before: distributions of questions, window by window."""

from app.drift.compare import ALPHA, LEAST, compare
from app.drift.types import Bin, Finding, Report, Windows
from app.drift.watch import Drift

__all__ = ["ALPHA", "LEAST", "Bin", "Drift", "Finding", "Report", "Windows", "compare"]
