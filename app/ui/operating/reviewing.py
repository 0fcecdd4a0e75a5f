"""One answer under review: what was asked, said and found, and the reviewer's judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.review import KINDS, Candidate, Judgement, Kind
from app.types import Answer, Citation
from app.ui import markup, session
from app.ui.operating import picking
from app.ui.operating.opened import open_trace
from app.ui.operating.words import OUTCOMES, milliseconds, moment
from app.ui.report import NAME_CHARACTERS

if TYPE_CHECKING:
    from app.build import Footnote

OPENED = "review-open"
SKIPPED = "review-skipped"
WAITING = "review-waiting"
ANSWER_CHARACTERS = 4000
QUOTE_CHARACTERS = 1200

MEANINGS: dict[Kind, str] = {
    "right": "The answer, or that there is none, is right",
    "wrong retrieval": "The passage that answers was not found",
    "wrong answer": "It was found; the answer says something else",
    "wrong document": "The document itself does not count here",
}
VERDICTS = {"supported": "supported", "weak": "weak support", "unsupported": "unsupported"}


def waiting(footnote: Footnote) -> list[Candidate]:
    """The queue; while an answer is open the same one, so that a click does not make it anew."""
    if not st.session_state.get(OPENED) or WAITING not in st.session_state:
        st.session_state[WAITING] = footnote.review.queue()
    queue: list[Candidate] = st.session_state[WAITING]
    return queue


def opened(waiting: Sequence[Candidate]) -> Candidate | None:
    """The answer that is open; None for none, or one that no longer waits."""
    wanted = st.session_state.get(OPENED)
    return next((each for each in waiting if wanted and wanted in each.traces), None)


def open_item(trace_id: str) -> None:
    """Open this answer instead of the queue."""
    st.session_state[OPENED] = trace_id


def show(footnote: Footnote, candidate: Candidate, waiting: Sequence[Candidate]) -> None:
    """Draw the answer beside the judgement; on a narrow screen one below the other."""
    at = next(n for n, each in enumerate(waiting, start=1) if each.traces == candidate.traces)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Queue", icon=":material/arrow_back:", type="tertiary", on_click=_close)
        st.markdown(markup.quiet(f"{at:,} of {len(waiting):,} waiting"), width="content")
    st.subheader(
        markup.line(candidate.question) or "A question whose text is not kept", anchor=False
    )
    if candidate.read_as != candidate.question:
        st.markdown(markup.quiet(f"Read as: {markup.line(candidate.read_as)}"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_said(candidate)
        _show_opinions(candidate)
        _show_facts(candidate)
        picking.show(footnote, candidate)
    with right:
        _show_judgement(footnote, candidate, waiting)


def _close() -> None:
    st.session_state[OPENED] = None


def _show_said(candidate: Candidate) -> None:
    st.markdown("**Footnote said**")
    with st.container(border=True, gap="xsmall"):
        if candidate.answer is not None:
            _show_answer(candidate.answer)
        elif candidate.said:
            st.markdown(markup.prose(candidate.said))
        else:
            told = "The answer's text is not kept; figures alone are left."
            failed = candidate.row.outcome == "failed"
            st.markdown(markup.quiet("There was no answer." if failed else told))


def _show_answer(answer: Answer) -> None:
    marks = [each.mark for each in answer.citations]
    doubtful = [each.text for each in answer.sentences if each.verdict == "unsupported"]
    st.markdown(markup.parted(answer.text, marks, doubtful))
    for sentence in answer.sentences:
        if sentence.verdict != "supported":
            told = f"{VERDICTS[sentence.verdict].capitalize()}: {sentence.text} {sentence.reason}"
            colour = "red" if sentence.verdict == "unsupported" else "orange"
            st.markdown(f":small[:{colour}[{markup.line(told, QUOTE_CHARACTERS)}]]")
    for cited in answer.citations:
        _show_source(cited, VERDICTS[cited.verdict])
    for near in () if answer.citations else answer.nearest:
        _show_source(near, "nearest")


def _show_source(cited: Citation, told: str) -> None:
    """told: what is said of it beside its name."""
    name = f"**{markup.line(cited.document, NAME_CHARACTERS)}**"
    place = f"{name}, {markup.line(cited.place)}" if cited.place else name
    quote = markup.line(cited.quote, QUOTE_CHARACTERS) or "its text was removed"
    st.markdown(f"{markup.mark(cited.mark)}\u2002{place} :small[\u00b7 {told}]  \n:small[{quote}]")


def _show_opinions(candidate: Candidate) -> None:
    for each in candidate.opinions:
        thumb = ":material/thumb_up:" if each.liked else ":material/thumb_down:"
        told = [each.owner, *([each.complaint] if each.complaint else [])]
        said = " \u00b7 ".join(markup.line(one, NAME_CHARACTERS) for one in told)
        st.markdown(f"{thumb} {said}")
        if each.correction:
            with st.container(border=True):
                st.markdown(markup.prose(each.correction))


def _show_facts(candidate: Candidate) -> None:
    row = candidate.row
    st.markdown(f":small[:red[{markup.line(' '.join(candidate.reasons))}]]")
    told = [moment(row.started_at), OUTCOMES[row.outcome], milliseconds(row.spent.total_ms)]
    if row.shape.similarity:
        told.append(f"best similarity {row.shape.similarity:.2f}")
    told += [each for each in (row.made.model, row.made.prompt) if each]
    with st.container(horizontal=True, vertical_alignment="center"):
        facts = " \u00b7 ".join(markup.line(each, 60) for each in told)
        st.markdown(markup.quiet(facts), width="content")
        if row.session:  # what has no session was not traced
            st.button(
                "Its trace", type="tertiary", key=f"review-trace-{candidate.trace_id}",
                on_click=open_trace, args=(candidate.trace_id,),
            )  # fmt: skip


def _show_judgement(footnote: Footnote, candidate: Candidate, waiting: Sequence[Candidate]) -> None:
    trace_id = candidate.trace_id
    kind = st.radio(
        "Judgement", KINDS, index=None, key=f"judgement-{trace_id}",
        captions=[MEANINGS[each] for each in KINDS],
        format_func=lambda each: f"{each[:1].upper()}{each[1:]}",
    )  # fmt: skip
    absent = st.checkbox("The library does not hold the answer", key=f"absent-{trace_id}")
    answer = "" if absent else _asked_answer(candidate)
    if not absent:
        picking.show_chosen(trace_id)
    with st.container(horizontal=True):
        save = st.button(
            "Save and next", type="primary", disabled=kind is None, key=f"save-{trace_id}"
        )
        st.button("Skip", key=f"skip-{trace_id}", on_click=_go_on, args=(candidate, waiting))
    if not candidate.question:
        st.markdown(markup.quiet("Without its text, the item is only counted."))
    if save and kind is not None:
        gold = () if absent else picking.chosen(trace_id)
        with session.told():
            footnote.review.mark(trace_id, footnote.actor.id, Judgement(kind, answer, absent, gold))
            _go_on(candidate, waiting)
            del st.session_state[WAITING]
            st.rerun()


def _asked_answer(candidate: Candidate) -> str:
    """The field for the right answer; what a person has corrected stands in it."""
    key = f"right-{candidate.trace_id}"
    if key not in st.session_state:
        corrections = (each.correction for each in candidate.opinions if each.correction)
        st.session_state[key] = next(corrections, "")[:ANSWER_CHARACTERS]
    said = st.text_area(
        "The right answer", key=key, max_chars=ANSWER_CHARACTERS,
        help="The first line is what is learnt. Each line counts as right in an evaluation, so a "
        "short wording such as 25 days on a line of its own helps.",
        placeholder="Left empty with Right: the answer's own words",
    )  # fmt: skip
    return said or ""


def _go_on(candidate: Candidate, waiting: Sequence[Candidate]) -> None:
    """Open the next one that was not skipped in this visit; the queue after the last."""
    skipped: set[str] = st.session_state.setdefault(SKIPPED, set())
    skipped.update(candidate.traces)
    after = (each for each in waiting if each.trace_id not in skipped)
    following = next(after, None)
    st.session_state[OPENED] = following.trace_id if following else None
    if following is None:
        skipped.clear()
