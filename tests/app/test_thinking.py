from __future__ import annotations

import pytest

from app.thinking import Thinking


def shown(*pieces: str) -> str:
    """What stands when the draft is complete."""
    thinking, said = Thinking(), ""
    for piece in pieces:
        heard = thinking.feed(piece)
        said = heard.text if heard.anew else said + heard.text
    return said + thinking.end()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<think>Ferries?</think>At noon.", "At noon."),
        ("\n<think>\nFerries?\n</think>\n\n At noon.", "At noon."),
        ("<think></think>At noon.", "At noon."),
        ("Ferries?</think>\nAt noon.", "At noon."),
        ("At noon.", "At noon."),
        ("  At noon.", "  At noon."),
        ("At <think>noon</thin> 1 < 2 <", "At <think>noon</thin> 1 < 2 <"),
        ("<think>one</think>Say </think> so.", "Say </think> so."),
        ("<think>without end", ""),
        ("<thi", "<thi"),
        ("", ""),
    ],
)
def test_thoughts_go_however_the_text_is_cut(text: str, said: str) -> None:
    assert shown(text) == said
    assert shown(*text) == said
    for at in range(len(text)):
        assert shown(text[:at], text[at:]) == said


def test_text_without_thoughts_is_shown_as_it_comes() -> None:
    thinking = Thinking()
    assert [thinking.feed(each).text for each in ("The ", "ferry ", "<")] == ["The ", "ferry ", ""]
    assert thinking.feed(" 5").text == "< 5"


def test_thinking_is_seen_while_it_lasts() -> None:
    thinking = Thinking()
    thinking.feed("<think>Ferr")
    assert thinking.thinks
    thinking.feed("ies</think>")
    assert not thinking.thinks
