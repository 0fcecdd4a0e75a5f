"""Copies of the ingested files: what a citation opens, even when the source has moved."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Collection
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

    def discard(self, document_id: str) -> None:
        """Delete a document's file; one that is not there is ignored."""
        path = self.path(document_id)
        if path:
            path.unlink(missing_ok=True)

    def keep_only(self, document_ids: Collection[str]) -> None:
        """Delete the files of all other documents, and half-made copies."""
        if not self.folder.exists():
            return
        for path in self.folder.iterdir():
            if path.name.split(".")[0] not in document_ids:
                path.unlink(missing_ok=True)
