"""A question -> an answer in parts, or None for the plain path."""

from __future__ import annotations

from app.checking import Checked
from app.parts.both import both, split
from app.parts.changes import changed
from app.parts.comparisons import compared
from app.parts.kinds import Changed, Compared, Listed, YesNo, read
from app.parts.lists import listed
from app.parts.reckoning import reckon
from app.parts.tools import Tools
from app.parts.yes_no import decided


def solve(question: str, tools: Tools) -> Checked | None:
    """The answer in parts to a question that asks for one; None whenever that is in doubt.

    Every sentence of the answer cites whole chunks, or what a part's own answer cites. Raises what
    the tools raise.
    """
    kind = read(question)
    answer: Checked | None = None
    if isinstance(kind, Changed):
        answer = changed(question, kind, tools)
    elif isinstance(kind, Compared):
        answer = compared(kind, question, tools)
    elif isinstance(kind, YesNo):
        answer = decided(question, kind, tools)
    elif split(question):
        answer = both(question, lambda part: solve(part, tools) or tools.answer(part))
    else:
        answer = reckon(question, tools)
        if answer is None and isinstance(kind, Listed):
            answer = listed(question, kind, tools)
    return answer if answer and answer.grounded else None
