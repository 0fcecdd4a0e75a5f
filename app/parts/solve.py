"""A question -> an answer in parts, or None for the plain path."""

from __future__ import annotations

from app.checking import Checked
from app.parts.both import both, split
from app.parts.changes import changed
from app.parts.comparisons import compared
from app.parts.context import placed
from app.parts.kinds import Changed, Compared, Kind, Listed, YesNo, read
from app.parts.lists import listed
from app.parts.over_time import Trend, trend
from app.parts.reckoning import reckon
from app.parts.tools import Tools
from app.parts.trends import NOTHING, otherwise, told
from app.parts.yes_no import decided


def solve(question: str, tools: Tools) -> Checked | None:
    """The answer in parts to a question that asks for one; None whenever that is in doubt.

    An answer without sentences says that the library surely does not hold what is asked for.
    Every sentence of the answer cites whole chunks, or what a part's own answer cites. Raises what
    the tools raise.
    """
    answer = _solved(question, tools)
    if answer is None or answer == NOTHING:
        return answer
    return placed(answer, tools) if answer.grounded else None


def _solved(question: str, tools: Tools) -> Checked | None:
    kind, asked = read(question), trend(question)
    if isinstance(kind, Changed):
        return changed(question, kind, tools)
    if asked:
        return _over_time(question, asked, kind, tools)
    if isinstance(kind, Compared):
        return compared(kind, question, tools)
    if isinstance(kind, YesNo):
        return decided(question, kind, tools)
    if split(question):
        return both(question, lambda part: solve(part, tools) or tools.answer(part))
    answer = reckon(question, tools)
    if answer is None and isinstance(kind, Listed):
        answer = listed(question, kind, tools)
    return answer


def _over_time(question: str, asked: Trend, kind: Kind | None, tools: Tools) -> Checked | None:
    """By code; else from the answers of both versions; else what the plain path says of a change.

    Where two years are named and neither holds, there is no answer; else the plain path is left to
    itself.
    """
    answer = told(question, asked, tools)
    if answer is None and isinstance(kind, Compared):
        answer = compared(kind, question, tools)
    if answer is None and len(asked.years) == 2:
        answer = otherwise(question, asked, tools)
    return answer
