"""Two evaluations side by side: which figures moved, and which questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from app.evaluation.compare import Change, Comparison, Shift
from app.evaluation.report import Versions
from app.evaluation.saved import Saved
from app.ui import markup
from app.ui.evaluations import plots, store
from app.ui.evaluations.figures import caption, theme
from app.ui.evaluations.list import date, label, readable
from app.ui.evaluations.questions import (
    PER_PAGE,
    QUESTION_CHARACTERS,
    show_gold,
    show_said,
    show_whole,
)
from app.ui.evaluations.values import change, rests_on, value
from app.ui.evaluations.words import GROUPS, group, words
from app.ui.report import count

What = Literal["fixed", "broken", "changed", "same"]
WHATS: dict[What, str] = {
    "fixed": "Fixed", "broken": "Broken", "changed": "Changed", "same": "As before",
}  # fmt: skip
WHAT_ICONS: dict[What, str] = {
    "fixed": ":blue[:material/trending_up:]",
    "broken": ":red[:material/trending_down:]",
    "changed": ":gray[:material/sync_alt:]",
    "same": ":gray[:material/drag_handle:]",
}
READING = (
    "Measured on the questions that both runs asked. The bar is the 95\u202f% interval of the "
    "difference: where it crosses the dashed line at 0, the runs may well be equally good, and the "
    "dot is a grey circle. A teal triangle that points up is a gain, an orange one that points "
    "down a loss; of sentences without support, less is a gain. Points are hundredths: from "
    "60\u202f% to 65\u202f% is 5 points."
)


_UNSAVED = "not saved"


def show(run: Saved, runs: Sequence[Saved]) -> None:
    """The run against another one of its kind; the older of the two is the one before."""
    others = [
        each for each in runs if readable(each) and each.kind == run.kind and each.path != run.path
    ]
    if not others:
        st.info(
            "There is no other run to compare with. Make a second one of the same questions.",
            icon=":material/info:",
        )
        return
    names = {each.path: label(each) for each in others}
    at = [each.path for each in runs].index(run.path)
    older = [each.path for each in runs[at + 1 :] if each.path in names]
    start = list(names).index(older[0]) if older else 0
    chosen = st.selectbox(
        "Compare with",
        list(names),
        index=start,
        format_func=lambda path: names.get(path, path.stem),
        key=f"compare-with-{run.path.stem}",
    )
    before, after = (chosen, run.path) if chosen in older else (run.path, chosen)
    with st.spinner("Comparing\u2026", show_time=False):
        comparison = store.comparison(before, after)
    _show(comparison, run.path.stem)


def _show(comparison: Comparison, name: str) -> None:
    shared = count(len(comparison.questions), "question")
    told = [
        f"Before: {date(comparison.before)}. After: {date(comparison.after)}.",
        f"{shared} in both runs.",
    ]
    for ids, which in ((comparison.only_before, "earlier"), (comparison.only_after, "later")):
        if ids:
            told.append(f"{count(len(ids), 'question')} only in the {which} one, left out here.")
    caption(" ".join(told))
    _show_versions(comparison.before, comparison.after)
    _show_changes(comparison.changes)
    _show_questions(comparison.questions, name)


def _show_versions(before: Versions, after: Versions) -> None:
    """What was made otherwise: the reasons for a difference are among these."""
    sides = [_made(before), _made(after)]
    lines = [
        f"{markup.line(each)}: {markup.line(sides[0].get(each, _UNSAVED) or 'none')} \u2192 "
        f"**{markup.line(sides[1].get(each, _UNSAVED) or 'none')}**"
        for each in dict.fromkeys([*sides[0], *sides[1]])
        if sides[0].get(each) != sides[1].get(each)
    ]
    if lines:
        st.markdown("What differs in how the runs were made:  \n" + "  \n".join(lines))
    else:
        caption("Both runs were made alike: same model, prompt, library and settings.")


def _made(versions: Versions) -> dict[str, str]:
    return {
        "Model": versions.model,
        "Prompt": versions.prompt,
        "Question file": versions.questions,
        "Embedding model": versions.embedding,
        "Index build": versions.build_id,
        "Version": versions.version,
        "Documents": f"{versions.documents:,}",
        **{key.replace("_", " "): str(each) for key, each in versions.settings},
    }


def _show_changes(changes: Sequence[Change]) -> None:
    shares = [each for each in changes if each.unit == "%"]
    number = Counter(each.told for each in shares)
    st.subheader("What changed", anchor=False)
    st.markdown(
        f"**{number['better']}** better, **{number['worse']}** worse, "
        f"**{number['unclear']}** not certain either way."
    )
    widest = 100 * max(
        (max(-each.difference.low, each.difference.high) for each in shares), default=0
    )
    for each in GROUPS:
        members = [one for one in shares if group(one.name, one.over) == each]
        if members:
            marks = [_mark(one) for one in members]
            told = ", ".join(f"{mark.label} {mark.shown}" for mark in marks)
            st.markdown(f"**{GROUPS[each].title}**", help=GROUPS[each].doc)
            st.altair_chart(
                plots.differences(marks, widest or 1, theme()),
                key=f"plot-difference-{each}",
                alt=f"Differences: {told}",
            )
    caption(READING)
    with st.expander("Every figure, before and after"):
        st.markdown("\n\n".join(map(_line, changes)))


def _mark(each: Change) -> plots.Mark:
    moved = each.difference
    shown = f"{_moved(each)}; {value(each.before, '%')} before, {value(each.after, '%')} after"
    return plots.Mark(
        words(each.name, each.over).title, 100 * moved.mean, 100 * moved.low, 100 * moved.high,
        _points(moved.mean), shown, each.told,
    )  # fmt: skip


def _points(share: float) -> str:
    return "0" if share == 0 else f"{100 * share:+.1f}".replace("-", "\u2212")


def _moved(each: Change) -> str:
    moved = each.difference
    if moved.low == moved.mean == moved.high == 0:
        return "no change"
    bounds = f"{change(moved.low, each.unit)} to {change(moved.high, each.unit)}"
    return f"{change(moved.mean, each.unit)} ({bounds})"


def _title(each: Change) -> str:
    suffix = ", where it answered" if group(each.name, each.over) == "answered" else ""
    return words(each.name, each.over).title + suffix


def _line(each: Change) -> str:
    told = {"better": "better", "worse": "worse", "unclear": "not certain"}[each.told]
    figures = f"{value(each.before, each.unit)} \u2192 **{value(each.after, each.unit)}**"
    rest = f"{told}: {_moved(each)}, over {rests_on(each.over, each.difference.n)}"
    return f"{markup.line(_title(each))} {figures}  \n{markup.quiet(markup.line(rest))}"


def _show_questions(questions: Sequence[Shift], name: str) -> None:
    st.subheader("Question by question", anchor=False)
    number = Counter(each.what for each in questions)
    known = [each for each in WHATS if number[each]]
    wanted = st.pills(
        "Show",
        known,
        default=known[0],
        required=True,
        format_func=lambda each: markup.chosen(f"{WHATS[each]} {number[each]:,}"),
        label_visibility="collapsed",
        key=f"shifts-{name}",
    )
    caption(
        "Fixed: wrong before, right after. Broken: the reverse. Changed: equally right or wrong, "
        "in other words or with other sources."
    )
    found = [each for each in questions if each.what == wanted]
    pages = max(1, -(-len(found) // PER_PAGE))
    key = f"shifts-page-{name}-{wanted}"
    first = (min(st.session_state.get(key, 1) if pages > 1 else 1, pages) - 1) * PER_PAGE
    with st.container(gap="xsmall"):
        for each in found[first : first + PER_PAGE]:
            _show_shift(each, name)
    if pages > 1:
        st.pagination(pages, key=key)


def _show_shift(shift: Shift, name: str) -> None:
    label = f"{WHAT_ICONS[shift.what]}\u2002{markup.line(shift.question, QUESTION_CHARACTERS)}"
    box = st.expander(label, key=f"shift-{name}-{shift.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        show_whole(shift.question)
        show_gold(shift.answers)
        left, right = st.columns(2)
        for column, title, said in (
            (left, "Before", shift.before), (right, "After", shift.after),
        ):  # fmt: skip
            with column:
                st.markdown(f"**{title}**")
                if said is None:
                    st.markdown(markup.quiet("Nothing was asked: only the search was measured."))
                else:
                    show_said(said)
