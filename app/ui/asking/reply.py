"""One answer on the page: sentences with their verdicts and marks, and the sources under them.

Drawn by a component of our own (reply.js), which makes text nodes of every text: nothing that a
document, a model or a person has written can act on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Literal, TypedDict

import streamlit as st

from app.exporting import copied
from app.records import FORGOTTEN
from app.types import Answer, Citation, Sentence, Verdict
from app.ui import markup

FOLDER = Path(__file__).parent
NAME_CHARACTERS = 80
FRESH = "fresh"
NEAREST = "The nearest passages, in case one of them helps:"
REMOVED = "This document has been removed from the library."

WHY: dict[Verdict, str] = {
    "supported": "",
    "weak": "The marked sentence says only part of this.",
    "unsupported": "No sentence that was found says this.",
}
LEGEND: dict[Verdict, str] = {
    "supported": "",
    "weak": "Dotted: its source says only part of it.",
    "unsupported": "Struck through: not found in your documents.",
}
WORDS = {
    "open": "Open the source",
    "sources": "Sources",
    "copy": "Copy",
    "copied": "Copied",
    "copyLabel": "Copy the answer with its footnotes",
}


class SentenceData(TypedDict):
    """A sentence as reply.js draws it. why: '' for a supported one."""

    text: str
    verdict: Verdict
    why: str
    marks: list[int]


class BlockData(TypedDict):
    """A paragraph, an item of a list, or a heading."""

    kind: Literal["paragraph", "item", "heading"]
    sentences: list[SentenceData]


class NoteData(TypedDict):
    """A footnote: the quote amid its context. gone: whether its document can be opened no more."""

    mark: int
    label: str
    document: str
    facts: str
    before: str
    quote: str
    after: str
    doubt: str
    gone: bool


class PrintData(TypedDict):
    """The small print. short: seconds. long: model, tokens and where the time went."""

    short: str
    long: str


class ReplyData(TypedDict):
    """All that reply.js draws. copy: Markdown for the clipboard, '' for none. count: of the notes.

    fresh: whether it has just been given, and comes into view. lead: says what the notes are, where
    they are not the sources of the text.
    """

    blocks: list[BlockData]
    notes: list[NoteData]
    count: str
    legend: list[str]
    lead: str
    latest: bool
    fresh: bool
    copy: str
    words: dict[str, str]
    print: PrintData


_mount = st.components.v2.component(
    "footnote_reply",
    html='<div class="reply"></div>',
    css=(FOLDER / "reply.css").read_text("utf-8"),
    js="".join((FOLDER / name).read_text("utf-8") for name in ("card.js", "reply.js")),
)


def show(
    answer: Answer, latest: bool, gone: Collection[str], key: str, opened: Callable[[int], None]
) -> None:
    """Draw an answer. gone: ids of documents that are no longer there.

    opened: told the number of a footnote whose source is wanted, before the page is drawn anew.
    """

    def tell() -> None:
        pressed = st.session_state[key].get("opened")
        if isinstance(pressed, int):
            opened(pressed)

    data = reply_data(answer, latest, gone)
    data["fresh"] = st.session_state.get(FRESH) == answer.trace_id
    _mount(key=key, data=data, on_opened_change=tell)


def mark_fresh(answer: Answer) -> None:
    """Have an answer come into view, for it has just been given."""
    st.session_state[FRESH] = answer.trace_id


def reply_data(answer: Answer, latest: bool, gone: Collection[str]) -> ReplyData:
    """What reply.js draws of an answer. latest: its quotes are shown under it."""
    forgotten = any(each.document_id in gone for each in answer.citations)
    verdicts = [] if forgotten else [each.verdict for each in answer.sentences]
    cited = answer.citations or answer.nearest
    return {
        "blocks": [_plain(FORGOTTEN)] if forgotten else blocks(answer),
        "notes": [_note(each, each.document_id in gone) for each in cited],
        "count": f"{len(cited)} sources in {_documents(cited)}",
        "legend": [LEGEND[each] for each in ("weak", "unsupported") if each in verdicts],
        "lead": NEAREST if answer.nearest else "",
        "latest": latest or answer.status == "abstained",
        "fresh": False,
        "copy": "" if forgotten else copied(answer),
        "words": WORDS,
        "print": small_print(answer),
    }


def blocks(answer: Answer) -> list[BlockData]:
    """The answer's sentences in paragraphs, lists and headings."""
    if not answer.sentences:
        return [_plain(each) for each in answer.text.split("\n\n") if each.strip()]
    found: list[BlockData] = []
    for sentence in answer.sentences:
        if sentence.heading:
            found.append({"kind": "heading", "sentences": [_bare(sentence.heading)]})
        said = [_sentence(sentence)]
        if sentence.is_item:
            found.append({"kind": "item", "sentences": said})
        elif found and "\n" not in sentence.lead and not sentence.heading:
            lead = sentence.lead.strip()
            found[-1]["sentences"] += [*([_bare(lead)] if lead else []), *said]
        else:
            found.append({"kind": "paragraph", "sentences": said})
    return found


def small_print(answer: Answer) -> PrintData:
    """Which model, how many tokens, how long; what did not happen is left out."""
    timings, usage = answer.timings, answer.usage
    parts, steps = [], [] if answer.cached else [f"search {_seconds(timings.retrieve)}"]
    if answer.cached:
        parts.append("given before to the same question")
    if usage.completion_tokens:
        parts.append(_printable(answer.model))
        parts.append(f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens")
        steps.append(f"first word {_seconds(timings.first_token)}")
    if answer.version:
        steps.append(f"version {answer.version}")
    return {
        "short": _seconds(timings.total),
        "long": "".join(f" \u00b7 {part}" for part in [*parts, *steps]),
    }


def place(citation: Citation) -> str:
    """Page and date of a citation, where there are any."""
    return " \u00b7 ".join(filter(None, (citation.place, citation.dated)))


def _documents(cited: Sequence[Citation]) -> str:
    many = len({each.document_id for each in cited})
    return f"{many} documents" if many > 1 else "one document"


def _plain(text: str) -> BlockData:
    return {"kind": "paragraph", "sentences": [_bare(text)]}


def _bare(text: str) -> SentenceData:
    return {"text": _printable(text), "verdict": "supported", "why": "", "marks": []}


def _sentence(sentence: Sentence) -> SentenceData:
    return {
        "text": _printable(sentence.text),
        "verdict": sentence.verdict,
        "why": _printable(sentence.reason) or WHY[sentence.verdict],
        "marks": list(sentence.marks),
    }


def _note(citation: Citation, removed: bool) -> NoteData:
    removed = removed or not citation.quote
    name = markup.shortened(citation.document, NAME_CHARACTERS)
    before, quote, after = (
        ("", REMOVED, "") if removed else markup.parted_at_quote(citation.context, citation.quote)
    )
    where = f"{name}, {citation.place}" if citation.place else name
    return {
        "mark": citation.mark,
        "label": f"Footnote {citation.mark}: {where}",
        "document": name,
        "facts": place(citation),
        "before": before,
        "quote": quote,
        "after": after,
        "doubt": WHY["weak"] if citation.verdict == "weak" else "",
        "gone": removed,
    }


def _printable(text: str) -> str:
    return markup.printable(text).strip()


def _seconds(milliseconds: float) -> str:
    seconds = milliseconds / 1000
    return f"{seconds:.2f}\u202fs" if seconds < 1 else f"{seconds:.1f}\u202fs"
