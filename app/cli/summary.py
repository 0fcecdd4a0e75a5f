"""The verb `summarise`: one document in a few sentences, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.document import chosen
from app.cli.output import counted, note, one_line, plain, print_json
from app.cli.progress import Bar
from app.summary.contract import summary_json
from app.summary.types import Progress, Summary
from app.types import Citation

if TYPE_CHECKING:
    from app.build import Footnote

_VERDICTS = {"weak": " (weakly supported)", "unsupported": " (not supported)", "supported": ""}


def summarise(footnote: Footnote, name: str, count: int | None, as_json: bool) -> int:
    """Print the summary of the document with this id, name or path. count: most sentences."""
    document = chosen(footnote, name)
    summary = _made(footnote, document.id, count)
    if as_json:
        print_json(summary_json(summary))
        return 0
    print(plain(summary.text))
    print()
    for citation in summary.citations:
        print(f"[{citation.mark}] {_place(citation)}{_VERDICTS[citation.verdict]}")
    for said in summary.notes:
        note(said)
    note(small_print(summary))
    return 0


def small_print(summary: Summary) -> str:
    """Who wrote it, how much was read for it, and how long that took."""
    parts = [f"{summary.model}, {summary.prompt}"] if summary.model else []
    coverage, usage = summary.coverage, summary.usage
    parts.append(
        f"read {counted(coverage.sections, 'section')} with "
        f"{counted(coverage.passages, 'passage')}, cited {coverage.cited}"
    )
    if summary.model:
        parts.append(counted(usage.prompt_tokens + usage.completion_tokens, "token"))
    return ", ".join([*parts, f"{summary.timings.total / 1000:.1f} s"])


def _made(footnote: Footnote, document_id: str, count: int | None) -> Summary:
    """The summary; how far it is stands on stderr."""
    with Bar("section") as bar:
        for step in footnote.summariser.stream(document_id, footnote.actor, count):
            if isinstance(step, Progress):
                bar.show(step.number - 1, step.of, step.heading or "reading")
            elif isinstance(step, Summary):
                summary = step
    return summary


def _place(citation: Citation) -> str:
    place = citation.place[:1].upper() + citation.place[1:] + ": " if citation.place else ""
    return f'{place}"{one_line(citation.quote)}"'
