"""The section Experiments of the Operations page, drawn alone over a real store."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.experiments.installation import ARMS, SHORT, Installation

HELD: list[Installation] = []
"""What is drawn; the page's script has no other way to it."""


def _section() -> None:
    from app.ui.operating import experiments
    from tests.app.ui.operating import test_experiments

    (place,) = test_experiments.HELD
    experiments.show(place)


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    HELD[:] = [Installation(tmp_path)]
    return HELD[0]


def drawn(page: AppTest | None = None) -> AppTest:
    page = (page or AppTest.from_function(_section, default_timeout=30)).run()
    assert not page.exception
    return page


def texts(page: AppTest) -> str:
    """Everything that is drawn as Markdown, without backslashes and word joiners."""
    shown = [*page.markdown, *page.success, *page.warning, *page.error]
    return "\n".join(each.value for each in shown).replace("\\", "").replace("\u2060", "")


def plots(page: AppTest) -> list[str]:
    """What the plots say to screen readers."""
    return [each.proto.alt for each in page.get("vega_lite_chart")]


def test_empty_section_says_what_an_experiment_is(place: Installation) -> None:
    page = drawn()
    assert "No experiment yet" in texts(page)
    assert page.button(key="experiment-new").label == "Start an experiment"


def test_form_starts_an_experiment_of_what_is_here(place: Installation) -> None:
    page = drawn()
    page.button(key="experiment-new").click().run()
    prompts = page.selectbox(key="experiment-prompt-1").options
    assert {"as set", "answer@1", "answer@2", "brief@1"} == set(prompts)
    assert "as set" in page.selectbox(key="experiment-model-1").options
    page.text_input(key="experiment-name").set_value("shorter")
    page.text_input(key="experiment-name-1").set_value("short")
    page.selectbox(key="experiment-prompt-1").set_value("brief@1")
    page.number_input(key="experiment-hits-1").set_value(6)
    page.button(key="experiment-begin").click().run()
    assert not page.exception
    (found,) = place.experiments.all()
    assert (found.name, found.arms, found.unit) == ("shorter", ARMS, "user")
    assert "shorter is running." in texts(page)
    assert "experiment-new" not in {each.key for each in page.button}


def test_form_tells_what_is_wrong_and_stays(place: Installation) -> None:
    page = drawn()
    page.button(key="experiment-new").click().run()
    page.text_input(key="experiment-name").set_value("a [b](http://x)")
    page.button(key="experiment-begin").click().run()
    assert "name 'a [b](" in texts(page)
    assert place.experiments.all() == []
    assert page.text_input(key="experiment-name").value == "a [b](http://x)"


def test_running_experiment_shows_verdict_bounds_traffic_and_figures(place: Installation) -> None:
    place.experiments.start("shorter", ARMS)
    place.days(5, 8)
    page = drawn()
    assert page.header[0].value == "shorter"
    assert "No winner yet: after 40 counted users' days" in texts(page)
    bounds, traffic = plots(page)
    assert bounds.startswith("Mean reward: control 0.")
    assert traffic.startswith("Traffic: control ")
    cells = page.table[0].value.to_string().replace("\\", "").replace("\u2060", "")
    assert "prompt=brief@1,hits=6" in cells
    for figure in ("Mean reward", "Liked, of thumbs", "P50, P95", "Tokens"):
        assert figure in cells


def test_stop_asks_first(place: Installation) -> None:
    place.experiments.start("shorter", ARMS)
    page = drawn()
    page.button(key="experiment-stop-button").click().run()
    assert place.experiments.all()[0].state == "running"
    page.button(key="experiment-leave").click().run()
    assert place.experiments.all()[0].state == "running"
    page.button(key="experiment-stop-button").click().run()
    page.button(key="experiment-do").click().run()
    assert place.experiments.all()[0].state == "stopped"
    assert "shorter is stopped." in texts(page)


def test_winner_is_rolled_out_and_back(place: Installation) -> None:
    place.experiments.start("shorter", ARMS)
    place.days(60, 12)
    place.in_force.warns = ("The variable FOOTNOTE_HITS is set.",)
    page = drawn()
    assert "short has won: the mean reward of short lies between" in texts(page)
    assert page.button(key="experiment-out-button").label == "Roll out short"
    page.button(key="experiment-out-button").click().run()
    assert "prompt=brief@1,hits=6" in texts(page)
    page.button(key="experiment-do").click().run()
    assert place.in_force.held == dict(SHORT.settings)
    assert "The variable FOOTNOTE_HITS is set." in texts(page)
    page.button(key="experiment-back-button").click().run()
    page.button(key="experiment-do").click().run()
    assert place.in_force.held == {}
    assert place.experiments.all()[0].state == "won"


def test_failed_step_is_told_in_its_dialog(place: Installation) -> None:
    place.experiments.start("shorter", ARMS)
    place.experiments.roll_out("shorter", "short")
    place.in_force.held["hits"] = 9
    page = drawn()
    page.button(key="experiment-back-button").click().run()
    page.button(key="experiment-do").click().run()
    assert "What is in force was changed after" in texts(page)


def test_earlier_experiments_can_be_looked_at(place: Installation) -> None:
    place.experiments.start("first", ARMS)
    place.experiments.stop("first")
    place.later(hours=1)
    place.experiments.start("second", ARMS)
    page = drawn()
    assert page.header[0].value == "second"
    page.selectbox(key="experiment-shown").set_value("first").run()
    assert page.header[0].value == "first"
    assert "Stopped without a winner." in texts(page)
