from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.records import TITLE_CHARS, Records, from_json, to_json
from app.types import Actor
from indexes.db import connect
from indexes.errors import LibraryError
from tests.app.cli.fakes import NOON, answer, citation, document

ADA, BOB = Actor("ada"), Actor("bob")
LEAVE, PARKING = document("leave.txt"), document("parking.txt")


def test_saved_answer_comes_back_equal(records: Records, path: Path) -> None:
    whole = answer(
        'Ångström "quotes" \n [1] \ud800 🙂',
        nearest=(citation(PARKING), replace(citation(LEAVE), verdict="weak")),
    )
    conversation = records.start(ADA, "How many days?")
    records.save(conversation, whole)
    assert Records(path).answers(conversation, ADA) == [whole]


def test_how_a_question_was_read_is_kept(records: Records) -> None:
    conversation = records.start(ADA, "And in 2019?")
    records.save(conversation, answer(read_as="How many in 2019?", notes=("A note.", "Another.")))
    (kept,) = records.answers(conversation, ADA)
    assert (kept.read_as, kept.notes) == ("How many in 2019?", ("A note.", "Another."))


def test_answer_of_an_earlier_version_was_read_as_it_was_asked(
    records: Records, path: Path
) -> None:
    conversation = records.start(ADA, "How many days?")
    records.save(conversation, answer())
    connect(path).execute("UPDATE answers SET body = json_remove(body, '$.read_as', '$.notes')")
    (kept,) = records.answers(conversation, ADA)
    assert (kept.read_as, kept.notes) == (kept.question, ())


def test_answers_come_in_the_order_they_were_given(records: Records) -> None:
    conversation = records.start(ADA, "Hello")
    for number in range(3):
        records.save(conversation, answer(f"Answer {number}."))
    given = [each.text for each in records.answers(conversation, ADA)]
    assert given == ["Answer 0.", "Answer 1.", "Answer 2."]


def test_conversations_are_listed_newest_first_with_their_turns(records: Records) -> None:
    first = records.start(ADA, "First")
    records.save(first, answer())
    second = records.start(ADA, "Second")
    listed = records.conversations(ADA)
    assert [(each.id, each.title, each.turns) for each in listed] == [
        (second, "Second", 0),
        (first, "First", 1),
    ]
    assert listed[1].started_at == datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


def test_conversations_begun_in_one_instant_are_listed_newest_first(path: Path) -> None:
    records = Records(path, lambda: NOON)
    started = [records.start(ADA, f"Number {number}") for number in range(5)]
    assert [each.id for each in records.conversations(ADA)] == started[::-1]


def test_title_is_one_line_of_bounded_length(records: Records) -> None:
    records.start(ADA, "What\n is  " + "long " * 40 + "\ud800")
    title = records.conversations(ADA)[0].title
    assert title.startswith("What is long")
    assert len(title) <= TITLE_CHARS
    assert title.endswith("…")


def test_title_with_half_a_character_is_stored(records: Records) -> None:
    records.start(ADA, "a\ud800b")
    assert records.conversations(ADA)[0].title == "a?b"


def test_another_actor_sees_no_conversation_of_mine(records: Records) -> None:
    conversation = records.start(ADA, "Secret")
    records.save(conversation, answer())
    assert records.conversations(BOB) == []
    with pytest.raises(LibraryError, match="no conversation"):
        records.answers(conversation, BOB)


def test_another_actor_cannot_forget_my_conversation(records: Records) -> None:
    conversation = records.start(ADA, "Secret")
    records.save(conversation, answer())
    with pytest.raises(LibraryError, match="no conversation"):
        records.forget(conversation, BOB)
    assert len(records.answers(conversation, ADA)) == 1


def test_foreign_conversation_is_refused_like_an_absent_one(records: Records) -> None:
    mine = records.start(ADA, "Secret")
    messages = []
    for conversation in (mine, "0" * 32):
        with pytest.raises(LibraryError) as caught:
            records.answers(conversation, BOB)
        messages.append(str(caught.value).replace(conversation, "ID"))
    assert messages[0] == messages[1]


