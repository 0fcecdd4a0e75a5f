"""Saved evaluations as the page reads them: each file once, until it changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from app.evaluation import saved
from app.evaluation.compare import Comparison, compare
from app.evaluation.report import Report
from app.evaluation.saved import Saved


def runs(home: Path) -> list[Saved]:
    """Every saved evaluation, the newest first, unreadable ones among them."""
    return [_summary(path, _state(path)) for path in saved.paths(home)]


def report(path: Path) -> Report:
    """One evaluation with its rows. Raises EvaluationError, as `saved.load` does."""
    return _report(path, _state(path))


def comparison(before: Path, after: Path) -> Comparison:
    """Two evaluations side by side. Raises EvaluationError or QuestionError."""
    return _comparison(before, _state(before), after, _state(after))


def _state(path: Path) -> tuple[int, int]:
    """Time and size: a file that has changed has others. Zeros for one that has gone."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=1000)
def _summary(path: Path, state: tuple[int, int]) -> Saved:
    return saved.summary(path)


@lru_cache(maxsize=8)
def _report(path: Path, state: tuple[int, int]) -> Report:
    return saved.load(path)


@lru_cache(maxsize=8)
def _comparison(
    before: Path, state_before: tuple[int, int], after: Path, state_after: tuple[int, int]
) -> Comparison:
    return compare(_report(before, state_before), _report(after, state_after))
