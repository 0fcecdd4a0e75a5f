"""Tesseract's table of words -> lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_WORD_LEVEL = "5"
_LEAST = 30.0  # confidence of a line below which it is no text: a pattern in a picture
_LEAST_SIGN = 60.0  # of a word without a letter or digit: the rest are specks and rules


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a picture. left, top, right, bottom: in pixels from the upper left corner.

    confidence: 0 to 100, as Tesseract judges itself.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words on one line, from left to right. block, paragraph: Tesseract's numbers of them."""

    block: int
    paragraph: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lines_of(table: str) -> list[ReadLine]:
    """The lines of text in Tesseract's TSV output, in its order, without what is surely none."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row.get("level") == _WORD_LEVEL and (row["text"] or "").strip()]
    lines = []
    for key, group in groupby(
        words, key=lambda row: (int(row["block_num"]), int(row["par_num"]), row["line_num"])
    ):
        kept = tuple(word for word in map(_word, group) if _is_text(word))
        line = ReadLine(key[0], key[1], kept)
        if kept and confidence([line]) >= _LEAST and any(map(str.isalnum, line.text)):
            lines.append(line)
    return lines


def confidence(lines: Sequence[ReadLine]) -> float:
    """How sure Tesseract is of the lines, 0 to 100: the mean over their characters."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _word(row: dict[str, str]) -> Word:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return Word(row["text"].strip(), left, top, right, bottom, float(row["conf"]))


def _is_text(word: Word) -> bool:
    return any(map(str.isalnum, word.text)) or word.confidence >= _LEAST_SIGN