def test_forgotten_conversation_leaves_nothing(records: Records, path: Path) -> None:
    conversation = records.start(ADA, "Secret")
    records.save(conversation, answer())
    records.forget(conversation, ADA)
    assert records.conversations(ADA) == []
    for table in ("conversations", "answers", "quoted", "said"):
        assert connect(path).execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    with pytest.raises(LibraryError):
        records.answers(conversation, ADA)
    on_disk = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    assert b"Secret" not in on_disk


def test_answer_cannot_be_saved_in_an_absent_conversation(records: Records) -> None:
    with pytest.raises(LibraryError, match="no conversation"):
        records.save("0" * 32, answer())


def test_records_serve_several_threads(records: Records) -> None:
    conversation = records.start(ADA, "Busy")
    failures: list[BaseException] = []

    def save() -> None:
        try:
            for _ in range(5):
                records.save(conversation, answer())
        except (sqlite3.Error, LibraryError) as error:
            failures.append(error)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(records.answers(conversation, ADA)) == 20


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"question": 1}', "not JSON"])
def test_damaged_answer_is_one_clear_error(damage: str) -> None:
    with pytest.raises(LibraryError, match="cannot be read"):
        from_json(damage)


def test_json_of_an_answer_is_ascii() -> None:
    assert to_json(answer("Ångström \ud800")).isascii()


def test_renamed_conversation_has_its_new_title(records: Records) -> None:
    conversation = records.start(ADA, "How many days?")
    records.rename(conversation, ADA, "  Leave\n in  2026 \ud800")
    assert records.conversations(ADA)[0].title == "Leave in 2026 ?"


def test_new_title_is_of_bounded_length(records: Records) -> None:
    conversation = records.start(ADA, "How many days?")
    records.rename(conversation, ADA, "x" * 500)
    assert records.conversations(ADA)[0].title == "x" * (TITLE_CHARS - 1) + "…"


@pytest.mark.parametrize("title", ["", " \n\t "])
def test_blank_title_is_refused(records: Records, title: str) -> None:
    conversation = records.start(ADA, "How many days?")
    with pytest.raises(LibraryError, match="type one"):
        records.rename(conversation, ADA, title)
    assert records.conversations(ADA)[0].title == "How many days?"


def test_another_actor_cannot_rename_or_cut_my_conversation(records: Records) -> None:
    conversation = records.start(ADA, "Secret")
    records.save(conversation, answer())
    with pytest.raises(LibraryError, match="no conversation"):
        records.rename(conversation, BOB, "Mine")
    with pytest.raises(LibraryError, match="no conversation"):
        records.cut(conversation, BOB, 0)
    assert records.conversations(ADA)[0].title == "Secret"
    assert len(records.answers(conversation, ADA)) == 1


@pytest.mark.parametrize(("keep", "left"), [(0, 0), (2, 2), (3, 3), (9, 3)])
def test_cut_conversation_keeps_its_first_answers(records: Records, keep: int, left: int) -> None:
    conversation, other = records.start(ADA, "One"), records.start(ADA, "Two")
    for number in range(3):
        records.save(conversation, answer(f"Answer {number}."))
        records.save(other, answer())
    assert records.cut(conversation, ADA, keep) == 3 - left
    kept = [each.text for each in records.answers(conversation, ADA)]
    assert kept == [f"Answer {number}." for number in range(left)]
    assert len(records.answers(other, ADA)) == 3


def test_conversation_cannot_keep_fewer_than_no_answers(records: Records) -> None:
    conversation = records.start(ADA, "One")
    records.save(conversation, answer())
    with pytest.raises(ValueError, match="keep is -1"):
        records.cut(conversation, ADA, -1)
    assert len(records.answers(conversation, ADA)) == 1


def test_answer_of_an_earlier_version_has_no_dates_and_no_reasons(
    records: Records, path: Path
) -> None:
    conversation = records.start(ADA, "How many days?")
    records.save(conversation, answer())
    connect(path).execute(
        "UPDATE answers SET body ="
        " json_remove(body, '$.citations[0].dated', '$.sentences[0].reason', '$.sentences[0].lead')"
    )
    (kept,) = records.answers(conversation, ADA)
    assert kept == answer()
    assert (kept.citations[0].dated, kept.sentences[0].reason) == ("", "")
