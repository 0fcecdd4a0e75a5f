"""How much each search counts when their scores are summed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import isfinite

MOST = 100.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of what `indexes.fusion.fuse` sums, each 0 to MOST; meaning itself counts 1.

    lexical: of the words' z-score. routing: of how well the document itself answers to the
    question, 0 to 1. support: of the z-score of what the neighbours give. version: of what a
    document loses of which another version is meant, 0 to 1.
    """

    lexical: float = 1.0
    routing: float = 3.0
    support: float = 0.3
    version: float = 3.0


PACKAGED = Weights()
NAMES = tuple(each.name for each in fields(Weights))


def weights(text: str) -> Weights:
    """What the setting `fusion` says: `name=value` parts with commas between.

    Weights that are not named, and an empty text, are the packaged ones. Raises ValueError for a
    part that is none.
    """
    found: dict[str, float] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or name not in NAMES or name in found:
            raise ValueError(f"{part!r} is not one of {', '.join(NAMES)} with a value")
        found[name] = float(value)
        if not (isfinite(found[name]) and 0 <= found[name] <= MOST):
            raise ValueError(f"{part!r} is not from 0 to {MOST:g}")
    return replace(PACKAGED, **found)


def told(chosen: Weights) -> str:
    """The setting that says so; '' for the packaged weights."""
    if chosen == PACKAGED:
        return ""
    return ",".join(f"{name}={getattr(chosen, name):g}" for name in NAMES)
