"""Summarise: a document in a few sentences, with a bar while it is read, then footnotes.

It stands on the page, not in a dialog: Streamlit does not interrupt what runs in a dialog, and Stop
would wait for the end.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass

import streamlit as st

from app.build import Footnote
from app.summary.types import Progress, Summary
from app.types import Citation, Sentence, Token, Verdict
from app.ui import markup, session
from app.ui.report import count
from indexes.types import Document

NAME_CHARACTERS = 60
HEADING_CHARACTERS = 80
KEY = "summary"

VERDICTS: dict[Verdict, str] = {
    "supported": "",
    "weak": ":orange[Weak support.] The marked sentence says only part of what the answer says.",
    "unsupported": ":red[No support.] The marked sentence does not say what the answer says.",
}


@dataclass(slots=True)
class Shown:
    """What the session holds: the document whose summary is open, and the summary once made."""

    document_id: str
    summary: Summary | None = None
    failure: str = ""


def offer(document: Document) -> bool:
    """The button; whether it was pressed. `show` then makes the summary, at the next drawing."""
    pressed = st.button("Summarise", key=f"summarise-{document.id}", icon=":material/summarize:")
    if pressed:
        begin(document)
    return pressed


def begin(document: Document) -> None:
    """Have `show` make a summary of it at the next drawing."""
    st.session_state[KEY] = Shown(document.id)


def show(footnote: Footnote, document: Document) -> None:
    """The summary of this document, made now if it was asked for; nothing if it was not."""
    held = st.session_state.get(KEY)
    if not isinstance(held, Shown) or held.document_id != document.id:
        return
    with st.container(border=True, key=f"summary-{document.id}"):
        st.markdown("**Summary**")
        if held.summary is None and not held.failure:
            _make(footnote, document, held)
            st.rerun()
        if held.failure:
            st.error(markup.prose(held.failure), icon=":material/error:")
        if held.summary is not None:
            _show_summary(held.summary)
        st.button("Close", key="close-summary", type="tertiary", on_click=close)


def close() -> None:
    """The summary leaves the page; one that is being made is given up."""
    st.session_state[KEY] = None


def _make(footnote: Footnote, document: Document, held: Shown) -> None:
    """Show how far it is and what is written; Stop, or closing the page, ends the work."""
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        bar = st.progress(0.0, text="Reading\u2026")
        st.button("Stop", key="stop-summary", on_click=close)
    place, draft = st.empty(), ""
    steps = footnote.summariser.stream(document.id, footnote.actor)
    try:
        for step in steps:
            if isinstance(step, Progress):
                bar.progress((step.number - 1) / step.of, text=_told(step))
                draft = f"{draft.rstrip()}\n" if draft else ""
            elif isinstance(step, Token):
                draft += step.text
                place.markdown(markup.prose(draft))
            else:
                held.summary = step
    except Exception as error:  # noqa: BLE001  the page is a door
        held.failure = session.sentence(error)
    finally:
        # The Stop button ends this script; that must end the model's work as well.
        if isinstance(steps, Generator):
            steps.close()


def _told(step: Progress) -> str:
    where = f": {markup.line(step.heading, HEADING_CHARACTERS)}" if step.heading else ""
    return f"Part {step.number:,} of {step.of:,}{where}"


def _show_summary(summary: Summary) -> None:
    marks = {citation.mark for citation in summary.citations}
    _show_parts(summary.sentences, marks)
    for citation in summary.citations:
        _show_footnote(citation)
    st.markdown(markup.quiet(_small_print(summary)))


def _show_parts(sentences: Sequence[Sentence], marks: Collection[int]) -> None:
    """Sentences under their headings, list items as a list; each `[n]` of `marks` a footnote."""
    lines: list[str] = []
    for sentence in sentences:
        said = markup.footnoted(sentence.marked, marks)
        if sentence.heading:
            lines.append(f"\n**{markup.line(sentence.heading, HEADING_CHARACTERS)}**\n")
        if sentence.is_item:
            lines.append(f"- {said}")
        elif lines and "\n" not in sentence.lead and not sentence.heading:
            lines[-1] += f"{markup.line(sentence.lead)} {said}"
        else:
            lines.append(said if not lines else f"\n{said}")
    st.markdown("\n".join(lines))


def _show_footnote(citation: Citation) -> None:
    words = markup.line(citation.quote, NAME_CHARACTERS)
    where = f"**P{citation.place[1:]}**, {words}" if citation.place else words
    with st.expander(f"{markup.mark(citation.mark)}\u2002{where}"):
        st.markdown(markup.mark_sentence(citation.context, citation.quote))
        if VERDICTS[citation.verdict]:
            st.markdown(f":small[{VERDICTS[citation.verdict]}]")


def _small_print(summary: Summary) -> str:
    coverage, total = summary.coverage, summary.timings.total
    who = {
        "quoted": "In the document's own sentences",
        "counted": "Counted from the rows",
        "written": f"Written by {markup.line(summary.model, NAME_CHARACTERS)} and checked",
    }[summary.method]
    read = f"{count(coverage.sections, 'section')}, {count(coverage.passages, 'passage')} read"
    took = f"{total:.0f}\u202fms" if total < 1000 else f"{total / 1000:.1f}\u202fs"
    return " \u00b7 ".join((who, read, took))
