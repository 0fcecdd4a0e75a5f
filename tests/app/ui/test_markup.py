"""Nothing that a document, a file name or a model says may act on the page."""

from __future__ import annotations

import re

import pytest

from app.ui import markup

HOSTILE = [
    "<img src=http://evil.example/x.png>",
    "<script>alert(1)</script>",
    "<b>bold</b> &lt;b&gt; &amp; &#60;",
    "![picture](http://evil.example/x.png)",
    "[link](javascript:alert(1))",
    "[link][ref]\n\n[ref]: http://evil.example",
    "<http://evil.example>",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "`code` ``code``",
    "```mermaid\ngraph TD\n```",
    "~~~\ncode\n~~~",
    "# heading",
    "heading\n===",
    "heading\n---",
    "- item\n* item\n+ item",
    "1. item\n2) item",
    "> quoted",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$x^2$ and $$y$$ for $5",
    ":red[text] :blue-background[text] :color[x]{foreground=red}",
    "::leaf[x]\n:::container\nx\n:::",
    "{#id .class}",
    "note[^1]\n\n[^1]: text",
    "\\*escaped\\* \\",
    "    indented code",
    "\tindented code",
    "- [ ] task",
    "line\\\nnext",
    "line  \nnext",
]


def unescaped(markdown: str) -> str:
    """ASCII punctuation that no backslash disarms."""
    return "".join(re.findall(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown)))


def seen(markdown: str) -> str:
    """The text as a reader sees it."""
    shown = re.sub(r":orange-background\[((?:\\.|[^\]\\])*)\]", r"\1", markdown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace(markup.JOINER, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_every_punctuation_mark_is_escaped(text: str) -> None:
    for shown in (markup.line(text), markup.prose(text), markup.footnoted(text, ())):
        assert unescaped(shown) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_marked_sentence_holds_no_markdown_but_its_own(text: str) -> None:
    shown = markup.mark_sentence(f"Before. {text} After.", text)

    own = re.sub(r":orange-background\[((?:\\.|[^\]\\])*)\]", "", shown)
    assert "orange" not in own
    assert unescaped(own) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_reader_sees_the_text_unchanged(text: str) -> None:
    assert seen(markup.prose(text)).split() == text.split()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_starts_or_ends_with_space_that_means_something(text: str) -> None:
    for line in markup.prose(text).split("\n"):
        assert not line.startswith((" ", "\t"))
        assert line.rstrip(" ") == line or line.endswith("  ")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("see http://evil.example/x", r"https?://"),
        ("see HTTPS://evil.example/x", r"(?i)https?://"),
        ("see www.evil.example", r"www\."),
        ("see WWW.evil.example", r"(?i)www\."),
        ("mail to a.b+c@evil.example", r"[-.\w+]+@[-\w]+"),
        (":smile: :+1: :100:", r":[\w+-]+:"),
        ("a:b:c:d:", r":[\w+-]+:"),
        (":material/home: :material_home:", r":material_\w+:"),
        (":streamlit:", r":streamlit:"),
        ("a -> b <- c <-> d", r"(^|\s)(<->|->|<-)(\s|$)"),
        ("a -- b >= c <= d ~= e", r"(^|\s)(--|>=|<=|~=)(\s|$)"),
        ("->", r"(^|\s)->(\s|$)"),
    ],
)
def test_what_is_rewritten_after_parsing_is_broken_invisibly(text: str, pattern: str) -> None:
    parsed = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markup.prose(text))

    assert re.search(pattern, text)
    assert not re.search(pattern, parsed)
    assert parsed.replace(markup.JOINER, "") == text


def test_an_icon_shortcode_does_not_reach_the_page_in_its_own_spelling() -> None:
    assert ":material/" not in markup.line("x :material/home: y")


def test_control_and_reordering_characters_are_dropped() -> None:
    assert markup.line("a\x00b\x1b[0m\u202egpj.exe\ue000") == "ab\\[0mgpj\\.exe"


def test_lone_surrogates_are_dropped() -> None:
    assert markup.prose("a\ud800b") == "ab"


def test_line_is_one_line_and_is_cut_with_an_ellipsis() -> None:
    assert markup.line("a\nb\r\n\tc") == "a b c"
    assert markup.line("abcdef", limit=4) == "abc\u2026"
    assert markup.line("abcd", limit=4) == "abcd"


def test_spaces_that_keep_words_together_stay() -> None:
    assert markup.line(" 60\u202f% \t of\u00a0it ") == "60\u202f\\% of\u00a0it"


