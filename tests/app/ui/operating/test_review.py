"""The section Review: the queue, one answer under review, and what is taken along."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.review import Judgement
from app.tracing.types import TracedHit
from indexes.retrieve import Search
from indexes.types import Hit, Scores, Window
from tests.app.review.world import LEAVE, PARKING, World
from tests.app.ui.fakes import FakeFootnote, armed

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"
PARKED = TracedHit("parking", 0, len(" ".join(PARKING)), 1.2, 0.6, True)


def script() -> None:
    from app.ui import session
    from app.ui.operating import review

    review.show(session.footnote())


@pytest.fixture
def world(footnote: FakeFootnote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A real library, since places are checked, behind the page. Its search finds nothing."""
    made = World(tmp_path / "library")
    monkeypatch.setattr(footnote, "review", made.review, raising=False)
    monkeypatch.setattr(footnote, "catalog", made.catalog)
    monkeypatch.setattr(footnote, "search", lambda *_: Search((), {"total": 1.0}))
    monkeypatch.setattr(footnote, "allowed", lambda *_: made.catalog.ready_ids())
    return made


@pytest.fixture
def page(world: World) -> AppTest:
    return AppTest.from_function(script, default_timeout=30)


def shown(page: AppTest) -> str:
    lines = [*(each.value for each in page.markdown), *(each.value for each in page.subheader)]
    assert not page.exception
    return "\n".join(lines).replace("\\", "").replace("\u00a0", " ")


def test_empty_queue_says_what_comes_here(page: AppTest) -> None:
    assert "No answer waits." in shown(page.run())


def test_queue_shows_reason_and_figures(page: AppTest, world: World) -> None:
    world.asked("t1", verdicts=("supported", "unsupported"))
    world.asked("t2", "Where?", ("unsupported",), saved=False)
    text = shown(page.run())
    assert "2 answers waiting" in text
    assert "How many days?" in text
    assert "1 of 2 sentences unsupported." in text
    assert "its text not kept" in text
    assert "Score 3.0" in text


def test_worst_answer_is_opened_judged_and_the_next_one_follows(
    page: AppTest, world: World
) -> None:
    world.asked("t1", hits=[PARKED])
    world.said("t1", "wrong", "It is 28 days.")
    world.asked("t2", "Where is parking?", ("weak",))
    page.run().button(key="review-start").click().run()
    text = shown(page)
    assert "1 of 2 waiting" in text
    assert "It is 28 days." in text
    assert "parking.txt" in text
    assert page.text_area(key="right-t1").value == "It is 28 days."
    assert page.button(key="save-t1").disabled

    page.radio(key="judgement-t1").set_value("wrong answer").run()
    start = len(PARKING[0]) + 1
    page.checkbox(key=f"tick-t1-found-0-{start}").check().run()
    assert "1 sentence picked:" in shown(page)
    page.button(key="save-t1").click().run()

    (item,) = world.review.reviewed()
    assert (item.kind, item.answer, item.reviewer) == ("wrong answer", "It is 28 days.", "local")
    assert [each.quote for each in item.gold] == [PARKING[1]]
    assert "Where is parking?" in shown(page)
    assert "1 of 1 waiting" in shown(page)


def test_sentence_that_is_unticked_is_no_longer_picked(page: AppTest, world: World) -> None:
    world.asked("t1", verdicts=("weak",), hits=[PARKED])
    page.run().button(key="review-t1").click().run()
    page.checkbox(key="tick-t1-found-0-0").check().run()
    page.checkbox(key="tick-t1-found-0-0").uncheck().run()
    assert "picked:" not in shown(page)


def test_right_passage_is_found_by_another_search(
    page: AppTest, world: World, footnote: FakeFootnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = world.catalog.chunks("leave")[1:4]
    window = Window(world.catalog.document("leave"), chunks[1].id, chunks, " ".join(LEAVE[1:4]))
    found = Search((Hit(window, 1.0, "fusion", 0.6, 0.6, Scores(0.6, 4, 0, 1)),), {"total": 1.0})
    monkeypatch.setattr(footnote, "search", lambda *_: found)
    world.asked("t1", verdicts=("weak",), hits=[PARKED])
    page.run().button(key="review-t1").click().run()
    page.segmented_control(key="where-t1").set_value("Search the library").run()
    page.checkbox(key=f"tick-t1-seek-0-{chunks[1].start}").check().run()
    page.radio(key="judgement-t1").set_value("wrong retrieval").run()
    page.button(key="save-t1").click().run()
    (item,) = world.review.reviewed()
    assert [each.quote for each in item.gold] == [LEAVE[2]]


def test_question_that_the_library_does_not_answer_is_marked_so(
    page: AppTest, world: World
) -> None:
    world.asked("t1", verdicts=("unsupported",))
    page.run().button(key="review-t1").click().run()
    page.checkbox(key="absent-t1").check().run()
    page.radio(key="judgement-t1").set_value("wrong answer").run()
    page.button(key="save-t1").click().run()
    (item,) = world.review.reviewed()
    assert (item.absent, item.answer) == (True, "")
    assert "No answer waits." in shown(page)
    assert "1 reviewed" in shown(page)


def test_skipped_answer_waits_on(page: AppTest, world: World) -> None:
    world.asked("t1", "Who?", verdicts=("unsupported",))
    world.asked("t2", "Where?", verdicts=("weak",))
    page.run().button(key="review-start").click().run()
    page.button(key="skip-t1").click().run()
    assert "Where?" in shown(page)
    page.button(key="skip-t2").click().run()
    assert "2 answers waiting" in shown(page)


def test_reviewed_are_counted_and_taken_along(page: AppTest, world: World) -> None:
    world.asked("t1")
    world.review.mark("t1", "rita", Judgement("right"))
    page.session_state["review-files"] = True
    text = shown(page.run())
    assert "Right\u2002**1**" in text
    labels = {each.proto.label for each in page.get("download_button")}
    assert {"All questions (1)", "Training rows (1)"} <= labels


def test_nothing_on_the_page_acts(page: AppTest, world: World) -> None:
    world.asked("t1", HOSTILE, ("unsupported",))
    world.said("t1", "wrong", HOSTILE)
    page.run()
    assert not told_by_people(page)
    page.button(key="review-t1").click().run()
    assert page.subheader[0].value.startswith("\\<img")
    assert not told_by_people(page)


def told_by_people(page: AppTest) -> list[str]:
    """What could act in the texts that repeat the hostile words."""
    texts = [each.value for each in (*page.markdown, *page.subheader)]
    hostile = [each for each in texts if "javascript" in each]
    assert hostile
    return [piece for each in hostile for piece in armed(each)]
