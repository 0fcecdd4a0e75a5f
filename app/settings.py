"""Every setting: defaults, then footnote.toml, then active.toml, then FOOTNOTE_* variables.

footnote.toml is looked for in FOOTNOTE_HOME when that is set, else in the project's folder.
active.toml lies in the home that the others name: what Footnote itself has put in force
(`app.versions`). Relative paths start from the file's folder; those in variables, from the working
directory. A name that `home/adapters` holds is a path too, for the setting `lora`.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from app.setting_fields import DEFAULT_HOME, PROJECT_ROOT
from app.setting_operations import Settings
from app.setting_rules import Rule, Value
from indexes.errors import SettingsError

__all__ = [
    "PROJECT_ROOT", "Settings", "changed", "load", "overlaid", "settings_file", "table",
]  # fmt: skip

FILE_NAME = "footnote.toml"
ACTIVE_NAME = "active.toml"
ADAPTERS = "adapters"
"""Folder below home of the adapters that are registered."""

PREFIX = "FOOTNOTE_"
# Variables with the prefix that are not settings, and who reads them.
OTHER_VARIABLES = {"FOOTNOTE_CHROMIUM": "tests: the Chromium that the browser tests drive"}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as people read it; default: as written in footnote.toml."""

    name: str
    variable: str
    default: str
    allowed: str
    doc: str


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that somebody set. where: named in errors. folder: where relative paths start."""

    name: str
    value: object
    where: str
    folder: Path


_DEFAULTS = Settings()
_RULES: dict[str, Rule] = {each.name: each.metadata["rule"] for each in fields(Settings)}
_VARIABLES = {PREFIX + name.upper(): name for name in _RULES}


def settings_file(environ: Mapping[str, str] | None = None) -> Path:
    """Where footnote.toml is looked for; it need not exist."""
    home = (os.environ if environ is None else environ).get("FOOTNOTE_HOME", "")
    folder = Path(home).expanduser().absolute() if home else PROJECT_ROOT
    return folder / FILE_NAME


def load(environ: Mapping[str, str] | None = None, active: bool = True) -> Settings:
    """Return the settings that hold. environ: by default the process's own. active: whether
    active.toml counts.

    Raises SettingsError on an unknown name, a wrong type, a value out of range or a broken file.
    """
    environ = os.environ if environ is None else environ
    written = list(_from_file(settings_file(environ)))
    variables = list(_from_environment(environ))
    named = [each for each in (*written, *variables) if each.name == "home"]
    home = _replaced(_DEFAULTS, named).home
    in_force = list(_from_file(home / ACTIVE_NAME)) if active else []
    for each in in_force:
        if each.name == "home":
            raise SettingsError(f"{home / ACTIVE_NAME} sets home, which only {FILE_NAME} can.")
    given = (*written, *in_force, *variables)
    return _replaced(_DEFAULTS, [_registered(each, home) for each in given])


def read(path: Path) -> dict[str, str | int | float]:
    """The values that a settings file holds, as written; empty where there is none.

    Raises SettingsError on an unknown name, a value of another kind or a broken file.
    """
    values: dict[str, str | int | float] = {}
    for each in _from_file(path):
        if isinstance(each.value, bool) or not isinstance(each.value, str | int | float):
            raise _wrong(each)
        values[each.name] = each.value
    return values


def overlaid(settings: Settings, values: Mapping[str, str | int | float], where: str) -> Settings:
    """`settings` with several values replaced, checked one by one and together.

    Relative paths start from home. where: what set them, such as `in active.toml`. Raises
    SettingsError, also for the setting home, which cannot be replaced.
    """
    given = []
    for name, value in values.items():
        if name == "home":
            raise SettingsError(f"The setting home {where} cannot be replaced; leave it out.")
        if name not in _RULES:
            told = _unknown(name, _RULES).removeprefix("which ")
            raise SettingsError(f"The name {name!r} {where} {told}")
        given.append(_registered(_Given(name, value, where, settings.home), settings.home))
    return _replaced(settings, given)


def variables(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Setting -> the variable that sets it, of those that the environment sets."""
    environ = os.environ if environ is None else environ
    return {each.name: PREFIX + each.name.upper() for each in _from_environment(environ)}


def changed(settings: Settings, name: str, value: object, where: str) -> Settings:
    """Return `settings` with one value replaced, checked like any other.

    where: what set it, such as `by --port`; a SettingsError names it.
    """
    return _replaced(settings, [_Given(name, value, where, Path.cwd())])


def table() -> list[SettingRow]:
    """One row for each setting, in the order of the class."""
    rows = []
    for each in fields(Settings):
        default = DEFAULT_HOME if isinstance(each.default, Path) else each.default
        written = f'"{default}"' if isinstance(default, str) else str(default)
        variable, rule = PREFIX + each.name.upper(), _RULES[each.name]
        rows.append(SettingRow(each.name, variable, written, rule.allowed, each.metadata["doc"]))
    return rows


def markdown_table() -> str:
    """README's table of settings."""
    lines = ["| Setting | Variable | Default | Allowed | Meaning |", "|---|---|---|---|---|"]
    lines += [
        f"| `{row.name}` | `{row.variable}` | `{row.default}` | {row.allowed} | {row.doc} |"
        for row in table()
    ]
    return "\n".join(lines)


def _from_file(path: Path) -> Iterator[_Given]:
    if not path.exists():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); correct that.") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(f"{path} is not valid TOML ({error}); correct it.") from error
    for name, value in content.items():
        if name not in _RULES:
            raise SettingsError(f"{path} sets {name!r}, {_unknown(name, _RULES)}")
        yield _Given(name, value, f"in {path}", path.parent)


def _from_environment(environ: Mapping[str, str]) -> Iterator[_Given]:
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES:
            continue
        if variable not in _VARIABLES:
            raise SettingsError(
                f"The environment sets {variable}, {_unknown(variable, _VARIABLES)}"
            )
        name = _VARIABLES[variable]
        # An empty variable counts as not set, unless empty is itself a choice.
        if text or getattr(_DEFAULTS, name) == "":
            yield _Given(name, _RULES[name].parsed(text), f"in the variable {variable}", Path.cwd())


def _registered(given: _Given, home: Path) -> _Given:
    """An adapter's name in `home/adapters` as its path; whatever else as it is."""
    name = given.value
    if given.name != "lora" or not isinstance(name, str) or Path(name).name != name or not name:
        return given
    path = home / ADAPTERS / f"{name}.gguf"
    return replace(given, value=str(path.absolute())) if path.is_file() else given


def _unknown(name: str, known: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(name.lower(), [each.lower() for each in known], 1, 0.0)
    spelled = next(each for each in known if each.lower() == nearest[0])
    return f"which is no setting; the nearest one is {spelled}."


def _replaced(settings: Settings, given: list[_Given]) -> Settings:
    """`settings` with the given values, later ones winning; each is checked, then all together."""
    values: dict[str, Value] = {}
    for each in given:
        value = _RULES[each.name].typed(each.value, each.folder)
        if value is None:
            raise _wrong(each)
        values[each.name] = value
    settings = replace(settings, **values)  # type: ignore[arg-type]
    if settings.answer_tokens >= settings.context_tokens:
        raise SettingsError(
            f"The setting answer_tokens is {settings.answer_tokens}; it must be less than "
            f"context_tokens, which is {settings.context_tokens}."
        )
    return settings


def _wrong(given: _Given) -> SettingsError:
    return SettingsError(
        f"The setting {given.name} {given.where} is {given.value!r}; "
        f"it must be {_RULES[given.name].allowed}."
    )
