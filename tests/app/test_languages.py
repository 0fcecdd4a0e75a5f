from __future__ import annotations

import pytest

from app.languages import other_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie hoch ist die Miete?", "German"),
        ("WANN FÄHRT DIE FÄHRE?", "German"),
        ("Quel est le prix du billet ?", "French"),
        ("¿Cuánto cuesta el billete?", "Spanish"),
        ("Quanto costa il biglietto?", "Italian"),
        ("Quanto custa o bilhete?", "Portuguese"),
        ("Hoeveel kost een kaartje?", "Dutch"),
        ("Vad kostar en biljett?", "Swedish"),
        ("Сколько стоит билет?", "a script other than Latin"),
        ("渡し船はいつ出ますか", "a script other than Latin"),
    ],
)
def test_language_is_known_by_its_small_words(question: str, language: str) -> None:
    assert other_language(question) == language


@pytest.mark.parametrize(
    "question",
    [
        "",
        "2019?",
        "vault code",
        "What did De La Rue pay in Los Angeles?",
        "Who is van den Berg?",
        "Was the die in the van?",
        "What does \u201cje ne regrette rien\u201d mean in the song?",
        "What is the α of the test?",
    ],
)
def test_english_and_what_is_too_short_is_left_alone(question: str) -> None:
    assert other_language(question) == ""
