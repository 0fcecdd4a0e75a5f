from __future__ import annotations

import pytest

from app.prompts import load
from app.voices import PAUSE, Given, Pause, Voice, Voices, known
from indexes.errors import QuestionError
from tests.fakes import ScriptedChat


def voice(label: str, remote: bool = False) -> Voice:
    return Voice(ScriptedChat(label=label), load("answer@2"), remote)


SMALL, LARGE, FAR = voice("small"), voice("large"), voice("far", remote=True)


def test_local_voice_that_is_remote_is_refused() -> None:
    with pytest.raises(ValueError, match="far is remote"):
        Voices(FAR, None, FAR)


def test_local_first_voice_is_asked_alone() -> None:
    assert Voices(SMALL, LARGE, SMALL).order("When?", larger=False) == (SMALL,)


def test_remote_first_voice_has_the_local_one_behind_it() -> None:
    assert Voices(FAR, None, SMALL).order("When?", larger=False) == (FAR, SMALL)


def test_larger_one_is_asked_first_when_it_is_wanted() -> None:
    assert Voices(FAR, LARGE, SMALL).order("When?", larger=True) == (LARGE, FAR, SMALL)
    assert Voices(SMALL, None, SMALL).order("When?", larger=True) == (SMALL,)


@pytest.mark.parametrize(("long", "first"), [(0, SMALL), (3, LARGE), (4, SMALL)])
def test_long_question_goes_to_the_larger_one(long: int, first: Voice) -> None:
    voices = Voices(SMALL, LARGE, SMALL, long_words=long)
    assert voices.order("one two three four", larger=False)[0] is first


def test_pause_lasts_its_time_or_until_the_voice_answers() -> None:
    now = [100.0]
    pause = Pause(lambda: now[0])
    assert pause.left == (0.0, "")
    pause.begin("HTTP 500")
    now[0] += 1
    assert pause.left == (PAUSE - 1, "HTTP 500")
    now[0] += PAUSE
    assert pause.left[0] == 0
    pause.begin("HTTP 500")
    pause.end()
    assert pause.left[0] == 0


def test_name_is_the_label_else_the_generators() -> None:
    assert Voice(ScriptedChat(label="x"), load("answer@2"), label="openai:y").name == "openai:y"
    assert SMALL.name == "small"


def test_chosen_voice_writes_and_the_local_one_steps_in() -> None:
    chosen = Voices(SMALL, LARGE, SMALL).led_by(FAR)
    assert chosen.order("When?", larger=True) == (FAR, SMALL)
    assert chosen.larger is None


def test_voice_is_chosen_by_its_name_among_those_that_are_set() -> None:
    voices = Voices(FAR, LARGE, SMALL)
    with Given(voices).taken("large") as taken:
        assert taken.first is LARGE
    with Given(voices).taken("") as taken:
        assert taken is voices


def test_unknown_name_is_refused_with_those_there_are() -> None:
    with (
        pytest.raises(QuestionError, match=r"no chat model 'huge'.*far, large, small"),
        Given(Voices(FAR, LARGE, SMALL)).taken("huge"),
    ):
        pass


def test_voices_that_are_set_are_known_once_each() -> None:
    assert known(Voices(SMALL, None, SMALL)) == (SMALL,)
