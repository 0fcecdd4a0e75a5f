"""JSON read back into frozen dataclasses by the types of their fields."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_NEEDED = frozenset({"id", "kind", "question", "answers", "name", "mean", "low", "high"})
"""Fields without which a record means nothing; they have been saved since format 1."""

_EMPTY: dict[object, object] = {str: "", int: 0, float: 0.0, bool: False}


class Fault(Exception):
    """What is wrong with a value, and where it stands in the file."""


def read(value: object, wanted: Any, where: str) -> Any:
    """Return `value` as the type `wanted`; raises Fault, naming `where`, if it is not that.

    wanted: a dataclass, str, int, float, bool, datetime (saved as ISO 8601), a Literal, an
    optional or other union of these, or a tuple of them. A tuple of pairs may be saved as an
    object. Keys that the dataclass does not have are passed over; a field that was not saved gets
    its default, or else None, "", 0 or an empty tuple, whichever its type allows.
    """
    origin = get_origin(wanted)
    if origin is Literal:
        return _checked(value, value in get_args(wanted), f"one of {get_args(wanted)}", where)
    if origin in (Union, types.UnionType):
        return _either(value, get_args(wanted), where)
    if origin is tuple:
        return _tuple(value, get_args(wanted), where)
    if is_dataclass(wanted) and isinstance(wanted, type):
        return _dataclass(value, wanted, where)
    if wanted is datetime:
        return _datetime(value, where)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted is type(None):
        return _checked(value, value is None, "null", where)
    right = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    return _checked(value, right, wanted.__name__, where)


def _checked(value: object, right: bool, what: str, where: str) -> object:
    if not right:
        raise Fault(f"{where} is {_shown(value)}, not {what}")
    return value


def _either(value: object, kinds: tuple[Any, ...], where: str) -> object:
    """The first kind that fits; an int stays one where int and float are both allowed."""
    for kind in sorted(kinds, key=lambda each: each is float):
        try:
            return read(value, kind, where)
        except Fault as fault:
            last = fault
    if len(kinds) == 2 and type(None) in kinds and value is not None:
        (kind,) = (each for each in kinds if each is not type(None))
        return read(value, kind, where)  # its own fault says more than that it is not null
    raise last


def _tuple(value: object, kinds: tuple[Any, ...], where: str) -> tuple[object, ...]:
    if isinstance(value, dict):
        value = [[key, each] for key, each in value.items()]
    if not isinstance(value, list):
        raise Fault(f"{where} is {_shown(value)}, not a list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(read(each, kinds[0], f"{where}[{at}]") for at, each in enumerate(value))
    if len(value) != len(kinds):
        raise Fault(f"{where} has {len(value)} values, not {len(kinds)}")
    pairs = enumerate(zip(value, kinds, strict=True))
    return tuple(read(each, kind, f"{where}[{at}]") for at, (each, kind) in pairs)


def _dataclass(value: object, wanted: type, where: str) -> object:
    if not isinstance(value, Mapping):
        raise Fault(f"{where} is {_shown(value)}, not an object")
    hints = _hints(wanted)
    taken = {}
    for field in fields(wanted):
        place = f"{where}.{field.name}"
        if field.name in value:
            taken[field.name] = read(value[field.name], hints[field.name], place)
        else:
            taken[field.name] = _absent(field, hints[field.name], place)
    return wanted(**taken)


def _absent(field: Field[Any], hint: Any, where: str) -> object:
    """What stands for a field that was not saved."""
    if field.name in _NEEDED:
        raise Fault(f"{where} is missing")
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    if type(None) in get_args(hint):
        return None
    if get_origin(hint) is tuple:
        return ()
    if get_origin(hint) is Literal and "" in get_args(hint):
        return ""
    if hint in _EMPTY:
        return _EMPTY[hint]
    raise Fault(f"{where} is missing")


def _datetime(value: object, where: str) -> datetime:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise Fault(f"{where} is {_shown(value)}, not a date and time") from error
    raise Fault(f"{where} is {_shown(value)}, not a date and time")


@cache
def _hints(wanted: type) -> Mapping[str, Any]:
    return get_type_hints(wanted)


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "\u2026"
