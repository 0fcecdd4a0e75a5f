"""The verb that lists, shows and compares versions, and puts one of them in force."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, note, one_line, print_json
from app.cli.parser_versions import IN_FORCE
from app.settings import Settings
from app.versions import Adapter, Used, VersionSet, differences
from app.versions import beneath as under
from app.versions.bringing import bring, bring_back

if TYPE_CHECKING:
    from app.build import Footnote

_HEADS = ("", "ID", "MODEL", "ADAPTER", "PROMPT", "ANSWERS", "FIRST USED", "LAST USED")
_NONE = "-"


def versions(footnote: Footnote, arguments: Namespace) -> int:
    """Run one word of `footnote versions`."""
    match arguments.word:
        case "list":
            return list_versions(footnote, arguments.json)
        case "show":
            return show(footnote, arguments.id, arguments.json)
        case "compare":
            return compare(footnote, arguments.before, arguments.after, arguments.json)
        case "use":
            return use(footnote, arguments.id)
        case "back":
            return back(footnote)
        case "adapters":
            return list_adapters(footnote, arguments.json)
        case _:
            return in_force(footnote, arguments.json)


def list_versions(footnote: Footnote, as_json: bool) -> int:
    """Print the versions that gave answers, the one used last first; `*` marks what is in force."""
    found, current = footnote.versions.list(), _current(footnote).id
    if as_json:
        print_json([{**_brief(each), "in_force": each.id == current} for each in found])
        return 0
    if found:
        print("\n".join(columns([_HEADS, *(_line(each, current) for each in found)], right=(5,))))
    note(counted(len(found), "version") if found else "no version has given an answer yet")
    return 0


def show(footnote: Footnote, version_id: str, as_json: bool) -> int:
    """Print all parts of a version, and from which builds of the library it answered."""
    chosen = _chosen(footnote, version_id)
    used = next((each for each in footnote.versions.list() if each.id == chosen.id), None)
    if as_json:
        uses = _brief(used) if used else {"id": chosen.id}
        print_json({**uses, "parts": dict(chosen.parts), "settings": dict(chosen.settings)})
        return 0
    print(f"version {chosen.id}")
    print("\n".join(columns([(f"  {name}", _cell(value)) for name, value in chosen.parts])))
    for each in used.uses if used else ():
        span = f"{_day(each.first_used)} to {_day(each.last_used)}"
        print(f"{counted(each.answers, 'answer')} from build {each.build_id}, {span}")
    if used is None:
        note("It has given no answer yet.")
    return 0


def compare(footnote: Footnote, before: str, after: str, as_json: bool) -> int:
    """Print what parts two versions."""
    old, new = _chosen(footnote, before), _chosen(footnote, after)
    found = differences(old, new)
    if as_json:
        parts = {each.name: {"before": each.before, "after": each.after} for each in found}
        print_json({"before": old.id, "after": new.id, "differences": parts})
        return 0
    if not found:
        print(f"{old.id} and {new.id} are one version.")
        return 0
    rows = [(each.name, _cell(each.before), _cell(each.after)) for each in found]
    print("\n".join(columns([("", old.id, new.id), *rows])))
    note(f"`footnote eval FILE --version {old.id}` and again with {new.id} measures both.")
    return 0


def use(footnote: Footnote, name: str) -> int:
    """Put a version in force by its id, or an adapter by its name; say what follows from it."""
    adapter = next((each for each in footnote.adapters.list() if each.name == name), None)
    active, beneath = footnote.active, under(footnote.settings)
    if adapter is not None:
        footnote.adapters.require(adapter)
        notes = active.put(adapter.settings, f"adapter {name}")
        print(f"The adapter {name} is in force.")
    else:
        version = _chosen(footnote, name)
        indexed_by = footnote.catalog.embedder()
        notes = bring_back(version, active, beneath, footnote.versions, indexed_by)
        print(f"Version {version.id} is in force.")
    for line in notes:
        note(line)
    note("`footnote versions back` goes back to what held before.")
    return 0


def back(footnote: Footnote) -> int:
    """Take back what was put in force last."""
    values = footnote.active.back()
    print(f"In force now: {_told(values)}.")
    for line in footnote.active.overridden(values):
        note(line)
    return 0


def in_force(footnote: Footnote, as_json: bool) -> int:
    """Print what Footnote has put in force, since when and why, and the version that answers."""
    active, version = footnote.active, _current(footnote)
    values, last = active.values(), next(iter(active.history()), None)
    if as_json:
        print_json(
            {
                "id": version.id,
                "values": dict(values),
                "since": last.at.isoformat() if last else None,
                "why": last.why if last else "",
            }
        )
        return 0
    print(f"version {version.id}")
    print(f"put in force by Footnote: {_told(values)}")
    if last is not None:
        print(f"since {_day(last.at)}: {one_line(last.why)}")
    for line in active.overridden(values):
        note(line)
    return 0


def list_adapters(footnote: Footnote, as_json: bool) -> int:
    """Print the adapters that were made here, the newest first."""
    found = footnote.adapters.list()
    if as_json:
        print_json([_record(each) for each in found])
        return 0
    for each in found:
        figures = ", ".join(f"{name} {value:g}" for name, value in each.figures.items())
        print(f"{each.name}  {_day(each.made_at)}  from {one_line(each.parent)}")
        print(f"    sha256 {each.sha256[:12]}; {one_line(figures) or 'no figures'}")
    note(counted(len(found), "adapter"))
    return 0


def under_version(footnote: Footnote, version_id: str) -> Settings:
    """The settings of a version, for `footnote eval --version`; what follows goes to stderr.

    Raises VersionError where something of it is not here.
    """
    version = _chosen(footnote, version_id)
    base, indexed_by = under(footnote.settings), footnote.catalog.embedder()
    found = bring(version, base, footnote.versions, indexed_by)
    for line in found.notes:
        note(line)
    return found.settings


def _chosen(footnote: Footnote, version_id: str) -> VersionSet:
    if version_id == IN_FORCE:
        return _current(footnote)
    return footnote.versions.get(version_id).versions


def _current(footnote: Footnote) -> VersionSet:
    return footnote.versions.of(footnote.active.settings(under(footnote.settings)))


def _line(used: Used, current: str) -> Sequence[str]:
    told = [used.versions.part(name) or _NONE for name in ("model", "adapter", "prompt")]
    days = (_day(used.first_used), _day(used.last_used))
    mark = "*" if used.id == current else ""
    return (mark, used.id, *map(one_line, told), f"{used.answers:,}", *days)


def _brief(used: Used) -> Mapping[str, object]:
    return {
        "id": used.id,
        "model": used.versions.part("model"),
        "adapter": used.versions.part("adapter"),
        "prompt": used.versions.part("prompt"),
        "answers": used.answers,
        "first_used": used.first_used.isoformat(),
        "last_used": used.last_used.isoformat(),
        "builds": [each.build_id for each in used.uses],
    }


def _record(adapter: Adapter) -> Mapping[str, object]:
    return {
        "name": adapter.name,
        "path": str(adapter.path),
        "sha256": adapter.sha256,
        "parent": adapter.parent,
        "prompt": adapter.prompt,
        "figures": dict(adapter.figures),
        "made_at": adapter.made_at.isoformat(),
    }


def _told(values: Mapping[str, str | int | float]) -> str:
    lines = (f"{name} = {one_line(str(value)) or 'empty'}" for name, value in values.items())
    return ", ".join(lines) or "nothing beside the settings"


def _cell(value: str) -> str:
    """A value in one line; of a checksum the beginning."""
    is_checksum = len(value) == 64 and set(value) <= set("0123456789abcdef")
    return value[:12] if is_checksum else one_line(value) or _NONE


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
