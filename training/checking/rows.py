"""Claims with their evidence, as they are kept: JSON lines."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

TRUE = "true"
FALSE = "corrupted"


@dataclass(frozen=True, slots=True)
class Row:
    """One claim. evidence: the sentences of a passage. label: TRUE or FALSE. kind: how it was made.

    question: what it answers, '' where none was asked. source: the document or question set.
    context: what is the same for all claims made from one passage.
    """

    claim: str
    evidence: tuple[str, ...]
    label: str
    kind: str
    question: str
    source: str
    context: str

    @property
    def held_out(self) -> bool:
        """Whether it is of the test half; a document's, or a context's, claims go together."""
        key = self.source if self.source.count(".") else self.context
        return hashlib.sha256(key.encode()).digest()[0] % 2 == 1


def save(path: Path, rows: Iterable[Row]) -> None:
    """Write the rows, a JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def load(path: Path) -> list[Row]:
    """What `save` wrote, plain or gzip; raises ValueError that names the line, or OSError."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        return [_row(line, f"{path}:{number}") for number, line in enumerate(file, 1)]


def _row(line: str, where: str) -> Row:
    try:
        raw = json.loads(line)
        return Row(
            raw["claim"], tuple(raw["evidence"]), raw["label"], raw["kind"], raw["question"],
            raw["source"], raw["context"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{where}: not a row of claims with their evidence") from error
