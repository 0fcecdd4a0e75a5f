"""The section Drift: findings, documents worth adding, documents that may be out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.curation import Gap, Stale
from app.drift import Drift
from benchmarks.drift_simulation import WINDOWS, World, asked
from tests.app.ui.fake_records import NOON
from tests.app.ui.fakes import FakeFootnote, armed, listing

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"
GAP = Gap("parental, leave", 3, 2, 1, ("How long is parental leave?",), NOON)


class FakeCuration:
    def __init__(self) -> None:
        self.found: list[Gap] = []
        self.old: list[Stale] | None = []

    def gaps(self) -> list[Gap]:
        return self.found

    def ready(self) -> list[Stale] | None:
        return self.old


class Drifting(FakeFootnote):
    """A Footnote whose drift is real, of simulated questions."""

    def __init__(self, home: Path) -> None:
        super().__init__([listing("handbook.md")], home)
        self.rows = asked(World(), 1).rows
        self.drift = Drift(
            lambda *_: self.rows, lambda _: [], names=lambda: {3: HOSTILE},
            now=lambda: WINDOWS.until,
        )  # fmt: skip
        self.curation = FakeCuration()


def stale(name: str = "leave.txt", owner: str = "local") -> Stale:
    document = replace(listing(name).document, owner=owner)
    reason = "It says that it holds until 31 March 2024."
    return Stale(document, "expired", reason, "Replace it.", "Valid until: 31 March 2024", page=2)


def _section() -> None:
    from app.ui import session
    from app.ui.operating import drift

    drift.show(session.footnote())


@pytest.fixture
def footnote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drifting:
    fake = Drifting(tmp_path)
    st.cache_resource.clear()
    monkeypatch.setattr("app.ui.session.footnote", lambda: fake)
    return fake


def opened() -> AppTest:
    return AppTest.from_function(_section, default_timeout=30).run()


def texts(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(each.value for each in page.markdown).replace("\\", "")


def test_no_drift_no_gaps_and_nothing_old_are_said(footnote: Drifting) -> None:
    told = texts(opened())
    assert "Not beyond what chance does." in told
    assert "stayed without an answer" in told
    assert "None shows a sign of it." in told


def test_drift_is_told_in_a_sentence_with_a_plot(footnote: Drifting) -> None:
    footnote.rows = asked(World(drop=0.08), 1).rows
    page = opened()
    told = texts(page)
    assert "**Top similarity**" in told
    assert "of the questions. The change is large (PSI" in told
    assert len(page.get("arrow_vega_lite_chart")) + len(page.get("vega_lite_chart")) == 1


def test_topics_bear_their_names_inert(footnote: Drifting) -> None:
    footnote.rows = asked(World(shift=0.3), 1).rows
    page = opened()
    assert "**Topic**" in texts(page)
    assert [piece for each in page.markdown for piece in armed(each.value)] == []


def test_too_few_questions_are_told(footnote: Drifting) -> None:
    footnote.rows = footnote.rows[:50]
    assert "drift is told from 500 in each on" in texts(opened())


def test_gaps_tell_how_often_and_by_whom(footnote: Drifting) -> None:
    footnote.curation.found = [GAP]
    told = texts(opened())
    assert "**Parental, leave**" in told
    assert "asked 3 times by 2 people, 1 of them answered" in told
    assert "- How long is parental leave?" in told


def test_old_document_tells_reason_proof_and_what_to_do(footnote: Drifting) -> None:
    footnote.curation.old = [stale()]
    page = opened()
    told = texts(page)
    assert "It says that it holds until 31 March 2024." in told
    assert "> Valid until: 31 March 2024" in told
    assert "Replace it." in told
    assert [each.label for each in page.button] == ["Open"]


def test_old_document_is_opened_in_the_library_on_its_page(
    footnote: Drifting, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[object] = []
    monkeypatch.setattr(
        st, "switch_page", lambda page, query_params: went.append((page, query_params))
    )
    footnote.curation.old = [stale()]
    opened().button(key="stale-id-leave.txt").click().run()
    assert went == [("library.py", {"document": "id-leave.txt", "page": "2"})]


def test_library_that_is_not_looked_through_yet_says_so(footnote: Drifting) -> None:
    footnote.curation.old = None
    assert "being looked through" in texts(opened())


def test_documents_of_others_cannot_be_opened(footnote: Drifting) -> None:
    footnote.curation.old = [stale(owner="eve")]
    assert list(opened().button) == []


def test_long_lists_are_shown_piece_by_piece(footnote: Drifting) -> None:
    footnote.curation.old = [stale(f"{n}.txt") for n in range(40)]
    page = opened()
    assert len(page.button) == 11
    page.button(key="drift-stale-more").click().run()
    assert len(page.button) == 31


def test_texts_of_people_and_files_are_inert(footnote: Drifting) -> None:
    footnote.curation.found = [replace(GAP, name=HOSTILE, examples=(HOSTILE,))]
    footnote.curation.old = [replace(stale(HOSTILE), reason=HOSTILE, quote=HOSTILE)]
    page = opened()
    assert [piece for each in page.markdown for piece in armed(each.value)] == []
