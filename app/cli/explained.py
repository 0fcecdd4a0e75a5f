"""What `footnote search --explain` prints: scores, what was left out, where the time went."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, one_line
from app.explain import (
    asked_stems,
    asked_words,
    by_stage,
    figure,
    measured,
    shared_reason,
    version_name,
)

if TYPE_CHECKING:
    from indexes.retrieve import Search
    from indexes.types import Hit, Passed, Window

_SCORES = ("dense", "lexical", "routing", "rerank", "fused")
_NAME_COLUMNS = 48
_TEXT_COLUMNS = 96
_MOST_PASSED = 10
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def print_explained(found: Search, question: str) -> None:
    """Print the hits as a table, each with its first words; then what was left out; then times."""
    stems = asked_stems(question) if _is_terminal() else frozenset()
    rows = [
        ("#", "document", "page", *_SCORES),
        *map(_row, range(1, 1 + len(found.hits)), found.hits),
    ]
    head, *lines = columns(rows, right=range(2, 3 + len(_SCORES)))
    print(head if found.hits else "Nothing found.")
    for line, hit in zip(lines, found.hits, strict=True):
        print(line)
        if hit.window.headings:
            print(f"   {_cut(' > '.join(hit.window.headings), _TEXT_COLUMNS)}")
        print(f"   {_emphasised(_cut(hit.window.text, _TEXT_COLUMNS), stems)}")
    if found.passed:
        print(f"\nLeft out: {counted(len(found.passed), 'passage')}")
        for line in _left_out(found.passed):
            print(line)
    print(f"\n{_times(found.timings_ms)}")


def _row(rank: int, hit: Hit) -> tuple[str, ...]:
    name = _cut(hit.window.document.name, _NAME_COLUMNS)
    if hit.version:
        name += f" ({one_line(version_name(hit.version))})"
    scores = (figure(measured(hit.scores, each)) for each in _SCORES)
    return (str(rank), name, str(hit.window.page), *scores)


def _left_out(passed: Sequence[Passed]) -> Iterator[str]:
    for title, group in by_stage(passed):
        shared = shared_reason(group)
        yield f"  {one_line(title)}: {len(group)}{f' ({one_line(shared)})' if shared else ''}"
        for each in group[:_MOST_PASSED]:
            reason = "" if shared else f" ({one_line(each.reason)})"
            text = _cut(each.window.text, _TEXT_COLUMNS // 2)
            yield f'    {figure(each.scores.fused)}  {_place(each.window)}: "{text}"{reason}'
        if len(group) > _MOST_PASSED:
            yield f"    and {len(group) - _MOST_PASSED} more"


def _place(window: Window) -> str:
    return f"{_cut(window.document.name, _NAME_COLUMNS)}, page {window.page}"


def _times(timings_ms: Mapping[str, float]) -> str:
    return "ms: " + ", ".join(f"{one_line(step)} {ms:.1f}" for step, ms in timings_ms.items())


def _cut(text: str, width: int) -> str:
    """`text`, safe, on one line of at most this width."""
    line = one_line(text)
    if len(line) <= width:
        return line
    return (
        textwrap.shorten(line, width, placeholder=" \u2026")
        if " " in line
        else (line[: width - 1] + "\u2026")
    )


def _emphasised(line: str, stems: Collection[str]) -> str:
    """Safe text with the words that are asked for in bold."""
    parts: list[str] = []
    at = 0
    for start, end in asked_words(line, stems) if stems else ():
        parts += [line[at:start], _BOLD, line[start:end], _PLAIN]
        at = end
    return "".join([*parts, line[at:]])


def _is_terminal() -> bool:
    """Whether bold type shows; https://no-color.org is kept to."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
