"""The directory of a GGUF file: its single values, and where each tensor lies.

GGUF 2 and 3, little-endian: magic, version, counts, keys with typed values, tensor entries, and
then the tensors, each at a multiple of the alignment.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path

from app.models import MAGIC
from indexes.errors import ModelError

F32, F16, BF16 = 0, 1, 30
"""The tensor types whose values stand alone, as GGUF numbers them."""

_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip
_STRING, _ARRAY = 8, 9
_ALIGNMENT = 32
_MOST_DIMENSIONS = 4

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor. shape: as GGUF writes it, the length of a row first. offset: in the file."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int

    @property
    def count(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Directory:
    """What a GGUF file holds. values: those that are no arrays. arrays: the names of those."""

    path: Path
    values: dict[str, Value]
    arrays: frozenset[str]
    tensors: dict[str, Tensor]

    @property
    def architecture(self) -> str:
        return str(self.values.get("general.architecture", ""))

    @property
    def count(self) -> int:
        """How many numbers all tensors hold."""
        return sum(tensor.count for tensor in self.tensors.values())


def read(path: Path) -> Directory:
    """Read the directory of the GGUF file at `path`, not the tensors.

    Raises ModelError when it is missing, foreign or damaged.
    """
    try:
        with path.open("rb") as handle:
            content = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: an empty file
        raise ModelError(f"{path} cannot be read ({error}); download it again.") from error
    with content:
        if content[:4] != MAGIC:
            raise ModelError(f"{path.name} is not a GGUF file; name one that ends in .gguf.")
        try:
            values, arrays, tensors = _Cursor(content).directory()
        except (struct.error, ValueError, KeyError) as error:
            raise ModelError(f"{path.name} is cut short or damaged; download it again.") from error
    return Directory(path, values, arrays, {tensor.name: tensor for tensor in tensors})


class _Cursor:
    """Reads on from a place in the file; raises struct.error, ValueError or KeyError."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = len(MAGIC)

    def directory(self) -> tuple[dict[str, Value], frozenset[str], list[Tensor]]:
        version = self._number("<I")
        if version not in (2, 3):
            raise ValueError(f"version {version}")
        tensors, keys = self._number("<Q"), self._number("<Q")
        values: dict[str, Value] = {}
        arrays = set()
        for _ in range(keys):
            key = self._string()
            value = self._value(self._number("<I"))
            if value is None:
                arrays.add(key)
            else:
                values[key] = value
        found = [self._tensor() for _ in range(tensors)]
        alignment = int(values.get("general.alignment", _ALIGNMENT))
        start = -(-self._at // alignment) * alignment
        placed = [Tensor(t.name, t.shape, t.kind, start + t.offset) for t in found]
        if any(tensor.offset >= len(self._content) for tensor in placed):
            raise ValueError("a tensor lies beyond the end")
        return values, frozenset(arrays), placed

    def _number(self, form: str) -> int:
        (number,) = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return int(number)

    def _string(self) -> str:
        length = self._number("<Q")
        start, self._at = self._at, self._at + length
        if self._at > len(self._content):
            raise ValueError("a text ends beyond the end")
        return self._content[start : self._at].decode("utf-8", "replace")

    def _value(self, kind: int) -> Value | None:
        """The value; None for an array, which is passed over."""
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            self._pass_over(self._number("<I"), self._number("<Q"))
            return None
        form = _SCALARS[kind]
        (value,) = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return value if isinstance(value, bool | int | float) else None

    def _pass_over(self, kind: int, length: int) -> None:
        if kind == _STRING:
            unpack, content, at = struct.Struct("<Q").unpack_from, self._content, self._at
            for _ in range(length):
                at += 8 + unpack(content, at)[0]
            self._at = at
        elif kind == _ARRAY:
            for _ in range(length):
                self._pass_over(self._number("<I"), self._number("<Q"))
        else:
            self._at += length * struct.calcsize(_SCALARS[kind])

    def _tensor(self) -> Tensor:
        name = self._string()
        dimensions = self._number("<I")
        if dimensions > _MOST_DIMENSIONS:
            raise ValueError(f"{dimensions} dimensions")
        shape = tuple(self._number("<Q") for _ in range(dimensions))
        return Tensor(name, shape, self._number("<I"), self._number("<Q"))
