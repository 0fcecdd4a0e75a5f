"""Why something is not in the library, put so that people read it easily."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.report import INSIDE

if TYPE_CHECKING:
    from indexes.types import Unread
    from ingest.report import Outcome


def place_and_reason(outcome: Outcome) -> tuple[str, str]:
    """The outcome's source, and its reason as it goes on after that.

    The file's name, with which most reasons begin, is not said twice: `/files/a.pdf`, ` is damaged;
    save it again.`; other reasons are put behind a colon.
    """
    inside = outcome.source.rpartition(INSIDE)[2]
    for name in (inside, PurePath(inside).name):
        rest = outcome.reason.removeprefix(name)
        if name and rest[:1] in (" ", ":"):
            return outcome.source, rest
    return outcome.source, f": {outcome.reason}"


def unread_pages(unread: Sequence[Unread]) -> list[tuple[str, str]]:
    """("pages 3-7, 9", reason) for each reason, pages in order."""
    reasons = dict.fromkeys(each.reason for each in unread)
    return [
        (_pages([each.page for each in unread if each.reason == reason]), reason)
        for reason in reasons
    ]


def _pages(numbers: Sequence[int]) -> str:
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append(f"{members[0]}-{members[-1]}" if len(members) > 1 else str(members[0]))
    return f"page{'s' * (len(numbers) > 1)} {', '.join(runs)}"
