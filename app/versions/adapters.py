"""Adapters that were made here, each a file below home, with how well it did."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from app.models import check_gguf
from app.settings import ADAPTERS
from app.versions.checksums import read
from app.versions.errors import VersionError
from app.versions.schema import prepare
from indexes.db import Database, transaction

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Adapter:
    """name: as the setting `lora` takes it. parent: what it was trained from, the name of an
    adapter or a model. prompt: what it was trained with, `name@version`; '' if that is not known.
    figures: name -> value, as its evaluation gave them. sha256: in hex.
    """

    name: str
    path: Path
    sha256: str
    parent: str
    prompt: str
    figures: Mapping[str, float]
    made_at: datetime

    @property
    def settings(self) -> dict[str, str | int | float]:
        """What is put in force with it, for `Active.put`."""
        lora = {"lora": f"{ADAPTERS}/{self.path.name}"}
        return {**lora, "prompt": self.prompt} if self.prompt else {**lora}


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Adapters:
    """The registry. Safe to use from several threads and processes."""

    def __init__(self, home: Path, path: Path, now: Callable[[], datetime] = _utc_now) -> None:
        """path: operations.sqlite3."""
        self.folder = home / ADAPTERS
        self._path = path
        self._now = now

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def register(
        self,
        file: Path,
        name: str,
        parent: str,
        figures: Mapping[str, float],
        prompt: str = "",
    ) -> Adapter:
        """Copy an adapter in and keep what is known of it.

        name: such as `feedback-1`. parent, prompt: as `Adapter` has them. Raises VersionError when
        the name is taken or is none, ModelError when the file is no GGUF, OSError when it cannot be
        copied.
        """
        if not NAME.fullmatch(name) or name == "none" or name.endswith(".gguf"):
            raise VersionError(
                f"{name!r} is no name for an adapter; take small letters, digits and -, such as "
                f"{self.next_name()}."
            )
        check_gguf(file, "the adapter")
        with transaction(self._db) as db:
            if db.execute("SELECT 1 FROM adapters WHERE name = ?", (name,)).fetchone():
                raise VersionError(
                    f"There is an adapter {name} already; the next name is {self.next_name()}."
                )
            path = self._copied(file, name)
            db.execute(
                "INSERT INTO adapters VALUES (?, ?, ?, ?, ?, ?)",
                (
                    name,
                    read(path),
                    parent,
                    prompt,
                    json.dumps(dict(figures)),
                    self._now().isoformat(),
                ),
            )
        return self.get(name)

    def get(self, name: str) -> Adapter:
        """The adapter of this name. Raises VersionError."""
        row = self._db.execute("SELECT * FROM adapters WHERE name = ?", (name,)).fetchone()
        if row is None:
            known = ", ".join(each.name for each in self.list()) or "none yet"
            raise VersionError(f"There is no adapter {name!r}; there are: {known}.")
        return self._adapter(row)

    def require(self, adapter: Adapter) -> None:
        """Raise VersionError unless its file is there and the one that was registered."""
        if not adapter.path.is_file():
            raise VersionError(
                f"The file of the adapter {adapter.name} is gone: put {adapter.path} back, or "
                "train another one."
            )
        if (found := read(adapter.path)) != adapter.sha256:
            raise VersionError(
                f"{adapter.path} is not the adapter that was registered: its sha256 begins with "
                f"{found[:12]} instead of {adapter.sha256[:12]}. Put the right file back."
            )

    def list(self) -> list[Adapter]:
        """All of them, the newest first."""
        rows = self._db.execute("SELECT * FROM adapters ORDER BY made_at DESC, rowid DESC")
        return [self._adapter(row) for row in rows]

    def remove(self, name: str, in_force: str) -> None:
        """Delete an adapter with its file.

        in_force: the setting `lora` that holds. Raises VersionError for an adapter that is in
        force or unknown.
        """
        adapter = self.get(name)
        if in_force and Path(in_force).expanduser().absolute() == adapter.path.absolute():
            raise VersionError(
                f"The adapter {name} is in force; take it back first: `footnote versions back`."
            )
        with transaction(self._db) as db:
            db.execute("DELETE FROM adapters WHERE name = ?", (name,))
            adapter.path.unlink(missing_ok=True)

    def next_name(self, stem: str = "feedback") -> str:
        """The first of `feedback-1`, `feedback-2`, ... that is higher than those that are taken."""
        found = (re.fullmatch(rf"{re.escape(stem)}-(\d+)", each.name) for each in self.list())
        return f"{stem}-{max((int(each[1]) for each in found if each), default=0) + 1}"

    def _copied(self, file: Path, name: str) -> Path:
        """Put the file in place by one rename, once it is on the disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.gguf"
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with file.open("rb") as source, beside.open("wb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        return path

    def _adapter(self, row: sqlite3.Row) -> Adapter:
        return Adapter(
            row["name"],
            self.folder / f"{row['name']}.gguf",
            row["sha256"],
            row["parent"],
            row["prompt"],
            MappingProxyType(json.loads(row["figures"])),
            datetime.fromisoformat(row["made_at"]),
        )
