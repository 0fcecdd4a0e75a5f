"""`footnote ingest`: files and folders in, what came of them told."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from app.cli.ingest_report import (
    ALL_OF_THEM,
    MOST_LINES,
    counts,
    formats,
    passed_over,
    plan_lines,
    remarks,
    trouble,
)
from app.cli.output import note, print_json
from app.cli.progress import Bar
from app.contract_library import ingest_json, plan_json
from indexes.errors import LibraryError
from ingest.names import spelt
from ingest.report import Gathered, IngestReport, Listener, Outcome, Planned, Progress
from ingest.walk import gather

if TYPE_CHECKING:
    from app.build import Footnote

STOPPED = 130
STOPPING = "stopping after the files that are being read; Ctrl-C again ends at once"


@dataclass(frozen=True, slots=True)
class Choices:
    """How to ingest. keep: documents whose file is gone from a folder stay.

    reread: documents with unread pages are read anew. private: documents are marked as private;
    None: as the setting private_by_default says.
    """

    collection: str | None = None
    dry_run: bool = False
    keep: bool = False
    as_json: bool = False
    reread: bool = False
    private: bool | None = None


def ingest(footnote: Footnote, paths: Sequence[Path], choices: Choices) -> int:
    """Take files and folders in; 1 when a file failed, 0 when all are in the library now."""
    gathered = found(footnote, paths, choices.keep)
    collection = choices.collection or footnote.settings.collection
    if choices.dry_run or not gathered.files:
        planned = footnote.library.plan(gathered, collection, footnote.actor.id)
        if not planned:  # no file, and the library holds nothing from there
            _refuse(paths, gathered)
        if choices.dry_run:
            _tell_plan(planned, gathered, choices.as_json)
            return 0
    report = run(footnote, replace(gathered, anew=choices.reread), choices)
    tell(report, gathered, choices.as_json)
    if report.stopped:
        return STOPPED
    return 0 if report.ok else 1


def found(footnote: Footnote, paths: Sequence[Path], keep: bool) -> Gathered:
    """What is at the paths, the library's own folder left out.

    Nothing counts as gone when `keep` is chosen.
    """
    gathered = gather(paths)
    home = footnote.settings.home.resolve()
    files = tuple(each for each in gathered.files if not each.path.is_relative_to(home))
    passed = tuple(each for each in gathered.passed if not each.path.is_relative_to(home))
    return Gathered(files, () if keep else gathered.folders, passed)


def run(footnote: Footnote, gathered: Gathered, choices: Choices) -> IngestReport:
    """Let the files in; a progress bar, and what fails at once. Ctrl-C ends it in good order."""
    collection = choices.collection or footnote.settings.collection
    default = footnote.settings.private_by_default == "yes"
    if default if choices.private is None else choices.private:
        gathered = _marked(gathered)
    with Bar("B") as bar, _stoppable(Teller(bar)) as teller:
        report = footnote.ingest(gathered, collection, teller)
    teller.close()
    return report


def tell(report: IngestReport, gathered: Gathered, as_json: bool) -> None:
    """A table of formats, what was passed over, and the sum; or everything as JSON."""
    if as_json:
        print_json(ingest_json(report, gathered.passed))
        return
    for line in (*formats(report.outcomes), *passed_over(gathered.passed)):
        print(line)
    print(counts(report, gathered), flush=True)


class Teller(Listener):
    """Shows an ingest on the terminal, and passes on that Ctrl-C was pressed."""

    def __init__(self, bar: Bar) -> None:
        self.interrupted = False
        self._bar = bar
        self._troubles = 0
        self._remarks = 0

    def progress(self, progress: Progress) -> None:
        files = f"{progress.files:,}/{progress.of:,} files"
        label = f"{progress.stage} {progress.name}".rstrip()
        self._bar.show(progress.done, progress.total, label, files)

    def outcome(self, outcome: Outcome) -> None:
        if line := trouble(outcome):
            self._troubles += 1
            self._say(line, self._troubles)
        elif line := remarks(outcome):
            self._remarks += 1
            self._say(line, self._remarks)

    def stopped(self) -> bool:
        return self.interrupted

    def interrupt(self) -> None:
        """Ctrl-C: the first lets what is being read come to its end, the second ends at once."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        self._bar.say(STOPPING)

    def close(self) -> None:
        """Say how much was left unsaid."""
        for number, what in ((self._troubles, "failed or removed"), (self._remarks, "notes")):
            if number > MOST_LINES:
                note(f"... and {number - MOST_LINES:,} more {what}; {ALL_OF_THEM}")

    def _say(self, line: str, number: int) -> None:
        if number <= MOST_LINES:
            self._bar.say(line)


@contextmanager
def _stoppable(teller: Teller) -> Iterator[Teller]:
    def interrupt(number: int, frame: FrameType | None) -> None:
        teller.interrupt()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield teller
    finally:
        signal.signal(signal.SIGINT, before)


def _marked(gathered: Gathered) -> Gathered:
    return replace(gathered, files=tuple(replace(file, private=True) for file in gathered.files))


def _tell_plan(planned: Sequence[Planned], gathered: Gathered, as_json: bool) -> None:
    if as_json:
        print_json(plan_json(planned, gathered.passed))
        return
    lines = plan_lines(planned)
    for line in (*lines[:-1], *passed_over(gathered.passed), lines[-1]):
        print(line)


def _refuse(paths: Sequence[Path], gathered: Gathered) -> None:
    for line in passed_over(gathered.passed):
        note(line)
    places = ", ".join(spelt(path) for path in paths)
    raise LibraryError(f"No file that Footnote reads is in {places}; name another folder.")
