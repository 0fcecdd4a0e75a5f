from __future__ import annotations

import random

import pytest

from ingest.clean import clean


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("infor-\nmation", "information"),
        ("infor-  \r\n  mation", "information"),
        ("well-\nknown", "well-known"),
        ("Anglo-\nSaxon", "Anglo-Saxon"),
        ("COVID-\n19", "COVID-19"),
        ("pages 10-\n20", "pages 10-20"),
        ("DNA-\nbinding", "DNA-binding"),
        ("soft\u00ad\nHyphen", "softHyphen"),
        ("a dash -\nand more", "a dash - and more"),
    ],
)
def test_word_cut_at_a_line_end_is_joined_as_it_was_written(source: str, expected: str) -> None:
    assert clean(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("e\ufb03cient \ufb01sh", "efficient fish"),
        ("a\u00adb \ufeffc\u200bd\u202e\x00", "ab cd"),
        ("  two \t\r\n lines\x0b ", "two lines"),
        ("a \u200b b", "a b"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_debris_of_typesetting_is_gone(source: str, expected: str) -> None:
    assert clean(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**bold**, *slanted* and `code`", "bold, slanted and code"),
        ("see [the rule](https://a.example/x).", "see the rule."),
        ('![a map](map.png "Map")', "a map"),
        ("__Mind the gap__", "Mind the gap"),
        ("> quoted\n> twice", "quoted twice"),
    ],
)
def test_inline_markup_is_gone(source: str, expected: str) -> None:
    assert clean(source).text == expected


@pytest.mark.parametrize(
    "source",
    ["2**3 and 5 * 3", "snake_case and __init__", "a*b*c", "item [12] of [3]", "x < 5 > 2"],
)
def test_what_only_looks_like_markup_stays(source: str) -> None:
    assert clean(source).text == source


def test_greater_than_sign_before_a_number_is_no_quotation_mark() -> None:
    assert clean("at depths\n> 18 m").text == "at depths > 18 m"


def test_map_leads_every_character_back_to_its_source() -> None:
    alphabet = [
        "a",
        "B",
        "é",
        "1",
        " ",
        "\n",
        "-",
        "\u00ad",
        "\ufb01",
        "*",
        "_",
        "`",
        "[x](y)",
        "> ",
    ]
    chance = random.Random(7)
    for _ in range(300):
        source = "".join(chance.choices(alphabet, k=chance.randrange(40)))
        cleaned = clean(source)
        assert len(cleaned.origin) == len(cleaned.text)
        assert list(cleaned.origin) == sorted(cleaned.origin)
        assert cleaned.text == cleaned.text.strip()
        assert "  " not in cleaned.text
        for character, place in zip(cleaned.text, cleaned.origin, strict=True):
            original = source[place]
            assert character == original or original.isspace() or original == "\ufb01"


def test_source_span_is_the_smallest_that_holds_the_text() -> None:
    source = "The infor-\nmation is **here**."
    cleaned = clean(source)
    place = cleaned.text.index("information is here")
    start, end = cleaned.source_span(place, place + len("information is here"))
    assert source[start:end] == "infor-\nmation is **here"


def test_span_within_a_ligature_holds_the_ligature() -> None:
    cleaned = clean("a \ufb03x")
    assert cleaned.text == "a ffix"
    assert cleaned.source_span(3, 4) == (2, 3)


def test_empty_span_stays_empty() -> None:
    cleaned = clean("  word")
    assert cleaned.source_span(0, 0) == (2, 2)
    assert cleaned.source_span(4, 4) == (6, 6)
    assert clean("").source_span(0, 0) == (0, 0)


def test_clean_text_is_not_changed_again() -> None:
    text = clean("The *infor-\nmation*,\u00a0see [it](u).").text
    assert clean(text).text == text == "The information, see it."
