"""The button that evaluates, what it asks for, and how far the evaluation is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.build import Footnote
from app.evaluation.evaluate import Plan
from app.evaluation.questions import GoldQuestion, load
from app.ui import markup, session, ticking
from app.ui.evaluations import background, judge
from app.ui.evaluations.list import open_run
from app.ui.report import NAME_CHARACTERS, count

REFRESH_S = 1.0
FEW = 20
"""Questions that are asked unless the person wants more: a minute or two on a laptop."""

OPEN = "evaluation-dialog"
SAMPLES, OWN = "Sample questions", "My own file"
HELP = (
    "One question a line, as JSON: id, question, and answers, a list of what counts as right "
    "(empty if your documents do not say)."
)


@st.cache_resource(show_spinner=False)
def runner() -> background.Runner:
    """The evaluation that goes on, for every browser."""
    return background.Runner(session.footnote)


def show_button(footnote: Footnote) -> None:
    """The button, and the dialog while it is open."""
    st.button(
        "Evaluate", type="primary", icon=":material/play_arrow:", key="evaluate", on_click=_open
    )
    if st.session_state.get(OPEN):
        _ask(footnote)


def show_progress() -> None:
    """How far the evaluation is, or what came of it; nothing if there is none."""
    current = runner().current
    if current is None:
        return
    if not current.wait():
        _follow(current)
        return
    result = current.result
    if isinstance(result, background.Stopped):
        st.warning("Stopped. Nothing was saved.", icon=":material/warning:")
    elif isinstance(result, Exception):
        st.error(markup.prose(session.sentence(result)), icon=":material/error:")
    else:
        st.success(f"{count(current.total, 'question')} asked.", icon=":material/check_circle:")
    with st.container(horizontal=True):
        if isinstance(result, Path):
            st.button("See the result", key="see", on_click=_see, args=(result,))
        st.button("Dismiss", key="dismiss", type="tertiary", on_click=runner().forget)


@st.fragment
def _follow(current: background.Run) -> None:
    ticking.tick("evaluation", REFRESH_S)
    if current.wait():
        st.rerun()  # the whole page: the list has a run more
    share = current.done / current.total if current.total else 0.0
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="bottom", wrap=False),
    ):
        st.progress(share, text=_told(current))
        st.button("Stop", key="stop", on_click=current.stop, disabled=current.stopped())


def _told(current: background.Run) -> str:
    if current.stopped():
        return "Stopping after this question\u2026"
    if not current.done:
        return f"{count(current.total, 'question')}: getting the models ready\u2026"
    seconds = current.seconds_left
    left = ""
    if seconds is not None:
        left = f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
        left = f", about {left} left"
    return f"{current.done:,} of {count(current.total, 'question')}{left}"


def _open() -> None:
    st.session_state[OPEN] = True


def _close() -> None:
    st.session_state[OPEN] = False


def _see(path: Path) -> None:
    runner().forget()
    open_run(path.stem)


@st.dialog("Evaluate", on_dismiss=_close)
def _ask(footnote: Footnote) -> None:
    """Which questions, how many, and where to look."""
    st.markdown(
        "Footnote asks questions whose answers are known, and measures what it finds, says and "
        "cites. You can go on working meanwhile."
    )
    source = st.radio("Questions", [SAMPLES, OWN], key="evaluation-source", horizontal=True)
    with session.told():
        questions, name = _samples() if source == SAMPLES else _own()
        if questions:
            _choose(footnote, questions, name)


def _samples() -> tuple[tuple[GoldQuestion, ...], str]:
    questions = load(background.SAMPLES)
    st.markdown(
        markup.quiet(
            f"{count(len(questions), 'question')} on the sample documents, which have to be in "
            "your library\\: `footnote ingest data/samples`."
        )
    )
    return questions, background.SAMPLES.name


def _own() -> tuple[tuple[GoldQuestion, ...], str]:
    file = st.file_uploader("Question file", type="jsonl", help=HELP, key="evaluation-file")
    if file is None:
        st.markdown(markup.quiet(markup.line(HELP)))
        return (), ""
    questions = background.uploaded(file)
    name = markup.printable(file.name)[:NAME_CHARACTERS]
    st.markdown(markup.quiet(f"{count(len(questions), 'question')} in {markup.line(name)}"))
    return questions, name


def _choose(footnote: Footnote, questions: tuple[GoldQuestion, ...], name: str) -> None:
    limit = st.number_input(
        f"How many of the {len(questions):,}",
        min_value=1,
        max_value=len(questions),
        value=min(FEW, len(questions)),
        help="Spread evenly over the file and over its kinds of questions. A question takes "
        "some seconds; the more, the more certain the figures.",
        key="evaluation-limit",
    )
    listings = footnote.catalog.documents(owner=footnote.actor.id)
    names = sorted({each.document.collection for each in listings})
    everywhere = "All collections"
    within = everywhere
    if len(names) > 1:
        within = st.selectbox(
            "Collection",
            [everywhere, *names],
            format_func=markup.printable,
            key="evaluation-collection",
        )
    searched = st.checkbox(
        "Search only", help="Measures what is found, without the language model: much quicker.",
        key="evaluation-search",
    )  # fmt: skip
    judging = None if searched else judge.choose(footnote.settings)
    if st.button("Start", type="primary", key="evaluation-start"):
        collection = None if within == everywhere else within
        plan = Plan(int(limit), retrieval_only=searched, collection=collection, file=name)
        runner().start(questions, plan, judge.checked(judging))
        _close()
        st.rerun()
