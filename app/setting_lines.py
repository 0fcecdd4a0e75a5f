"""Puts single settings into footnote.toml, leaving the rest of it as people wrote it."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

from indexes.errors import SettingsError


def lines(values: Mapping[str, str]) -> list[str]:
    """As footnote.toml has them."""
    return [f"{name} = {_quoted(value)}" for name, value in values.items()]


def put(path: Path, values: Mapping[str, str]) -> None:
    """Replace the settings' lines in the file, or add them at its start; make it if need be.

    A comment behind a replaced value stays, and so do the file's permissions and links to it.

    Raises SettingsError when the file is no TOML or cannot be written.
    """
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        tomllib.loads(text)
        for name, line in zip(values, lines(values), strict=True):
            found = _line_of(name).search(text)
            start, end = found.span(1) if found else (0, 0)
            text = text[:start] + line + ("" if found else "\n") + text[end:]
        if {name: tomllib.loads(text).get(name) for name in values} != dict(values):
            raise SettingsError(f"{path} is not plain enough to be changed; add the lines to it.")
        target = path.resolve()
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8"))  # line ends stay as they are
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be changed ({error}); add the lines to it.") from error


def _line_of(name: str) -> re.Pattern[str]:
    """Finds the setting's line; group 1 is all of it but a comment behind the value."""
    value = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#\n"']*?)"""
    lead = rf"^[ \t]*{re.escape(name)}[ \t]*=[ \t]*"
    return re.compile(rf"({lead}{value})(?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE)


def _quoted(value: str) -> str:
    """A string as TOML writes it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
