"""Which files are at the paths of an ingest, and which of them are passed over, with the reason."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexes.errors import LibraryError, ReadError
from ingest.names import clean_name, spelt
from ingest.readers import SUFFIXES, judge
from ingest.report import Admission, Gathered, Passed

BYPRODUCTS = frozenset({"thumbs.db", "desktop.ini", "__macosx", "__pycache__"})
"""Files and folders that systems and programs leave behind, in lower case."""

_LEFT_BEHIND = re.compile(r"~\$.*|.*~|#.*#", re.DOTALL)
_SAVED_PAGE = re.compile(r"(?P<page>.+)(?:_files|\.files|-dateien|_archivos|_fichiers)", re.DOTALL)
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".mhtml", ".mht"})


def gather(paths: Sequence[Path]) -> Gathered:
    """The files at `paths`, folders walked, each file once, sorted by path.

    In folders, hidden files, what operating systems leave there, and the pictures and scripts
    beside a saved web page are passed over without a word; what does not go in, and links that
    lead out of the folder, are passed over with a reason. A file or folder that is named outright
    always comes along. Only files whose suffix tells nothing are opened. Raises LibraryError for
    a path where there is nothing, or no ordinary file.
    """
    found = _Found()
    for path in paths:
        mode = _mode(path)
        real = Path(os.path.realpath(path))
        if stat.S_ISDIR(mode):
            found.folders[real] = None
            _Walk(real, found).run()
        elif stat.S_ISREG(mode):
            found.files.setdefault(real, path.name)
        else:
            raise LibraryError(f"{spelt(path)} is no ordinary file; save it as one first.")
    for file in found.files:
        found.passed.pop(file, None)
    files = (
        Admission(path, clean_name(found.files[path]), spelt(path)) for path in sorted(found.files)
    )
    passed = (Passed(path, found.passed[path]) for path in sorted(found.passed))
    return Gathered(tuple(files), tuple(found.folders), tuple(passed))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise LibraryError(f"There is nothing at {spelt(path)}; check the spelling.") from error
    except OSError as error:
        raise LibraryError(f"{spelt(path)} cannot be opened ({_why(error)}).") from error


@dataclass(slots=True)
class _Found:
    """What was found so far. files: real path to name. passed: path to reason."""

    files: dict[Path, str] = field(default_factory=dict)
    folders: dict[Path, None] = field(default_factory=dict)
    passed: dict[Path, str] = field(default_factory=dict)


class _Walk:
    """One pass through a folder; without recursion, since folders nest as deeply as they like."""

    def __init__(self, root: Path, found: _Found) -> None:
        self._root = root
        self._found = found

    def run(self) -> None:
        waiting = [self._root]
        while waiting:
            waiting += self._folder(waiting.pop())

    def _folder(self, folder: Path) -> list[Path]:
        """Take in the files of one folder; return the folders in it that are to be walked."""
        inner = []
        try:
            with os.scandir(folder) as listing:
                entries = [entry for entry in listing if not hidden(entry.name)]
        except OSError as error:
            self._pass(folder, f"is a folder that cannot be opened ({_why(error)}); allow it.")
            return []
        names = {entry.name.lower() for entry in entries}
        for entry in entries:
            path = folder / entry.name
            if not _is_folder(entry):
                self._meet(path)
            elif entry.is_symlink():
                self._pass(path, "is a link to a folder; name that folder itself to ingest it.")
            elif not _belongs_to_page(entry.name, names):
                inner.append(path)
        return inner

    def _meet(self, path: Path) -> None:
        """Admit a file, or pass it over."""
        try:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                path, mode = self._target(path)
            reason = _unfit(path, mode)
        except OSError as error:  # gone since the folder was listed, or not to be looked at
            reason = f"cannot be read ({_why(error)})."
        except ReadError as error:
            reason = str(error)
        if reason:
            self._pass(path, reason)
        else:
            self._found.files.setdefault(path, path.name)

    def _target(self, link: Path) -> tuple[Path, int]:
        """Where a link in the folder leads, and what is there."""
        target = Path(os.path.realpath(link))
        if not os.path.exists(target):
            raise ReadError("is a link that leads nowhere.")
        if not target.is_relative_to(self._root):
            raise ReadError("is a link to a file outside the folder; name that file itself.")
        return target, os.stat(target).st_mode

    def _pass(self, path: Path, reason: str) -> None:
        self._found.passed.setdefault(path, reason)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def hidden(name: str) -> bool:
    """Whether a file or folder of this name was not put there by a person, or is to be unseen."""
    return name.startswith(".") or name.lower() in BYPRODUCTS


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _belongs_to_page(name: str, names: Collection[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a web page saved beside it.

    names: of everything beside it, in lower case.
    """
    match = _SAVED_PAGE.fullmatch(name.lower())
    return match is not None and any(f"{match['page']}{end}" in names for end in _PAGE_SUFFIXES)


def _unfit(path: Path, mode: int) -> str:
    """Why a file does not go in; '' if it may. Raises ReadError with the reason, too."""
    if not stat.S_ISREG(mode):
        return "is no ordinary file."
    if _LEFT_BEHIND.fullmatch(path.name):
        return "is a lock or backup file that a program has left behind."
    if path.suffix.lower() not in SUFFIXES:
        judge(path, path.name)
    return ""
