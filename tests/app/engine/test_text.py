from __future__ import annotations

from app.engine.text import Text


def test_characters_are_shown_whole() -> None:
    text = Text()
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert text.add(b"caf" + first) == "caf"
    assert text.add(second) == "é"
    assert text.rest() == ""


def test_broken_character_at_the_end_is_a_replacement() -> None:
    text = Text()
    assert text.add("é".encode()[:1]) == ""
    assert text.rest() == "\N{REPLACEMENT CHARACTER}"


def test_stop_ends_the_text_and_is_left_out() -> None:
    text = Text(["\n\n", "END"])
    assert text.add(b"One. EN") == "One. "
    assert text.add(b"D two") == ""
    assert text.stopped
    assert text.rest() == ""


def test_what_only_began_like_a_stop_is_shown() -> None:
    text = Text(["END"])
    assert text.add(b"One EN") == "One "
    assert text.add(b"OUGH") == "ENOUGH"
    assert text.add(b" E") == " "
    assert text.rest() == "E"
