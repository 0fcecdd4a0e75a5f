from __future__ import annotations

import pytest

from app.explain import asked_stems
from app.ui.passages import passage
from tests.app.evidence import window
from tests.app.ui.fakes import armed

DAYS = asked_stems("How many days?")


def test_the_scored_sentence_is_marked_and_asked_words_are_bold() -> None:
    found = window("a", ["Days pass.", "It takes 5 days.", "Then it ends."], 1)
    assert passage(found, DAYS) == (
        "**Days** pass\\. :orange-background[It takes 5 **days**\\.] Then it ends\\."
    )


def test_surroundings_are_grey() -> None:
    found = window("a", ["It takes 5 days."])
    assert passage(found, (), "Before, days. ", " After.") == (
        ":gray[Before\\, days\\.] :orange-background[It takes 5 days\\.] :gray[After\\.]"
    )


def test_paragraphs_and_rows_stay() -> None:
    found = window("a", ["First.\n\nSecond.\n\n| a | b |\n| c | d |"])
    assert passage(found, ()) == (
        ":orange-background[First\\.]\n\n:orange-background[Second\\.]\n\n"
        ":orange-background[\\| a \\| b \\|]  \n:orange-background[\\| c \\| d \\|]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>days</b> [days](javascript:days) ![days](http://days.example) $days$ `days` :days:",
        "days:red[days]days $$days$$ <days> http://days.example www.days.example a@days.example",
        "\ue000days\ue001 \ue002days\ue003 __days__ **days** _days_ \\days\\ ~~days~~",
    ],
)
def test_hostile_text_is_inert(text: str) -> None:
    found = window("a", [text, text], 1)
    drawn = passage(found, DAYS, text, text)
    assert armed(drawn) == []
    assert "\ue002" not in drawn


def test_labels_stay_short_enough_for_a_directive() -> None:
    found = window("a", ["days (!) " * 400])
    labels = passage(found, DAYS).split(":orange-background[")[1:]
    assert len(labels) > 1
    assert max(map(len, labels)) <= 999


def test_a_long_text_without_spaces_keeps_every_character() -> None:
    found = window("a", ["x" * 2000])
    assert passage(found, ()).count("x") == 2000
