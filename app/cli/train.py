"""The verb that learns: starts the training in a process of its own, and shows how it goes.

`app` stands below `training`, and imports nothing of it.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.cli.output import plain
from app.settings import PROJECT_ROOT, Settings
from indexes.errors import FootnoteError

MODULE = "training.feedback.run"
REQUIREMENTS = "training/requirements.txt"

STOP_SECONDS = 20
"""How long a training that was interrupted may take to end by itself."""

Lines = Callable[[Sequence[str], Mapping[str, str], Path], int]
"""Runs a command in an environment and a folder, prints its lines; returns its exit status."""


class TrainError(FootnoteError):
    """Something that a training needs is missing."""


def train(arguments: Namespace, settings: Settings, run: Lines | None = None) -> int:
    """Train as the arguments say; returns the training's exit status.

    run: what runs the command; by default a process whose lines are printed as they come. Raises
    TrainError where the training or a package that it needs is not there.
    """
    _require(arguments.part)
    environ = {**os.environ, "FOOTNOTE_HOME": str(settings.home)}
    return (run or _run)(command(arguments, settings), environ, PROJECT_ROOT)


def command(arguments: Namespace, settings: Settings) -> list[str]:
    """The words of the training's own command."""
    words = [
        sys.executable, "-m", MODULE, "--home", str(settings.home), "--part", arguments.part,
        "--minutes", f"{arguments.minutes:g}", "--synthetic", str(arguments.synthetic),
    ]  # fmt: skip
    for option in ("name", "guard", "threads"):
        value = getattr(arguments, option)
        if value is not None:
            # The training runs in another folder.
            words += [f"--{option}", str(value.absolute() if isinstance(value, Path) else value)]
    words += ["--dry-run"] if arguments.dry_run else []
    return words + (["--no-swap"] if arguments.no_swap else [])


def _require(part: str) -> None:
    if not (PROJECT_ROOT / REQUIREMENTS).is_file():
        raise TrainError(
            "The folder `training` is not here; it comes with Footnote's sources, not with every "
            "installation. Train from a checkout of the project."
        )
    if part == "chat" and importlib.util.find_spec("gguf") is None:
        raise TrainError(
            "The training of the chat model needs the package gguf, which is not installed; run "
            f"`pip install -r {REQUIREMENTS}` in {PROJECT_ROOT}."
        )


def _run(words: Sequence[str], environ: Mapping[str, str], folder: Path) -> int:
    """The command's lines as they come. Ctrl-C reaches it too; it has STOP_SECONDS to end."""
    with subprocess.Popen(
        words, env=dict(environ), cwd=folder, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                print(plain(line.rstrip("\n")), flush=True)
            return process.wait()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
