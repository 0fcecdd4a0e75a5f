"""One answer on the page: the text with its marks, its footnotes, and the small print."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from app.types import Answer, Citation, Sentence, Verdict
from app.ui import markup

NAME_CHARACTERS = 60
HEADING_CHARACTERS = 160
MOST_OPEN = 4
"""Footnotes that an answer may have for all to be open: more would push the answer off the page."""

VERDICTS: dict[Verdict, str] = {
    "supported": "",
    "weak": ":orange[Weak support.] The marked sentence says only part of what the answer says.",
    "unsupported": ":red[No support.] The marked sentence does not say what the answer says.",
}


DOUBTFUL = ":small[:red[What is grey was not found in your documents.]]"


def show_question(text: str) -> None:
    """The person's own words: a heading, unless they are too many for one."""
    words = markup.line(text)
    if len(text) <= HEADING_CHARACTERS:
        st.subheader(words, anchor=False)
    else:
        st.markdown(f"**{words}**")


def searched_for(question: str, read_as: str) -> str:
    """What was searched for, as inert Markdown; '' when it is the question itself."""
    return f"Searched for: {markup.line(read_as)}" if read_as not in ("", question) else ""


def show_reading(answer: Answer, latest: bool) -> bool:
    """How the question was read, where that is worth saying.

    latest: a question that was rewritten can be asked again in its own words. Returns whether the
    person wants that.
    """
    searched = searched_for(answer.question, answer.read_as)
    lines = [searched] if searched else []
    lines += [markup.line(note) for note in answer.notes]
    if not lines:
        return False
    with st.container(gap="xxsmall"):
        st.markdown("  \n".join(map(markup.quiet, lines)))
        return bool(searched and latest) and st.button(
            markup.quiet("Ask exactly as typed"),
            key=f"exact-{answer.trace_id}",
            type="tertiary",
            icon=":material/undo:",
        )


def show_answer(answer: Answer, latest: bool) -> None:
    """The answer and everything under it.

    latest: its footnotes are open where they are few; those of earlier answers are folded.
    """
    if answer.status == "abstained":
        _show_abstention(answer)
    else:
        marks = {citation.mark for citation in answer.citations}
        doubtful = [each.text for each in answer.sentences if each.verdict == "unsupported"]
        if any(each.lead for each in answer.sentences):
            show_parts(answer.sentences, marks)
        else:
            st.markdown(markup.footnoted(answer.text, marks, doubtful))
        if doubtful:
            st.markdown(DOUBTFUL)
        few = len(answer.citations) <= MOST_OPEN
        for citation in answer.citations:
            _show_footnote(citation, expanded=latest and few)
    st.markdown(markup.quiet(_small_print(answer)))


def show_larger(answer: Answer, label: str) -> bool:
    """Offer the larger model, named `label`, under an answer; returns whether it is wanted."""
    return st.button(
        markup.quiet(f"Ask {markup.line(label, NAME_CHARACTERS)}"),
        key=f"larger-{answer.trace_id}",
        type="tertiary",
        icon=":material/neurology:",
    )


def show_parts(sentences: Sequence[Sentence], marks: Collection[int]) -> None:
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


def _show_abstention(answer: Answer) -> None:
    st.markdown(markup.prose(answer.text))
    if not answer.nearest:
        return
    st.markdown("The nearest passages, in case one of them helps:")
    for citation in answer.nearest:
        with st.expander(_place(citation)):
            _show_passage(citation)


def _show_footnote(citation: Citation, expanded: bool) -> None:
    with st.expander(f"{markup.mark(citation.mark)}\u2002{_place(citation)}", expanded=expanded):
        _show_passage(citation)
        if VERDICTS[citation.verdict]:
            st.markdown(f":small[{VERDICTS[citation.verdict]}]")


def _show_passage(citation: Citation) -> None:
    if citation.quote:
        st.markdown(markup.mark_sentence(citation.context, citation.quote))
    else:
        st.markdown(markup.quiet("This document has been removed from the library."))
    if _letters(citation.title) not in _letters(citation.document + citation.context):
        st.markdown(markup.quiet(f"From \u201c{markup.line(citation.title)}\u201d"))


def _letters(text: str) -> str:
    """What is left when spelling differs as titles and file names do."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _place(citation: Citation) -> str:
    name = markup.line(citation.document, NAME_CHARACTERS)
    return f"**{name}**, {citation.place}" if citation.place else f"**{name}**"


def _small_print(answer: Answer) -> str:
    """Which model, how many tokens, how long; what did not happen is left out."""
    timings, usage = answer.timings, answer.usage
    parts, steps = [], [f"search {_seconds(timings.retrieve)}"]
    if usage.completion_tokens:
        parts.append(markup.line(answer.model, NAME_CHARACTERS))
        parts.append(f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens")
        steps.append(f"first word {_seconds(timings.first_token)}")
    parts.append(f"{_seconds(timings.total)} ({', '.join(steps)})")
    return " \u00b7 ".join(parts)


def _seconds(milliseconds: float) -> str:
    seconds = milliseconds / 1000
    return f"{seconds:.2f}\u202fs" if seconds < 1 else f"{seconds:.1f}\u202fs"
