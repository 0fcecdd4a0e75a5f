from __future__ import annotations

from app.checking.terms import REMEMBERED, read


def kinds(text: str) -> list[tuple[str, str]]:
    return [(term.kind, term.key) for term in read(text).terms if term.content]


def test_values_names_and_words_are_told_apart() -> None:
    assert kinds("The board met Ingrid Solberg on 3 May 2025 about 9 metres.") == [
        ("word", "board"), ("word", "met"), ("name", "ingrid solberg"), ("date", "2025-5-3"),
        ("amount", "9"),
    ]  # fmt: skip


def test_a_capital_at_the_start_alone_may_be_no_name() -> None:
    (first, *_) = [term for term in read("Divers carry knives.").terms if term.content]
    assert first.leading
    assert first.kind == "word"


def test_initials_belong_to_their_name_and_titles_do_not() -> None:
    assert kinds("It was Dr. J. Holm of Oslo") == [("name", "j holm oslo")]


def test_codes_and_phrases_that_bound_are_one_term() -> None:
    terms = read("At most 5 of SV-006 are not open").terms
    assert [(t.kind, t.key) for t in terms if t.kind != "word"] == [
        ("bound", "most"), ("amount", "5"), ("code", "sv-006"), ("negation", "not"),
    ]  # fmt: skip


def test_same_text_is_read_once() -> None:
    assert read("Kelp grows.") is read("Kelp grows.")


def test_no_more_sentences_are_kept_than_are_to_be() -> None:
    for number in range(REMEMBERED + 50):
        read(f"Buoy {number} was moored.")
    assert read.cache_info().currsize == REMEMBERED
