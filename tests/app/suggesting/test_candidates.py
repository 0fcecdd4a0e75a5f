from __future__ import annotations

from dataclasses import replace

from app.suggesting.candidates import candidates
from indexes.types import Chunk
from tests.builders import document


def chunks(*texts: str, headings: tuple[str, ...] = ("Guide",)) -> list[Chunk]:
    made, start = [], 0
    for number, text in enumerate(texts):
        made.append(Chunk(number, "guide", start, start + len(text), 1, headings, text, text))
        start += len(text) + 1
    return made


def asked(made: list[Chunk], title: str = "Guide") -> list[tuple[str, str]]:
    found = candidates(replace(document("guide"), title=title), made)
    return [(each.origin, each.question) for each in found]


def test_heading_that_asks_is_best_and_answered_by_what_follows() -> None:
    made = chunks("Can I park?", "Where is the car park?", "The car park has 62 spaces.")
    made[1] = replace(made[1], headings=("Guide", "Where is the car park?"))
    first, *_ = candidates(document("guide"), made)
    assert (first.origin, first.question) == ("asked", "Where is the car park?")
    assert (first.start, first.end) == (made[2].start, made[2].end)


def test_questions_inside_a_text_come_behind_facts() -> None:
    made = chunks("Does the station buy old charts? Yes, on Thursdays.", "The roof cost 900 cr.")
    assert asked(made)[:2] == [
        ("told", "How much did the roof cost?"),
        ("quoted", "Does the station buy old charts?"),
    ]


def test_questions_that_lean_on_others_or_hold_markup_are_left_out() -> None:
    made = chunks(
        "Is it suitable for children?", "Why does <b>the ferry</b> leave?", "Yes.", "And the ship?"
    )
    assert not [each for each in asked(made) if each[0] in ("asked", "quoted")]


def row(number: int, name: str, role: str) -> Chunk:
    spoken = f"Name: {name}; Role: {role}"
    text = f"{name} | {role}"
    return Chunk(number, "guide", 40 * number, 40 * number + len(text), 1, ("Guide",), text, spoken)


def test_cells_are_asked_for_by_column_and_row() -> None:
    rows = [row(0, "Astrid Halvard", "Chair"), row(1, "Edvin Moen", "Member")]
    assert ("row", "What is the role of Astrid Halvard?") in asked(rows)


def test_sections_and_the_whole_document_come_last() -> None:
    made = chunks(
        "Berths are given out in March.", "Ask the office.", headings=("Guide", "2. Berths")
    )
    assert asked(made, "Harbour rules 2025") == [
        ("heading", "What do the harbour rules 2025 say about berths?"),
        ("document", "What are the harbour rules 2025 about?"),
    ]


def test_name_of_a_document_stays_a_name() -> None:
    assert asked(chunks("Nothing."), "Soviet Union")[-1][1] == (
        "What is the document Soviet Union about?"
    )


def test_document_without_text_is_asked_nothing() -> None:
    assert asked([]) == []
