from __future__ import annotations

from dataclasses import replace

from app.summary.sections import Section, split
from indexes.types import Chunk
from tests.app.summary.worlds import HANDBOOK, chunks


def words(chunk: Chunk) -> int:
    return len(chunk.spoken.split())


def test_every_passage_is_in_exactly_one_section() -> None:
    made = chunks(HANDBOOK)
    for most in (5, 12, 40, 1000):
        spans = [at for section in split(made, most, words) for at in section.span]
        assert spans == list(range(len(made)))


def test_sections_are_the_highest_headings_that_differ() -> None:
    long = [(headings, f"{text} {'word ' * 30}") for headings, text in HANDBOOK]

    sections = split(chunks(long), 1000, words)

    assert [each.heading for each in sections] == ["Handbook", "Tickets", "Safety", "Crew"]
    assert all(each.named for each in sections)


def test_a_title_is_read_with_the_section_behind_it() -> None:
    passages = [(("A",), "A title"), (("B",), "word " * 40), (("C",), "word " * 40)]

    assert [each.first for each in split(chunks(passages), 1000, words)] == [0, 2]


def test_no_section_is_larger_than_the_bound() -> None:
    made = chunks([((), f"Sentence {at} has six words now.") for at in range(50)])

    sections = split(made, 60, words)

    assert max(sum(words(made[at]) for at in each.span) for each in sections) <= 60
    assert {each.heading for each in sections} == {""}


def test_without_headings_a_section_is_named_by_its_pages() -> None:
    made = chunks([((), f"Sentence {at} has six words now.") for at in range(20)])
    paged = [replace(chunk, page=1 + at // 5) for at, chunk in enumerate(made)]

    sections = split(paged, 40, words)

    assert sections[0] == Section(0, 5, "page 1", named=False)
    assert [each.heading for each in sections] == ["page 1", "page 2", "page 3", "page 4"]


def test_a_section_that_is_too_large_is_divided_at_its_own_headings() -> None:
    headings = [("T", "One", "a"), ("T", "One", "b"), ("T", "Two")]
    passages = [(path, "word " * 35) for path in headings]

    sections = split(chunks(passages), 50, words)

    assert [each.heading for each in sections] == ["a", "b", "Two"]


def test_nothing_has_no_sections() -> None:
    assert split([], 100, words) == []