def test_headings_and_lists_of_an_answer_in_parts_are_drawn_as_such() -> None:
    text = "From *A* [1]:\n- one [1]\n- two\n\n**Pay <b>:** 3 [1].\n- **Sum:** 4"
    assert markup.parted(text, [1]).split("\n") == [
        f"From \\*A\\*\u202f{markup.mark(1)}\\:",
        "",
        f"- one\u202f{markup.mark(1)}",
        "- two",
        "",
        f"**Pay \\<b\\>\\:** 3\u202f{markup.mark(1)}\\.",
        "",
        "- **Sum\\:** 4",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_in_one_part_is_drawn_as_its_text(text: str) -> None:
    flat = " ".join(text.split())
    assert markup.parted(flat, [1]) == markup.footnoted(flat, [1])


def test_paragraphs_and_line_breaks_stay() -> None:
    assert markup.prose("One\nTwo\n\n\nthree") == "One  \nTwo\n\nthree"


def test_empty_text_gives_nothing() -> None:
    assert markup.prose("") == markup.line("") == markup.mark_sentence("", "") == ""


def test_known_marks_become_footnotes_and_unknown_ones_stay_text() -> None:
    shown = markup.footnoted("Yes [1][2]. No [7].", {1, 2})

    assert shown == f"Yes\u202f{markup.mark(1)}\u202f{markup.mark(2)}\\. No \\[7\\]\\."


def test_marks_are_found_on_every_line() -> None:
    shown = markup.footnoted("One [1].\n\nTwo [2].", {1, 2})

    assert shown.count(":blue[") == 2
    assert "\n\n" in shown


def test_doubtful_sentences_are_grey_and_inert() -> None:
    shown = markup.footnoted("A *b* [1]. C (d)! E [9].", {1}, ["C (d)!", "Not there.", ""])

    assert shown == f"A \\*b\\*\u202f{markup.mark(1)}\\. :gray[C \\(d\\)\\!] E \\[9\\]\\."


def test_a_doubtful_sentence_that_holds_another_is_grey_as_a_whole() -> None:
    assert markup.footnoted("It is so.", (), ["so.", "It is so."]) == ":gray[It is so\\.]"


@pytest.mark.parametrize("text", HOSTILE)
def test_doubtful_text_holds_no_markdown_but_its_own(text: str) -> None:
    line = " ".join(text.split())
    shown = markup.footnoted(f"A. {line} B.", (), [line])

    own = re.sub(r":gray\[((?:\\.|[^\]\\])*)\]", "", shown)
    assert (":gray[" in shown, unescaped(own)) == (True, "")


def test_the_quoted_sentence_alone_is_marked() -> None:
    shown = markup.mark_sentence("Before it. The one. After it.", "The one.")

    assert shown == "Before it\\. :orange-background[The one\\.] After it\\."


def test_the_first_of_two_equal_sentences_is_marked_once() -> None:
    assert markup.mark_sentence("Yes. Yes.", "Yes.").count("orange") == 1


def test_a_quote_is_found_whatever_its_spacing() -> None:
    shown = markup.mark_sentence("It is the\n  Long sentence here.", "the Long  sentence")

    assert seen(shown) == "It is the  \nLong sentence here."
    assert ":orange-background[the]" in shown
    assert ":orange-background[Long sentence]" in shown


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    shown = markup.mark_sentence("A b.\n\nC d.", "b.\n\nC")

    assert shown == "A :orange-background[b\\.]\n\n:orange-background[C] d\\."


def test_a_quote_that_is_not_in_its_context_is_shown_above_it() -> None:
    shown = markup.mark_sentence("Something else.", "The one.")

    assert shown == ":orange-background[The one\\.]\n\nSomething else\\."


def test_a_long_sentence_is_marked_in_stretches_that_a_directive_can_hold() -> None:
    quote = "word " * 400

    shown = markup.mark_sentence(quote, quote)

    labels = re.findall(r":orange-background\[((?:\\.|[^\]\\])*)\]", shown)
    assert len(labels) > 1
    assert max(map(len, labels)) < 999
    assert seen(shown).split() == quote.split()


def test_a_long_stretch_of_punctuation_is_marked_whole() -> None:
    quote = "]" * 1500

    labels = re.findall(
        r":orange-background\[((?:\\.|[^\]\\])*)\]", markup.mark_sentence(quote, quote)
    )

    assert max(map(len, labels)) < 999
    assert "".join(labels) == "\\]" * 1500


def test_an_open_bracket_in_the_quote_does_not_close_the_mark() -> None:
    assert markup.mark_sentence("a ] b", "a ] b") == ":orange-background[a \\] b]"
