"""Puts single settings into footnote.toml, leaving the rest of it as people wrote it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from indexes.errors import SettingsError


def lines(values: Mapping[str, str]) -> list[str]:
    """As footnote.toml has them. Values hold neither quotes nor backslashes."""
    return [f'{name} = "{value}"' for name, value in values.items()]


def put(path: Path, values: Mapping[str, str]) -> None:
    """Replace the settings' lines in the file, or add them at its start; make it if need be.

    Raises SettingsError when the file is no TOML or cannot be written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        tomllib.loads(text)
        for name, line in zip(values, lines(values), strict=True):
            found = re.compile(rf"^[ \t]*{re.escape(name)}[ \t]*=.*$", re.MULTILINE)
            text = found.sub(line, text, count=1) if found.search(text) else f"{line}\n{text}"
        if {name: tomllib.loads(text).get(name) for name in values} != dict(values):
            raise SettingsError(f"{path} is not plain enough to be changed; add the lines to it.")
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be changed ({error}); add the lines to it.") from error
