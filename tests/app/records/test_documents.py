from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.records import FORGOTTEN, Records
from app.types import Actor
from indexes.db import connect
from tests.app.cli.fakes import answer, citation, document

ADA, BOB = Actor("ada"), Actor("bob")
LEAVE, PARKING = document("leave.txt"), document("parking.txt")


def test_removed_document_is_quoted_in_no_earlier_answer(records: Records, path: Path) -> None:
    cited = (citation(LEAVE, 1), citation(PARKING, 2, "Parking costs 3 euros."))
    whole = answer(citations=cited, nearest=(citation(LEAVE, 3),), notes=("Read “leave” too.",))
    for actor in (ADA, BOB):
        records.save(records.start(actor, "Both"), whole)
    assert records.forget_document(LEAVE.id) == 2
    for actor in (ADA, BOB):
        (kept,) = records.answers(records.conversations(actor)[0].id, actor)
        assert kept.citations == (replace(cited[0], quote="", context=""), cited[1])
        assert kept.nearest == (replace(citation(LEAVE, 3), quote="", context=""),)
        assert kept.text == FORGOTTEN
        assert (kept.sentences, kept.notes) == ((), ())
    bodies = connect(path).execute("SELECT body FROM answers").fetchall()
    for said in (citation(LEAVE).quote, whole.sentences[0].text):
        assert not any(said in row["body"] for row in bodies)


def test_answer_that_does_not_cite_the_removed_document_keeps_its_words(records: Records) -> None:
    whole = answer(citations=(citation(PARKING),), nearest=(citation(LEAVE, 3),))
    conversation = records.start(ADA, "Parking")
    records.save(conversation, whole)
    records.forget_document(LEAVE.id)
    (kept,) = records.answers(conversation, ADA)
    assert (kept.text, kept.sentences) == (whole.text, whole.sentences)
    assert kept.nearest[0].quote == ""


def test_document_is_forgotten_once(records: Records) -> None:
    records.save(records.start(ADA, "Leave"), answer())
    assert records.forget_document(LEAVE.id) == 1
    assert records.forget_document(LEAVE.id) == 0
    assert records.forget_document("unknown") == 0


def test_answers_follow_a_document_that_was_moved(records: Records) -> None:
    whole = answer(citations=(citation(LEAVE), citation(PARKING, 2)), nearest=(citation(LEAVE, 3),))
    for actor in (ADA, BOB):
        records.save(records.start(actor, "Both"), whole)
    assert records.follow(LEAVE.id, "new") == 2
    for actor in (ADA, BOB):
        (kept,) = records.answers(records.conversations(actor)[0].id, actor)
        assert [each.document_id for each in kept.citations] == ["new", PARKING.id]
        assert kept.nearest[0].document_id == "new"
        assert (kept.text, kept.citations[0].quote) == (whole.text, whole.citations[0].quote)
    assert records.forget_document(LEAVE.id) == 0
    assert records.forget_document("new") == 2


def test_answer_that_cites_both_ids_of_a_moved_document_follows_it(records: Records) -> None:
    both = answer(citations=(citation(LEAVE), citation(PARKING, 2)))
    conversation = records.start(ADA, "Both")
    records.save(conversation, both)
    assert records.follow(LEAVE.id, PARKING.id) == 1
    (kept,) = records.answers(conversation, ADA)
    assert [each.document_id for each in kept.citations] == [PARKING.id, PARKING.id]
    assert records.forget_document(PARKING.id) == 1


def test_document_that_did_not_move_stays_cited(records: Records) -> None:
    records.save(records.start(ADA, "Leave"), answer())
    assert records.follow(LEAVE.id, LEAVE.id) == 0
    assert records.forget_document(LEAVE.id) == 1


def test_damaged_answer_keeps_no_document_from_leaving(records: Records, path: Path) -> None:
    conversation = records.start(ADA, "Leave")
    for _ in range(2):
        records.save(conversation, answer())
    connect(path).execute("UPDATE answers SET body = '{}' WHERE id = 1")
    assert records.follow(LEAVE.id, "new") == 1
    assert records.forget_document("new") == 2
    (kept,) = records.answers(conversation, ADA)
    assert kept.text == FORGOTTEN
