"""The figures of one evaluation as plots, each with a caption in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import streamlit as st

from app.evaluation.measures import MEASURES, by_kind
from app.evaluation.report import Figure, Row
from app.evaluation.scores import Abstentions, mean_interval
from app.ui import markup
from app.ui.evaluations import plots
from app.ui.evaluations.headlines import explained
from app.ui.evaluations.values import rests_on, value
from app.ui.evaluations.words import GROUPS, Group, group, words
from app.ui.report import count

INTERVAL = (
    "The dot is the mean over the questions. The bar is its 95\u202f% interval: with other "
    "questions of the same sort, the mean would likely lie within it. Few questions make wide bars."
)


def theme() -> plots.Theme:
    """The colours that the reader has chosen."""
    return plots.DARK if st.context.theme.type == "dark" else plots.LIGHT


def caption(text: str) -> None:
    """Plain words under a plot."""
    st.markdown(markup.quiet(markup.line(text)))


def show_intervals(figures: Sequence[Figure]) -> None:
    """The shares, under the heading of what they measure."""
    grouped: dict[Group, list[Figure]] = {each: [] for each in GROUPS}
    for figure in figures:
        if figure.unit == "%":
            grouped[group(figure.name, figure.over)].append(figure)
    drawn = [each for each in GROUPS if grouped[each]]
    for each in drawn:
        st.subheader(GROUPS[each].title, anchor=False, help=GROUPS[each].doc)
        marks = [_mark(words(figure.name, figure.over).title, figure) for figure in grouped[each]]
        st.altair_chart(
            plots.intervals(marks, theme()),
            key=f"plot-{each}",
            alt=_told(GROUPS[each].title, marks),
        )
        caption(f"{GROUPS[each].doc} {INTERVAL if each == drawn[0] else ''}")


def show_abstention(counts: Abstentions) -> None:
    """Who was answered, and who should have been."""
    st.subheader("Answering and abstaining", anchor=False)
    told = [
        f"answered as it should {counts.answered}", f"abstained needlessly {counts.needless}",
        f"answered though it should have abstained {counts.missed}",
        f"abstained as it should {counts.right}",
    ]  # fmt: skip
    st.altair_chart(
        plots.confusion(counts, theme()), key="plot-abstention", alt=f"Questions: {', '.join(told)}"
    )
    sentences = [
        "How many questions fell into each case. Rows: whether the library holds the answer. "
        "Columns: what Footnote did. Teal is as it should be, orange is not; the stronger the "
        "colour, the more questions."
    ]
    if counts.precision is not None:
        sentences.append(
            f"Of {count(counts.right + counts.needless, 'abstention')}, "
            f"{value(counts.precision, '%')} were right (precision)."
        )
    if counts.recall is not None:
        without = count(counts.right + counts.missed, "question")
        sentences.append(
            f"Of {without} without an answer, {value(counts.recall, '%')} were noticed (recall)."
        )
    if counts.f1 is not None:
        sentences.append(f"Both in one figure (F1): {value(counts.f1, '%')}.")
    caption(" ".join(sentences))


def show_kinds(rows: Sequence[Row], figures: Sequence[Figure], name: str) -> None:
    """One figure for each kind of question; nothing where there is but one kind."""
    kinds = by_kind(rows)
    keys = [(each.name, each.over) for each in figures if each.unit == "%"]
    if len(kinds) < 2 or not keys:
        return
    st.subheader("By kind of question", anchor=False)
    usual = ("holds gold", "answerable")
    chosen = st.selectbox(
        "Figure",
        keys,
        index=keys.index(usual) if usual in keys else 0,
        format_func=lambda key: _title(*key),
        label_visibility="collapsed",
        key=f"kind-figure-{name}",
    )
    measure = next((each for each in MEASURES if (each.name, each.over) == chosen), None)
    if measure is None:
        caption("This figure cannot be counted anew for each kind.")
        return
    marks = []
    for kind, members in kinds.items():
        interval = mean_interval([v for v in map(measure.value, members) if v is not None])
        if interval is not None:
            figure = Figure(measure.name, measure.over, measure.unit, interval)
            marks.append(_mark(markup.printable(kind.replace("_", " ")), figure, interval.n))
    st.altair_chart(
        plots.intervals(marks, theme()), key="plot-kinds", alt=_told(_title(*chosen), marks)
    )
    caption(
        f"{words(*chosen).doc} In brackets: how many questions of the kind count. Kinds are as the "
        "question file names them."
    )


def show_costs(rows: Sequence[Row]) -> None:
    """How seconds and tokens are spread over the questions."""
    said = [row.said for row in rows if row.said is not None and row.said.status != "failed"]
    if not said:
        return
    st.subheader("Time and tokens", anchor=False)
    _show_spread("Seconds for an answer", [each.seconds for each in said], "seconds", 1)
    read = [each for each in said if each.prompt_tokens]
    if read:
        tokens_in = [float(each.prompt_tokens) for each in read]
        tokens_out = [float(each.completion_tokens) for each in read]
        _show_spread("Tokens read by the model", tokens_in, "tokens", 0)
        _show_spread("Tokens written by the model", tokens_out, "tokens", 0)
        caption(
            "The orange line is the middle: half of the questions lie "
            "below it. A token is a piece of text that the model handles, about three quarters of "
            "a word."
        )


def _show_spread(title: str, values: Sequence[float], unit: str, digits: int) -> None:
    middle = median(values)
    slow = sorted(values)[max(0, -(-9 * len(values) // 10) - 1)]
    told = f"half take at most {middle:,.{digits}f}, nine in ten at most {slow:,.{digits}f} {unit}"
    st.markdown(f"**{title}**\u2002:small[:gray[{told}]]")
    st.altair_chart(
        plots.spread(values, unit, middle, theme()), key=f"plot-{title}", alt=f"{title}: {told}"
    )


def show_table(figures: Sequence[Figure]) -> None:
    """All figures in words, for readers of text and for copying."""
    lines = []
    for each in figures:
        interval, title = each.interval, words(each.name, each.over).title
        lines.append(
            f"**{markup.line(title)} {value(interval.mean, each.unit)}**  \n"
            + markup.quiet(markup.line(f"{each.name}. {explained(each)}"))
        )
    with st.expander("Every figure, with its meaning"):
        st.markdown("\n\n".join(lines))


def _title(name: str, over: str) -> str:
    suffix = ", where it answered" if group(name, over) == "answered" else ""
    return f"{words(name, over).title}{suffix}"


def _mark(label: str, figure: Figure, n: int | None = None) -> plots.Mark:
    interval = figure.interval
    shown = value(interval.mean, figure.unit)
    bounds = f"{value(interval.low, figure.unit)} to {value(interval.high, figure.unit)}"
    return plots.Mark(
        f"{label} ({n})" if n is not None else label,
        interval.mean,
        interval.low,
        interval.high,
        shown,
        f"{shown} ({bounds}; {rests_on(figure.over, interval.n)})",
    )


def _told(title: str, marks: Sequence[plots.Mark]) -> str:
    """A plot in words, for screen readers."""
    return f"{title}: " + ", ".join(f"{each.label} {each.shown}" for each in marks)
