"""Writes `active.toml`: whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from indexes.errors import SettingsError

HEADING = """\
# What Footnote itself has put in force: experiments rolled out, adapters trained, versions brought
# back. It is written by Footnote; `footnote versions back` takes the last change back. Values here
# win over footnote.toml, and variables of the environment win over both.
"""


def text(values: Mapping[str, str | int | float], why: str) -> str:
    """The file's text. why: of the newest change, in one line."""
    lines = [f"{name} = {_written(value)}" for name, value in sorted(values.items())]
    return "\n".join([f"{HEADING}# Last: {_one_line(why)}", *lines, ""])


def write(path: Path, values: Mapping[str, str | int | float], why: str) -> None:
    """Put the file in place by one rename, flushed to the disk before and after.

    Raises SettingsError when it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text(values, why))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _flush(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); correct that."
        ) from error


def _written(value: str | int | float) -> str:
    """As TOML: its basic strings are JSON's but for the delete character."""
    if not isinstance(value, str):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(why: str) -> str:
    return "".join(each if each.isprintable() else " " for each in why)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
