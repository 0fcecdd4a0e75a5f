from __future__ import annotations

from dataclasses import replace

from app.exporting.content import UNTITLED, Block, collected
from app.types import Usage
from tests.app.cli.fakes import answer
from tests.app.exporting.samples import (
    ABSTAINED,
    CHECKED,
    CONVERSATION,
    COSTS,
    DATED,
    LISTED,
    REMOVED,
    said,
    turn,
)


def bodies(blocks: tuple[Block, ...]) -> list[list[str]]:
    return [[each.body + each.closing for each in block.statements] for block in blocks]


def test_sources_are_numbered_through_the_conversation_each_place_once() -> None:
    export = collected("Leave", CONVERSATION)
    assert [(each.number, each.name, each.quote) for each in export.sources] == [
        (1, "leave.pdf", "Staff get 25 days of leave."),
        (2, "parking.txt", "Parking costs 3 euros."),
        (3, "leave.pdf", "The office closes."),
        (4, "gone.txt", ""),
    ]
    numbers = [
        [each.numbers for block in turn.blocks for each in block.statements]
        for turn in export.turns
    ]
    assert numbers == [[(1,), (1, 2), (2,)], [(2,), (3,), (3,)], [(), ()], [(4,)]]


def test_source_is_told_with_its_page_and_date() -> None:
    first, second, *_ = collected("", CONVERSATION).sources
    assert (first.where, second.where) == (", page 3, 4 May 2024", ", page 3")
    (plain,) = collected("", [turn("?", citations=(replace(COSTS, page_count=1),))]).sources
    assert plain.where == ""


def test_verdicts_are_told_in_words_with_their_reasons() -> None:
    ((block,),) = (each.blocks for each in collected("", [CHECKED]).turns)
    assert [(each.remark, each.struck) for each in block.statements] == [
        ("", False),
        ("weak support: The marked sentence says five", False),
        ("not supported: The marked sentence says 3 euros", True),
    ]


def test_verdict_without_a_reason_is_told_alone() -> None:
    (only,) = collected("", [turn("?", said("So.", verdict="weak"))]).turns[0].blocks
    assert only.statements[0].remark == "weak support"


def test_marks_stand_before_the_closing_punctuation() -> None:
    sentences = [said("Really?!"), said("No end", lead=" "), said("...")]
    (block,) = collected("", [turn("?", *sentences)]).turns[0].blocks
    assert [(each.body, each.closing) for each in block.statements] == [
        ("Really", "?!"),
        ("No end", ""),
        ("...", ""),
    ]


def test_leads_make_headings_items_and_paragraphs() -> None:
    blocks = collected("", [LISTED]).turns[0].blocks
    assert [(each.heading, each.item) for each in blocks] == [
        ("Money", True),
        ("", True),
        ("", False),
    ]
    assert bodies(blocks) == [["Parking costs 3 euros."], ["The office closes."], ["That is all."]]


def test_words_of_a_lead_stay_before_their_sentence() -> None:
    sentences = (said("Staff get 25 days."), said("ten may be kept.", lead=" Of them"))
    blocks = collected("", [turn("?", *sentences)]).turns[0].blocks
    assert bodies(blocks) == [["Staff get 25 days.", "Of them ten may be kept."]]


def test_mark_without_a_citation_is_left_out() -> None:
    (block,) = collected("", [turn("?", said("So.", (1, 7)))]).turns[0].blocks
    assert block.statements[0].numbers == (1,)


def test_abstention_has_its_nearest_passages_unnumbered() -> None:
    export = collected("", [ABSTAINED])
    (only,) = export.turns
    assert bodies(only.blocks) == [["I looked through 12 documents."], ["None of them says it."]]
    assert [(each.number, each.quote) for each in only.nearest] == [(0, COSTS.quote), (0, "")]
    assert export.sources == ()


def test_passages_near_an_answer_are_left_out() -> None:
    assert collected("", [replace(CHECKED, nearest=(DATED,))]).turns[0].nearest == ()


def test_answer_that_was_emptied_names_the_place_that_it_came_from() -> None:
    (only,) = collected("", [REMOVED]).turns[0].blocks
    assert only.statements[0].numbers == (1,)


def test_marks_in_an_answer_without_sentences_are_renumbered() -> None:
    loose = turn("?", text="Ten. [1]\n\nThree [2] and [2019].", citations=(DATED, COSTS))
    first, second = collected("", [LISTED, loose]).turns[1].blocks
    assert (first.statements[0].body, first.statements[0].numbers) == ("Ten", ())
    assert second.statements[0].body == "Three and [2019]"
    assert second.statements[0].numbers == (3, 1)


def test_how_a_question_was_read_is_told_where_it_differs() -> None:
    same, other = turn("Days?"), answer(question="And then?", read_as="Days then?", notes=("N.",))
    first, second = collected("", [same, other]).turns
    assert (first.notes, second.notes) == ((), ("Searched for: Days then?", "N."))


def test_model_is_named_where_one_wrote() -> None:
    silent = replace(CHECKED, usage=Usage(0, 0))
    turns = collected("", [CHECKED, silent]).turns
    assert [each.model for each in turns] == ["Model: tiny", "Model: none"]


def test_conversation_without_a_title_or_answers_can_be_exported() -> None:
    export = collected(" \n", [])
    assert (export.title, export.turns, export.sources) == (UNTITLED, (), ())


def test_same_words_elsewhere_are_another_source() -> None:
    twice = (DATED, replace(DATED, mark=2, start=500, end=527))
    export = collected("", [turn("?", said("So.", (1, 2)), citations=twice)])
    assert [each.number for each in export.sources] == [1, 2]
