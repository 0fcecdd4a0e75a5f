from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import ScriptedChat
from tests.training.feedback.library import RULES, row, view
from training.chat.sources import REFUSAL
from training.feedback.dataset import gold
from training.feedback.drafts import drafted, shares

ASKED = [
    gold(row("When was the crane renewed?", ("2019",), (RULES[2],), 1)),
    gold(row("When is the gate opened?", ("06:30",), (RULES[0],), 2)),
    gold(row("Who paid for the crane?", number=3)),
    gold(row("Who paid for the gate?", number=4)),
]


def test_drafts_are_right_where_they_hold_an_answer_or_decline_without_one() -> None:
    drafts = ["It was renewed in 2019 [1].", REFUSAL, REFUSAL, "Ada paid [1]."]
    assert shares(drafts, ASKED) == {"answered": 0.5, "declined": 0.5}


def test_a_question_for_which_nothing_is_shown_has_no_draft() -> None:
    assert shares([None, "At 06:30 [1].", None, None], ASKED) == {"answered": 1.0}
    assert shares([None] * 4, ASKED) == {}


def test_the_model_reads_what_the_journey_shows(tmp_path: Path) -> None:
    chat = ScriptedChat(replies=["It was renewed in 2019 [1]."])
    assert drafted(view(tmp_path), chat, ASKED[:1], 400) == ["It was renewed in 2019 [1]."]
    assert RULES[2] in str(chat.calls[0][-1].content)


@pytest.mark.parametrize("tokens", [0])
def test_without_room_for_evidence_there_is_no_draft(tmp_path: Path, tokens: int) -> None:
    assert drafted(view(tmp_path), ScriptedChat(), ASKED[:1], tokens) == [None]
