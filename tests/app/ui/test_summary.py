from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from app.summary.types import Coverage, Method, Progress, Step, Summary
from app.types import Actor, Sentence, Timings, Token, Usage
from indexes.errors import QuestionError
from tests.app.ui.fakes import QUOTE, FakeFootnote, armed, citation, listing

HOSTILE = "<b>x</b> [y](http://z.example) :smile: $a$"


def summary(
    heading: str = "", text: str = QUOTE, model: str = "", method: Method = "quoted"
) -> Summary:
    lead = f"**{heading}**\n\n- " if heading else "- "
    return Summary(
        document=listing("handbook.md").document,
        method="written" if model else method,
        text=f"{lead}{text[:-1]} [1].",
        sentences=(Sentence(text, (1,), "supported", lead),),
        citations=(citation(1),),
        model=model,
        prompt="summary@1" if model else "",
        usage=Usage(0, 0),
        timings=Timings(5.0, 6.0, 1200.0),
        coverage=Coverage(3, 41, 1),
    )


@dataclass
class FakeSummariser:
    """Tells of two sections, then gives what was scripted. closed: whether it was ended early."""

    reply: Summary | Exception = field(default_factory=summary)
    asked: list[str] = field(default_factory=list)
    closed: bool = False

    def stream(self, document_id: str, actor: Actor, count: int | None = None) -> Iterator[Step]:
        self.asked.append(document_id)
        yield Progress(1, 2, "Leave")
        try:
            yield Token("Staff receive 25 days.\n")
        except GeneratorExit:
            self.closed = True
            raise
        yield Progress(2, 2, "")
        if isinstance(self.reply, Exception):
            raise self.reply
        yield self.reply


def part() -> None:
    """The screen part alone, for the first document."""
    import streamlit as st

    from app.ui import session
    from app.ui import summary as screen

    footnote = session.footnote()
    listed = footnote.catalog.documents(owner=footnote.actor.id)
    if screen.offer(listed[0].document):
        st.rerun()
    screen.show(footnote, listed[0].document)


@pytest.fixture
def summariser(footnote: FakeFootnote) -> FakeSummariser:
    fake = FakeSummariser()
    footnote.summariser = fake  # type: ignore[attr-defined]  # the page's own part
    return fake


@pytest.fixture
def screen(summariser: FakeSummariser) -> AppTest:
    return AppTest.from_function(part, default_timeout=30).run()


def press(screen: AppTest) -> AppTest:
    return screen.button(key="summarise-id-handbook.md").click().run()


def shown(screen: AppTest) -> str:
    return "\n".join(each.value for each in screen.markdown)


def test_nothing_is_read_before_the_button_is_pressed(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    assert not screen.exception
    assert summariser.asked == []
    assert screen.button(key="summarise-id-handbook.md").label == "Summarise"


def test_the_summary_comes_with_footnotes_that_open_the_passage(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    press(screen)

    assert not screen.exception
    assert summariser.asked == ["id-handbook.md"]
    assert "- Staff receive 25 days of paid leave in each calendar year\u202f:small" in (
        shown(screen)
    )
    (footnote,) = screen.expander
    assert "**Page 2**, Staff receive 25 days of paid leave" in footnote.label
    assert "orange-background[Staff receive" in footnote.markdown[0].value
    assert "In the document's own sentences" in shown(screen)
    assert "3 sections, 41 passages read" in shown(screen)


def test_a_summary_stays_while_its_footnotes_are_opened(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    press(screen)
    screen.run()

    assert summariser.asked == ["id-handbook.md"]
    assert len(screen.expander) == 1


def test_headings_stand_above_their_sentences(screen: AppTest, summariser: FakeSummariser) -> None:
    summariser.reply = summary(heading="2.1 Leave & *rest*")

    press(screen)

    assert "**2\\.1 Leave \\& \\*rest\\***" in shown(screen)


def test_a_summary_of_a_table_says_that_it_was_counted(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    summariser.reply = summary(method="counted")

    press(screen)

    assert "Counted from the rows" in shown(screen)


def test_what_a_document_says_cannot_act_on_the_page(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    summariser.reply = summary(heading=HOSTILE, text=f"{HOSTILE}.", model=HOSTILE)

    press(screen)

    assert armed(shown(screen)) == []


def test_an_error_is_told_and_it_can_be_tried_again(
    screen: AppTest, summariser: FakeSummariser
) -> None:
    summariser.reply = QuestionError("There is no text in handbook.md to summarise.")

    press(screen)
    assert "There is no text in handbook" in screen.error[0].value

    summariser.reply = summary()
    press(screen)
    assert not screen.error
    assert len(screen.expander) == 1


def test_a_summary_can_be_closed(screen: AppTest, summariser: FakeSummariser) -> None:
    press(screen)
    screen.button(key="close-summary").click().run()

    assert not screen.expander
    assert len(summariser.asked) == 1


def test_a_drawing_that_breaks_off_ends_the_work(
    screen: AppTest, summariser: FakeSummariser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(text: str) -> str:
        raise ConnectionError("the browser went away")

    monkeypatch.setattr("app.ui.markup.prose", gone)

    press(screen)

    assert summariser.closed
