"""The source beside the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.sources import Box, PageImage, Passage, Segment, Source, Table
from app.ui.asking.body import body_data
from app.ui.asking.source import Target
from tests.app.ui.asking.shown import bodies
from tests.app.ui.fakes import QUOTE, FakeFootnote, answer, armed, listing
from tests.app.ui.test_ask import HOSTILE, ask

TARGET = Target("id-handbook.md", "handbook.md", 1, 40, 98)
DOCUMENT = listing("report.pdf").document
IMAGE = PageImage(b"\x89PNG", 595.0, 842.0, (Box(0.1, 0.2, 0.3, 0.02),), "All of it.", 0, 10)


def source(body: PageImage | Passage | Table) -> Source:
    return Source(DOCUMENT, "2025", 2, 3, body, 2, 2)


@pytest.fixture
def opened(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    footnote.journey.reply = answer("How many days?")
    ask(screen, "How many days?")
    screen.session_state["source"] = TARGET
    return screen.run()


def press(screen: AppTest, key: str) -> AppTest:
    return screen.button(key=key).click().run()


def test_the_passage_is_shown_marked_beside_the_answer(
    opened: AppTest, footnote: FakeFootnote
) -> None:
    (body,) = bodies(opened)

    assert [each["text"] for each in body["segments"] if each["marked"]] == [QUOTE]
    assert body["focus"]
    assert body["label"] == "handbook.md, page 2"
    assert not opened.exception


def test_pages_are_turned_and_the_passage_is_found_again(
    opened: AppTest, footnote: FakeFootnote
) -> None:
    press(opened, "source-later")
    press(opened, "source-earlier")
    press(opened, "source-back")

    assert [page for _, page in footnote.sources.opened] == [None, 3, 2, None]


def test_the_first_page_has_none_before_it(opened: AppTest) -> None:
    press(press(opened, "source-earlier"), "source-back")
    press(opened, "source-earlier")

    assert opened.button(key="source-earlier").disabled


def test_closing_leaves_the_answer_alone(opened: AppTest) -> None:
    press(opened, "close-source")

    assert bodies(opened) == []
    assert opened.subheader[0].value


def test_a_source_is_opened_once_for_one_click(opened: AppTest, footnote: FakeFootnote) -> None:
    opened.run()

    assert len(footnote.sources.opened) == 1


def test_a_removed_document_is_told_and_nothing_of_it_is_shown(
    opened: AppTest, footnote: FakeFootnote
) -> None:
    footnote.catalog.listings.clear()

    opened.run()

    assert bodies(opened) == []
    assert "no longer in the library" in opened.error[0].value


def test_a_new_chat_closes_the_source(opened: AppTest) -> None:
    press(opened, "new-chat")

    assert bodies(opened) == []


def test_names_are_inert(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings.append(listing(HOSTILE))
    ask(screen, "How many days?")
    screen.session_state["source"] = replace(TARGET, document_id=f"id-{HOSTILE}", name=HOSTILE)

    screen.run()

    assert not screen.exception
    assert armed("\n".join(each.value for each in screen.main.markdown)) == []


def test_a_page_is_drawn_with_its_marks_as_shares() -> None:
    data = body_data(source(IMAGE))

    assert data["kind"] == "image"
    assert data["image"].startswith("data:image/png;base64,")
    assert data["marks"] == [{"left": 0.1, "top": 0.2, "width": 0.3, "height": 0.02}]
    assert data["said"] == "All of it."


def test_a_table_keeps_its_cells_apart() -> None:
    table = Table(("Name", "Days"), (("Ada", "25"), ("Bo", "3")), 7, frozenset({1}), True, False,
                  0, 9)  # fmt: skip

    data = body_data(source(table))

    assert (data["columns"], data["rows"]) == (["Name", "Days"], [["Ada", "25"], ["Bo", "3"]])
    assert (data["first"], data["marked"], data["before"]) == (7, [1], True)


def test_text_keeps_its_line_breaks() -> None:
    text = Passage((Segment("a\n  b\n", False), Segment("c", True)), False, True, 0, 8)

    data = body_data(source(text))

    assert [each["text"] for each in data["segments"]] == ["a\n  b\n", "c"]
    assert data["after"]


def test_a_missing_original_is_told(opened: AppTest) -> None:
    assert any("The file is gone" in each.value for each in opened.main.markdown)
    assert bodies(opened)
