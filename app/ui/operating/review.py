"""Section Review: the answers that wait for a reviewer, and what reviewers have made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.review import KINDS, Candidate, Reviewed
from app.review import questions as evaluation
from app.review import rows as training
from app.ui import markup
from app.ui.operating import reviewing
from app.ui.operating.words import OUTCOMES, moment
from app.ui.report import count

if TYPE_CHECKING:
    from app.build import Footnote

PER_PAGE = 10
QUESTION_CHARACTERS = 160
ICONS = {
    "right": ":blue[:material/check:]",
    "wrong retrieval": ":orange[:material/search_off:]",
    "wrong answer": ":red[:material/close:]",
    "wrong document": ":orange[:material/description:]",
}


def show(footnote: Footnote) -> None:
    """Draw the queue, or the answer that is open."""
    waiting = reviewing.waiting(footnote)
    candidate = reviewing.opened(waiting)
    if candidate is not None:
        reviewing.show(footnote, candidate, waiting)
        return
    st.header("Review", anchor=False)
    done = footnote.review.reviewed()
    if waiting:
        _show_queue(waiting)
    else:
        st.markdown(
            "No answer waits. What people thumb down or correct comes here, and so do answers with "
            "unsupported sentences or low support, and questions that failed."
        )
    if done:
        _show_done(footnote, done)


def question(candidate: Candidate) -> str:
    """The question's words where they are kept, else when it was asked: inert."""
    if candidate.question:
        return markup.line(candidate.question, QUESTION_CHARACTERS)
    return markup.line(f"Question of {moment(candidate.row.started_at)}, its text not kept")


def _show_queue(waiting: Sequence[Candidate]) -> None:
    head = st.container(horizontal=True, vertical_alignment="center", wrap=False)
    with head:
        st.subheader(f"{count(len(waiting), 'answer')} waiting", anchor=False)
        st.button(
            "Start with the worst", type="primary", key="review-start",
            on_click=reviewing.open_item, args=(waiting[0].trace_id,),
        )  # fmt: skip
    pages = max(1, -(-len(waiting) // PER_PAGE))
    shown = st.session_state.get("review-page", 1) if pages > 1 else 1
    first = (min(shown, pages) - 1) * PER_PAGE
    for each in waiting[first : first + PER_PAGE]:
        _show_card(each)
    if pages > 1:
        st.pagination(pages, key="review-page")


def _show_card(candidate: Candidate) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False,
        key=f"run-review-{candidate.trace_id}",
    ):  # fmt: skip
        with st.container(gap="xxsmall"):
            st.markdown(f"**{question(candidate)}**")
            st.markdown(f":small[:red[{markup.line(' '.join(candidate.reasons))}]]")
            st.markdown(markup.quiet(_facts(candidate)))
        st.button(
            "Open", key=f"review-{candidate.trace_id}", type="tertiary",
            on_click=reviewing.open_item, args=(candidate.trace_id,),
        )  # fmt: skip


def _facts(candidate: Candidate) -> str:
    row = candidate.row
    told = [f"Score {candidate.score:.1f}", OUTCOMES[row.outcome], moment(row.started_at)]
    told += [row.made.model] if row.made.model else []
    return " \u00b7 ".join(markup.line(each, 60) for each in told)


def _show_done(footnote: Footnote, done: Sequence[Reviewed]) -> None:
    st.subheader(f"{len(done):,} reviewed", anchor=False)
    with st.container(horizontal=True, gap="medium", key="review-counts"):
        for kind in KINDS:
            number = sum(each.kind == kind for each in done)
            label = f"{ICONS[kind]} {kind[:1].upper()}{kind[1:]}"
            st.markdown(f"{label}\u2002**{number:,}**", width="content")
    if emptied := sum(each.forgotten for each in done):
        what = "a document or a conversation was removed"
        st.markdown(markup.quiet(f"{emptied:,} without their words: {what}."))
    box = st.expander("Take them along", on_change="rerun", key="review-files")
    if box.open:
        with box:
            _show_files(footnote)


def _show_files(footnote: Footnote) -> None:
    """Downloads; made only when they are asked for."""
    found = footnote.review.questions()
    held = evaluation.held(found)
    rows = footnote.review.rows()
    st.markdown(
        markup.quiet(
            "Three in ten questions, always the same ones, are held out: training never learns "
            "from them, so that an evaluation by them is honest."
        )
    )
    with st.container(horizontal=True):
        _show_file("Held-out questions", evaluation.write(held), "held-out.jsonl", len(held))
        _show_file("All questions", evaluation.write(found), "reviewed.jsonl", len(found))
        _show_file("Training rows", training.write(rows), "rows.jsonl", len(rows))


def _show_file(label: str, text: str, name: str, number: int) -> None:
    st.download_button(
        f"{label} ({number:,})", text.encode("utf-8"), name, "application/octet-stream",
        key=f"review-{name}", icon=":material/download:", on_click="ignore", disabled=not number,
    )  # fmt: skip
