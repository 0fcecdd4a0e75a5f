"""The evaluations that were saved: listed, found by name, and read back whole.

Files of earlier formats are read too: a field that was not yet saved gets a value that says so
(None, "", 0 or an empty tuple), so that new figures need no new reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.evaluation.measures import figures
from app.evaluation.report import FORMAT, READABLE, RENAMED, Figure, Report, Row, Versions
from app.evaluation.saved_fields import Fault, read
from app.evaluation.saving import HELLASWAG, QUESTIONS
from app.evaluation.scores import Abstentions
from indexes.errors import FootnoteError

FOLDER = "evaluations"
"""Below Footnote's home."""

_LOADED = (QUESTIONS, HELLASWAG)
"""Kinds whose rows are known."""

_STAMP = "%Y%m%dT%H%M%SZ"
_STEM = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?")


class EvaluationError(FootnoteError):
    """A saved evaluation is missing, ambiguous, damaged or of another kind."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved evaluation, without its rows.

    kind: QUESTIONS, HELLASWAG or the name that another kind gives itself. reason: why the file
    cannot be read, one sentence with the file's name and the remedy; '' where it can. versions is
    None, and figures and questions are empty and 0, where the file cannot be read or does not hold
    them. questions: how many were asked. abstained: None where it was not counted.
    """

    path: Path
    kind: str
    versions: Versions | None
    figures: tuple[Figure, ...]
    questions: int
    reason: str = ""
    abstained: Abstentions | None = None


def runs(home: Path) -> list[Saved]:
    """Return every saved evaluation below `home`, the newest first, damaged files among them."""
    return [summary(path) for path in paths(home)]


def paths(home: Path) -> list[Path]:
    """Return the files of the saved evaluations below `home`, the newest first.

    New is what its name says, `<date and time>[-number]`; a file of another name counts by the
    time at which it was last written.
    """
    return sorted((home / FOLDER).glob("*.json"), key=_age, reverse=True)


def summary(path: Path) -> Saved:
    """Return what the list shows of one file. A file that cannot be read says so by `reason`."""
    kind = ""
    try:
        record = _record(path)
        kind = _kind(record)
        rows = record.get("rows")
        questions = len(rows) if isinstance(rows, list) else 0
        if kind not in _LOADED:
            return _foreign(path, kind, record, questions)
        if not isinstance(rows, list):
            raise Fault("rows is missing or not a list")
        versions: Versions = read(record.get("versions"), Versions, "versions")
        means = _figures(record)
        counts: Abstentions | None = read(
            record.get("abstention"), Abstentions | None, "abstention"
        )
    except (EvaluationError, Fault) as error:
        reason = str(error) if isinstance(error, EvaluationError) else _damaged(path, error)
        return Saved(path, kind, None, (), 0, reason)
    return Saved(path, kind, versions, means, questions, "", counts)


def load(path: Path) -> Report:
    """Return the evaluation that `app.evaluation.saving.save` wrote to `path`.

    Raises EvaluationError, naming file and remedy, if the file cannot be read, is damaged, comes
    from a newer Footnote, or holds another kind of evaluation.
    """
    record = _record(path)
    kind = _kind(record)
    if kind not in _LOADED:
        raise EvaluationError(
            f"{path.name} holds a {kind} evaluation, which this Footnote only lists; choose a run "
            "of a question file."
        )
    try:
        versions: Versions = read(record.get("versions"), Versions, "versions")
        rows: tuple[Row, ...] = read(record.get("rows"), tuple[Row, ...], "rows")
    except Fault as fault:
        raise EvaluationError(_damaged(path, fault)) from fault
    return Report(versions, rows)


def find(home: Path, name: str) -> Path:
    """Return the saved evaluation that `name` means.

    name: the file's name with or without `.json`, the beginning of exactly one such name, or
    `latest` for the newest that asked questions. Raises EvaluationError where that is none, or
    more than one.
    """
    held = paths(home)
    if not held:
        raise EvaluationError(
            f"No evaluation is saved in {home / FOLDER} yet; make one with "
            "`footnote eval data/eval/samples.jsonl`."
        )
    if name == "latest":
        return _latest(held)
    stem = name.removesuffix(".json")
    same = [path for path in held if path.stem == stem]
    fitting = same or [path for path in held if stem and path.stem.startswith(stem)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(path.stem for path in (fitting or held)[:3])
    if fitting:
        raise EvaluationError(
            f"{name!r} begins the names of {len(fitting)} evaluations ({known}, ...); give more "
            "of the name."
        )
    raise EvaluationError(f"No saved evaluation is called {name!r}; the newest are {known}.")


def _latest(held: list[Path]) -> Path:
    """The newest that asked questions; one that cannot be read counts, so that `load` tells why."""
    for path in held:
        if summary(path).kind in (QUESTIONS, ""):
            return path
    raise EvaluationError(
        "No saved evaluation asked questions; make one with `footnote eval "
        "data/eval/samples.jsonl`."
    )


def _record(path: Path) -> Mapping[str, object]:
    try:
        value: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(
            f"{path.name} cannot be read ({error.strerror}); check that the file exists and may "
            "be read."
        ) from error
    except ValueError as error:  # not UTF-8, or not JSON
        raise EvaluationError(_damaged(path, Fault(f"not JSON: {error}"))) from error
    if not isinstance(value, dict):
        raise EvaluationError(_damaged(path, Fault("not a JSON object")))
    version = value.get("format", 1)
    if version not in READABLE:
        raise EvaluationError(
            f"{path.name} has format {version!r}, and this Footnote reads formats up to {FORMAT}; "
            "update Footnote to see it."
        )
    return _renamed(value)


def _renamed(record: Mapping[str, object]) -> Mapping[str, object]:
    """The record with the keys of format 1 called as they are now."""
    rows = record.get("rows")
    if record.get("format", 1) != 1 or not isinstance(rows, list):
        return record
    renamed = []
    for row in rows:
        said = row.get("said") if isinstance(row, dict) else None
        if isinstance(said, dict):
            row = {**row, "said": {RENAMED.get(key, key): each for key, each in said.items()}}
        renamed.append(row)
    return {**record, "rows": renamed}


def _figures(record: Mapping[str, object]) -> tuple[Figure, ...]:
    """The figures as saved; those of an older format are counted anew, since names have changed."""
    if record.get("format", 1) != FORMAT:
        rows: tuple[Row, ...] = read(record.get("rows"), tuple[Row, ...], "rows")
        return figures(rows)
    means: tuple[Figure, ...] = read(record.get("figures", []), tuple[Figure, ...], "figures")
    return means


def _kind(record: Mapping[str, object]) -> str:
    kind = record.get("kind", QUESTIONS)
    return kind if isinstance(kind, str) and kind else repr(kind)


def _foreign(path: Path, kind: str, record: Mapping[str, object], questions: int) -> Saved:
    """What can be told of a kind that this reader does not know: as much as looks familiar."""
    try:
        versions: Versions | None = read(record.get("versions"), Versions, "versions")
        means = _figures(record)
    except Fault:
        return Saved(path, kind, None, (), questions)
    return Saved(path, kind, versions, means, questions)


def _damaged(path: Path, fault: Fault) -> str:
    return (
        f"{path.name} is damaged ({fault}); remove the file and evaluate again, or bring it back "
        "from a copy."
    )


def _age(path: Path) -> tuple[str, int, str]:
    found = _STEM.match(path.stem)
    if found:
        return found[1], int(found[2] or 1), path.stem
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return written.strftime(_STAMP), 1, path.stem
