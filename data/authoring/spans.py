"""Fill in where each question's quotes stand: `python -m data.authoring.spans`.

Reads questions_*.jsonl next to this file, in which a span names a document and quotes it (and
names a page where the quote stands on several), and writes data/eval/samples.jsonl with offsets.
Quotes match whatever the spaces, line ends and hyphens; the quote written is the exact slice of
the document's text.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NotRequired, TypedDict

from app.evaluation.questions import load
from ingest.readers import read

_HERE = Path(__file__).resolve().parent
SAMPLES = _HERE.parent / "samples"
TARGET = _HERE.parent / "eval" / "samples.jsonl"
_LOOSE = frozenset("-\u00ad\u2010\u2011\ufffe\x02")
_KINDS = frozenset(
    ["fact", "table", "versions", "lookalike", "two_documents", "footnote", "unanswerable"]
)


class QuoteRow(TypedDict):
    """A quote as the author wrote it. page: only where the quote stands on several pages."""

    document: str
    quote: str
    page: NotRequired[int]


class QuestionRow(TypedDict):
    """A question as the author wrote it."""

    id: str
    question: str
    answers: list[str]
    kind: str
    spans: list[QuoteRow]


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A document's text without spaces and hyphens. origin[i]: where letters[i] stands in text."""

    text: str
    letters: str
    origin: tuple[int, ...]
    page_ends: tuple[int, ...]

    def page_of(self, offset: int) -> int:
        return next(n for n, end in enumerate(self.page_ends, start=1) if offset < end)


class QuoteFault(Exception):
    """A quote that cannot be placed; the text says which and why."""


@cache
def squeeze(document: str) -> Squeezed:
    """Read the sample called `document`; raise QuoteFault if there is none."""
    path = SAMPLES / document
    if not path.is_file():
        raise QuoteFault(f"there is no sample {document!r}")
    reading = read(path)
    text = reading.text
    kept = [i for i, letter in enumerate(text) if _counts(letter)]
    ends = tuple(accumulate(len(page) for page in reading.pages))
    return Squeezed(text, "".join(text[i] for i in kept), tuple(kept), ends)


def _counts(letter: str) -> bool:
    return not letter.isspace() and letter not in _LOOSE


def locate(row: QuoteRow) -> tuple[int, int, int]:
    """Return page, start and end of the quote; raise QuoteFault unless it stands there once."""
    source = squeeze(row["document"])
    wanted = "".join(letter for letter in row["quote"] if _counts(letter))
    found: list[tuple[int, int, int]] = []
    at = source.letters.find(wanted) if wanted else -1
    while at >= 0:
        start, end = source.origin[at], source.origin[at + len(wanted) - 1] + 1
        page = source.page_of(start)
        if row.get("page", page) == page:
            found.append((page, start, end))
        at = source.letters.find(wanted, at + 1)
    if len(found) != 1:
        raise QuoteFault(
            f"{row['document']} holds {row['quote']!r} {len(found)} times; "
            f"quote it exactly, and so much that it stands there once"
        )
    return found[0]


def place(row: QuestionRow) -> str:
    """Return the line for the question file; raise QuoteFault if a quote cannot be placed."""
    if row["kind"] not in _KINDS:
        raise QuoteFault(f"kind {row['kind']!r} is not one of {', '.join(sorted(_KINDS))}")
    spans: list[dict[str, str | int]] = []
    for quote in row["spans"]:
        page, start, end = locate(quote)
        spans.append(
            {
                "document": quote["document"],
                "page": page,
                "start": start,
                "end": end,
                "quote": squeeze(quote["document"]).text[start:end],
            }
        )
    return json.dumps(
        {
            "id": row["id"],
            "question": row["question"],
            "answers": row["answers"],
            "kind": row["kind"],
            "spans": spans,
        },
        ensure_ascii=False,
    )


def main() -> int:
    """Write the question file; print each fault and return 1 if there is any."""
    lines: list[str] = []
    faults = 0
    for source in sorted(_HERE.glob("questions_*.jsonl")):
        for line in filter(str.strip, source.read_text(encoding="utf-8").splitlines()):
            row: QuestionRow = json.loads(line)
            try:
                lines.append(place(row))
            except QuoteFault as fault:
                faults += 1
                print(f"{source.name}, question {row['id']}: {fault}.", file=sys.stderr)
    if faults:
        print(f"{faults} questions cannot be placed; nothing was written.", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(load(TARGET))} questions")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
