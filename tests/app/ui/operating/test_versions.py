from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.settings import Settings
from app.versions import Active, Adapters, Versions, VersionSet
from tests.app.ui.fakes import FakeFootnote, armed, listing
from tests.app.versions.world import Clock, gguf, settings


class Versioned(FakeFootnote):
    """A Footnote whose versions are real."""

    def __init__(self, chosen: Settings) -> None:
        super().__init__([listing("handbook.md")], chosen.home)
        path = chosen.home / "operations.sqlite3"
        self.beneath = chosen
        self.active = Active(chosen.home, path, Clock(), {})
        self.versions = Versions(path, Clock(), lambda: "float32")
        self.adapters = Adapters(chosen.home, path, Clock())
        vars(self.catalog)["embedder"] = lambda: "all-MiniLM-L6-v2"

    def answered(self, **values: object) -> VersionSet:
        made = self.versions.of(settings(self.beneath.home, **values))
        self.versions.note(made, "b1")
        return made


def _section() -> None:
    from app.ui import session
    from app.ui.operating import versions

    versions.show(session.footnote())


Opens = Callable[[], AppTest]


@pytest.fixture
def footnote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Versioned:
    fake = Versioned(settings(tmp_path))
    st.cache_resource.clear()
    monkeypatch.setattr("app.ui.session.footnote", lambda: fake)
    return fake


@pytest.fixture
def opened(footnote: Versioned) -> Opens:
    return lambda: AppTest.from_function(_section, default_timeout=30).run()


def texts(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(each.value for each in page.markdown)


def test_nothing_was_put_in_force_and_nothing_answered(opened: Opens) -> None:
    page = opened()
    told = texts(page)
    assert "Footnote has changed nothing" in told
    assert "None yet" in told
    assert [each.label for each in page.button] == []


def test_what_is_in_force_tells_why_and_goes_back_in_one_click(
    footnote: Versioned, opened: Opens
) -> None:
    footnote.active.put({"prompt": "brief@1"}, "experiment short: arm brief")
    page = opened()
    told = texts(page)
    assert "prompt \\= brief\\@1" in told.replace("\u2060", "")
    assert "experiment short" in told
    page.button(key="versions-back").click().run()
    assert dict(footnote.active.values()) == {}
    assert "Gone back" in page.success[0].value
    assert "versions-back" not in [each.key for each in page.button]


def test_version_is_brought_back_with_a_click(footnote: Versioned, opened: Opens) -> None:
    before = footnote.answered(hits=5)
    page = opened()
    assert "1 answer" in texts(page)
    assert "Unlike what is in force" in texts(page)
    assert "hits 5" in texts(page)
    page.button(key=f"bring-{before.id}").click().run()
    assert dict(footnote.active.values()) == {"hits": 5}
    assert before.id in page.success[0].value
    assert f"bring-{before.id}" not in [each.key for each in page.button]


def test_version_that_is_not_wholly_here_says_what_is_missing(
    footnote: Versioned, opened: Opens
) -> None:
    lora = gguf(footnote.beneath.home / "adapters" / "feedback-1.gguf")
    before = footnote.answered(lora=str(lora))
    lora.unlink()
    footnote.versions = Versions(
        footnote.beneath.home / "operations.sqlite3", Clock(), lambda: "float32"
    )
    page = opened()
    page.button(key=f"bring-{before.id}").click().run()
    assert "is not here" in page.error[0].value
    assert dict(footnote.active.values()) == {}


def test_two_versions_are_told_apart(footnote: Versioned, opened: Opens) -> None:
    footnote.answered(hits=5, prompt="brief@1")
    page = opened()
    shown = page.table[0].value.to_string()
    assert "hits" in shown
    assert "prompt" in shown
    assert "temperature" not in shown


def test_adapters_are_listed_with_their_figures(footnote: Versioned, opened: Opens) -> None:
    file = gguf(footnote.beneath.home / "made.gguf")
    footnote.adapters.register(file, "feedback-1", "answers", {"right": 0.71})
    shown = opened().table[0].value.to_string()
    assert "feedback" in shown
    assert "71" in shown


def test_hostile_reasons_and_names_are_inert(footnote: Versioned, opened: Opens) -> None:
    hostile = "<b>x</b> ![a](http://x) :red[x] $x$ `x`"
    footnote.active.put({"hits": 5}, hostile)
    footnote.answered(larger_model="openai:" + "x<b>")
    page = opened()
    for each in page.markdown:
        if "x" in each.value and "red" in each.value:
            assert armed(each.value.replace(":small[:gray[", "")) == []
