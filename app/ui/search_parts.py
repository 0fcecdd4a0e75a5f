"""Parts of the Search page: one hit with its scores, what was left out, the time it took."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from app.explain import MEASURES, by_stage, figure, measured, shared_reason, version_name
from app.ui import markup, passages
from app.ui.report import NAME_CHARACTERS, count
from indexes.catalog import Catalog
from indexes.retrieve import Search
from indexes.types import Hit, Passed, Scores, Window

SURROUNDING_CHARACTERS = 700
HEADING_CHARACTERS = 160
SNIPPET_CHARACTERS = 140
MOST_PASSED = 10
Colour = Literal["blue", "gray", "green", "orange"]
STEPS = {
    "embed": "reading the question",
    "read": "its words",
    "routing": "documents meant",
    "dense": "by meaning",
    "lexical": "by words",
    "fuse": "putting together",
    "rerank": "second look",
    "choose": "choosing",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A search that was made, kept while the page is drawn anew. documents: how many it covered."""

    question: str
    k: int
    allowed: frozenset[str]
    build_id: str
    found: Search

    def answers(self, question: str, k: int, allowed: frozenset[str], build_id: str) -> bool:
        return (self.question, self.k, self.allowed, self.build_id) == (
            question, k, allowed, build_id,
        )  # fmt: skip


def show_hit(
    catalog: Catalog, rank: int, hit: Hit, stems: Collection[str], hits: Sequence[Hit]
) -> None:
    """A card. stems: of the question's words. hits: all of them, for the length of the bars."""
    window = hit.window
    with st.container(border=True, gap="xsmall", key=f"hit-{rank}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":gray[{rank}]\u2002{_place(window)}", width="content")
            if hit.version is not None:
                newness: Colour = "green" if hit.version.newest else "orange"
                name = markup.line(version_name(hit.version), HEADING_CHARACTERS)
                st.badge(name, color=newness)
        path = " \u203a ".join(window.headings)
        text = passages.passage(window, stems)
        if path:
            text = f"{markup.quiet(markup.line(path, HEADING_CHARACTERS))}\n\n{text}"
        with st.container(horizontal=True, gap="medium", key=f"beside-{rank}"):
            with st.container(gap="small", key=f"passage-{rank}"):
                st.markdown(text)
            with st.container(gap="xsmall", key=f"figures-{rank}"):
                _show_scores(hit.scores, [each.scores for each in hits])
        _show_surroundings(catalog, window, stems, rank)


def _show_scores(scores: Scores, every: Sequence[Scores]) -> None:
    """The figures, each with its meaning as a tooltip; the best of all hits is set off."""
    for measure in MEASURES:
        taken = [measured(each, measure.name) for each in every]
        values = [each for each in taken if each is not None]
        if not values:
            continue
        value = measured(scores, measure.name)
        alone = len(values) > 1 and values.count(max(values)) == 1
        colour: Colour = "blue" if alone and value == max(values) else "gray"
        st.badge(f"{measure.title} {figure(value)}", color=colour, help=measure.doc)


def _show_surroundings(catalog: Catalog, window: Window, stems: Collection[str], rank: int) -> None:
    """The text before and after, read only when it is opened."""
    key = f"around-{rank}-{window.centre}"
    box = st.expander("In its surroundings", key=key, type="compact", on_change="rerun")
    if not box.open:
        return
    before = catalog.slice(
        window.document.id, max(0, window.start - SURROUNDING_CHARACTERS), window.start
    )
    after = catalog.slice(window.document.id, window.end, window.end + SURROUNDING_CHARACTERS)
    with box:
        st.markdown(passages.passage(window, stems, before, after))


def show_passed(passed: Sequence[Passed]) -> None:
    """What was found and is not among the hits, by the reason."""
    with st.expander(f"What was left out: {count(len(passed), 'passage')}"):
        for title, group in by_stage(passed):
            shared = shared_reason(group)
            heading = f"**{markup.line(title)}**\u2002:gray[{len(group):,}]"
            st.markdown(f"{heading}  \n{markup.quiet(markup.line(shared))}" if shared else heading)
            for each in group[:MOST_PASSED]:
                _show_left_out(each, each.reason if not shared else "")
            if len(group) > MOST_PASSED:
                st.markdown(markup.quiet(f"and {len(group) - MOST_PASSED:,} more"))


def _show_left_out(passed: Passed, reason: str) -> None:
    window = passed.window
    told = f"{reason} {_figures(passed.scores)}".strip()
    st.markdown(
        f":small[{_place(window)}\u2002{markup.line(window.text, SNIPPET_CHARACTERS)}]  \n"
        f"{markup.quiet(markup.line(told))}"
    )


def _figures(scores: Scores) -> str:
    taken = ((each.title, measured(scores, each.name)) for each in MEASURES)
    return ", ".join(f"{title} {figure(value)}" for title, value in taken if value is not None)


def show_timings(timings_ms: Mapping[str, float], documents: int) -> None:
    """One line: how long, where, and over how much."""
    steps = [
        f"{STEPS.get(step, step)} {ms:.0f}\u202fms"
        for step, ms in timings_ms.items()
        if step != "total"
    ]
    total = f"{count(documents, 'document')} searched in {timings_ms['total']:.0f}\u202fms"
    st.markdown(markup.quiet(f"{total} ({', '.join(steps)})" if steps else total))


def _place(window: Window) -> str:
    document = window.document
    name = f"**{markup.line(document.name, NAME_CHARACTERS)}**"
    return f"{name}, page {window.page}" if document.page_count > 1 else name
