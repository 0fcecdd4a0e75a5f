"""Values of figures as text, and what a figure rests on."""

from __future__ import annotations

from app.evaluation.report import Unit

_OVERS = {
    "with gold spans": ("question whose passages are known", "questions whose passages are known"),
    "answerable": ("question that the library can answer", "questions that the library can answer"),
    "holding gold in 40 words": ("right and short answer", "right and short answers"),
    "answerable and answered": (
        "answered question that the library can answer",
        "answered questions that the library can answer",
    ),
    "answered": ("answered question", "answered questions"),
    "citing": ("answer that cites", "answers that cite"),
    "asked": ("question", "questions"),
    "all": ("question", "questions"),
    "read by the model": (
        "question that the model worked on",
        "questions that the model worked on",
    ),
    "tasks": ("task", "tasks"),
    "abstained from": ("question asked in both runs", "questions asked in both runs"),
    "unanswerable": ("question asked in both runs", "questions asked in both runs"),
}


def rests_on(over: str, n: int) -> str:
    """`24 answered questions`."""
    one, several = _OVERS.get(over, (over, over))
    return f"{n:,} {one if n == 1 else several}"


def value(number: float, unit: Unit) -> str:
    """`63.4 %`, `120 ms`, `2.3 s`, `17`; a share is given as 0 to 1."""
    if unit == "%":
        return f"{100 * number:.1f}\u202f%"
    if unit == "ms" and abs(number) >= 1000:
        number, unit = number / 1000, "s"
    if unit == "s":
        return f"{number:,.1f}\u202fs"
    shown = f"{number:,.0f}" if abs(number) >= 20 else f"{number:,.1f}"
    return f"{shown}\u202f{unit}".rstrip()


def change(number: float, unit: Unit) -> str:
    """A difference with its sign; of shares in points, which are hundredths."""
    sign = "+" if number > 0 else "\u2212" if number < 0 else ""
    if unit == "%":
        return f"{sign}{100 * abs(number):.1f} points"
    return f"{sign}{value(abs(number), unit)}"
