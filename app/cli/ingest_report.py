"""What came of an ingest, or would come of it, in few lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from app.cli.output import columns, counted, one_line
from app.formats import format_name
from app.reasons import place_and_reason
from ingest.names import spelt
from ingest.report import Gathered, IngestReport, Outcome, Passed, Planned, Status

MOST_LINES = 20
"""Files of a kind that are named; of the others the number is told."""

MOST_NAMES = 3
ALL_OF_THEM = "--json names all of them"

_HEAD = ("FORMAT", "FILES", "PAGES", "CHARACTERS", "CHUNKS", "UNREAD")
_WOULD: dict[Status, str] = {
    "added": "add",
    "replaced": "replace",
    "unpacked": "unpack",
    "removed": "remove",
    "failed": "refuse",
}
_READ = ("added", "replaced", "unpacked")


def formats(outcomes: Sequence[Outcome]) -> list[str]:
    """A table of what came in, a line for each format and one for all; empty when nothing did."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * (len(_HEAD) - 1))
    for outcome in outcomes:
        if outcome.document is None or outcome.status not in ("added", "replaced"):
            continue
        pages, unread = outcome.document.page_count, len(outcome.unread)
        facts = (1, pages, outcome.characters, outcome.chunks, unread)
        for name in (format_name(outcome.document), "all"):
            rows[name] = [a + b for a, b in zip(rows[name], facts, strict=True)]
    if not rows:
        return []
    total = rows.pop("all")
    table = [_HEAD, *((name, *map(_thousands, row)) for name, row in sorted(rows.items()))]
    if len(rows) > 1:
        table.append(("all", *map(_thousands, total)))
    return columns(table, right=range(1, len(_HEAD)))


def trouble(outcome: Outcome) -> str:
    """That a file failed or left, and why; '' for all others."""
    if outcome.status not in ("failed", "removed"):
        return ""
    source, reason = place_and_reason(outcome)
    return one_line(f"{outcome.status}: {source}{reason}")


def remarks(outcome: Outcome) -> str:
    """What of a document that came in is not in the library; '' when nothing is missing."""
    said = [*outcome.warnings]
    if outcome.unread:
        first = outcome.unread[0]
        pages = counted(len(outcome.unread), "page")
        said.append(f"{pages} unread, page {first.page}: {first.reason}")
    return one_line(f"note: {outcome.source}: {' '.join(said)}") if said else ""


def counts(report: IngestReport, gathered: Gathered) -> str:
    """How many files ended how, and in what time; or how far a stopped ingest came."""
    settled = [outcome for outcome in report.outcomes if outcome.status != "unpacked"]
    number = Counter(outcome.status for outcome in settled)
    if report.stopped:
        done = number["added"] + number["replaced"] + number["known"]
        total = max(len(gathered.files), len(report.outcomes))
        return f"stopped: {done:,} of {total:,} files are in; run the same command to go on"
    if settled and number["known"] == len(settled):
        verb = "is" if number["known"] == 1 else "are"
        return f"nothing to do: {counted(number['known'], 'file')} {verb} already in the library"
    order: tuple[Status, ...] = ("added", "replaced", "known", "removed", "failed")
    words = {"known": "already known"}
    parts = [f"{number[each]:,} {words.get(each, each)}" for each in order if number[each]]
    return f"{', '.join(parts) or 'nothing to do'} in {report.seconds:.1f} s"


def passed_over(passed: Sequence[Passed]) -> list[str]:
    """A line for each reason for which files were passed over, the commonest first."""
    by_reason: dict[str, list[Passed]] = defaultdict(list)
    for each in passed:
        by_reason[each.reason].append(each)
    lines = []
    for reason, those in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        if len(those) == 1:
            lines.append(one_line(f"passed over: {spelt(those[0].path)}: {reason}"))
            continue
        names = ", ".join(spelt(each.path.name) for each in those[:MOST_NAMES])
        more = f" and {len(those) - MOST_NAMES:,} more" if len(those) > MOST_NAMES else ""
        lines.append(one_line(f"passed over: {len(those):,} files ({names}{more}): each {reason}"))
    return _cut(lines, "reasons")


def plan_lines(planned: Sequence[Planned]) -> list[str]:
    """What an ingest would do: the first files of each kind, then the sum."""
    lines, sums = [], []
    for status, verb in _WOULD.items():
        those = [each for each in planned if each.status == status]
        if not those:
            continue
        lines += _cut([_plan_line(verb, each) for each in those], f"to {verb}")
        size = f" ({_size(sum(each.bytes for each in those))})" if status in _READ else ""
        sums.append(f"{len(those):,} to {verb}{size}")
    known = sum(each.status == "known" for each in planned)
    if known:
        sums.append(f"{known:,} already known")
    return [*lines, f"{', '.join(sums) or 'nothing to do'}; nothing was changed"]


def _plan_line(verb: str, planned: Planned) -> str:
    why = f": {planned.reason}" if planned.reason else f" ({_size(planned.bytes)})"
    return one_line(f"{verb}: {planned.source}{why}")


def _cut(lines: list[str], what: str) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"... and {more:,} more {what}; {ALL_OF_THEM}"]


def _size(size: int) -> str:
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"


def _thousands(number: int) -> str:
    return f"{number:,}"
