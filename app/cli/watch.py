"""`footnote ingest --watch`: folders are ingested again whenever something in them has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.ingest import STOPPED, Choices, found, run, tell
from app.cli.lookout import Lookout
from app.cli.output import note
from indexes.errors import LibraryError
from ingest.names import spelt
from ingest.report import Admission, Gathered

if TYPE_CHECKING:
    from app.build import Footnote

Snapshot = frozenset[tuple[str, int, int, int]]
"""(path, size, time of writing, time of any change, in ns) of every file; folders by path alone."""


def watch(footnote: Footnote, paths: Sequence[Path], choices: Choices) -> int:
    """Ingest, then wait for changes and ingest again, until Ctrl-C."""
    folders = [path.absolute() for path in paths]
    for folder in folders:
        if not folder.is_dir():
            raise LibraryError(f"{spelt(folder)} is not a folder; only folders can be watched.")
    with Lookout(footnote.settings.home.resolve()) as lookout:
        rounds = _Rounds(footnote, folders, choices)
        try:
            while True:
                present = rounds.present()
                lookout.follow(present)
                if rounds.go(present):
                    return STOPPED
                lookout.wait(patient=len(present) == len(folders))
        except KeyboardInterrupt:
            note("no longer watching")
            return 0


class _Rounds:
    """Looks through the folders; ingests and speaks only when something has changed."""

    def __init__(self, footnote: Footnote, folders: Sequence[Path], choices: Choices) -> None:
        self._footnote = footnote
        self._folders = folders
        self._choices = choices
        self._missing: set[Path] = set()
        self._seen: Snapshot | None = None  # as of the last ingest
        self._error = ""

    def present(self) -> list[Path]:
        """The folders that are there; says when one has gone or come back."""
        here = []
        for folder in self._folders:
            if folder.is_dir():
                here.append(folder)
                if folder in self._missing:
                    note(f"{spelt(folder)} is back")
            elif folder not in self._missing:
                note(f"{spelt(folder)} is not there any more; its documents stay until it is back")
        self._missing = set(self._folders) - set(here)
        return here

    def go(self, folders: Sequence[Path]) -> bool:
        """One round; whether Ctrl-C stopped it."""
        try:
            gathered = found(self._footnote, folders, self._choices.keep)
            now = snapshot(gathered)
            if now == self._seen or not folders:
                return False
            report = run(self._footnote, gathered, self._choices)
        except LibraryError as error:  # a full disk, a folder gone this very moment: may pass
            if str(error) != self._error:
                note(f"{error} Trying again.")
            self._error = str(error)
            return False
        if report.stopped or any(each.status != "known" for each in report.outcomes):
            tell(report, gathered, self._choices.as_json)
        if self._seen is None and not report.stopped:
            note(f"watching {', '.join(map(spelt, folders))}; Ctrl-C ends")
        self._seen, self._error = now, ""
        return report.stopped


def snapshot(gathered: Gathered) -> Snapshot:
    """What tells whether anything has changed since, without reading a file."""
    folders = [(str(folder), 0, 0, 0) for folder in gathered.folders]
    return frozenset((*folders, *filter(None, map(_stamp, gathered.files))))


def _stamp(file: Admission) -> tuple[str, int, int, int] | None:
    try:
        facts = file.path.stat()
    except OSError:  # gone since it was found: the next round sees that
        return None
    # a copy may keep the time of writing from its original, but not that of any change
    return str(file.path), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns
