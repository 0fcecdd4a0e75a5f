"""The list of saved evaluations, and which of them is open."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.evaluation.report import Versions
from app.evaluation.saved import Saved
from app.evaluation.saving import HELLASWAG, QUESTIONS
from app.ui import markup
from app.ui.evaluations.headlines import headlines
from app.ui.report import NAME_CHARACTERS, count

PER_PAGE = 10
NO_BREAK = "\u00a0"
OPENED = "evaluation-run"
NAMES = {HELLASWAG: "HellaSwag"}
"""Kinds of runs that are not asked of the library, as they are called."""


def opened(runs: Sequence[Saved]) -> Saved | None:
    """The run that is open; None if there is none, or it has gone or cannot be read."""
    stem = st.session_state.get(OPENED)
    found = (each for each in runs if each.path.stem == stem and readable(each))
    return next(found, None)


def open_run(stem: str) -> None:
    """Show this run instead of the list. stem: its file's name without `.json`."""
    st.session_state[OPENED] = stem


def close_run() -> None:
    """Show the list again."""
    st.session_state[OPENED] = None


def readable(run: Saved) -> bool:
    """Whether the run has rows that this page can show."""
    return not run.reason and run.kind in (QUESTIONS, HELLASWAG)


def show(runs: Sequence[Saved]) -> None:
    """A card for each run, the newest first."""
    st.subheader(count(len(runs), "run"), anchor=False)
    pages = max(1, -(-len(runs) // PER_PAGE))
    shown = st.session_state.get("evaluation-page", 1) if pages > 1 else 1
    first = (min(shown, pages) - 1) * PER_PAGE
    for run in runs[first : first + PER_PAGE]:
        _show(run)
    if pages > 1:
        st.pagination(pages, key="evaluation-page")


def _show(run: Saved) -> None:
    name = run.path.stem
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False, key=f"run-{name}"
    ):
        with st.container(gap="xxsmall"):
            if run.reason:
                st.markdown(f":red[:material/error:] {markup.line(run.reason)}")
                return
            st.markdown(title(run))
            st.markdown(markup.quiet(facts(run)))
            figures = _figures(run)
            if figures:
                st.markdown(figures)
            if not readable(run):
                st.markdown(markup.quiet("This page cannot open runs of this kind."))
        if readable(run):
            st.button("Open", key=f"open-{name}", type="tertiary", on_click=open_run, args=(name,))


def title(run: Saved) -> str:
    """Date and time, and the kind where it is not the usual one."""
    shown = f"**{date(run.versions)}**" if run.versions else f"**{markup.line(run.path.stem)}**"
    if run.kind != QUESTIONS:
        shown += f" \u00b7 {markup.line(NAMES.get(run.kind, run.kind), NAME_CHARACTERS)}"
    return shown


def date(versions: Versions) -> str:
    return f"{versions.date.astimezone():%-d %B %Y, %H:%M}"


def facts(run: Saved) -> str:
    """How many questions of which file, and who answered: inert Markdown."""
    noun = "task" if run.kind == HELLASWAG else "question"
    told = [count(run.questions, noun)] if run.questions else []
    versions = run.versions
    if versions is None:
        return " \u00b7 ".join(told)
    if versions.questions:
        told[-1:] = [f"{each} of {markup.line(versions.questions, 40)}" for each in told[-1:]]
    told += [markup.line(versions.model, 40)] if versions.model else ["search only"]
    if versions.prompt:
        told.append(f"prompt {markup.line(versions.prompt, 30)}")
    if versions.documents:
        told.append(count(versions.documents, "document"))
    return " \u00b7 ".join(told)


def label(run: Saved) -> str:
    """One line without Markdown, for lists to choose from."""
    if run.versions is None:
        return run.path.stem
    noun = "task" if run.kind == HELLASWAG else "question"
    told = [date(run.versions), count(run.questions, noun)]
    told += [markup.printable(run.versions.model)[:40]] if run.versions.model else ["search only"]
    return " \u00b7 ".join(told)


def _figures(run: Saved) -> str:
    """The main figures in one line."""
    chosen = headlines(run.figures, run.abstained)
    told = [f"{each.title} **{each.shown}**".replace(" ", NO_BREAK) for each in chosen]
    joined = " \u00b7 ".join(told)
    return f":small[{joined}]" if told else ""
