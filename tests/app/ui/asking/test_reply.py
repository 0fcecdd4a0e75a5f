"""What the answer's component is given: inert text, verdicts, marks and sources."""

from __future__ import annotations

from dataclasses import replace

from app.records import FORGOTTEN
from app.types import Answer, Sentence, Usage
from app.ui.asking.reply import LEGEND, REMOVED, WHY, blocks, place, reply_data, small_print
from tests.app.ui.fakes import CONTEXT, QUOTE, answer, citation


def said(*sentences: Sentence) -> Answer:
    return replace(answer("q"), sentences=sentences)


def test_a_footnote_tells_document_page_date_and_the_quote_amid_its_context() -> None:
    shown = reply_data(
        replace(answer("q"), citations=(replace(citation(1), dated="3 March 2025"),)), True, ()
    )

    (note,) = shown["notes"]
    assert note["label"] == "Footnote 1: handbook.md, page 2"
    assert note["facts"] == "page 2 \u00b7 3 March 2025"
    assert note["before"] + note["quote"] + note["after"] == CONTEXT
    assert note["quote"] == QUOTE
    assert not note["gone"]


def test_a_supported_answer_says_nothing_about_support() -> None:
    shown = reply_data(answer("q"), True, ())

    assert shown["legend"] == []
    assert shown["notes"][0]["doubt"] == ""
    assert all(not each["why"] for block in shown["blocks"] for each in block["sentences"])


def test_weak_and_unsupported_sentences_say_why() -> None:
    weak = Sentence("So it goes.", (1,), "weak")
    missing = Sentence("It rains.", (), "unsupported", reason="The source says snow, not rain.")

    shown = reply_data(said(weak, missing), True, ())

    (block,) = shown["blocks"]
    assert [each["why"] for each in block["sentences"]] == [
        WHY["weak"],
        "The source says snow, not rain.",
    ]
    assert shown["legend"] == [LEGEND["weak"], LEGEND["unsupported"]]


def test_what_a_removed_document_said_is_not_shown() -> None:
    shown = reply_data(answer("q"), True, {"id-handbook.md"})

    assert shown["blocks"][0]["sentences"][0]["text"] == FORGOTTEN
    assert shown["notes"][0]["quote"] == REMOVED
    assert shown["notes"][0]["gone"]
    assert shown["copy"] == ""
    assert QUOTE not in str(shown)


def test_an_emptied_footnote_cannot_be_opened() -> None:
    emptied = replace(answer("q"), citations=(citation(1, "", ""),))

    assert reply_data(emptied, True, ())["notes"][0]["gone"]


def test_lists_and_headings_are_drawn_as_such() -> None:
    found = blocks(
        said(
            Sentence("Two changes:", (), "supported", "**Leave**\n"),
            Sentence("was \u201ca\u201d", (1,), "supported", "\n- "),
            Sentence("now \u201cb\u201d.", (1,), "supported", "; "),
            Sentence("Pay stays.", (), "supported", "\n\n"),
        )
    )

    assert [each["kind"] for each in found] == ["heading", "paragraph", "item", "paragraph"]
    assert [each["text"] for each in found[2]["sentences"]] == [
        "was \u201ca\u201d",
        ";",
        "now \u201cb\u201d.",
    ]


def test_characters_that_reorder_or_hide_are_left_out() -> None:
    hostile = "a\u202egnp.exe\x00 \ue000<img src=x>"
    shown = reply_data(
        replace(
            said(Sentence(hostile, (1,), "unsupported", reason=hostile)),
            citations=(replace(citation(1, hostile, hostile), document=hostile),),
        ),
        True,
        (),
    )

    for hidden in ("\u202e", "\x00", "\ue000"):
        assert hidden not in str([shown["blocks"], shown["notes"]])
    assert "<img src=x>" in shown["notes"][0]["quote"]


def test_an_abstention_shows_the_nearest_passages() -> None:
    none = replace(
        answer("q"), status="abstained", text="I found none.", sentences=(), citations=(),
        nearest=(citation(1),),
    )  # fmt: skip

    shown = reply_data(none, False, ())

    assert shown["blocks"][0]["sentences"][0]["text"] == "I found none."
    assert shown["notes"][0]["quote"] == QUOTE
    assert shown["latest"]


def test_small_print_names_model_tokens_and_seconds() -> None:
    told = small_print(answer("q"))

    assert told["short"] == "3.4\u202fs"
    assert "SmolLM2-135M-Instruct \u00b7 812 + 24 tokens" in told["long"]
    assert "search 0.04\u202fs \u00b7 first word 1.2\u202fs" in told["long"]


def test_small_print_leaves_out_what_did_not_happen() -> None:
    told = small_print(replace(answer("q"), usage=Usage(0, 0)))

    assert told["long"] == " \u00b7 search 0.04\u202fs"


def test_place_and_date_are_left_out_where_there_is_none() -> None:
    assert place(replace(citation(1), page_count=1)) == ""
