"""Copies of the ingested files: what a citation opens, even when the source has moved."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from indexes.builds import flush
from indexes.errors import LibraryError, ReadError


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Originals:
    """A folder with one file per document, named `<document id><suffix>`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, path: Path, document_id: str, suffix: str) -> Path:
        """Copy a file in and return the copy.

        Raises ReadError when the file itself cannot be read, LibraryError when the disk is full.
        """
        target = self.folder / f"{document_id}{suffix}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            staging = self.folder / f".{document_id}.{os.getpid()}"
            shutil.copyfile(path, staging)
            flush(staging)
            staging.rename(target)
        except OSError as error:
            if error.filename == str(path) or error.errno == errno.EIO:
                raise ReadError(
                    f"{path.name} cannot be read any more ({error.strerror}); ingest it again."
                ) from error
            raise LibraryError(
                f"{path.name} cannot be copied to {self.folder}: {error.strerror}; free some space "
                "or move the library with FOOTNOTE_HOME."
            ) from error
        return target

    def path(self, document_id: str) -> Path | None:
        """The kept file of a document, or None when there is none."""
        return next(iter(self.folder.glob(f"{document_id}.*")), None) or next(
            iter(self.folder.glob(document_id)), None
        )

    def discard(self, document_ids: Collection[str]) -> None:
        """Delete the files of documents; those that are not there are ignored."""
        self._delete(lambda each: each in document_ids)

    def keep_only(self, document_ids: Collection[str]) -> None:
        """Delete the files of all other documents, and half-made copies."""
        self._delete(lambda each: each not in document_ids)

    def _delete(self, wanted: Callable[[str], bool]) -> None:
        """Delete the files of those document ids, in one look through the folder."""
        for path in self.folder.iterdir() if self.folder.exists() else ():
            if wanted(path.name.split(".")[0]):
                path.unlink(missing_ok=True)
