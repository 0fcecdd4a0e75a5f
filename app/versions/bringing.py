"""Brings a set of versions back: what has to be put in force for it, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.settings import Settings, overlaid
from app.versions.active import Active, Values
from app.versions.describe import ABSENT, SHA256
from app.versions.errors import VersionError
from app.versions.registry import Versions
from app.versions.sets import VersionSet, differences

STRICT = (f"model {SHA256}", f"adapter {SHA256}", f"prompt {SHA256}", f"larger model {SHA256}")
"""Parts without which a set would not be itself. Others follow Footnote's own version."""


@dataclass(frozen=True, slots=True)
class Return:
    """How a set comes back. settings: those that hold then. values: what is put in force for it.

    notes: sentences on what will be otherwise than it was, or has to be done.
    """

    settings: Settings
    values: Values
    notes: tuple[str, ...]


def bring(
    version: VersionSet, beneath: Settings, registry: Versions, indexed_by: str = ""
) -> Return:
    """Find what brings a set back, and change nothing.

    beneath: the settings without `active.toml`. indexed_by: the embedding model of the library's
    build, '' where there is none. Raises VersionError, which names all that is missing or has
    become another file, and SettingsError when a value will not do any more.
    """
    wanted = overlaid(beneath, dict(version.settings), f"of the version {version.id}")
    now = registry.of(wanted)
    missing = list(_missing(version, now))
    if missing:
        raise VersionError(f"The version {version.id} cannot be brought back: {' '.join(missing)}")
    values = {
        name: value
        for name, value in version.settings
        if getattr(wanted, name) != getattr(beneath, name)
    }
    return Return(wanted, values, tuple(_notes(version, now, indexed_by)))


def bring_back(
    version: VersionSet, active: Active, beneath: Settings, registry: Versions, indexed_by: str
) -> tuple[str, ...]:
    """Put a set in force, in the place of all that is. Returns sentences on what follows.

    Raises as `bring` does; nothing has changed then.
    """
    found = bring(version, beneath, registry, indexed_by)
    overridden = active.put(found.values, f"version {version.id} brought back", whole=True)
    return (*found.notes, *overridden)


def _missing(version: VersionSet, now: VersionSet) -> Iterator[str]:
    for part in STRICT:
        was, is_now = version.part(part), now.part(part)
        what = part.removesuffix(f" {SHA256}")
        name = version.part(what)
        if was and is_now in ("", ABSENT):
            yield f"The {what} {name} is not here."
        elif was and was != is_now:
            yield (
                f"The {what} {name} is not the one that it was: its sha256 begins with "
                f"{is_now[:12]} instead of {was[:12]}."
            )


def _notes(version: VersionSet, now: VersionSet, indexed_by: str) -> Iterator[str]:
    for each in differences(version, now):
        if each.name not in STRICT:
            yield f"{each.name} will be {each.after or 'none'}; it was {each.before or 'none'}."
    model = now.part("embedding model")
    if indexed_by and indexed_by != model:
        yield (
            f"The library is indexed by {indexed_by}, this version searches by {model}: run "
            "`footnote rebuild` before anything is asked."
        )
