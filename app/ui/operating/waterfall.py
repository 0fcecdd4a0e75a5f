"""One question's trace: its steps as a waterfall, what was found, what made it, what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.operations.held import by_trace
from app.operations.notable import reasons
from app.tracing.spans import QUEUE, Span
from app.tracing.types import Row, Trace, TracedHit
from app.ui import markup
from app.ui.evaluations.figures import theme
from app.ui.operating import plots, tables
from app.ui.operating.opened import close_trace
from app.ui.operating.plots import Bar
from app.ui.operating.questions import facts
from app.ui.operating.seen import opinions, traces
from app.ui.operating.words import NONE, milliseconds, moment, price, seconds
from indexes.errors import LibraryError

if TYPE_CHECKING:
    from app.build import Footnote

FIGURES_ALONE = (
    "The words of question and answer are not kept here: the setting traces keeps figures alone, "
    "or the words were removed with a chat or a document."
)
GONE = "This trace is no longer kept. Traces are deleted after the days of the setting trace_days."
REMOVED = "a document that was removed"
METRIC_WIDTH = 126


def show(footnote: Footnote, trace_id: str) -> None:
    """Draw the trace under its heading, with the way back above."""
    st.button(
        "Back", key="close-trace", type="tertiary", icon=":material/arrow_back:",
        on_click=close_trace,
    )  # fmt: skip
    trace = traces(footnote).get(trace_id)
    if trace is None:
        st.title("Question", anchor=False)
        st.markdown(markup.line(GONE))
        return
    row = trace.row
    st.title(f"Question of {moment(row.started_at)}", anchor=False)
    st.markdown(markup.quiet(facts(row, dated=False)))
    liked = by_trace(opinions(footnote).opinions(row.started_at))
    if told := reasons(row, liked):
        wrong = markup.line(" \u00b7 ".join(told))
        st.markdown(f":red[{wrong}]")
    elif liked.get(row.trace_id):
        st.markdown("Thumbs up.")
    _show_words(row)
    _show_figures(row)
    _show_steps(trace)
    _show_hits(footnote, trace.hits)
    _show_versions(row)


def _show_words(row: Row) -> None:
    if not row.question:
        st.markdown(markup.line(FIGURES_ALONE))
        return
    st.header("Question", anchor=False)
    st.markdown(markup.prose(row.question))
    if row.answer:
        st.header("Answer", anchor=False)
        st.markdown(markup.prose(row.answer))


def _show_figures(row: Row) -> None:
    spent, usage = row.spent, row.spent.usage
    shown = [
        ("Whole answer", milliseconds(spent.total_ms), "Wall time, waits included."),
        ("First word", milliseconds(spent.first_ms or None), "Until the model began to write."),
        ("Tokens read", f"{usage.prompt_tokens:,}",
         f"Of the prompt; {usage.cached_tokens:,} were in the model's memory already."),
        ("Tokens written", f"{usage.completion_tokens:,}",
         f"Of the answer, one every {milliseconds(spent.token_ms or None)}."),
        ("Processor", seconds(spent.cpu_s), "Seconds of Footnote and of the local model."),
    ]  # fmt: skip
    if spent.price:
        shown.append(("Price", price(spent.price), "As the setting prices has it."))
    with st.container(horizontal=True, gap="small"):
        for title, figure, doc in shown:
            st.metric(title, figure, help=doc, width=METRIC_WIDTH)
    counts = row.counts
    if counts.all:
        told = f"{counts.supported} supported, {counts.weak} weak, {counts.unsupported} unsupported"
        st.markdown(markup.line(f"Sentences of the answer: {told}."))


def _show_steps(trace: Trace) -> None:
    st.header("Steps", anchor=False)
    if not trace.spans:
        st.markdown("No step was noted.")
        return
    total = trace.row.spent.total_ms
    depths = _depths(trace.spans)
    bars = [
        Bar(each.name, each.start_ms, each.ms, depth, _noted(each), each.name == QUEUE)
        for each, depth in zip(trace.spans, depths, strict=True)
    ]
    told = ", ".join(
        f"{each.label} from {each.start_ms:,.0f} for {each.ms:,.1f} ms" for each in bars
    )
    st.altair_chart(
        plots.waterfall(bars, total, theme()), key="plot-waterfall", alt=f"Steps: {told}"
    )
    if any(each.waits for each in bars):
        st.markdown(markup.quiet("Grey: waiting for others. With a dot: a part of the step above."))
    rows = [
        (f"{plots.PART * depth}{each.name}", f"{each.start_ms:,.1f}", f"{each.ms:,.1f}",
         f"{each.cpu_ms:,.1f}" if each.cpu_ms else NONE, _noted(each))
        for each, depth in zip(trace.spans, depths, strict=True)
    ]  # fmt: skip
    tables.fold("Steps as a table", ("Step", "From, ms", "Took, ms", "CPU, ms", "Noted"), rows)


def _depths(spans: Sequence[Span]) -> list[int]:
    """How many steps enclose each one; a parent stands before its parts."""
    depths: list[int] = []
    for at, each in enumerate(spans):
        depths.append(depths[each.parent] + 1 if 0 <= each.parent < at else 0)
    return depths


def _noted(span: Span) -> str:
    """A step's attributes in one line."""
    return ", ".join(f"{name} {_value(value)}" for name, value in span.attributes)


def _value(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.3g}" if isinstance(value, float) else str(value)


def _show_hits(footnote: Footnote, hits: Sequence[TracedHit]) -> None:
    st.header("Found", anchor=False)
    if not hits:
        st.markdown("Nothing was found, or nothing was looked for.")
        return
    names = _names(footnote, hits)
    rows = [
        (str(place), names[each.document_id], "yes" if each.cited else NONE,
         f"{each.similarity:.2f}", f"{each.score:.3f}", f"{each.start:,} to {each.end:,}")
        for place, each in enumerate(hits, 1)
    ]  # fmt: skip
    heads = ("Place", "Document", "Cited", "Similarity", "Score", "Characters")
    tables.show(heads, rows, "Windows that were found, best first")


def _names(footnote: Footnote, hits: Sequence[TracedHit]) -> dict[str, str]:
    """Document id -> its name; REMOVED for one that is no longer in the library."""
    found = {}
    for document_id in {each.document_id for each in hits}:
        try:
            document = footnote.catalog.document(document_id)
        except LibraryError:
            found[document_id] = REMOVED
        else:
            found[document_id] = document.name
    return found


def _show_versions(row: Row) -> None:
    made, shape = row.made, row.shape
    told = [
        ("Model", made.model), ("Prompt", made.prompt), ("Version set", made.version),
        ("Index build", made.build_id), ("Collection", made.collection),
        ("Experiment", f"{made.experiment}, arm {made.arm}" if made.experiment else ""),
        ("User", row.actor), ("Session", row.session), ("Language", shape.language),
        ("Words of the question", str(shape.words) if shape.words else ""),
        ("Best similarity", f"{shape.similarity:.2f}" if shape.similarity else ""),
        ("Trace", row.trace_id),
    ]  # fmt: skip
    lines = [f"{name}: **{markup.line(text)}**" for name, text in told if text]
    with st.expander("How this answer was made"):
        st.markdown("  \n".join(lines))
