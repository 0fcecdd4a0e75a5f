from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.exporting import copied, markdown
from app.exporting.text import one_line
from tests.app.exporting.samples import (
    ABSTAINED,
    CHECKED,
    CONVERSATION,
    HOSTILE,
    LISTED,
    NOW,
    declined,
    hostile,
    said,
    turn,
)

RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SHAPES = {"heading", "paragraph", "ordered_list", "bullet_list", "list_item", "inline"}
INLINE = {"text", "code_inline", "text_special", "em", "strong", "s"}


def tokens(source: str) -> Iterator[Token]:
    for token in RENDERER.parse(source):
        yield token
        yield from token.children or ()


def kinds(source: str) -> set[str]:
    return {each.type.removesuffix("_open").removesuffix("_close") for each in tokens(source)}


def blocks(source: str) -> list[tuple[str, str]]:
    """Each block's kind and text as rendered."""
    parsed = RENDERER.parse(source)
    return [
        (before.tag, "".join(child.content for child in token.children or ()))
        for before, token in pairwise(parsed)
        if token.type == "inline"
    ]


def test_copied_answer_has_marks_and_a_numbered_list() -> None:
    assert copied(CHECKED) == (
        "Staff get 25 days [1]. Ten may be kept [1] [2]. (weak support: The marked sentence says"
        " five) ~~Parking is free~~ [2]! (not supported: The marked sentence says 3 euros)\n\n"
        "1. **leave.pdf**, page 3, 4 May 2024: “Staff get 25 days of leave.”\n"
        "2. **parking.txt**, page 3: “Parking costs 3 euros.”\n"
    )


def test_copied_abstention_has_the_nearest_passages() -> None:
    assert copied(ABSTAINED) == (
        "I looked through 12 documents.\n\nNone of them says it.\n\nThe nearest passages:\n\n"
        "- **parking.txt**, page 3: “Parking costs 3 euros.”\n"
        "- **leave.pdf**, page 3, 4 May 2024: This document has been removed from the library.\n"
    )


def test_headings_and_items_are_drawn_as_such() -> None:
    assert copied(LISTED).startswith(
        "**Money**\n\n- Parking costs 3 euros [1].\n- The office closes [2].\n\nThat is all [2].\n"
    )


def test_conversation_has_a_title_questions_and_one_list_of_sources() -> None:
    headings = [
        (tag, text) for tag, text in blocks(markdown("Leave", CONVERSATION, NOW)) if tag[:1] == "h"
    ]
    assert headings == [
        ("h1", "Leave"),
        *(("h2", each.question) for each in CONVERSATION),
        ("h2", "Sources"),
    ]


def test_marks_lead_nowhere_even_side_by_side() -> None:
    source = markdown("Leave", CONVERSATION, NOW)
    assert "link" not in kinds(source)
    assert "[1] [2]" in source


def test_export_names_its_date_and_each_model() -> None:
    source = markdown("Leave", CONVERSATION, NOW)
    assert "*Exported from Footnote on 4 May 2026.*" in source
    assert [line for line in source.splitlines() if line.startswith("*Model")] == [
        "*Model: tiny.*", "*Model: larger.*", "*Model: none.*", "*Model: tiny.*",
    ]  # fmt: skip


def test_removed_document_is_told() -> None:
    source = markdown("Leave", CONVERSATION, NOW)
    assert "\n4. **gone.txt**, page 3: This document has been removed from the library.\n" in source


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    for source in (markdown(text, [hostile(text), declined(text)], NOW), copied(hostile(text))):
        assert kinds(source) <= SHAPES | INLINE


@pytest.mark.parametrize("text", HOSTILE)
def test_text_reads_as_it_stands_in_the_document(text: str) -> None:
    source = copied(turn("?", said(text, ()), citations=()))
    ((_, rendered),) = blocks(source) or [("", "")]
    assert rendered == one_line(text)


@pytest.mark.parametrize("text", ["http://evil.example", "www.evil.example", "me@evil.example"])
def test_address_is_code_which_no_renderer_links(text: str) -> None:
    assert f"See `{text}`." in copied(turn("?", said(f"See {text}.", ()), citations=()))


def test_year_at_the_beginning_of_a_paragraph_opens_no_list() -> None:
    assert copied(turn("?", said("2019.", ()), citations=())) == "2019\\.\n"


def test_conversation_without_answers_has_no_sources() -> None:
    assert markdown("", [], NOW) == ("# Conversation\n\n*Exported from Footnote on 4 May 2026.*\n")
