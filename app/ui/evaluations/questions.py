"""The questions of one evaluation: filtered, searched, and opened one by one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.evaluation.report import Judged, Row, Said
from app.ui import markup
from app.ui.evaluations.outcomes import (
    FILTERS,
    ICONS,
    TITLES,
    counts,
    doubtful,
    fits,
    holds,
    outcome,
)
from app.ui.report import NAME_CHARACTERS, count

PER_PAGE = 15
QUESTION_CHARACTERS = 200
QUOTE_CHARACTERS = 1200

VERDICTS = {
    "supported": ":blue[:material/check:] supports the answer",
    "weak": ":orange[:material/help:] supports part of the answer",
    "unsupported": ":red[:material/close:] does not support the answer",
}


def show(rows: Sequence[Row], name: str) -> None:
    """The list under its filters. name: of the run, which keeps its own filters."""
    number = counts(rows)
    wanted = st.pills(
        "Show",
        list(number),
        default="all",
        required=True,
        format_func=lambda each: markup.chosen(f"{FILTERS[each]} {number[each]:,}"),
        label_visibility="collapsed",
        key=f"filter-{name}",
    )
    text = st.text_input(
        "Find",
        placeholder="Find words in questions and answers",
        icon=":material/search:",
        label_visibility="collapsed",
        key=f"find-{name}",
    )
    found = [row for row in rows if fits(row, wanted) and holds(row, text or "")]
    st.subheader(count(len(found), "question"), anchor=False)
    if not found:
        st.markdown(markup.quiet("No question fits. Other words or another filter may help."))
    pages = max(1, -(-len(found) // PER_PAGE))
    key = f"questions-page-{name}"
    first = (min(st.session_state.get(key, 1) if pages > 1 else 1, pages) - 1) * PER_PAGE
    with st.container(gap="xsmall"):
        for row in found[first : first + PER_PAGE]:
            _show(row, name)
    if pages > 1:
        st.pagination(pages, key=key)


def _show(row: Row, name: str) -> None:
    """One line; what it hides is drawn only when it is opened."""
    label = f"{ICONS[outcome(row)]}\u2002{markup.line(row.question, QUESTION_CHARACTERS)}"
    box = st.expander(label, key=f"row-{name}-{row.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        show_question(row)
        if row.said is not None:
            show_said(row.said)
        st.markdown(markup.quiet(markup.line(_measured(row))))


def show_question(row: Row) -> None:
    """The outcome, the question where its line cut it, and what counts as right."""
    kind = markup.line(row.kind.replace("_", " "), NAME_CHARACTERS)
    place = f"{kind} \u00b7 {markup.line(row.id, NAME_CHARACTERS)}"
    st.markdown(f"**{TITLES[outcome(row)]}** {markup.quiet(place)}")
    show_whole(row.question)
    show_gold(row.answers)
    if row.chosen is not None:
        st.markdown(
            f"Right is ending {row.chosen.right + 1}, the model chose {row.chosen.chosen + 1}."
        )


def show_whole(question: str) -> None:
    """The question, where its line cut it."""
    if len(question) > QUESTION_CHARACTERS:
        st.markdown(markup.prose(question))


def show_gold(answers: Sequence[str]) -> None:
    """The known answers; without any, that abstaining is right."""
    if answers:
        shown = " *or* ".join(f"**{markup.line(each)}**" for each in answers)
        st.markdown(f"Known answer: {shown}")
    else:
        st.markdown("Known answer: none, the library does not say. Abstaining is right.")


def show_said(said: Said) -> None:
    """The answer with its footnotes, quotes and verdicts."""
    if said.status == "failed":
        st.markdown(f"The question was refused: {markup.line(said.reason)}")
        return
    st.markdown("Footnote said:")
    marks = range(1, len(said.citations) + 1)
    unsupported = doubtful(said)
    with st.container(border=True, gap="xsmall"):
        st.markdown(markup.parted(said.text, marks, unsupported))
        for number, cited in zip(marks, said.citations, strict=True):
            place = f"**{markup.line(cited.document, NAME_CHARACTERS)}**, page {cited.page}"
            verdict = VERDICTS.get(cited.verdict, markup.line(cited.verdict))
            st.markdown(
                f"{markup.mark(number)}\u2002{place} :small[\u00b7 {verdict}]  \n"
                f":small[{markup.line(cited.quote, QUOTE_CHARACTERS)}]"
            )
        if any(each in said.text for each in unsupported):
            st.markdown(":small[:red[What is grey has no support in what the answer cites.]]")
        for each in unsupported:
            if each not in said.text:  # a mark stands inside it, so that it is not grey
                st.markdown(f":small[:red[No support:] {markup.line(each, QUOTE_CHARACTERS)}]")
        if said.judged is not None and (judged := _judged(said.judged)):
            st.markdown(markup.quiet(judged))


def _judged(judged: Judged) -> str:
    """What the judge said; '' for nothing."""
    told = []
    if judged.correct is not None:
        told.append(f"The judge calls this answer {'right' if judged.correct else 'wrong'}.")
    if judged.faithful:
        supported, all_of_it = sum(map(bool, judged.faithful)), len(judged.faithful)
        told.append(f"The judge finds support for {supported} of {count(all_of_it, 'sentence')}.")
    return " ".join(told)


def _measured(row: Row) -> str:
    """What was measured on this question, in one line."""
    told: list[str] = []
    said, found = row.said, row.found
    if said is not None and said.status == "answered" and row.answerable:
        told.append(f"words in common with the known answer {100 * said.token_f1:.0f} %")
    if found is not None and found.reciprocal_rank is not None:
        rank = round(1 / found.reciprocal_rank) if found.reciprocal_rank else 0
        told.append(f"right passage found at place {rank}" if rank else "right passage not found")
    if said is not None:
        told.append(f"{said.seconds:.1f} s")
        if said.prompt_tokens:
            told.append(f"{said.prompt_tokens:,} tokens read, {said.completion_tokens:,} written")
    line = ", ".join(told)
    return f"{line[:1].upper()}{line[1:]}." if line else ""
