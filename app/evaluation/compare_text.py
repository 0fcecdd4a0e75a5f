"""A comparison as aligned text, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.evaluation.compare import Change, Comparison, Shift, What
from app.evaluation.report import Said, Versions
from app.evaluation.report_text import made, number, when, with_unit, words_last

_LONGEST = 160
"""Characters of an answer that are shown."""

_ORDER: tuple[What, ...] = ("fixed", "broken", "changed")
_MEANING: dict[What, str] = {
    "fixed": "fixed: wrong before, right after",
    "broken": "broken: right before, wrong after",
    "changed": "changed: another answer, right or wrong as before",
}


def render_comparison(comparison: Comparison) -> str:
    """What was compared, each figure, then the questions that were fixed, broken and changed."""
    blocks = [_heading(comparison), _changes(comparison.changes)]
    for what in _ORDER:
        shifts = [shift for shift in comparison.questions if shift.what == what]
        if shifts:
            blocks.append([_MEANING[what], *(line for shift in shifts for line in _shift(shift))])
    return "\n\n".join("\n".join(block) for block in blocks)


def _heading(comparison: Comparison) -> list[str]:
    counts = Counter(shift.what for shift in comparison.questions)
    told = ", ".join(f"{counts[what]} {what}" for what in _ORDER) + f", {counts['same']} the same"
    lines = [
        *_side("before", comparison.before),
        *_side("after", comparison.after),
        f"{len(comparison.questions)} questions in both: {told}",
    ]
    for side, ids in (("before", comparison.only_before), ("after", comparison.only_after)):
        if ids:
            lines.append(f"{len(ids)} asked only {side}, left out here")
    return lines


def _side(name: str, versions: Versions) -> list[str]:
    label, rest = f"{name}:".ljust(8), " " * 8
    return [f"{label}{when(versions)}", *(f"{rest}{line}" for line in made(versions))]


def _changes(changes: Sequence[Change]) -> list[str]:
    cells = [("figure", "before", "after", "change", "95 % interval", "n", "told", "questions")]
    for change in changes:
        moved, unit = change.difference, change.unit
        bounds = f"{number(moved.low, unit, '+')} to {number(moved.high, unit, '+')}"
        cells.append(
            (
                change.name,
                with_unit(change.before, unit),
                with_unit(change.after, unit),
                number(moved.mean, unit, "+"),
                bounds,
                str(moved.n),
                "" if change.told == "unclear" else change.told,
                change.over,
            )
        )
    return words_last(cells)


def _shift(shift: Shift) -> list[str]:
    gold = " / ".join(shift.answers) or "(not in the library)"
    lines = [f"  {shift.id}: {_short(shift.question)}", f"      gold:   {_short(gold)}"]
    if shift.before is not None:
        lines.append(f"      before: {_told(shift.before)}")
    if shift.after is not None:
        lines.append(f"      after:  {_told(shift.after)}")
    return lines


def _told(said: Said) -> str:
    if said.status == "answered":
        return _short(said.text)
    return "(abstained)" if said.status == "abstained" else f"(failed: {_short(said.reason)})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "\u2026"
