from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.records import FORGOTTEN, Records, to_json
from app.records.schema import MIGRATIONS
from app.types import Actor, Answer
from indexes.db import connect, migrate
from tests.app.cli.fakes import answer, document

ADA, BOB = Actor("ada"), Actor("bob")
LEAVE = document("leave.txt")


def hold(records: Records, title: str, *answers: Answer, actor: Actor = ADA) -> None:
    conversation = records.start(actor, title)
    for each in answers:
        records.save(conversation, each)


def found(records: Records, text: str, actor: Actor = ADA) -> list[str]:
    return [each.title for each in records.conversations(actor, text)]


@pytest.fixture
def two(records: Records) -> Records:
    hold(
        records,
        "Holidays",
        answer("Staff get 25 days. [1]", question="How much leave?"),
        answer("Until 31 March. [1]", question="By WHEN must it be taken?"),
    )
    hold(records, "Cars", answer("PARKING in the Straße costs 3 €. [1]", question="What of leave?"))
    return records


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_no_words_list_all_newest_first(two: Records, text: str) -> None:
    assert found(two, text) == ["Cars", "Holidays"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("holidays", ["Holidays"]),
        ("HOLI", ["Holidays"]),
        ("parking", ["Cars"]),
        ("leave", ["Cars", "Holidays"]),
        ("when", ["Holidays"]),
        ("march leave", ["Holidays"]),
        ("leave holidays 25", ["Holidays"]),
        ("leave bicycle", []),
        ("strasse", ["Cars"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_every_word_occurs_in_title_questions_or_answers(
    two: Records, text: str, titles: list[str]
) -> None:
    assert found(two, text) == titles


def test_letters_are_found_in_either_spelling(records: Records) -> None:
    hold(records, "A\u030angstro\u0308m", answer())
    assert found(records, "\u00e5ngstr\u00f6m") == ["A\u030angstro\u0308m"]


def test_conversation_without_answers_is_found_by_its_title(records: Records) -> None:
    hold(records, "Nothing yet")
    assert found(records, "yet") == ["Nothing yet"]


def test_half_a_character_can_be_looked_for(records: Records) -> None:
    hold(records, "One", answer("a\ud800b"))
    assert found(records, "a\ud800b") == ["One"]


def test_another_actors_conversations_are_not_found(two: Records) -> None:
    hold(two, "Secret", answer("Parking is mine."), actor=BOB)
    assert found(two, "parking") == ["Cars"]
    assert found(two, "parking", BOB) == ["Secret"]


def test_words_of_answers_that_were_cut_are_not_found(two: Records) -> None:
    two.cut(two.conversations(ADA, "holidays")[0].id, ADA, 1)
    assert found(two, "march") == []
    assert found(two, "25") == ["Holidays"]


def test_new_title_is_found_and_the_old_one_is_not(two: Records) -> None:
    two.rename(two.conversations(ADA, "holidays")[0].id, ADA, "Time off")
    assert found(two, "holidays") == []
    assert found(two, "time off") == ["Time off"]


def test_words_of_a_removed_document_are_not_found(two: Records, path: Path) -> None:
    two.forget_document(LEAVE.id)
    assert found(two, "parking") == []
    assert found(two, FORGOTTEN) == ["Cars", "Holidays"]
    said = connect(path).execute("SELECT words FROM said").fetchall()
    assert not any("parking" in row["words"] for row in said)


def before_search(path: Path, *bodies: str) -> sqlite3.Connection:
    """A database of the version before, with one conversation of Ada's."""
    db = connect(path)
    migrate(db, MIGRATIONS[:1])
    db.execute("INSERT INTO conversations VALUES ('c', 'ada', 'Old', '2026-01-02T12:00:00+00:00')")
    db.executemany(
        "INSERT INTO answers (conversation_id, saved_at, body) VALUES ('c', '', ?)",
        [(body,) for body in bodies],
    )
    return db


def test_answers_of_an_earlier_version_are_found(path: Path) -> None:
    before_search(path, to_json(answer("ÅNGSTRÖM \ud800 parks.")))
    assert found(Records(path), "ångström how") == ["Old"]


def test_damaged_answer_of_an_earlier_version_does_not_close_the_library(path: Path) -> None:
    before_search(path, "damaged", to_json(answer("It parks.")))
    assert found(Records(path), "parks") == ["Old"]
