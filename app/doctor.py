"""Looks at the installation and the library, and says what is wrong and what to do about it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from app import cpu, probe
from app.doctor_index import examine_vectors
from app.doctor_models import Prober, examine_models, is_fetched
from app.findings import Finding
from app.models.names import form
from app.settings import Settings, settings_file
from indexes import builds
from indexes.catalog import Catalog
from indexes.errors import LibraryError

OLDEST_PYTHON = (3, 11)
LITTLE_DISK_MB, TOO_LITTLE_DISK_MB = 1000, 100
DATABASE = "footnote.sqlite3"
OPERATIONS = "operations.sqlite3"


def examine(settings: Settings, prober: Prober | None = None) -> list[Finding]:
    """Look at everything, in a few seconds, changing nothing.

    prober: tries a model file; by default in a child process, so that a crash is a finding.
    """
    processor = cpu.read()
    return [
        examine_python(sys.version_info[:3]),
        _cpu(processor),
        _settings(),
        *examine_models(settings, processor, prober or _probe),
        _offline(settings),
        _sqlite(),
        examine_library(settings.home),
        examine_operations(settings.home),
        *examine_vectors(settings.home / DATABASE, settings.home / "builds"),
        examine_disk(settings.home),
    ]


def examine_python(version: tuple[int, int, int]) -> Finding:
    """Whether this Python is new enough, and 64-bit."""
    text = f"{'.'.join(map(str, version))} at {sys.executable}"
    if version[:2] < OLDEST_PYTHON:
        return Finding("Python", "fail", text, "Install Python 3.11 or newer, then `make install`.")
    if sys.maxsize < 2**32:
        return Finding("Python", "fail", f"{text}, 32-bit", "Install a 64-bit Python.")
    return Finding("Python", "ok", text)


def _cpu(processor: cpu.Cpu) -> Finding:
    plural = "s" if processor.cores > 1 else ""
    known = ("avx", "avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8",
             "asimddp", "i8mm", "sve")  # fmt: skip
    present = " ".join(name for name in known if name in processor.features)
    text = f"{processor.name}, {processor.cores} core{plural}, {processor.machine} {present}"
    if processor.is_x86 and processor.features and "avx2" not in processor.features:
        remedy = "Expect slow answers; a machine with AVX2 reads prompts about eight times faster."
        return Finding("CPU", "warn", f"{text.strip()}: no AVX2", remedy)
    return Finding("CPU", "ok", text.strip())


def _settings() -> Finding:
    path = settings_file()
    source = f"{path}" if path.exists() else f"no {path.name}, so the defaults hold"
    names = sorted(name for name in os.environ if name.startswith("FOOTNOTE_"))
    return Finding("Settings", "ok", "; ".join((source, *names)))


def _offline(settings: Settings) -> Finding:
    if is_fetched(settings):
        return Finding(
            "Offline",
            "warn",
            f"the embedding model {settings.embedding_model} is fetched by its public name, unless "
            "it is in the cache already",
            "Download its folder and set FOOTNOTE_EMBEDDING_MODEL to that.",
        )
    chat_models = dict.fromkeys((settings.model, settings.larger_model))
    if remote := [name for name in chat_models if form(name) == "remote"]:
        shown = f"questions and passages go to {' and '.join(remote)}, private documents excepted"
        return Finding("Offline", "ok", f"{shown}; every other model is a local file")
    return Finding("Offline", "ok", "every model is a local file; nothing is fetched")


def _sqlite() -> Finding:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("SELECT value FROM json_each('[1]')")
        except sqlite3.OperationalError:
            return Finding(
                "SQLite",
                "fail",
                f"{sqlite3.sqlite_version}, built without JSON functions",
                "Use a Python whose SQLite has them, as those of python.org and Debian do.",
            )
    return Finding("SQLite", "ok", sqlite3.sqlite_version)


def examine_library(home: Path) -> Finding:
    """Whether the database is sound and the index on disk agrees with it."""
    name, path = "Library", home / DATABASE
    if not path.exists():
        return Finding(name, "ok", f"empty, will be at {home}; fill it with `footnote ingest PATH`")
    try:
        damage = _damage(path)
        if damage:
            return Finding(name, "fail", f"{path} is damaged: {damage}", _RESTORE)
        catalog = Catalog(path)
        documents, chunks = len(catalog.ready_ids()), catalog.chunk_count()
        problems = builds.check(catalog, builds.Builds(home / "builds"))
    except (LibraryError, sqlite3.DatabaseError) as error:
        return Finding(name, "fail", f"{path} cannot be read: {error}", _RESTORE)
    if problems:
        return Finding(name, "fail", " ".join(problems), "Run `footnote rebuild`.")
    return Finding(name, "ok", f"{documents} documents, {chunks} chunks, index agrees; {home}")


_RESTORE = (
    "Put a backup of the folder back, or move the folder away and ingest the documents again."
)


def examine_operations(home: Path) -> Finding:
    """Whether the file of traces, reviews, experiments and versions is sound."""
    name, path = "Operations", home / OPERATIONS
    if not path.exists():
        return Finding(name, "ok", "no question was asked here yet")
    try:
        damage = _damage(path)
    except sqlite3.DatabaseError as error:
        damage = str(error)
    if damage:
        return Finding(name, "fail", f"{path} is damaged: {damage}", _PUT_ASIDE)
    return Finding(name, "ok", f"traces, reviews and versions; {path}")


_PUT_ASIDE = (
    "Put a backup of it back, or move it away: questions are answered without it, but nothing is "
    "traced, and no chat or document can be deleted."
)


def _damage(path: Path) -> str:
    """What SQLite's own check finds; '' for a sound file. The file is only read."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        lines = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    return "" if lines == ["ok"] else "; ".join(lines)


def examine_disk(home: Path) -> Finding:
    """Whether there is room for the library, and the right to write there."""
    name = "Disk"
    place = next(folder for folder in (home, *home.absolute().parents) if folder.is_dir())
    if not os.access(place, os.W_OK | os.X_OK):
        remedy = "Give yourself the right to write there, or point FOOTNOTE_HOME elsewhere."
        return Finding(name, "fail", f"{place} cannot be written to", remedy)
    free_mb = shutil.disk_usage(place).free / 1e6
    text = f"{free_mb / 1000:,.1f} GB free at {place}"
    remedy = "Free some space, or move the library with FOOTNOTE_HOME."
    if free_mb < TOO_LITTLE_DISK_MB:
        return Finding(name, "fail", text, remedy)
    return Finding(name, "warn", text, remedy) if free_mb < LITTLE_DISK_MB else Finding(
        name, "ok", text
    )  # fmt: skip


def _probe(model: Path, generates: bool) -> probe.Probe:
    return probe.probe(model, generates=generates)
