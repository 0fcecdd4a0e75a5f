"""What was read from pictures, kept in a file so that it need not be read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TypedDict

from ingest.readers.ocr_lines import ReadLine, Word

_StoredWord = tuple[str, int, int, int, int, float]


class _StoredLine(TypedDict):
    block: int
    paragraph: int
    words: list[_StoredWord]


class _Stored(TypedDict):
    turns: int
    lines: list[_StoredLine]


def keep(path: Path, turns: int, lines: Sequence[ReadLine]) -> None:
    """Write lines to a file, whole or not at all. turns: of the picture, quarters clockwise."""
    stored: _Stored = {
        "turns": turns,
        "lines": [
            {
                "block": line.block,
                "paragraph": line.paragraph,
                "words": [astuple(word) for word in line.words],
            }
            for line in lines
        ],
    }
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(stored), encoding="utf-8")
    unfinished.replace(path)


def kept(path: Path) -> tuple[int, list[ReadLine]] | None:
    """What `keep` wrote; None where there is nothing."""
    if not path.exists():
        return None
    stored: _Stored = json.loads(path.read_text(encoding="utf-8"))
    return stored["turns"], [
        ReadLine(line["block"], line["paragraph"], tuple(Word(*word) for word in line["words"]))
        for line in stored["lines"]
    ]
